"""Every page of the product, found once for all processes of a test run in an office that has something on each."""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from flask import Flask
from lxml import html as parser

from tests.factories import blank_docx
from tests.support import shared
from tests.support.site import Site
from tests.support.web import quick_pages
from tools.screens import addresses
from tools.screens.prepare import prepare
from webapp import create_app, settings
from webapp.demo.stops import every_stop
from webapp.security import limiter
from workflows.processes import discover
from workflows.store.packing import unpack

HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found in the office whose data lie in ``folder``."""

    folder: Path
    #: (reader, address) of every page to look at.
    pages: list[tuple[str, str]]
    #: Routes that nothing led to.
    unreached: list[str]
    #: (reader, address, status) of what was linked and answered neither with a page nor with a file.
    broken: list[tuple[str, str, int]]

    def of(self, reader: str) -> list[str]:
        """Return the addresses to look at as ``reader``."""
        return [address for login, address in self.pages if login == reader]

    def one_of_each(self) -> set[tuple[str, str]]:
        """Return one page of every kind: those whose addresses differ in their numbers only are of one kind."""
        kinds = {re.sub(r"\d+", "0", urlsplit(address).path): (reader, address) for reader, address in self.pages}
        return set(kinds.values())


def found() -> Found:
    """Return the pages; the first process that asks makes the office and follows its links."""
    made = json.loads(Path(shared.once("every-page", _find)).read_text("utf-8"))
    return Found(**{**made, "folder": Path(made["folder"])})


def _find() -> str:
    folder = shared.folder() / "every-page"
    folder.mkdir()
    environment = Site(folder=folder).environment
    # A page shows that there is a letter, not what is in it.
    stops = every_stop(discover().values())
    samples = prepare(environment, stops, render=lambda _template, _context: blank_docx()).samples
    app = _application(folder)
    # Nobody clicks that fast: what is asked sixty times a minute would be refused.
    limiter.enabled = False
    try:
        everything = addresses.follow(app, samples)
    finally:
        limiter.enabled = True
    good = [page for page in everything if page.status == 200]
    made = {
        "folder": str(folder),
        "pages": [(page.reader, page.address) for page in addresses.kept(good) if page.is_page],
        "unreached": sorted(addresses.routes(app) - _reached(everything)),
        "broken": [
            (page.reader, page.address, page.status)
            for page in everything
            # A sample is tried as every reader, and a search for what is no number is refused in words.
            if page.status not in (200, 301, 302, 303, 422) and page.address not in samples.values()
        ],
    }
    answer = shared.folder() / "every-page.json"
    answer.write_text(json.dumps(made), "utf-8")
    return str(answer)


def _reached(everything: list[addresses.Page]) -> set[str]:
    return {page.endpoint for page in everything if page.status < 400}


def in_english(everything: Found, reader: str) -> Iterator[tuple[str, Any]]:
    """Yield each address of a reader with the English page as the product sends it, before any script."""
    client = addresses.signed_in(_application(everything.folder), reader, "en")
    for address in everything.of(reader):
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        yield address, parser.fromstring(answer.get_data())


@cache
def _application(folder: Path) -> Flask:
    return quick_pages(create_app(settings.read(Site(folder=folder).environment)))


def chinese_in(tree: Any) -> Iterator[str]:
    """Yield the Chinese that the reader of a page meets outside of what is marked as Chinese."""
    for element in tree.iter():
        if isinstance(element.tag, str) and not element.xpath("ancestor-or-self::*[starts-with(@lang, 'zh')]"):
            own = [] if element.tag in ("script", "style", "textarea") else element.xpath("text()")
            told = [element.get(name) or "" for name in ("aria-label", "title", "placeholder", "alt")]
            yield from (text.strip() for text in [*own, *told] if HAN.search(text))


def data_words(folder: Path) -> re.Pattern[str]:
    """Match what people wrote and what the law calls things: names, masked ones too, statements, citations, holidays.

    Words of the product are none of these: a text that is a message is left out, so that it has to be said in
    the reader's language.
    """
    catalogue = shared.ROOT / "webapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with catalogue.open("rb") as file:
        own = {message.id for message in read_po(file) if isinstance(message.id, str)}
    with closing(sqlite3.connect(folder / "creditcase.sqlite")) as connection:
        written = {*_texts(connection), *_law()}
    texts = {text for text in written if len(text) > 1 and HAN.search(text)} - own
    masked = r"[\u3400-\u9fff]\*+"
    return re.compile("|".join([*(re.escape(text) for text in sorted(texts, key=len, reverse=True)), masked]))


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (table,) in tables:
        for row in connection.execute(f'select * from "{table}"'):
            for value in row:
                if isinstance(value, str | bytes):
                    yield from _leaves(_plain(value))


def _plain(stored: str | bytes) -> str:
    """Return the text of a column; digests are none."""
    try:
        return stored if isinstance(stored, str) else unpack(stored).decode()
    except ValueError:
        return ""


def _law() -> Iterator[str]:
    for folder in ("policies", "calendars", "catalogue"):
        for file in (shared.ROOT / "workflows" / folder).rglob("*.toml"):
            # A name may stand in an English sentence; a sentence of the law is marked as Chinese.
            leaves = _leaves(tomllib.loads(file.read_text("utf-8")))
            yield from (leaf for leaf in leaves if not re.search(r"[,;:，；：。]", leaf))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value[:1] in "[{":
            try:
                yield from _leaves(json.loads(value))
                return
            except ValueError:
                pass
        yield value
        yield from value.splitlines()
    elif isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)

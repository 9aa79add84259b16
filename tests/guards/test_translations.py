"""Every word that a reader may see has its English, with the same places for values."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.support.shared import ROOT

ENGLISH = ROOT / "webapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
_PLACE = re.compile(r"%\((\w+)\)[sd]")


def source_words() -> Iterator[str]:
    """Yield every marked message of the product."""
    for folder in ("workflows", "notifications", "webapp"):
        found = extract_from_dir(str(ROOT / folder), _METHODS, _OPTIONS, keywords=_KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            yield message if isinstance(message, str) else message[0]


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def key(message_id: object) -> str:
    """Return the Chinese of a message, its singular where it counts something."""
    return message_id if isinstance(message_id, str) else str(message_id[0])  # type: ignore[index]


def forms(message_string: object) -> list[str]:
    """Return the English of a message, all of its forms."""
    return [message_string] if isinstance(message_string, str) else list(message_string)  # type: ignore[call-overload]


def test_every_message_has_its_english(english: Catalog) -> None:
    known = {key(message.id) for message in english if message.id and all(forms(message.string))}
    assert sorted(set(source_words()) - known) == []


def test_no_message_is_guessed_or_left_over(english: Catalog) -> None:
    assert [message.id for message in english if message.fuzzy and message.id] == []
    words = set(source_words())
    assert [message.id for message in english if message.id and key(message.id) not in words] == []
    assert not english.obsolete


def test_the_places_for_values_are_the_same(english: Catalog) -> None:
    wrong = [
        (message.id, form)
        for message in english
        if message.id
        for form in forms(message.string)
        if set(_PLACE.findall(key(message.id))) != set(_PLACE.findall(form))
    ]
    assert wrong == []


def test_no_chinese_is_left_in_the_english(english: Catalog) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    assert [message.id for message in english if message.id and any(map(han.search, forms(message.string)))] == []


def test_the_guard_reads_all_kinds_of_source() -> None:
    words = set(source_words())
    assert {"受理", "登录", "逾期 %(num)d 个工作日", "该待办已由%(who)s签收。"} <= words
    assert Path(ENGLISH).is_file()

"""Pages stay as fast as they were: none reads a whole table of the register, none works more in a larger office."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bench.pages import PAGES
from bench.register import fill
from tests.factories import blank_docx
from tests.support import databases
from tests.support import site as product
from tests.support.plans import Asked, Listener, full_scans
from tests.support.web import quick_pages
from webapp import create_app, settings
from webapp.auth.passwords import PASSWORDS
from webapp.commands.setup_demo import PASSWORD
from webapp.demo.load import load

#: Cases beside the demonstration's; enough for every planner to prefer an index, and for full first pages.
SMALL, LARGE = 1_000, 3_000
#: The registers besides; who looks for something finds it by its own index.
REGISTERS: tuple[tuple[str, str], ...] = (
    ("reviewer", "/service"),
    ("reviewer", "/service?q=示例企业0000007号"),
    ("reviewer", "/service/done"),
    ("reviewer", "/service/done?q=示例企业0000007号"),
    ("reviewer", "/service/done?q=SL-OBJ-2025-000100"),
    ("recogniser", "/service/done"),
    ("reviewer", "/commitments"),
    ("reviewer", "/lists/register"),
    ("reviewer", "/lists/bans"),
    ("", "/lists"),
    ("applicant", "/repairs"),
    ("applicant", "/lists/own"),
)
#: The statistics count twelve months once a day; the page shows what was counted.
COUNTED = "/board/statistics"
#: The board counts every task of a desk, up to a limit that the small office does not reach.
COUNTS = "supervisor /board"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def engine_of(app: Flask) -> Engine:
    """Return the engine on which the application reads."""
    engine: Engine = app.extensions["office"].database.engine
    return engine


@contextmanager
def office(folder: Path, cases: int, url: str = "") -> Iterator[Flask]:
    """Give the application over a demonstration with ``cases`` more cases, on SQLite unless there is a ``url``."""
    site = product.Site(folder=folder, settings={"DATABASE_URL": url} if url else {})
    if not url:
        shutil.copytree(product.demonstration(), folder, dirs_exist_ok=True)
    app = quick_pages(create_app(settings.read(site.environment)))
    found = app.extensions["office"]
    load(replace(found, render=lambda _template, _context: blank_docx()), PASSWORDS.hash(PASSWORD))
    fill(found.database, cases, found.clock())
    yield app
    found.database.close()


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small office."""
    with office(tmp_path_factory.mktemp("few"), SMALL) as app:
        yield app


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The large office."""
    with office(tmp_path_factory.mktemp("many"), LARGE) as app:
        yield app


@pytest.fixture(scope="module")
def on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The large office on PostgreSQL."""
    with databases.fresh_postgresql() as url, office(tmp_path_factory.mktemp("server"), LARGE, url) as app:
        yield app


def readers_of(app: Flask) -> Callable[[str], FlaskClient]:
    """Return how to have the browser of one of the demonstration's people."""
    known: dict[str, FlaskClient] = {}

    def reader(login: str) -> FlaskClient:
        if login not in known:
            client = known[login] = app.test_client()
            if login:
                token = _TOKEN.search(client.get("/sign-in").text)
                assert token
                answer = client.post(
                    "/sign-in", data={"csrf_token": token[1], "login": login, "password": PASSWORD}
                )
                assert answer.status_code == 302
        return known[login]

    return reader


def asked_by_pages(app: Flask) -> dict[str, Asked]:
    """Open every page once to warm up and once to listen; return what each asks of the database."""
    listener, reader = Listener(engine_of(app)), readers_of(app)
    own = re.search(r'href="/mine/(\d+)"', reader("applicant").get("/mine").text)
    assert own
    found = {}
    for login, path in (*PAGES, *REGISTERS):
        if COUNTED in path:
            continue
        address = path.format(case=own[1])
        assert reader(login).get(address).status_code == 200, address
        with listener.listening() as asked:
            reader(login).get(address)
        found[f"{login} {path}"] = asked
    return found


@pytest.mark.parametrize("name", ["many", "on_server"])
def test_no_page_reads_a_whole_table_of_the_register(name: str, request: pytest.FixtureRequest) -> None:
    app: Flask = request.getfixturevalue(name)
    engine, pages = engine_of(app), asked_by_pages(app)
    assert sum(len(asked.statements) for asked in pages.values()) > 50, "the listener hears the pages"
    assert {page: scans for page, asked in pages.items() if (scans := full_scans(engine, asked))} == {}
    with Listener(engine).listening() as asked, engine.connect() as connection:
        connection.exec_driver_sql("SELECT COUNT(*) FROM letter WHERE void_reason = 'x'")
    assert len(full_scans(engine, asked)) == 1, "what has no index would be found"


def test_a_search_of_records_asks_once_however_much_it_finds(few: Flask) -> None:
    listener, reader = Listener(engine_of(few)), readers_of(few)
    asked_for = {}
    for words in ("不存在的主体", "示例"):
        reader("reviewer").get(f"/records?q={words}")
        with listener.listening() as asked:
            hits = reader("reviewer").get(f"/records?q={words}").text.count('<th scope="row">')
        asked_for[words] = hits, len(asked.statements)
    (none, base), (many_, found) = asked_for.values()
    assert (none, found) == (0, base)
    assert many_ > 10


def test_a_page_makes_the_database_work_no_more_in_a_larger_office(few: Flask, many: Flask) -> None:
    small, large = asked_by_pages(few), asked_by_pages(many)
    # The demonstration's own cases weigh more in the small office, hence some thousand instructions of grace.
    grown = {
        page: (small[page].steps, asked.steps)
        for page, asked in large.items()
        if page != COUNTS and asked.steps > 1.5 * small[page].steps + 2
    }
    assert grown == {}

"""Garbage in addresses, searches and headers: an empty page, none, or a refusal; never a fault of the server."""

from collections.abc import Iterator

import pytest

from tests.support import databases
from tests.support.web import Visitor, Web, web

GARBAGE = (
    "abc", "-1", "0", "9" * 10, "9" * 25, "9" * 5000, "１２", "²",
    "%00", "a%00b", "%FF", "%ED%A0%80", "%25", "_", "1e3",
    "2026-02-30_1", "2026-01-01_" + "9" * 25, "2026-01-01.-5", "0001-01-01T00:00:00%2B14:00_1", "%27%22%3C%3E",
    "9999-12-31T23:59:59-12:00_1", "9999-12-31_1", "%0D%0ASet-Cookie:x", "%1B%5B31m", "x" * 3000,
)  # fmt: skip
#: Who asks, and the address whose end is garbage.
ADDRESSES = (
    ("reviewer", "/tasks?after="), ("reviewer", "/tasks?org="), ("reviewer", "/tasks?step="), ("reviewer", "/tasks?q="),
    ("reviewer", "/tasks?box="), ("reviewer", "/tasks?limit=1&page="), ("reviewer", "/tasks/done?before="),
    ("reviewer", "/records?q="), ("reviewer", "/counter?q="), ("reviewer", "/tasks/"), ("reviewer", "/cases/"),
    ("reviewer", "/files/"), ("reviewer", "/files/letters/"), ("reviewer", "/imports/"),
    ("reviewer", "/counter/records/"),
    ("applicant", "/mine/"), ("applicant", "/objections?number="), ("applicant", "/objections/records/"),
    ("applicant", "/inbox?before="), ("supervisor", "/overdue?org="), ("supervisor", "/overdue?after="),
    ("supervisor", "/overdue?kind="), ("admin", "/admin/packs/bind?org="), ("admin", "/admin/packs/1/"),
    (None, "/progress?number="), (None, "/sign-in?next="), (None, "/static/"), (None, "/"),
)  # fmt: skip


#: A password hash takes its time; each person signs in once in an office.
_BROWSERS: dict[tuple[str, str], Visitor] = {}


def _as(site: Web, who: str) -> Visitor:
    if (site.office.database.url, who) not in _BROWSERS:
        _BROWSERS[site.office.database.url, who] = site.signed_in(who)
    return _BROWSERS[site.office.database.url, who]


@pytest.fixture(scope="module")
def site(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """One office on each kind of database; nothing is changed in it."""
    return web(module_database_url, tmp_path_factory.mktemp("addresses"), training=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The same on SQLite, for rules that do not depend on the database."""
    folder = tmp_path_factory.mktemp("small")
    with databases.fresh_sqlite(folder) as url:
        yield web(url, folder, training=True)


@pytest.mark.parametrize(("who", "address"), ADDRESSES)
def test_garbage_in_an_address_opens_a_page_or_none(site: Web, who: str | None, address: str) -> None:
    visitor = _as(site, who) if who else site.visitor()
    found = {garbage: visitor.get(address + garbage).status_code for garbage in GARBAGE}
    assert {garbage: status for garbage, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("words", ["%", "_", "%%", "\\", "示_", "示例%"])
def test_a_search_takes_its_marks_literally(site: Web, words: str) -> None:
    page = _as(site, "reviewer").get("/records", query_string={"q": words}).text
    assert "示例甲商贸有限公司" not in page
    assert "示例甲商贸有限公司" in _as(site, "reviewer").get("/records?q=示例甲").text


@pytest.mark.parametrize(
    "value", ["http://[", "http://[::1", "//", "null", "x" * 5000, "http://\u00e9", "\u00ff\u00fe"]
)
@pytest.mark.parametrize("header", ["Origin", "Referer", "Host", "Accept", "Cookie", "X-Forwarded-For"])
def test_a_broken_header_is_refused_or_passed_over(small: Web, header: str, value: str) -> None:
    sent = {header: f"creditcase={value}; language={value}; creditcase_form={value}" if header == "Cookie" else value}
    client = small.app.test_client(use_cookies=False)
    assert client.get("/tasks", headers=sent).status_code in (302, 400, 401)
    assert client.post("/sign-out", headers=sent).status_code in (302, 400, 401)


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\r\nX: y", "javascript:"]
)
def test_no_form_leads_to_another_site(small: Web, target: str) -> None:
    visitor = small.visitor()
    answer = visitor.post("/language", {"language": "en", "back": target}, page="/sign-in")
    assert answer.location == "/"
    assert "X" not in answer.headers

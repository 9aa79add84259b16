"""The first page says how to come in and where the office is; every menu says which page is open."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.web import Web, web
from webapp.menu import CASES, CREDIT, FEW, Entry, Part, parts
from workflows.domain.access import Role
from workflows.store import organisations

_CURRENT = re.compile(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"')


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def test_a_stranger_finds_three_doors_and_may_register(site: Web) -> None:
    page = site.visitor().get("/").text
    assert page.count('<li class="door">') == 3
    assert "我的问题是哪一种？" in page
    assert page.count('href="/account/register"') == 2, "beside sign-in and below the door"
    assert 'href="/account/register"' not in site.signed_in("applicant").get("/").text


def test_the_first_page_tells_address_telephone_and_hours_of_the_authority_and_of_nobody_else(site: Web) -> None:
    assert "<address" not in site.visitor().get("/").text, "nothing is told that nobody has entered"
    known = {"address": "示例市示例路1号", "phone": "0371-00000000"}
    with site.office.database.act() as uow:
        for org in (site.people.authority, site.people.provider):
            values = {**known, "phone": f"0371-0000000{org}"}
            organisations.change(uow.connection, org, values)
        uow.commit()
    page = site.visitor().get("/").text
    assert page.count("<address") == 1
    assert f'href="tel:0371-0000000{site.people.authority}"' in page
    assert "工作日 9:00—12:00" in page


@pytest.mark.parametrize(
    ("who", "address", "expected"),
    [
        ("reviewer", "/tasks", {"/tasks"}),
        ("reviewer", "/tasks?overdue=1", {"/tasks", "/tasks?overdue=1"}),
        ("reviewer", "/tasks/started", {"/tasks", "/tasks/started"}),
        ("reviewer", "/records", {"/records"}),
        ("reviewer", "/imports", {"/imports"}),
        ("reviewer", "/account/requests", {"/account/requests"}),
        ("reviewer", "/account/preferences", {"/account/preferences"}),
        ("reviewer", "/account/feed", {"/account/feed"}),
        ("reviewer", "/inbox", {"/inbox"}),
        ("applicant", "/mine", {"/mine"}),
        ("admin", "/admin", {"/admin"}),
        ("admin", "/admin/users/1", {"/admin", "/admin/users"}),
        ("admin", "/admin/audit/search", {"/admin", "/admin/audit/search"}),
        ("admin", "/admin/organisations/new", {"/admin", "/admin/organisations"}),
    ],
)
def test_a_menu_marks_the_page_that_is_open_and_no_other(site: Web, who: str, address: str, expected: set[str]) -> None:
    assert set(_CURRENT.findall(site.signed_in(who).get(address).text)) == expected


def test_the_account_menu_leads_to_the_calendar_feed(site: Web) -> None:
    for who in ("reviewer", "applicant"):
        assert 'href="/account/feed"' in site.signed_in(who).get("/inbox").text


def test_a_desk_finds_its_pages_below_headings_and_its_daily_page_beside_them(site: Web) -> None:
    bar = site.signed_in("supervisor").get("/board").text.split('<ul class="topnav">')[1].split("</nav>")[0]
    headings = re.findall(r"<summary([^>]*)>.*?</i> (\S+) <i", bar)
    assert [words for _mark, words in headings] == ["办件管理", "信用业务", "公众查询"]
    assert [mark for mark, _words in headings] == [' aria-current="true"', "", ""], "one holds the open page"
    assert bar.index('href="/tasks"') < bar.index("<details")
    assert bar.index('href="/board"') < bar.index("信用业务") < bar.index('href="/records"')
    assert bar.index("公众查询") < bar.index('href="/progress"') < bar.index('href="/verify"')


def test_a_stranger_and_everybody_who_sees_few_pages_sees_them_side_by_side(site: Web) -> None:
    bar = site.visitor().get("/").text.split('<ul class="topnav">')[1].split("</nav>")[0]
    assert "<details" not in bar
    assert bar.count("<li>") >= 2


def test_a_noun_that_names_no_heading_stands_with_the_credit_data_without_any_list_being_touched() -> None:
    plain: dict[str, Any] = {"endpoint": "x", "access": (Role.REVIEWER,), "order": 50}
    many = [Entry(label=f"第{number}项", **plain) for number in range(FEW + 1)]
    assert parts(many) == [Part(group=CREDIT, entries=tuple(many))]
    assert [part.group for part in parts(many[:FEW])] == [None] * FEW
    assert [part.group for part in parts([*many, Entry(label="督办", group=CASES, **plain)])] == [None, CREDIT]

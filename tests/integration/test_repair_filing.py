"""Applying for repair online: choose, tell what was done, promise, check, hand in; nothing typed is lost."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import add_record
from tests.support import web as support
from tests.support.web import Visitor, Web
from workflows.domain.access import Actor
from workflows.domain.errors import StaleVersion
from workflows.operations import filing_repair
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened
from workflows.processes.repair.words import CLAUSES
from workflows.store import people, publicity
from workflows.store.tables import case, filing

NUMBER, OTHER = "示市监罚决〔2026〕9001号", "示环罚决〔2026〕9302号"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
CONTACT = {"contact_name": "某某", "contact_phone": "13800000000", "address": "示例路 1 号", "e_service": "y"}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national rules, on the day from which its record can be repaired."""
    made = support.web(sqlite_url, tmp_path)
    with made.office.database.act() as uow:
        people.bind_pack(uow.connection, made.people.authority, "national/2026-04-01", date(2026, 4, 1))
        row = publicity.load(uow.connection, made.people.record)
        values = {"category": "一般", "published_on": date(2026, 4, 18), "publish_until": None}
        publicity.change(uow.connection, row.id, row.version, values)
        uow.commit()
    return made


def another(site: Web, provider: int) -> int:
    with site.office.database.act() as uow:
        made = add_record(uow.connection, site.people.subject, provider, OTHER)
        row = publicity.load(uow.connection, made)
        values = {"category": "一般", "published_on": date(2026, 4, 18), "publish_until": None}
        publicity.change(uow.connection, made, row.version, values)
        uow.commit()
    return made


def go(visitor: Visitor, page: Any, to: str, step: str, /, **typed: Any) -> Any:
    """Press a button of the page: its hidden inputs go along."""
    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.text):
        fields.setdefault(name, []).append(value)
    for name, value in typed.items():
        fields[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return visitor.client.post(to.partition("?")[0], data={**fields, "go": [step]})


def begin(site: Web, *records: int) -> tuple[Visitor, str, Any]:
    visitor = site.signed_in("applicant")
    query = "&".join(f"record={each}" for each in records)
    address = visitor.get(f"/repairs/choose?{query}").headers["Location"]
    return visitor, address, visitor.get(address)


def handed_in(site: Web, *records: int) -> Any:
    visitor, address, page = begin(site, *records)
    assert page.status_code == 200
    page = go(visitor, page, address, "promise", kind="penalty", records__0__fulfilled_on="2026-05-06")
    assert "信用承诺" in page.text
    page = go(visitor, page, address, "check", clauses=list(CLAUSES), **CONTACT)
    assert "还没有提交" in page.text, page.text
    return visitor, address, page


def cases(site: Web) -> list[Any]:
    with site.office.database.read() as connection:
        rows = connection.execute(
            select(case.c.number, case.c.provider_id, filing.c.data).join(filing).where(case.c.process == "repair")
        )
        return list(rows)


def test_a_record_is_applied_for_in_three_pages_and_a_receipt(site: Web) -> None:
    visitor, address, page = handed_in(site, site.people.record)
    assert "2026年5月6日" in page.text
    answer = go(visitor, page, address, "send")
    assert answer.status_code == 303, answer.text
    [made] = cases(site)
    assert made.data["records"][0]["number"] == NUMBER
    assert made.data["records"][0]["fulfilled_on"] == "2026-05-06"
    assert set(made.data["clauses"]) == set(CLAUSES)
    receipt = visitor.get(answer.headers["Location"]).text
    assert made.number in receipt
    assert "data:image/svg+xml" in receipt
    assert "修复申请正在办理" in visitor.get("/repairs").text
    case_page = visitor.get(answer.headers["Location"].replace("/repairs/", "/mine/").replace("/receipt", ""))
    assert case_page.status_code == 200


def test_sending_twice_opens_one_case(site: Web) -> None:
    visitor, address, page = handed_in(site, site.people.record)
    first, second = go(visitor, page, address, "send"), go(visitor, page, address, "send")
    assert first.headers["Location"] == second.headers["Location"]
    assert len(cases(site)) == 1


def test_records_of_several_recognisers_become_a_case_for_each(site: Web) -> None:
    other = another(site, site.people.other_provider)
    visitor, address, page = handed_in(site, site.people.record, other)
    assert "由 2 个单位认定" in page.text
    answer = go(visitor, page, address, "send")
    assert answer.status_code == 303, answer.text
    assert {each.provider_id for each in cases(site)} == {site.people.provider, site.people.other_provider}
    assert [len(each.data["records"]) for each in cases(site)] == [1, 1]
    assert "另有收件回执" in visitor.get(answer.headers["Location"]).text


def test_one_record_that_is_applied_for_already_stops_the_whole_application(site: Web) -> None:
    other = another(site, site.people.other_provider)
    visitor, address, page = handed_in(site, site.people.record, other)
    tab, elsewhere, alone = handed_in(site, other)
    assert go(tab, alone, elsewhere, "send").status_code == 303
    answer = go(visitor, page, address, "send")
    assert answer.status_code == 409
    assert "请勿重复提交" in answer.text
    assert [each.provider_id for each in cases(site)] == [site.people.other_provider]


def test_an_application_that_was_interrupted_between_two_cases_goes_on_when_it_is_sent_again(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = another(site, site.people.other_provider)
    visitor, address, page = handed_in(site, site.people.record, other)
    handed = filing_repair.open_case

    def stopped(office: Office, actor: Actor, command: OpenCase) -> Opened:
        if cases(site):
            raise StaleVersion()
        return handed(office, actor, command)

    with monkeypatch.context() as patch:
        patch.setattr(filing_repair, "open_case", stopped)
        assert go(visitor, page, address, "send").status_code == 409
    assert len(cases(site)) == 1
    assert go(visitor, page, address, "send").status_code == 303
    assert {each.provider_id for each in cases(site)} == {site.people.provider, site.people.other_provider}


def test_what_was_typed_is_put_by_and_taken_up_again(site: Web) -> None:
    visitor, address, page = begin(site, site.people.record)
    saved = go(visitor, page, address, "save", records__0__payment_number="票据 42")
    assert saved.headers["Location"].endswith("/mine")
    assert NUMBER in visitor.get("/mine").text
    assert "票据 42" in visitor.get(address).text


def test_a_missing_promise_is_asked_for_and_what_was_done_stays(site: Web) -> None:
    visitor, address, page = begin(site, site.people.record)
    page = go(visitor, page, address, "promise", kind="penalty", records__0__payment_number="票据 42")
    page = go(visitor, page, address, "check", clauses=["truthful"], **CONTACT)
    assert page.status_code == 422
    assert "信用承诺须逐项作出" in page.text
    assert "票据 42" in page.text
    assert cases(site) == []


def test_a_date_that_is_none_is_shown_as_it_was_typed(site: Web) -> None:
    visitor, address, page = begin(site, site.people.record)
    page = go(visitor, page, address, "promise", kind="penalty", records__0__fulfilled_on="2026-13-45")
    assert page.status_code == 422
    assert "2026-13-45" in page.text


def test_before_the_minimum_is_over_nothing_is_taken_and_the_reason_is_told(site: Web) -> None:
    site.clock.now = datetime(2026, 7, 18, 2, tzinfo=UTC)
    visitor, address, page = begin(site, site.people.record)
    page = go(visitor, page, address, "promise", kind="penalty")
    page = go(visitor, page, address, "check", clauses=list(CLAUSES), **CONTACT)
    assert page.status_code == 409
    assert "最短公示期还没有届满" in page.text


def test_other_peoples_records_cannot_be_applied_for(site: Web) -> None:
    assert site.signed_in("stranger").get(f"/repairs/records/{site.people.record}/apply").status_code == 404


def test_nothing_ticked_leads_back(site: Web) -> None:
    answer = site.signed_in("applicant").get("/repairs/choose?record=x&record=999999999999")
    assert answer.headers["Location"].endswith("/repairs")

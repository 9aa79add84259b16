"""The lists' pages: the public sees six fields and nobody's person, staff its registers, a subject its own listings."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.samples.penalties import code
from tests.support import web as support
from tests.support.departments import staffed
from tests.support.listed import PERSON, PERSON_CODE, REASON, a_case, listed, subject
from tests.support.people import SUBJECT_CODE
from tests.support.web import Web
from webapp.lists.public import without_persons
from workflows.domain.access import Role
from workflows.domain.measure_receipt import MeasureReceipt
from workflows.domain.time import office_date
from workflows.operations.propose_exit import ProposeExit, propose_exit
from workflows.store import listings, people

NAME = "示例甲商贸有限公司"
EXIT = {"cause": "wrong", "statement": "处罚决定已被复议机关撤销。", "truthful": "y", "go": "send"}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application on each kind of database."""
    return support.web(database_url, tmp_path)


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Web:
    """The application, for rules that do not depend on the database."""
    return support.web(sqlite_url, tmp_path)


def person(site: Web, case_id: int, entity: int, **more: object) -> int:
    """List the natural person who answers for an entity."""
    who = subject(site, PERSON, PERSON_CODE, "natural_person")
    return listed(
        site, case_id, subject_id=who, of_listing_id=entity, liable_as="legal_representative", number="", **more
    )


def test_the_public_sees_the_six_fields_and_no_person(site: Web) -> None:
    case_id = a_case(site)
    entity = listed(site, case_id)
    person(site, case_id, entity)
    page = site.visitor().get("/lists").text
    for shown in (
        "列入原因", "列入日期", "作出决定机关（列入）", "移出原因", "移出日期", "作出决定机关（移出）",
        NAME, SUBJECT_CODE, "2026年8月3日", "示例市市场监督管理局", "市场监督管理严重违法失信名单", "示****",
        "法定代表人",
    ):  # fmt: skip
        assert shown in page, shown
    for hidden in (PERSON, PERSON_CODE, "13800138000", "SL-OBJ", "示市监罚决"):
        assert hidden not in page, hidden


def test_watch_listings_and_unpublished_ones_are_never_public(site: Web) -> None:
    case_id = a_case(site)
    listed(site, case_id, register="watch", list_key="watch", public=False)
    listed(site, case_id, list_key="labour_arrears", public=False)
    # Even a row that were marked public by mistake stays internal on the watch list.
    other = subject(site, "示例乙商贸有限公司", code("91410184MA0000007"))
    listed(site, case_id, register="watch", list_key="watch", subject_id=other, public=True)
    for address in ("/lists", "/lists?list=watch", "/lists?show=left", f"/lists?q={SUBJECT_CODE}", "/lists?q=示例"):
        page = site.visitor().get(address).text
        assert NAME not in page, address
        assert "示例乙" not in page, address


def test_natural_persons_are_found_by_no_search_and_absent_where_the_law_forbids_display(small: Web) -> None:
    case_id = a_case(small)
    person(small, case_id, listed(small, case_id))
    for words in (PERSON, PERSON_CODE, "示例责"):
        assert "法定代表人" not in small.visitor().get("/lists", query_string={"q": words}).text, words
    with small.office.database.act() as uow:
        people.bind_pack(uow.connection, small.people.provider, "shandong/2020-10-01", date(2020, 10, 1))
        uow.commit()
    page = small.visitor().get("/lists").text
    assert "法定代表人" not in page
    assert NAME in page


def test_a_removal_is_announced_for_thirty_days_and_an_annulled_listing_not_at_all(site: Web) -> None:
    case_id, today = a_case(site), office_date(site.office.clock())
    left = {"state": "left", "exit_case_id": case_id}
    listed(site, case_id, **left, left_on=today - timedelta(days=30), left_reason="expiry", reason="期满移出的")
    listed(site, case_id, **left, left_on=today - timedelta(days=31), left_reason="repair", reason="早已移出的")
    listed(site, case_id, **left, left_on=today, left_reason="wrong", reason="认定错误的")
    page = site.visitor().get("/lists?show=left").text
    assert "期满移出的" in page
    assert "列入期限届满" in page
    assert "早已移出的" not in page
    assert "认定错误的" not in page
    assert "期满移出的" not in site.visitor().get("/lists").text


def test_the_public_register_is_paged_without_gaps_or_repeats(site: Web) -> None:
    case_id = a_case(site)
    for number in range(70):
        who = subject(site, f"示例{number:03d}商贸有限公司", code(f"91410184MA{number + 100:07d}"))
        listed(site, case_id, subject_id=who, listed_on=date(2026, 8, 3) - timedelta(days=number // 4))
    seen, address = [], "/lists"
    while address:
        page = site.visitor().get(address).text
        seen += [number for number in range(70) if f"示例{number:03d}商贸" in page]
        following = [part.split('"')[0] for part in page.split('href="')[1:] if "before=" in part.split('"')[0]]
        address = following[0].replace("&amp;", "&") if following else ""
    assert sorted(seen) == list(range(70))


@pytest.mark.parametrize("garbage", ["%00", "_", "%25", "9" * 25, "2026-02-30_1", "%27%22%3C%3E", "x" * 3000, "－１"])
@pytest.mark.parametrize("name", ["q", "list", "show", "before", "until", "organ", "state", "register", "domain"])
def test_garbage_in_the_address_opens_the_page(small: Web, name: str, garbage: str) -> None:
    assert small.visitor().get(f"/lists?{name}={garbage}").status_code == 200
    if garbage in ("%00", "9" * 25, "－１"):
        reviewer = small.signed_in("reviewer")
        assert reviewer.get(f"/lists/register?{name}={garbage}").status_code == 200
        assert reviewer.get(f"/lists/bans?{name}={garbage}").status_code == 200


def test_a_reason_is_shown_without_the_persons_numbers_and_telephones_in_it() -> None:
    said = without_persons(REASON, [PERSON])
    assert PERSON not in said
    assert PERSON_CODE not in said
    assert "138****8000" in said or "13800138000" not in said
    assert without_persons("罚款123456789012345678901234567890元", []).endswith("901234567890元"), "a sum is no number"


def test_staff_filters_the_register_and_the_watch_list_stays_with_its_organ(small: Web) -> None:
    staffed(small)
    case_id = a_case(small)
    listed(small, case_id)
    watched = listed(small, case_id, register="watch", list_key="watch", public=False, reason="内部关注")
    officer, reviewer = small.signed_in("recogniser"), small.signed_in("reviewer")
    assert f"/lists/register/{watched}" in officer.get("/lists/register").text
    assert f"/lists/register/{watched}" not in reviewer.get("/lists/register").text
    assert officer.get(f"/lists/register/{watched}").status_code == 200
    assert reviewer.get(f"/lists/register/{watched}").status_code == 404
    assert NAME in reviewer.get("/lists/register?domain=market&until=2029-08-03").text
    for nothing in ("domain=labour", "until=2029-08-02", "state=left", "register=watch", "q=示例丙", "organ=1"):
        assert not re.search(r"/lists/register/\d", reviewer.get(f"/lists/register?{nothing}").text), nothing


def test_staff_finds_a_natural_person_by_the_whole_number_only_and_reads_the_name_on_its_page(small: Web) -> None:
    case_id = a_case(small)
    one = person(small, case_id, listed(small, case_id))
    reviewer = small.signed_in("reviewer")
    assert f"/lists/register/{one}" not in reviewer.get("/lists/register", query_string={"q": PERSON}).text
    found = reviewer.get("/lists/register", query_string={"q": PERSON_CODE}).text
    assert f"/lists/register/{one}" in found
    assert PERSON not in found
    assert PERSON in reviewer.get(f"/lists/register/{one}").text


def test_the_name_of_a_person_is_read_by_the_desks_that_handle_the_matter_and_by_nobody_else(small: Web) -> None:
    staffed(small)
    case_id = a_case(small)
    entity = listed(small, case_id)
    one = person(small, case_id, entity)
    with small.office.database.act() as uow:
        officer = people.user_by_login(uow.connection, "recogniser")
        values = {
            "login": "elsewhere", "name": "示例他局经办", "password_hash": officer.password_hash,
            "created_at": small.office.clock(), "email": "elsewhere@office.example",
        }  # fmt: skip
        people.add_user(uow.connection, values, [(Role.RECOGNISER, small.people.executor)])
        uow.commit()
    mine, other = small.signed_in("recogniser"), small.signed_in("elsewhere")
    assert PERSON in mine.get(f"/lists/register/{one}").text
    for each in (one, entity):
        page = other.get(f"/lists/register/{each}")
        assert page.status_code == 200, "the serious register is open to staff"
        assert "示****" in page.text
        for hidden in (PERSON, PERSON_CODE, "13800138000"):
            assert hidden not in page.text, hidden
    for login in ("applicant", "stranger", "executor"):
        assert small.signed_in(login).get(f"/lists/register/{one}").status_code == 403


def test_the_page_of_a_listing_shows_basis_measures_persons_and_many_domains(small: Web) -> None:
    case_id = a_case(small)
    entity = listed(small, case_id)
    listed(small, case_id, list_key="labour_arrears", domain="labour")
    person(small, case_id, entity)
    with small.office.database.act() as uow:
        executor, day = small.people.executor, date(2026, 8, 3)
        listings.impose(uow.connection, case_id, [("procurement", executor), ("bidding", executor)], (), day, None)
        done = MeasureReceipt(state="executed", on=date(2026, 8, 5))
        idle = MeasureReceipt(state="not_applicable", on=date(2026, 8, 6), note="没有这类业务")
        listings.note_executed(uow.connection, case_id, executor, {"procurement": done, "bidding": idle})
        ban = {"subject_id": small.people.subject, "listing_id": entity, "organ_id": small.people.provider}
        said = {"scope": "食品经营", "basis": "食品安全法第一百三十五条", "from_on": date(2026, 8, 3)}
        listings.add_ban(uow.connection, {**ban, **said})
        uow.commit()
    reviewer = small.signed_in("reviewer")
    page = reviewer.get(f"/lists/register/{entity}").text
    for shown in ("行政处罚", "依法限制参加政府采购活动", "已执行", "多领域（2 个）", "示****", "食品经营", "永久"):
        assert shown in page, shown
    for each in (page, small.signed_in("applicant").get("/lists/own").text):
        assert re.search("已执行 2026年8月5日[^没]+不适用 2026年8月6日.*没有这类业务", each, re.DOTALL), "each its own"
    assert PERSON not in page.replace(REASON, "")
    bans = reviewer.get("/lists/bans").text
    assert "食品安全法第一百三十五条" in bans
    assert "永久" in bans


def test_no_listing_is_shown_to_the_public_after_its_last_day_whatever_its_row_says(small: Web) -> None:
    listed(small, a_case(small), until_on=office_date(small.office.clock()))
    assert NAME in small.visitor().get("/lists").text, "the last day is included"
    small.office.clock.advance(days=1)  # type: ignore[attr-defined]
    assert NAME not in small.visitor().get("/lists").text
    assert NAME in small.signed_in("reviewer").get("/lists/register").text


def test_the_subject_sees_its_own_listings_and_others_do_not(small: Web) -> None:
    case_id = a_case(small)
    one = listed(small, case_id)
    page = small.signed_in("applicant").get("/lists/own").text
    for shown in (NAME, "可于2027年8月3日", "起以信用修复申请移出", "2029年8月3日", f"/lists/{one}/exit"):
        assert shown in page, shown
    assert NAME not in small.signed_in("stranger").get("/lists/own").text
    assert small.signed_in("stranger").get(f"/lists/{one}/exit").status_code == 404
    assert small.signed_in("reviewer").get(f"/lists/{one}/exit").status_code == 404


def test_the_subject_applies_for_removal_once_and_not_before_its_day(small: Web) -> None:
    staffed(small)
    one = listed(small, a_case(small))
    applicant, address = small.signed_in("applicant"), f"/lists/{one}/exit"
    unpromised = applicant.post(address, {**EXIT, "cause": "repair"})
    assert (unpromised.status_code, "须作出信用承诺" in unpromised.text) == (422, True)
    early = applicant.post(address, {**EXIT, "cause": "repair", "commitment": "y"})
    assert early.status_code == 422
    assert "最短列入期限尚未届满" in early.text
    assert "处罚决定已被复议机关撤销" in early.text, "what was typed stays"
    done = applicant.post(address, EXIT)
    assert done.status_code == 303, done.text
    assert "LSX" in applicant.get(done.location).text
    assert applicant.post(address, EXIT).status_code == 409
    assert "移出正在办理" in applicant.get("/lists/own").text


def test_an_application_sent_twice_is_answered_by_what_it_did(small: Web) -> None:
    staffed(small)
    one = listed(small, a_case(small))
    data = {name: value for name, value in EXIT.items() if name != "go"}
    command = ProposeExit(listing_id=one, data={**data, "truthful": True}, key="k" * 24)
    applicant = small.people.actor("applicant")
    assert propose_exit(small.office, applicant, command) == propose_exit(small.office, applicant, command)


def test_the_recogniser_removes_a_wrong_listing_the_same_day(small: Web) -> None:
    staffed(small)
    one = listed(small, a_case(small))
    officer = small.signed_in("recogniser")
    assert f"/lists/{one}/exit" in officer.get(f"/lists/register/{one}").text
    refused = officer.post(f"/lists/{one}/exit", {**EXIT, "cause": "expiry"})
    assert "列入期限尚未届满" in refused.text
    twice = {**EXIT, "act_key": "k" * 24}
    done = officer.post(f"/lists/{one}/exit", twice)
    assert done.status_code == 303, done.text
    assert NAME not in small.visitor().get("/lists").text
    assert "认定错误" in officer.get(f"/lists/register/{one}").text
    again = officer.post(f"/lists/{one}/exit", twice, page="/lists/register")
    assert (again.status_code, again.location) == (303, done.location), "a form sent twice is answered as at first"
    assert officer.get(f"/lists/{one}/exit").status_code == 409
    late = officer.post(f"/lists/{one}/exit", {**EXIT, "act_key": "l" * 24}, page="/lists/register")
    assert late.status_code == 409
    assert "已不在此名单中" in late.text


def test_the_head_releases_a_watch_listing_with_a_reason_and_nobody_else_does(small: Web) -> None:
    staffed(small)
    one = listed(small, a_case(small), register="watch", list_key="watch", public=False)
    address, chief = f"/lists/register/{one}", small.signed_in("chief")
    officer = small.signed_in("recogniser")
    assert officer.post(f"{address}/release", {"reason": "已整改"}, page=address).status_code == 403
    assert chief.post(f"{address}/release", {"seen": "1", "reason": " "}, page=address).status_code == 422
    assert chief.post(f"{address}/release", {"seen": "1", "reason": "已整改到位"}, page=address).status_code == 303
    assert chief.post(f"{address}/release", {"seen": "2", "reason": "再次"}, page="/lists/register").status_code == 409
    assert "已移出" in chief.get(address).text


def test_the_catalogue_says_basis_department_and_what_is_to_be_verified(small: Web) -> None:
    page = small.visitor().get("/lists/catalogue").text
    for shown in ("强制性", "推荐性", "财政部门", "《中华人民共和国政府采购法》第二十二条", "待核实", "退出方式"):
        assert shown in page, shown


def test_many_requests_of_one_address_are_slowed_down(small: Web) -> None:
    small.app.config["RATELIMIT_ENABLED"] = True
    visitor = small.visitor()
    assert {visitor.get("/lists").status_code for _ in range(70)} == {200, 429}


def test_nobody_but_staff_of_lists_opens_the_registers(small: Web) -> None:
    for login, status in (("applicant", 403), ("provider", 403), ("executor", 403), ("admin", 403), ("head", 200)):
        for address in ("/lists/register", "/lists/bans"):
            assert small.signed_in(login).get(address).status_code == status, (login, address)
    assert small.visitor().get("/lists/register").status_code == 302

"""What a supervisor sees of late work, and what the inbox tells."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.people import add_record
from tests.support.web import Web, web
from workflows.domain.case import Channel
from workflows.operations.advance_clock import advance_clock
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.open_case import OpenCase, open_case
from workflows.store import board, deadlines


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application of a training office."""
    return web(database_url, tmp_path, training=True)


def file(site: Web, number: int) -> int:
    """File an objection to a record of its own and return the case."""
    with site.office.database.act() as uow:
        record = add_record(uow.connection, site.people.subject, site.people.provider, f"示〔2026〕{number}号")
        uow.commit()
    opened = open_case(
        site.office,
        site.people.actor("applicant"),
        OpenCase(
            process="objection",
            authority_id=site.people.authority,
            record_id=record,
            channel=Channel.ONLINE,
            application={"contact_email": "applicant@office.example", "e_service": True},
            key=f"filing-number-{number:06}",
        ),
    )
    return opened.case_id


def pass_days(site: Web, days: int) -> None:
    """Let days pass in the office and fire what is due."""
    key = f"days-{site.office.clock().isoformat()}"
    advance_clock(site.office, site.people.actor("admin"), timedelta(days=days), key=key)
    fire_due_deadlines(site.office, "test")


def test_late_work_is_listed_with_who_has_it_and_by_how_many_working_days(site: Web) -> None:
    file(site, 1)
    visitor = site.signed_in("supervisor")
    assert "没有逾期的时限" in visitor.get("/overdue").text
    # Received on Friday 18 September: five working days end on Monday 28 (20 September is worked, 25–27 are off).
    pass_days(site, 11)
    page = visitor.get("/overdue").text
    assert "SL-OBJ-2026-000001" in page
    assert "逾期" in page
    assert "红牌" in page
    assert "示例市公共信用信息中心" in page


def test_work_that_is_due_tomorrow_is_listed_as_warned(site: Web) -> None:
    case_id = file(site, 1)
    with site.office.database.read() as connection:
        first = min(each.due_on for each in deadlines.live_of(connection, case_id) if each.due_on)
    day_before = site.office.calendar().previous_working_day(first)
    pass_days(site, (day_before - site.office.clock().date()).days)
    visitor = site.signed_in("supervisor")
    page = visitor.get("/overdue?kind=warned").text
    assert "SL-OBJ-2026-000001" in page
    assert "还剩 1 个工作日" in page
    assert "没有逾期的时限" in visitor.get("/overdue").text


def test_pages_follow_one_another_without_gap_or_double(site: Web) -> None:
    for number in range(1, 8):
        file(site, number)
        if number == 4:
            pass_days(site, 3)
    pass_days(site, 11)
    authorities = [site.people.authority]
    found: list[int] = []
    after = None
    with site.office.database.read() as connection:
        everything = board.count(connection, board.LATE, authorities, None)
        while rows := board.page(connection, board.LATE, authorities, org_id=None, after=after, size=3):
            found += [row.id for row in rows]
            after = (rows[-1].due_on, rows[-1].id)
    assert len(found) == len(set(found)) == everything >= 7


def test_the_list_can_be_narrowed_to_where_the_work_lies(site: Web) -> None:
    file(site, 1)
    pass_days(site, 11)
    visitor = site.signed_in("supervisor")
    assert "SL-OBJ-2026-000001" in visitor.get(f"/overdue?org={site.people.authority}").text
    assert "SL-OBJ-2026-000001" not in visitor.get(f"/overdue?org={site.people.provider}").text


def test_nobody_but_a_supervisor_sees_the_list(site: Web) -> None:
    assert site.signed_in("reviewer").get("/overdue").status_code == 403
    assert site.visitor().get("/overdue").status_code == 302


@pytest.mark.parametrize("query", ["after=x", "after=2026-13-01.5", "org=x", "kind=%27", "after=2026-09-01.x"])
def test_a_crooked_address_opens_the_first_page(site: Web, query: str) -> None:
    assert site.signed_in("supervisor").get(f"/overdue?{query}").status_code == 200


def test_the_inbox_tells_what_happened_and_forgets_nothing(site: Web) -> None:
    file(site, 1)
    visitor = site.signed_in("applicant")
    page = visitor.get("/inbox").text
    assert "已收到您的申请 SL-OBJ-2026-000001" in page
    assert "没有未读消息" not in page
    assert "2026年9月18日" in page
    newest = page.split('name="up_to" value="')[1].split('"')[0]
    assert visitor.post("/inbox/read", {"up_to": newest}, page="/inbox").status_code == 302
    page = visitor.get("/inbox").text
    assert "没有未读消息" in page
    assert "SL-OBJ-2026-000001" in page


def test_nobody_marks_the_messages_of_another_as_read(site: Web) -> None:
    file(site, 1)
    site.signed_in("stranger").post("/inbox/read", {"up_to": "99999"}, page="/account/password")
    assert "没有未读消息" not in site.signed_in("applicant").get("/inbox").text

"""Receipts that do not come: the desk that owes and the supervisor are told once, two working days later the head."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import People, demo_people, make_office
from tests.support.clock import MovingClock
from tests.support.platform import Owing, owing
from tests.support.repair_law import with_repair_law
from workflows.domain.access import Role
from workflows.domain.time import office_date
from workflows.operations.chase_receipts import chase_receipts
from workflows.operations.look_at_records import look_at_records
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.store import exchange, publicity
from workflows.store import people as store
from workflows.store.tables import event, notice


@pytest.fixture
def owed(database_url: str, tmp_path: Path) -> Owing:
    """An office with one case, on one clock: Friday 18 September 2026."""
    return owing(database_url, tmp_path)


def told(office: Any, kind: str = "receipt_late") -> list[Any]:
    """The notices in people's inboxes."""
    query = select(notice).where(notice.c.kind == kind, notice.c.channel == "inbox").order_by(notice.c.id)
    with office.database.read() as connection:
        return list(connection.execute(query))


def recipients(owed: Owing) -> list[str]:
    names = {user: login for login, user in owed.walk.people.ids.items()}
    return [names[row.recipient_id] for row in told(owed.office)]


def test_the_desk_and_the_supervisor_are_told_once_a_case_and_the_head_two_working_days_later(owed: Owing) -> None:
    last = office_date(owed.clock())
    for kind in ("stop_publicity", "stop_sharing"):
        owed.owe(kind, due_on=last)
    assert chase_receipts(owed.office) == 0, "on its last day a receipt is not late"
    owed.clock.advance(days=1)
    assert chase_receipts(owed.office) == 1
    assert chase_receipts(owed.office) == 0, "told once"
    assert sorted(recipients(owed)) == ["reviewer", "reviewer2", "supervisor"]
    first = told(owed.office)[0]
    assert (first.data["count"], first.data["due"]) == (2, last.isoformat())
    # Sunday 20 September is a make-up day: with Monday 21 two working days are over.
    owed.clock.advance(days=1)
    assert chase_receipts(owed.office) == 0
    owed.clock.advance(days=1)
    assert chase_receipts(owed.office) == 1
    assert "head" in recipients(owed)[3:]
    owed.clock.advance(days=30)
    assert chase_receipts(owed.office) == 0


def test_where_nothing_gives_a_day_the_office_asks_after_five_working_days(owed: Owing) -> None:
    owed.owe()
    [row] = owed.rows()
    # 20 (a make-up day), 21, 22, 23 and 24 September.
    assert (row.due_on, row.expected_on) == (None, date(2026, 9, 24))
    owed.clock.advance(days=6)
    assert chase_receipts(owed.office) == 0
    owed.clock.advance(days=1)
    with owed.office.database.read() as connection:
        reach = exchange.Reach(orgs=None)
        assert exchange.count(connection, "late", reach, office_date(owed.clock())) == 1
    assert chase_receipts(owed.office) == 1


def test_a_last_day_that_is_over_says_nothing_about_the_receipt(owed: Owing) -> None:
    owed.owe(due_on=office_date(owed.clock()) - timedelta(days=3))
    assert chase_receipts(owed.office) == 0, "pushed late: its limit has been told, its receipt has its days"


def test_a_receipt_that_has_come_is_chased_no_more(owed: Owing) -> None:
    key = owed.owe(due_on=office_date(owed.clock()))
    owed.clock.advance(days=1)
    receive_receipt(owed.office, Receipt(key=key, number="PT1"))
    assert chase_receipts(owed.office) == 0
    assert told(owed.office) == []


def test_what_belongs_to_no_case_is_told_to_whoever_provided_the_record(sqlite_url: str, tmp_path: Path) -> None:
    clock = MovingClock()
    people: People = demo_people(with_repair_law(make_office(sqlite_url, tmp_path, clock=clock, real_clock=clock)))
    over = {
        "category": "一般", "published_on": date(2025, 8, 1), "publish_until": None, "look_on": date(2026, 8, 2),
        "conduct_ended_on": date(2025, 7, 1), "fulfilled_on": date(2025, 7, 2),
    }  # fmt: skip
    with people.office.database.act() as uow:
        values = {"login": "inspector", "name": "示例督办", "password_hash": "x", "created_at": clock(), "email": ""}
        inspector = store.add_user(uow.connection, values, [(Role.SUPERVISOR, people.provider)])
        publicity.change(uow.connection, people.record, publicity.load(uow.connection, people.record).version, over)
        uow.commit()
    look_at_records(people.office)
    clock.advance(days=10)
    assert chase_receipts(people.office) == 1
    # 25 to 27 September are days off: the second working day after the 24th is the 29th.
    assert chase_receipts(people.office) == 0
    clock.advance(days=1)
    assert chase_receipts(people.office) == 1, "the head's turn"
    assert chase_receipts(people.office) == 0
    assert {row.recipient_id for row in told(people.office)} == {inspector}
    with people.office.database.read() as connection:
        kinds = connection.execute(select(event.c.kind).where(event.c.case_id == 0)).scalars().all()
    assert kinds.count("receipt_late") == 2

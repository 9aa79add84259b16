"""What the clock of records owes belongs to no case: sent, refused, failed and received are in the office's log."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import People, demo_people, make_office
from tests.support.clock import MovingClock
from tests.support.platform import Running, running
from tests.support.repair_law import with_repair_law
from workflows.domain.errors import NotFound
from workflows.operations.look_at_records import look_at_records
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.operations.send_dispatches import send_dispatches
from workflows.operations.verify_audit import verify_audit
from workflows.store import dispatches, publicity
from workflows.store.tables import dispatch, event, message


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> People:
    """An office in which the maximum of one corrected record is over; the platform is owed its stop."""
    clock = MovingClock()
    made = demo_people(with_repair_law(make_office(sqlite_url, tmp_path, clock=clock, real_clock=clock)))
    over = {
        "category": "一般", "published_on": date(2025, 8, 1), "publish_until": None, "look_on": date(2026, 8, 2),
        "conduct_ended_on": date(2025, 7, 1), "fulfilled_on": date(2025, 7, 2),
    }  # fmt: skip
    with made.office.database.act() as uow:
        publicity.change(uow.connection, made.record, publicity.load(uow.connection, made.record).version, over)
        uow.commit()
    look_at_records(made.office)
    return made


def owed(people: People) -> Any:
    with people.office.database.read() as connection:
        return connection.execute(select(dispatch)).one()


def log(people: People) -> list[tuple[str, str]]:
    """Kinds of the office's own events about the dispatch, with the dispatch that each names."""
    with people.office.database.read() as connection:
        rows = connection.execute(select(event.c.kind, event.c.data).where(event.c.case_id == 0).order_by(event.c.seq))
        return [(row.kind, row.data.get("dispatch", "")) for row in rows if row.kind.startswith(("push", "receipt"))]


def platform_of(people: People, folder: Path) -> Any:
    clock = people.office.clock
    assert isinstance(clock, MovingClock)
    return running(folder, clock)


def test_the_stop_that_the_clock_owes_has_no_case_and_is_told_under_a_key_of_its_record(people: People) -> None:
    row = owed(people)
    assert (row.case_id, row.record_id, row.kind, row.state) == (None, people.record, "stop_publicity", "owed")
    assert row.key.startswith(f"record-{people.record}-")


def test_its_receipt_is_noted_once_in_the_offices_log_and_no_case_is_told(people: People, tmp_path: Path) -> None:
    key, here = owed(people).key, platform_of(people, tmp_path)
    with here as platform:
        assert isinstance(platform, Running)
        assert send_dispatches(people.office, platform.port(), "w1").sent == 1
    receipt = Receipt(key=key, number="PT1", note="已停止公示")
    assert receive_receipt(people.office, receipt)
    assert not receive_receipt(people.office, receipt), "a receipt that is read again says nothing new"
    row = owed(people)
    assert (row.state, row.receipt, row.receipt_note) == ("received", "PT1", "已停止公示")
    assert log(people) == [("push_sent", key), ("receipt_received", key)]
    with people.office.database.read() as connection:
        assert connection.execute(select(message)).all() == []
    assert verify_audit(people.office, tmp_path / "audit.anchor").found == 0


def test_its_refusal_is_noted_in_the_platforms_words_and_not_repeated_over_a_new_push(people: People) -> None:
    row = owed(people)
    refusal = Receipt(key=row.key, number="TH1", note="文书号不存在", refused=True)
    assert receive_receipt(people.office, refusal)
    assert (owed(people).state, owed(people).last_error) == ("refused", "文书号不存在")
    with people.office.database.act() as uow:
        assert dispatches.push_again(uow.connection, row.id, people.office.clock())
        uow.commit()
    assert not receive_receipt(people.office, refusal)
    assert owed(people).state == "owed"
    assert log(people) == [("push_refused", row.key)]


def test_what_the_platform_will_not_take_fails_in_the_offices_log(people: People, tmp_path: Path) -> None:
    with platform_of(people, tmp_path) as platform:
        assert send_dispatches(people.office, platform.port(key="x" * 40), "w1").failed == 1
    assert owed(people).state == "failed"
    assert log(people) == [("push_failed", owed(people).key)]


def test_a_receipt_under_a_key_of_no_dispatch_is_none(people: People) -> None:
    with pytest.raises(NotFound):
        receive_receipt(people.office, Receipt(key=f"record-{people.record}-999", number="PT1"))

"""Each department with a running measure because of a record gets its own order and gives its own receipt (S0-17)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.platform import Owing, owing
from workflows.domain.exchange import OrderLifting, Push
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.operations.send_message import send_message
from workflows.store.tables import imposed_measure, listing, message, organisation

ANSWER = "measures_lifted"


@pytest.fixture
def owed(database_url: str, tmp_path: Path) -> Owing:
    """An office with one open case about a record."""
    return owing(database_url, tmp_path)


def listed(owed: Owing, list_key: str, repairable_on: date, *states: str) -> None:
    """Put the subject on a list because of the record, with a measure of the department in each state."""
    people = owed.walk.people
    with owed.office.database.act() as uow:
        made = uow.connection.execute(
            listing.insert().returning(listing.c.id),
            [
                {
                    "register": "serious", "list_key": list_key, "domain": "d", "subject_id": people.subject,
                    "case_id": owed.walk.case_id, "record_id": people.record, "organ_id": people.provider,
                    "basis": {}, "reason": "-", "public": True, "state": "listed",
                    "listed_on": date(2025, 9, 1), "repairable_on": repairable_on,
                }
            ],
        ).scalar_one()  # fmt: skip
        for place, state in enumerate(states):
            uow.connection.execute(
                imposed_measure.insert().values(
                    listing_id=made, measure=f"m{place}", organ_id=people.provider, state=state,
                    from_on=date(2025, 9, 1),
                )
            )  # fmt: skip
        uow.commit()


def test_a_department_is_ordered_once_for_its_running_measures_and_the_case_waits_for_its_receipt(owed: Owing) -> None:
    today = owed.clock.now.date()
    listed(owed, "ended", today, "executed", "ordered", "lifted", "not_applicable")
    listed(owed, "running", today + timedelta(days=30), "executed")
    record = owed.walk.people.record
    asked = Push(kind="lift_measures", record_id=record, answer=ANSWER)
    send_message(owed.office, asked, case_id=owed.walk.case_id, key="push")
    order = OrderLifting(record_ids=(record,), answer=ANSWER)
    send_message(owed.office, order, case_id=owed.walk.case_id, key="order")
    hub, department = owed.rows()
    with owed.office.database.read() as connection:
        name = connection.execute(
            select(organisation.c.name).where(organisation.c.id == owed.walk.people.provider)
        ).scalar_one()
    assert (department.target, department.record_id) == ("executor", record)
    assert department.payload == {"department": name, "measures": ["m0", "m1"]}, "not what a running minimum keeps"

    def told() -> list[dict[str, object]]:
        with owed.office.database.read() as connection:
            return [row.data for row in connection.execute(select(message).where(message.c.name == ANSWER))]

    receive_receipt(owed.office, Receipt(key=hub.key, number="1"))
    assert told() == [], "the department has not answered"
    owed.clock.advance(days=1)
    receive_receipt(owed.office, Receipt(key=department.key, number="2"))
    [data] = told()
    assert data == {
        "receipts": [
            {"to": "platform", "department": "", "record": record, "on": today.isoformat()},
            {"to": "executor", "department": name, "record": record, "on": (today + timedelta(days=1)).isoformat()},
        ]
    }

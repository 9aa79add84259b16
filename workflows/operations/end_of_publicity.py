"""Ends the publicity of a record because its time is over (最长公示期届满, 保存期满), outside any case."""

from datetime import date
from typing import Any

from workflows.domain.notice import Topic, wants
from workflows.domain.publicity import Publicity
from workflows.domain.record_clock import Keeping, later_look
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.tell_person import tell_person
from workflows.store import dispatches, people, publicity
from workflows.store import office as store
from workflows.store.unit_of_work import UnitOfWork


def end_by_clock(
    office: Office,
    uow: UnitOfWork,
    row: Any,
    after: Publicity,
    keeping: Keeping | None,
    today: date,
    by: int,
    asks: str = "",
) -> None:
    """Stop publicity within an act, owe the platform its stop, and tell who acts for the subject.

    Args:
        row: the record as :func:`workflows.store.publicity.load` gives it.
        after: what is known of the record when its publicity has ended.
        by: who noted that the duties are done; the office itself where it knew.
        asks: what a person has to do next, of ``record_clock.ASKS``.

    Raises:
        StaleVersion: the record was changed meanwhile.
    """
    values = {
        "state": "ended",
        "ended_on": today,
        "ended_reason": "expired",
        "asks": asks,
        "conduct_ended_on": after.conduct_ended_on,
        "fulfilled_on": after.fulfilled_on,
        "look_on": later_look(after, None, keeping, today),
    }
    publicity.change(uow.connection, row.id, row.version, values)
    note_within(office, uow, by, "publicity_ended", record=row.id, reason="expired")
    seq, _ = store.chain_head(uow.connection)
    now = office.clock()
    dispatches.add(
        uow.connection,
        {
            "key": f"record-{row.id}-{seq}",
            "case_id": None,
            "subject_id": row.subject_id,
            "record_id": row.id,
            "kind": "stop_publicity",
            "target": "platform",
            "payload": {"decision_number": row.decision_number, "reason": "expired"},
            "state": "owed",
            "expected_on": expected_receipt(office, today),
            "created_at": now,
            "next_at": now,
        },
    )
    tell_subject(office, uow, row, "publicity_ended", day=today)


def tell_subject(office: Office, uow: UnitOfWork, row: Any, kind: str, *, day: date) -> None:
    """Tell who acts for a record's subject of a day; nobody where nobody has been verified."""
    user_id = people.representative_of(uow.connection, row.subject_id)
    if user_id is not None:
        account = people.user_by_id(uow.connection, user_id)
        email = account.email if wants(account.notice_choices, "email", Topic.PROGRESS) else ""
        tell_person(
            office, uow, user_id, kind, email=email, decision_number=row.decision_number, day=day.isoformat()
        )

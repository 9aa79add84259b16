"""Looks for receipts that have not come (回执逾期): the desk that owes and the supervisor are told, later the head too.

Once a case and stage, however many of its receipts are late: the first time on the day after the receipt was
expected, the second two working days after it. Where a text gives a limit, the clocks of the case besides put a task
on the supervisor's desk. Any number of workers may run at once; who is overtaken decides again.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from workflows.domain.access import OFFICE, Role
from workflows.domain.exchange import RECEIPT_DAYS
from workflows.domain.time import office_date
from workflows.operations import notify
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.operations.tell_person import tell_posts
from workflows.store import dispatches, records

#: Working days after the expected day on which the head is told.
_ESCALATION_DAYS = 2


def expected_receipt(office: Office, today: date, due_on: date | None = None) -> date:
    """Return by when the receipt of what is pushed today is looked for.

    Args:
        due_on: the last day that a text or a person gives; one that is over says nothing about a receipt.
    """
    if due_on is not None and due_on >= today:
        return due_on
    day = today
    for _ in range(RECEIPT_DAYS):
        day = office.calendar().next_working_day(day)
    return day


def chase_receipts(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Tell of every receipt that is late and has not been told of; return how many notices' occasions there were.

    Args:
        carry_on: asked between cases; False ends the run early (shutdown).
    """
    told = 0
    today = office_date(office.clock())
    for stage, before in ((1, today), (2, _days_before(office, today))):
        while carry_on():
            with office.database.read() as connection:
                late = dispatches.next_late(connection, stage, before)
            if not late:
                break
            decided_again(lambda late=late, stage=stage: _tell(office, late, stage))  # type: ignore[misc]
            told += 1
    return told


def _days_before(office: Office, today: date) -> date:
    """Return the day before which a receipt was expected that is late by the days of escalation today."""
    day = today
    for _ in range(_ESCALATION_DAYS):
        day = office.calendar().previous_working_day(day)
    return day + timedelta(days=1)


def _tell(office: Office, late: Sequence[Any], stage: int) -> bool:
    """Tell of the late receipts of one case, or of one dispatch that belongs to none."""
    [case_id] = {row.case_id for row in late}
    data = {"count": len(late), "due": min(row.expected_on for row in late).isoformat()}
    if case_id is None:
        return _tell_of_office(office, late, stage, data)
    act = open_act(office, OFFICE, case_id, substantive=False)
    seq = act.record("receipt_late", stage=stage, dispatches=[row.key for row in late], due_on=data["due"])
    for to in (str(act.process.opening_role), "supervisor", *(("head",) if stage > 1 else ())):
        notify.owe(act, "receipt_late", to, seq, **data)
    with office.database.act() as uow:
        if not dispatches.note_told(uow.connection, [row.id for row in late], stage):
            return False
        act.write(uow)
        uow.commit()
    return True


def _tell_of_office(office: Office, late: Sequence[Any], stage: int, data: dict[str, Any]) -> bool:
    """What the clock of records owes belongs to no case: whoever provided the record is told."""
    [row] = late
    with office.database.act() as uow:
        if not dispatches.note_told(uow.connection, [row.id], stage):
            return False
        record = None if row.record_id is None else records.load(uow.connection, row.record_id)
        note_within(office, uow, OFFICE.user_id, "receipt_late", stage=stage, dispatch=row.key, due_on=data["due"])
        if record is not None:
            roles = (Role.RECOGNISER, Role.SUPERVISOR, *((Role.HEAD,) if stage > 1 else ()))
            posts = [(role, record.provider_id) for role in roles]
            tell_posts(office, uow, posts, "receipt_late", number=record.decision_number, **data)
        uow.commit()
    return True

"""A receipt (回执) comes in: noted once, and when it is the last of its answer the case is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import OFFICE
from workflows.domain.effects import Tell
from workflows.domain.errors import NotFound
from workflows.domain.time import office_date
from workflows.operations import effects
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import dispatches
from workflows.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the other side says."""

    #: The identifier under which it was sent.
    key: str
    #: The other side's number.
    number: str
    note: str = ""
    #: The other side will not do what was asked; ``note`` says why.
    refused: bool = False


def receive_receipt(office: Office, receipt: Receipt) -> bool:
    """Note a receipt; tell whether it was new.

    Raises:
        NotFound: nothing was sent under this key.
    """
    return decided_again(lambda: _receive(office, receipt))


def _receive(office: Office, receipt: Receipt) -> bool:
    with office.database.read() as connection:
        row = dispatches.by_key(connection, receipt.key)
    if row is None:
        raise NotFound()
    # A refusal that is read again must not undo what a person had pushed again since.
    if row.state == "received" or (receipt.refused and row.receipt == receipt.number):
        return False
    kind = "push_refused" if receipt.refused else "receipt_received"
    told = {"what": row.kind, "target": row.target, "receipt": receipt.number}
    if receipt.refused:
        told["why"] = receipt.note[:300]
    write = _of_office(office, row, kind, told) if row.case_id is None else _of_case(office, row, kind, told)
    with office.database.act() as uow:
        at = office.clock()
        if not dispatches.receive(
            uow.connection, row.id, receipt.number, receipt.note, at, refused=receipt.refused
        ):
            return False
        write(uow)
        uow.commit()
    return True


def _of_office(office: Office, row: Any, kind: str, told: dict[str, Any]) -> Callable[[UnitOfWork], None]:
    """What the clock of records owed belongs to no case: the office's own log tells of it."""
    return lambda uow: note_within(office, uow, OFFICE.user_id, kind, dispatch=row.key, **told)


def _of_case(office: Office, row: Any, kind: str, told: dict[str, Any]) -> Callable[[UnitOfWork], None]:
    act = open_act(office, OFFICE, row.case_id, substantive=False)
    act.record(kind, **told)
    if kind == "receipt_received" and row.answer:
        with office.database.read() as connection:
            # Read after the case: a receipt that comes in between changes its version, and all is decided again.
            last = not dispatches.still_waiting(connection, row.case_id, row.answer, row.id)
            owed = dispatches.of_case(connection, row.case_id) if last else ()
        if last:
            receipts = [_told(each, act.today) for each in owed if each.answer == row.answer]
            effects.apply(Tell(message=row.answer, case_id=row.case_id, data={"receipts": receipts}), act)
    return act.write


def _told(row: Any, today: date) -> dict[str, Any]:
    """Return who acknowledged what about which record, and when: what has no receipt yet gets it with this act."""
    return {
        "to": row.target,
        "department": row.payload.get("department", ""),
        "record": row.record_id,
        "on": (today if row.received_at is None else office_date(row.received_at)).isoformat(),
    }

"""A receipt (回执) comes in: noted once, and when it is the last of its answer the case is told."""

from dataclasses import dataclass

from workflows.domain.access import OFFICE
from workflows.domain.effects import Tell
from workflows.domain.errors import NotFound
from workflows.operations import effects
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import dispatches


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the other side says."""

    #: The identifier under which it was sent.
    key: str
    #: The other side's number.
    number: str
    note: str = ""


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
    act = open_act(office, OFFICE, row.case_id, substantive=False)
    with office.database.read() as connection:
        # Read after the case: a receipt that comes in between changes its version, and all is decided again.
        last = bool(row.answer) and not dispatches.still_waiting(connection, row.case_id, row.answer, row.id)
    act.record("receipt_received", what=row.kind, target=row.target, receipt=receipt.number)
    if last:
        effects.apply(Tell(message=row.answer, case_id=row.case_id), act)
    with office.database.act() as uow:
        if not dispatches.receive(uow.connection, row.id, receipt.number, receipt.note, act.now):
            return False
        act.write(uow)
        uow.commit()
    return True

"""The monthly reconciliation of the lists: against the platform, and of what is owed here. It corrects nothing."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from workflows.domain.access import OFFICE
from workflows.domain.time import office_date
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import exchange, list_rounds
from workflows.store.list_rounds import Standing

#: Name of the mark under which the newest result stands.
LISTS = "lists"


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """The newest monthly result."""

    on: date
    #: When platform and office were compared for it; None where the platform has never been compared.
    compared_at: datetime | None
    standing: Standing


def reconcile_lists(office: Office) -> bool:
    """Note how the lists stand, once a month (Asia/Shanghai); False where this month's result stands already.

    The platform's side is that of the newest nightly comparison (``reconcile_exchange``).
    """
    now = office.clock()
    today = office_date(now)
    with office.database.act() as uow:
        connection = uow.connection
        before = exchange.cursor_of(connection, LISTS)
        if before is not None and before.cursor[:7] == f"{today:%Y-%m}":
            return False
        found = list_rounds.standing(connection, today)
        numbers = (found.listed, found.overdue, found.unlifted, found.differing)
        exchange.set_cursor(connection, LISTS, " ".join([today.isoformat(), *map(str, numbers)]), now)
        note_within(office, uow, OFFICE.user_id, "lists_reconciled", **asdict(found))
        uow.commit()
    return True


def last_reconciled(office: Office) -> Reconciled | None:
    """Return the newest monthly result, or None before the first."""
    with office.database.read() as connection:
        row = exchange.cursor_of(connection, LISTS)
        compared = exchange.cursor_of(connection, exchange.COMPARED)
    if row is None:
        return None
    day, *numbers = row.cursor.split(" ")
    names = ("listed", "overdue", "unlifted", "differing")
    return Reconciled(
        on=date.fromisoformat(day),
        compared_at=None if compared is None else compared.read_at,
        standing=Standing(**dict(zip(names, map(int, numbers), strict=True))),
    )

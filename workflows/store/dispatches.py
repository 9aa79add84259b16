"""What is owed to the platform: written with an act, settled by its receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workflows.store.tables import dispatch

#: States in which a receipt is still waited for.
WAITING = ("owed", "sending", "sent", "refused", "failed")


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """Write one with the act that owes it."""
    connection.execute(insert(dispatch), [dict(values)])


def by_key(connection: Connection, key: str) -> Any:
    """Read one by the identifier that both sides know, or None."""
    return connection.execute(select(dispatch).where(dispatch.c.key == key)).one_or_none()


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return everything that a case owes and owed, oldest first."""
    return connection.execute(select(dispatch).where(dispatch.c.case_id == case_id).order_by(dispatch.c.id)).all()


def still_waiting(connection: Connection, case_id: int, answer: str, without: int) -> int:
    """Return how many others with the same answer have no receipt yet."""
    return connection.execute(
        select(func.count())
        .select_from(dispatch)
        .where(
            dispatch.c.case_id == case_id,
            dispatch.c.answer == answer,
            dispatch.c.id != without,
            dispatch.c.state.in_(WAITING),
        )
    ).scalar_one()


def receive(connection: Connection, dispatch_id: int, receipt: str, note: str, at: datetime) -> bool:
    """Note a receipt; False where it has been noted before."""
    result = connection.execute(
        update(dispatch)
        .where(dispatch.c.id == dispatch_id, dispatch.c.state.in_(WAITING))
        .values(state="received", receipt=receipt, receipt_note=note[:300], received_at=at, owner=None)
    )
    return result.rowcount == 1

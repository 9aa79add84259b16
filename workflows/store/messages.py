"""Messages between cases: written with an act, claimed and settled by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, literal_column, or_, select, update

from workflows.store.tables import case, message


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One message that a worker has claimed."""

    id: int
    #: Name in the diagram of the case that hears it; empty where a case is to begin.
    name: str
    case_id: int | None
    process: str | None
    data: Mapping[str, Any]
    from_case_id: int
    attempts: int


_ADD = insert(message).inline()


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write messages with the act that sends them."""
    connection.execute(_ADD, [dict(row) for row in rows])


def claim(connection: Connection, *, now: datetime, lease_until: datetime, owner: str, limit: int) -> list[Owed]:
    """Claim messages that are due, oldest first; a claim that ran out is claimed anew.

    Args:
        now: the office's instant.
        lease_until: until when the claim holds (office's clock).
    """
    due = (
        select(message.c.id)
        .where(message.c.state == "pending", message.c.next_at <= now)
        .order_by(message.c.next_at, message.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        update(message)
        .where(message.c.id.in_(due))
        .values(owner=owner, next_at=lease_until, attempts=message.c.attempts + 1)
        .returning(
            message.c.id, message.c.name, message.c.case_id, message.c.process, message.c.data,
            message.c.from_case_id, message.c.attempts,
        )
    ).all()  # fmt: skip
    return [Owed(**row._mapping) for row in sorted(rows, key=lambda row: row.id)]


def settle(
    connection: Connection, message_id: int, owner: str, state: str, at: datetime, begun_case_id: int | None = None
) -> bool:
    """Give a claimed message its final state; False where the claim was taken over.

    Args:
        state: done, unheard or failed.
    """
    result = connection.execute(
        update(message)
        .where(message.c.id == message_id, message.c.owner == owner, message.c.state == "pending")
        .values(state=state, done_at=at, begun_case_id=begun_case_id, owner=None)
    )
    return result.rowcount == 1


def put_off(connection: Connection, message_id: int, owner: str, next_at: datetime, why: str) -> None:
    """Give a claimed message back, to be tried again at ``next_at`` (office's clock)."""
    connection.execute(
        update(message)
        .where(message.c.id == message_id, message.c.owner == owner)
        .values(next_at=next_at, owner=None, last_error=why[:300])
    )


#: In the words of the index, which bound values would not match.
_UNSETTLED = message.c.state.in_([literal_column("'failed'"), literal_column("'unheard'")])


def undelivered(connection: Connection, limit: int = 200) -> Sequence[Any]:
    """Return the messages that a person must look at (``failed`` and ``unheard``), newest first.

    With ``number``, of the case that is told (None where one is to begin), and ``sender``, of the case that tells.
    """
    sender = case.alias("sender")
    return connection.execute(
        select(message, case.c.number, sender.c.number.label("sender"))
        .outerjoin(case, case.c.id == message.c.case_id)
        .outerjoin(sender, sender.c.id == message.c.from_case_id)
        .where(_UNSETTLED)
        .order_by(message.c.id.desc())
        .limit(limit)
    ).all()


def send_again(connection: Connection, message_id: int, at: datetime) -> int | None:
    """Hand a failed message back to the workers from its first try; the case that sent it, or None if none failed.

    Args:
        at: the office's instant.
    """
    return connection.execute(
        update(message)
        .where(message.c.id == message_id, message.c.state == "failed")
        .values(state="pending", next_at=at, done_at=None, attempts=0, owner=None)
        .returning(message.c.from_case_id)
    ).scalar_one_or_none()


def beginning(connection: Connection, from_case_id: int, process: str) -> Sequence[Mapping[str, Any]]:
    """Return what was told of the cases of a process that a case has begun, those to begin and those open."""
    rows = connection.execute(
        select(message.c.data)
        .outerjoin(case, case.c.id == message.c.begun_case_id)
        .where(
            message.c.from_case_id == from_case_id, message.c.process == process,
            or_(message.c.state == "pending", case.c.state == "open"),
        )
    ).scalars()  # fmt: skip
    return list(rows)


def begun_by(connection: Connection, case_id: int) -> int | None:
    """Return the newest case that began because of another, or None."""
    return connection.execute(
        select(message.c.begun_case_id)
        .where(message.c.from_case_id == case_id, message.c.begun_case_id.is_not(None))
        .order_by(message.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()

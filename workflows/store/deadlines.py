"""Deadlines (时限): the table, indexed by due time, is the truth about what is due."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Update, bindparam, insert, or_, select, update

from workflows.store.alike import alike
from workflows.store.tables import deadline


class StoredDeadline(NamedTuple):
    """One deadline row as it was read; made of the row itself, for an act reads every one of its case."""

    id: int
    case_id: int
    rule: str
    host: str
    state: str
    start_on: date
    due_on: date | None
    provisional: bool
    pack: str
    #: Every pack's own answer: [pack id, ISO date or null].
    candidates: list[list[str | None]]
    calendar_version: str
    signal: str | None
    signal_at: datetime | None
    #: What the engine waits for at all, separated by blanks.
    signals: str
    warned_at: datetime | None
    breached_at: datetime | None
    escalated_at: datetime | None
    met_on: date | None
    breach_reason: str | None
    breach_note: str | None
    supersedes_id: int | None
    incident: str | None


_COLUMNS = [deadline.c[name] for name in StoredDeadline._fields]
_LIVE = (
    select(*_COLUMNS)
    .where(deadline.c.case_id == bindparam("case_id"), deadline.c.state.in_(("running", "suspended")))
    .order_by(deadline.c.id)
)
_OF_CASE = select(*_COLUMNS).where(deadline.c.case_id == bindparam("case_id")).order_by(deadline.c.id)
_ADD = insert(deadline).inline()


@cache
def _change(columns: tuple[str, ...]) -> Update:
    """Build the update of some columns once: composing a statement anew costs as much as running it."""
    return (
        update(deadline)
        .where(deadline.c.id == bindparam("b_id"))
        .values({column: bindparam(column) for column in columns})
    )


def live_of(connection: Connection, case_id: int) -> list[StoredDeadline]:
    """Read the running and suspended deadlines of a case."""
    return [StoredDeadline._make(row) for row in connection.execute(_LIVE, {"case_id": case_id})]


def all_of(connection: Connection, case_id: int) -> list[StoredDeadline]:
    """Read every deadline of a case, superseded ones too, oldest first."""
    return [StoredDeadline._make(row) for row in connection.execute(_OF_CASE, {"case_id": case_id})]


def running(connection: Connection) -> list[StoredDeadline]:
    """Read every running deadline of the office (for a recompute and for reconciliation)."""
    return [
        StoredDeadline._make(row)
        for row in connection.execute(
            select(*_COLUMNS).where(deadline.c.state == "running").order_by(deadline.c.case_id, deadline.c.id)
        )
    ]


_NEXT_SIGNAL = (
    select(deadline.c.signal_at)
    .where(deadline.c.state == "running", deadline.c.signal_at.is_not(None), deadline.c.incident.is_(None))
    .order_by(deadline.c.signal_at)
    .limit(1)
)


def next_signal(connection: Connection) -> datetime | None:
    """Return when the next signal of the office falls due (UTC); those set aside as an incident wait for a person."""
    return connection.execute(_NEXT_SIGNAL).scalar()


def touching(connection: Connection, first: date, last: date) -> list[StoredDeadline]:
    """Read the running deadlines that lie between two days at least in part, by case and age.

    Args:
        first: first day.
        last: last day; both Asia/Shanghai dates.
    """
    return [
        StoredDeadline._make(row)
        for row in connection.execute(
            select(*_COLUMNS)
            .where(deadline.c.state == "running", deadline.c.start_on <= last, deadline.c.due_on >= first)
            .order_by(deadline.c.case_id, deadline.c.id)
        )
    ]


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert deadlines in one statement."""
    connection.execute(_ADD, rows)


def change(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change deadlines by id, those alike in one statement; the caller holds the case's version."""
    for columns, rows in alike(changes):
        connection.execute(_change(columns), rows)


def claim_due(
    connection: Connection, *, now: datetime, real_now: datetime, lease_until: datetime, owner: str, limit: int
) -> list[tuple[int, int]]:
    """Claim due signals, oldest first: pairs of (deadline id, case id).

    Args:
        now: the office's instant, against which a signal is due.
        real_now: the real instant, against which leases run out (a training clock must not end them).
        lease_until: until when the claim holds.
    """
    free = or_(deadline.c.owner.is_(None), deadline.c.lease_until < real_now)
    due = (
        select(deadline.c.id)
        .where(
            deadline.c.state == "running",
            deadline.c.incident.is_(None),
            deadline.c.signal_at.is_not(None),
            deadline.c.signal_at <= now,
            free,
        )
        .order_by(deadline.c.signal_at, deadline.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        update(deadline)
        .where(deadline.c.id.in_(due))
        .values(owner=owner, lease_until=lease_until, attempts=deadline.c.attempts + 1)
        .returning(deadline.c.id, deadline.c.case_id, deadline.c.signal_at)
    ).all()
    return [(row.id, row.case_id) for row in sorted(rows, key=lambda row: (row.signal_at, row.id))]


def still_owned(connection: Connection, deadline_id: int, owner: str) -> bool:
    """Tell whether ``owner``'s claim still stands (a worker whose lease was taken over may not write)."""
    held = connection.execute(select(deadline.c.owner).where(deadline.c.id == deadline_id)).scalar_one_or_none()
    return held == owner


def release(connection: Connection, deadline_id: int, incident: str | None = None) -> None:
    """Give a claim back, or set the deadline aside as an incident for a person to look at."""
    connection.execute(
        update(deadline).where(deadline.c.id == deadline_id).values(owner=None, lease_until=None, incident=incident)
    )


def attempts(connection: Connection, deadline_id: int) -> int:
    """Return how often a worker has claimed the deadline's present signal."""
    return int(connection.execute(select(deadline.c.attempts).where(deadline.c.id == deadline_id)).scalar_one())

"""What belongs to the office as a whole: calendars, training clock, heartbeats, its own chain of events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.chain import GENESIS
from workflows.store.tables import calendar_year, event, heartbeat, office_chain, training_clock

#: The office's own chain stands under this case id.
OFFICE_CASE = 0


def calendar_texts(connection: Connection) -> Sequence[Any]:
    """Return the imported schedules, oldest first: (id, year, text)."""
    return connection.execute(
        select(calendar_year.c.id, calendar_year.c.year, calendar_year.c.text).order_by(calendar_year.c.id)
    ).all()


def add_calendar(connection: Connection, year: int, text: str, at: datetime, by: int) -> None:
    """Keep an imported schedule; the newest of a year is in force."""
    connection.execute(insert(calendar_year), [{"year": year, "text": text, "imported_at": at, "imported_by": by}])


def clock_offset(connection: Connection) -> int:
    """Return how far the training clock is ahead, in seconds."""
    return connection.execute(select(training_clock.c.offset_seconds)).scalar_one_or_none() or 0


def advance_clock(connection: Connection, seconds: int) -> int:
    """Move the training clock forward and return the new offset in seconds."""
    moved = connection.execute(
        update(training_clock)
        .values(offset_seconds=training_clock.c.offset_seconds + seconds)
        .returning(training_clock.c.offset_seconds)
    ).scalar_one_or_none()
    if moved is None:
        connection.execute(insert(training_clock), [{"id": 1, "offset_seconds": seconds}])
        return seconds
    return int(moved)


def beat(connection: Connection, name: str, job: str, at: datetime, ok: bool, note: str) -> None:
    """Note that a worker's job has run."""
    values = {"beat_at": at, "ok": ok, "note": note[:300]}
    changed = connection.execute(
        update(heartbeat).where(heartbeat.c.name == name, heartbeat.c.job == job).values(**values)
    )
    if changed.rowcount == 0:
        connection.execute(insert(heartbeat), [{"name": name, "job": job, **values}])


def beats(connection: Connection) -> Sequence[Any]:
    """Return the last run of every job of every worker."""
    return connection.execute(select(heartbeat).order_by(heartbeat.c.name, heartbeat.c.job)).all()


def forget_beats(connection: Connection, before: datetime) -> None:
    """Forget workers that have been gone for long."""
    connection.execute(delete(heartbeat).where(heartbeat.c.beat_at < before))


def chain_head(connection: Connection) -> tuple[int, str]:
    """Return count and head of the office's own chain, under its lock. Call inside an act."""
    row = connection.execute(
        select(office_chain.c.event_count, office_chain.c.chain).where(office_chain.c.id == 1).with_for_update()
    ).one_or_none()
    if row is not None:
        return row.event_count, row.chain
    try:
        with connection.begin_nested():
            connection.execute(insert(office_chain), [{"id": 1, "event_count": 0, "chain": GENESIS}])
    except IntegrityError:
        return chain_head(connection)
    return 0, GENESIS


def append_event(connection: Connection, values: dict[str, Any]) -> None:
    """Append an event to the office's own chain and move its head."""
    connection.execute(insert(event), [values])
    connection.execute(
        update(office_chain).where(office_chain.c.id == 1).values(event_count=values["seq"], chain=values["mac"])
    )

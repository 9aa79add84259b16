"""Heartbeats of workers: what ran when, for the health page; and an operator's word that the clock is right."""

from datetime import datetime

from workflows.domain.time import office_date
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import housekeeping
from workflows.store import office as store

#: Under this name stands the operator's confirmation of the clock.
OPERATOR, CONFIRM = "operator", "confirm-clock"


def beat(office: Office, worker: str, job: str, ok: bool, note: str) -> None:
    """Note that a worker's job has run, by the real clock."""
    with office.database.act() as uow:
        store.beat(uow.connection, worker, job, office.real_clock(), ok, note)
        uow.commit()


def leave(office: Office, worker: str) -> None:
    """A worker has ended in order: it is not shown as dead."""
    with office.database.act() as uow:
        housekeeping.forget_worker(uow.connection, worker)
        uow.commit()


def ran_today(office: Office, job: str, now: datetime) -> bool:
    """Tell whether any worker ran ``job`` on the Asia/Shanghai date of ``now``."""
    with office.database.read() as connection:
        beats = store.beats(connection)
    return any(row.job == job and office_date(row.beat_at) == office_date(now) for row in beats)


def confirm_clock(office: Office, actor_id: int) -> None:
    """An operator has looked: the machine's clock is right, held deadlines may fire. Told in the log."""
    with office.database.act() as uow:
        store.beat(uow.connection, OPERATOR, CONFIRM, office.real_clock(), True, "")
        note_within(office, uow, actor_id, "incident", what="clock_confirmed", at=office.real_clock().isoformat())
        uow.commit()


def confirmed_since(office: Office, since: datetime | None) -> bool:
    """Tell whether an operator confirmed the clock at or after ``since``."""
    with office.database.read() as connection:
        beats = store.beats(connection)
    return since is not None and any(
        (row.name, row.job) == (OPERATOR, CONFIRM) and row.beat_at >= since for row in beats
    )

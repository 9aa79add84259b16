"""Whether the worker lives: when each of its jobs last ran, by the real clock."""

from dataclasses import dataclass
from datetime import timedelta

from workflows.operations.office import Office
from workflows.store import office as store

#: A worker of which nothing was heard for this long is taken for dead.
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class JobPulse:
    """The last run of one job, by whichever worker ran it last."""

    name: str
    seconds_ago: int
    ok: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """All jobs, and whether any worker was heard of lately."""

    jobs: tuple[JobPulse, ...]
    alive: bool


def pulse(office: Office) -> Pulse:
    """Read the heartbeats."""
    now = office.real_clock()
    with office.database.read() as connection:
        beats = store.beats(connection)
    newest = {row.job: row for row in sorted(beats, key=lambda row: row.beat_at)}
    jobs = tuple(
        JobPulse(name=job, seconds_ago=int((now - row.beat_at).total_seconds()), ok=row.ok, note=row.note)
        for job, row in sorted(newest.items())
    )
    alive = any(now - row.beat_at <= SILENT_AFTER for row in beats)
    return Pulse(jobs=jobs, alive=alive)

"""Whether the worker lives: when each of its jobs last ran, by the real clock."""

from dataclasses import dataclass
from datetime import timedelta

from workflows.operations.heartbeats import OPERATOR
from workflows.operations.office import Office
from workflows.store import office as store

#: A job of which nothing was heard for this long is taken for dead; some run seldom.
SILENT_AFTER = timedelta(minutes=2)
SELDOM = {"night": timedelta(minutes=25), "nightly": timedelta(hours=49)}


@dataclass(frozen=True, kw_only=True)
class JobPulse:
    """The last run of one job, by whichever worker ran it last."""

    name: str
    seconds_ago: int
    ok: bool
    #: Nothing was heard of it for too long.
    silent: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """All jobs of the workers."""

    jobs: tuple[JobPulse, ...]
    #: There are jobs, and each was heard of lately.
    alive: bool


def pulse(office: Office) -> Pulse:
    """Read the heartbeats."""
    now = office.real_clock()
    with office.database.read() as connection:
        beats = store.beats(connection)
    newest = {row.job: row for row in sorted(beats, key=lambda row: row.beat_at) if row.name != OPERATOR}
    jobs = tuple(
        JobPulse(
            name=job,
            seconds_ago=int((now - row.beat_at).total_seconds()),
            ok=row.ok,
            silent=now - row.beat_at > SELDOM.get(job, SILENT_AFTER),
            note=row.note,
        )
        for job, row in sorted(newest.items())
    )
    return Pulse(jobs=jobs, alive=bool(jobs) and not any(job.silent for job in jobs))

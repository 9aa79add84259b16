"""Carries jobs out: claims the oldest, works item by item, and leaves a job as it stands when told to end.

An item is begun in the transaction that settles the one before it. A worker that dies at any line leaves at most that
one item unsettled; whoever takes the job over begins with it. Its act is keyed by job and item, so what was done
already is answered and not done again. What one item refuses stops none of the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog

from workflows.domain.access import Actor
from workflows.domain.errors import Busy, FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.operations.job_kinds import KINDS
from workflows.operations.office import Office
from workflows.store import jobs, people
from workflows.store.jobs import JobItem

_log = structlog.get_logger(__name__)

#: How long a claim holds without progress, and the wait after a busy database; between two notes of progress.
LEASE = timedelta(minutes=1)
_WAIT = timedelta(seconds=5)
_TELL = timedelta(seconds=1)

_FAULT = N_("系统出错，没有办理，原因已记入日志。")
_ACCOUNT_CLOSED = N_("发起人的账号已停用，作业没有继续。")


class _Ended(Exception):
    """The job is no longer this worker's, or was asked to stop, or the worker is asked to end."""


@dataclass(frozen=True, kw_only=True)
class _Worker:
    office: Office
    owner: str
    anchor: Path
    carry_on: Callable[[], bool]

    def lease(self) -> datetime:
        return self.office.real_clock() + LEASE


def run_jobs(office: Office, owner: str, anchor: Path, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Carry out the jobs that wait or were left by a dead worker; return how many ended here.

    Args:
        owner: name of the worker, for its claims; no two that run at the same time may share one.
        anchor: the file of the audit anchor.
        carry_on: asked between items; False gives the job back as it stands (shutdown).
    """
    worker = _Worker(office=office, owner=owner, anchor=anchor, carry_on=carry_on)
    ended = 0
    while carry_on():
        with office.database.read() as connection:
            if not jobs.any_claimable(connection, office.real_clock()):
                break
        with office.database.act() as uow:
            job_id = jobs.claim(uow.connection, now=office.real_clock(), lease_until=worker.lease(), owner=owner)
            uow.commit()
        if job_id is None:
            break
        with office.database.read() as connection:
            job = jobs.load(connection, job_id)
        ended += _run(worker, job)
    return ended


def item_key(job_id: int, item_id: int) -> str:
    """Return the idempotency key of the act on one item of a job."""
    return sha256(f"job {job_id} item {item_id}".encode()).hexdigest()


def _run(worker: _Worker, job: Any) -> bool:
    """Carry out one claimed job; tell whether it ended."""
    try:
        if KINDS[job.kind].whole is not None:
            return _run_whole(worker, job)
        return _run_items(worker, job)
    except Busy:
        _give_back(worker, job, worker.office.real_clock() + _WAIT)
        return False
    except OfficeError as refusal:
        return _end(worker, job, "failed", problem=str(refusal))
    except Exception as error:
        # A job that breaks the worker must not be tried for ever; the person who handed it in is told.
        _log.exception("job_broke", job=job.id)
        return _end(worker, job, "failed", problem=type(error).__name__)


def _run_items(worker: _Worker, job: Any) -> bool:
    actor = _starter(worker, job)
    if actor is None:
        return _end(worker, job, "failed", problem=_ACCOUNT_CLOSED)
    held, item = _step(worker, job)
    while item is not None:
        if not worker.carry_on():
            _give_back(worker, job, None)
            return False
        held, item = _step(worker, job, item, _carry_out(worker, actor, job, item))
    if not held:
        _log.warning("job_claim_lost", job=job.id)
    return held


def _starter(worker: _Worker, job: Any) -> Actor | None:
    """Return who started the job, with the posts held now; None where the account was closed."""
    with worker.office.database.read() as connection:
        account = people.user_by_id(connection, job.created_by)
        return people.actor(connection, account.id, account.name) if account.active else None


def _carry_out(worker: _Worker, actor: Actor, job: Any, item: JobItem) -> Mapping[str, Any] | None:
    """Carry out one item and return its refusal, or None where it was done.

    Raises:
        Busy: the database could not be had; the item is tried again later.
    """
    act = KINDS[job.kind].item
    assert act is not None
    try:
        act(worker.office, actor, job.data, item.item_id, item_key(job.id, item.item_id))
    except Busy:
        raise
    except FieldErrors as error:
        first = next((words for messages in error.errors.values() for words in messages), error.message)
        return {"code": error.code, "message": first, "params": {}}
    except OfficeError as refusal:
        params = {name: str(value) for name, value in refusal.params.items()}
        return {"code": refusal.code, "message": refusal.message, "params": params}
    except Exception:
        _log.exception("job_item_broke", job=job.id, item=item.item_id)
        return {"code": "Fault", "message": _FAULT, "params": {}}
    return None


def _step(
    worker: _Worker, job: Any, settled: JobItem | None = None, refusal: Mapping[str, Any] | None = None
) -> tuple[bool, JobItem | None]:
    """Settle one item and begin the next in one transaction; end the job where there is none.

    Returns:
        Whether the job is still this worker's, and the item to carry out.
    """
    item = None
    with worker.office.database.act() as uow:
        held = jobs.hold(uow.connection, job.id, worker.owner, worker.lease())
        if settled is not None:
            # Also under a lost claim: the act is done, whoever tells of it first.
            jobs.settle(uow.connection, job.id, settled.position, refusal)
        if held:
            item = jobs.next_item(uow.connection, job.id)
            if item is None:
                row = jobs.load(uow.connection, job.id)
                state = "stopped" if row.done < row.total else "done"
                jobs.end(uow.connection, job.id, state, worker.office.clock())
        uow.commit()
    return held, item


def _run_whole(worker: _Worker, job: Any) -> bool:
    """Carry out a job that has no items; after a crash it begins anew, since it only reads."""
    whole = KINDS[job.kind].whole
    assert whole is not None
    actor = _starter(worker, job)
    if actor is None:
        return _end(worker, job, "failed", problem=_ACCOUNT_CLOSED)
    told: list[datetime] = []

    def tell(done: int, total: int) -> None:
        now = worker.office.real_clock()
        if told and now - told[-1] < _TELL:
            return
        told[:] = [now]
        with worker.office.database.act() as uow:
            held = jobs.hold(uow.connection, job.id, worker.owner, now + LEASE, done=done, total=total)
            row = jobs.load(uow.connection, job.id)
            uow.commit()
        if not held or row.stop_asked or not worker.carry_on():
            raise _Ended

    try:
        tell(0, 0)
        result, total = whole(worker.office, actor, job.data, worker.anchor, tell)
    except _Ended:
        with worker.office.database.read() as connection:
            stopped = jobs.load(connection, job.id).stop_asked
        if stopped:
            return _end(worker, job, "stopped")
        _give_back(worker, job, None)
        return False
    return _end(worker, job, "done", result=dict(result), done=total, total=total)


def _end(worker: _Worker, job: Any, state: str, **found: Any) -> bool:
    with worker.office.database.act() as uow:
        held = jobs.hold(uow.connection, job.id, worker.owner, worker.lease())
        if held:
            jobs.end(uow.connection, job.id, state, worker.office.clock(), **found)
        uow.commit()
    return held


def _give_back(worker: _Worker, job: Any, until: datetime | None) -> None:
    with worker.office.database.act() as uow:
        jobs.give_back(uow.connection, job.id, worker.owner, until)
        uow.commit()

"""Fires the signals of deadlines that have fallen due: warning (黄牌), breach (红牌), escalation.

The table of deadlines is the truth; a scheduler only asks. Each case is its own guarded act: the deadline is read
again, and a worker whose lease was taken over cannot write.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from workflows.domain.access import OFFICE
from workflows.domain.case import CaseState
from workflows.domain.clock import SIGNALS
from workflows.domain.errors import OfficeError, StaleVersion
from workflows.engine.errors import TimerNotWaiting
from workflows.engine.steps import Fire
from workflows.operations import clocks, notify
from workflows.operations.act import Act
from workflows.operations.advance import advance
from workflows.operations.office import Office
from workflows.operations.reading import open_act, take_step
from workflows.store import deadlines
from workflows.store.deadlines import StoredDeadline

_log = structlog.get_logger(__name__)

#: Deadlines claimed at a time, and how long a claim holds before another worker may take it.
BATCH = 50
LEASE = timedelta(minutes=2)
#: Tries before a deadline is set aside as an incident for a person.
MAX_ATTEMPTS = 5

_EVENTS = {"warning": "deadline_warned", "breach": "deadline_breached", "escalation": "deadline_escalated"}
#: Who is told of a signal: those who have the work on their desk, and whom else.
_TOLD: dict[str, tuple[str, ...]] = {
    "warning": ("handlers",),
    "breach": ("handlers", "supervisor"),
    "escalation": ("handlers", "supervisor", "head"),
}


@dataclass
class Sweep:
    """What one sweep did."""

    fired: int = 0
    failed: int = 0


def fire_due_deadlines(
    office: Office, owner: str, *, limit: int = 1000, carry_on: Callable[[], bool] = lambda: True
) -> Sweep:
    """Fire everything that is due now, oldest first, in batches.

    Args:
        owner: name of the worker, for its leases.
        limit: most signals to fire in this sweep.
        carry_on: asked between acts; False ends the sweep early (shutdown).
    """
    sweep = Sweep()
    while sweep.fired + sweep.failed < limit and carry_on():
        claimed = _claim(office, owner, min(BATCH, limit - sweep.fired - sweep.failed))
        if not claimed:
            break
        for deadline_id, case_id in claimed:
            if not carry_on():
                break
            _fire_claimed(office, owner, deadline_id, case_id, sweep)
    return sweep


def _claim(office: Office, owner: str, limit: int) -> list[tuple[int, int]]:
    real_now = office.real_clock()
    with office.database.act() as uow:
        claimed = deadlines.claim_due(
            uow.connection,
            now=office.clock(),
            real_now=real_now,
            lease_until=real_now + LEASE,
            owner=owner,
            limit=limit,
        )
        uow.commit()
    return claimed


def _fire_claimed(office: Office, owner: str, deadline_id: int, case_id: int, sweep: Sweep) -> None:
    try:
        if fire_one(office, case_id, deadline_id, owner=owner):
            sweep.fired += 1
    except Exception as error:
        # One broken case must not stop the others; it is logged with its id, counted, and shown to a person.
        sweep.failed += 1
        _log.exception("deadline_failed", deadline=deadline_id, case=case_id)
        reason = error.code if isinstance(error, OfficeError) else type(error).__name__
        _set_aside(office, deadline_id, reason)


def _set_aside(office: Office, deadline_id: int, reason: str) -> None:
    with office.database.act() as uow:
        tries = deadlines.attempts(uow.connection, deadline_id)
        final = reason == "DamagedState" or tries >= MAX_ATTEMPTS
        deadlines.release(uow.connection, deadline_id, reason if final else None)
        uow.commit()


def fire_overdue_of(office: Office, act: Act) -> bool:
    """Fire what is overdue in one case before a person acts on it; tell whether anything was fired."""
    due = [row for row in act.live if row.signal_at is not None and row.signal_at <= act.now and not row.incident]
    for row in sorted(due, key=lambda each: (each.signal_at, each.id)):
        _fire_all_of(office, row)
    return bool(due)


def _fire_all_of(office: Office, row: StoredDeadline) -> None:
    for _ in SIGNALS:
        if not fire_one(office, row.case_id, row.id, owner=None):
            return


def fire_one(office: Office, case_id: int, deadline_id: int, *, owner: str | None) -> bool:
    """Fire the next signal of one deadline if it still runs and is due; tell whether it was.

    Args:
        owner: the worker whose claim must still stand; None when a person's act fires it.
    """
    while True:
        act = open_act(office, OFFICE, case_id, substantive=False)
        row = next((each for each in act.live if each.id == deadline_id), None)
        if row is None or row.state != "running" or row.signal is None or row.signal_at is None:
            return False
        if row.signal_at > act.now:
            return False
        try:
            return _write_signal(office, act, row, row.signal, owner)
        except StaleVersion:
            continue


def _write_signal(office: Office, act: Act, row: StoredDeadline, signal: str, owner: str | None) -> bool:
    event = act.record(_EVENTS[signal], rule=row.rule, due_on=str(row.due_on), signal_at=str(row.signal_at))
    clocks.fired(act, row, signal)
    try:
        advance(act, take_step(act, Fire(rule=row.rule, signal=signal)))
    except TimerNotWaiting:
        # The deadline row decides, not the engine: an extended clock warns again though its timer has fired.
        _log.info("timer_not_waiting", case=act.case.id, rule=row.rule, signal=signal)
    # A warning that comes after the last day (the worker was down) is recorded, but only the breach is told.
    late_warning = signal == "warning" and row.due_on is not None and row.due_on < act.today
    told = () if late_warning or row.rule in act.process.periods else _TOLD[signal]
    for to in told:
        notify.owe(act, _EVENTS[signal], to, event, rule=act.process.rules[row.rule], due=row.due_on)
    if signal == "breach" and row.rule == act.process.cap_rule and act.case.state is CaseState.OPEN:
        notify.owe(act, "late_apology", "applicant", event, due=row.due_on)
    with office.database.act() as uow:
        if owner is not None and not deadlines.still_owned(uow.connection, row.id, owner):
            return False
        act.write(uow)
        uow.commit()
    return True

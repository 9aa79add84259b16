"""Compares what the engine waits for with the tasks and deadlines of the tables, and reports drift.

A case that cannot be read, that waits for nobody, or whose clocks and activities do not match is an incident: told
once in its own history, and counted for the health page. The other cases go on.
"""

from dataclasses import dataclass, field

import structlog

from workflows.domain.access import OFFICE
from workflows.domain.case import CaseState
from workflows.domain.errors import OfficeError, StaleVersion
from workflows.engine import runtime
from workflows.operations import clocks
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.store import cases, deadlines, housekeeping

_log = structlog.get_logger(__name__)

#: Cases listed at a time; readings of a case that somebody changes meanwhile.
BATCH, READINGS = 200, 3


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One case that is not as it should be."""

    case_id: int
    number: str
    #: What does not match: unreadable:…, stuck:…, idle, task_lost:…, task_stray:…, clock_lost:…, clock_stray:…
    findings: tuple[str, ...]


@dataclass
class Reconciliation:
    """What one round found."""

    cases: int = 0
    drifts: list[Drift] = field(default_factory=list)


def reconcile(office: Office) -> Reconciliation:
    """Look at every running case; report each drift as an incident in the case's history, once."""
    result, after = Reconciliation(), 0
    while True:
        with office.database.read() as connection:
            batch = housekeeping.running_cases(connection, after, BATCH)
        if not batch:
            return result
        after = batch[-1][0]
        for case_id, number in batch:
            result.cases += 1
            findings = _look_at(office, case_id)
            if findings:
                result.drifts.append(Drift(case_id=case_id, number=number, findings=findings))
                _log.error("case_drift", case=case_id, findings=findings)
                _report(office, case_id, findings)


def _look_at(office: Office, case_id: int) -> tuple[str, ...]:
    """Return what does not match in one case; nothing where somebody is acting on it right now."""
    try:
        for _ in range(READINGS):
            act = open_act(office, OFFICE, case_id, substantive=False)
            findings = _compare(office, act)
            with office.database.read() as connection:
                stored = cases.load(connection, case_id)
            if stored is not None and stored.view.version == act.seen:
                return findings
    except Exception as error:
        _log.exception("case_unreadable", case=case_id)
        return (f"unreadable:{error.code if isinstance(error, OfficeError) else type(error).__name__}",)
    return ()


def _compare(office: Office, act: Act) -> tuple[str, ...]:
    try:
        waiting = runtime.look(office.diagram_of(act.diagram_hash, act.case.process), act.state)
    except OfficeError as error:
        return (f"unreadable:{error.code}",)
    with office.database.read() as connection:
        ever = {(row.rule, row.host) for row in deadlines.all_of(connection, act.case.id)}
    live = {(row.rule, row.host) for row in act.live}
    open_tasks = {task.engine_task for task in act.open_tasks}
    findings = [f"task_lost:{task}" for task in sorted(waiting.tasks - open_tasks)]
    findings += [f"task_stray:{task}" for task in sorted(open_tasks - waiting.tasks)]
    findings += [f"clock_stray:{rule}" for rule, _ in sorted(live - waiting.clocks)]
    lost = [rule for rule, host in sorted(waiting.clocks - ever) if clocks.deadline_of(act, rule) is not None]
    findings += [f"clock_lost:{rule}" for rule in lost]
    # A case on a list waits for years for nothing but a message; that its applicant may withdraw is no such wait.
    hears = waiting.messages & set(act.process.hears)
    if act.case.state is CaseState.OPEN and not open_tasks and not live and not hears:
        findings.append("idle")
    return tuple(findings)


def _report(office: Office, case_id: int, findings: tuple[str, ...]) -> None:
    """Write the incident into the case's history, unless the last one says the same."""
    data = {"what": "drift", "findings": list(findings)}
    try:
        with office.database.read() as connection:
            if housekeeping.last_incident(connection, case_id) == data:
                return
        act = open_act(office, OFFICE, case_id, substantive=False)
        act.record("incident", **data)
        with office.database.act() as uow:
            act.write(uow)
            uow.commit()
    except StaleVersion:
        # Somebody acts on the case: what is left of the drift is told in the next round.
        return
    except Exception:
        _log.exception("incident_not_written", case=case_id)

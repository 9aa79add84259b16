"""Reads a case for an act, and answers who may see it."""

from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import DamagedState, Hidden, NotFound
from workflows.engine import runtime
from workflows.engine.errors import StateUnreadable
from workflows.engine.steps import Complete, Fire, Receive, Step
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.processes import discover
from workflows.store import cases, deadlines, tasks
from workflows.store.cases import StoredCase

#: Posts that see the cases of their organisation. An administrator keeps accounts, not cases.
CASE_POSTS = frozenset({Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR, Role.RECOGNISER, Role.LEGAL})


def may_see(actor: Actor, case: CaseView) -> bool:
    """Tell whether a person may see a case: the applicant, staff of its organisation, and whom it was sent to."""
    if case.applicant_id is not None and case.applicant_id == actor.user_id:
        return True
    process = discover()[case.process]
    if any(actor.holds(role, case.authority_id) for role in process.seen_by or CASE_POSTS):
        return True
    if any(actor.holds(Role(role), org) for role, org in case.facts.get("desks", ())):
        return True
    return process.also_sees(case, actor)


def require_sight(actor: Actor, case: CaseView) -> None:
    """Raise Hidden unless the person may see the case (answered like a missing one)."""
    if not may_see(actor, case):
        raise Hidden()


def open_act(office: Office, actor: Actor, case_id: int, *, substantive: bool = True) -> Act:
    """Read a case and begin an act on it, without a lock.

    Raises:
        NotFound: there is no such case.
    """
    with office.database.read() as connection:
        return _begin(office, actor, connection, cases.load_for_act(connection, case_id=case_id), substantive)


def open_act_on_task(office: Office, actor: Actor, task_id: int) -> Act:
    """Read the case of a task and begin an act on it, without a lock.

    Raises:
        NotFound: there is no such task.
    """
    with office.database.read() as connection:
        return _begin(office, actor, connection, cases.load_for_act(connection, task_id=task_id), True)


def _begin(office: Office, actor: Actor, connection: Any, stored: StoredCase | None, substantive: bool) -> Act:
    if stored is None:
        raise NotFound()
    return Act.on(
        office,
        actor,
        stored,
        office.clock(),
        deadlines.all_of(connection, stored.view.id),
        tasks.all_of(connection, stored.view.id),
        substantive=substantive,
    )


def take_step(act: Act, action: Complete | Fire | Receive) -> Step:
    """Let the engine take a step for the case.

    Raises:
        DamagedState: the stored engine state cannot be read; the case goes to the list of incidents.
    """
    diagram = act.office.diagram_of(act.diagram_hash, act.case.process)
    try:
        return runtime.step(diagram, act.state, action)
    except StateUnreadable as error:
        raise DamagedState(number=act.case.number) from error

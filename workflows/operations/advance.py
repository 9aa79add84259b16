"""Applies a step of the engine to an act: clocks, tasks, service calls."""

from collections.abc import Sequence

from workflows.domain.access import Desk
from workflows.domain.case import CaseState
from workflows.domain.process_type import TaskType
from workflows.engine.steps import Step
from workflows.operations import clocks, notify, services
from workflows.operations.act import Act
from workflows.operations.dossiers import due_dates
from workflows.processes.letter_parts import cite


def advance(act: Act, step: Step, *, done_engine_task: str | None = None) -> None:
    """Take over what followed from a step of the engine.

    Args:
        done_engine_task: the engine's id of the task that the act itself completes.
    """
    act.state = step.state
    act.ended = step.ended
    act.office.watch(step.visited)
    begun = list(step.clocks_started)
    for stopped in step.clocks_stopped:
        again = next((started for started in begun if started.rule == stopped.rule), None)
        if again is not None and clocks.goes_on(act, stopped.rule, stopped.host, again.host, tuple(again.signals)):
            begun.remove(again)
        else:
            clocks.host_ended(act, stopped.rule, stopped.host)
    waiting = [
        started
        for started in begun
        if not clocks.start(act, started.rule, started.host, tuple(started.signals))
    ]
    for call in step.services:
        services.call(act, call)
    for started in waiting:
        # A service of the same step may have told the event from which the clock runs.
        clocks.start(act, started.rule, started.host, tuple(started.signals))
    gone = {closed.task for closed in step.closed if closed.task != done_engine_task}
    for task in act.open_tasks:
        if task.engine_task in gone:
            act.cancelled_tasks.append(task.id)
            act.record("task_cancelled", node=task.node)
    for opened in step.opened:
        _open_task(act, opened.task, opened.node)


def _open_task(act: Act, engine_task: str, node: str) -> None:
    kind = act.process.tasks[node]
    desks = kind.desks(act.case)
    for desk in desks:
        open_on(act, desk, engine_task, node)
        _show(act, desk)
    if kind.step and act.case.state is CaseState.OPEN:
        act.step = kind.step
    if kind.asks and all(task.node != node for task in act.all_tasks):
        _ask(act, kind, desks)


def open_on(act: Act, desk: Desk, engine_task: str, node: str) -> None:
    """Lay a task of the engine on a desk."""
    act.new_tasks.append(
        {
            "case_id": act.case.id,
            "node": node,
            "engine_task": engine_task,
            "role": str(desk.role),
            "org_id": desk.org_id,
            "user_id": desk.user_id,
            "state": "open",
            "assignee_id": desk.user_id,
            "opened_at": act.now,
            "due_on": act.due_of(node),
        }
    )


def _ask(act: Act, kind: TaskType, desks: Sequence[Desk]) -> None:
    """Owe the notice that a step waits for them to applicant and others who have it: until when, by which article."""
    due = act.due_under(*kind.rules)
    running = due_dates(act, act.all_deadlines)
    article = next((cite(running[rule]) for rule in kind.rules if rule in running and running[rule].article), "")
    asks = kind.asks if article else f"{kind.asks}_by_hand"
    others = (f"user:{desk.user_id}" for desk in desks if desk.user_id not in (None, act.case.applicant_id))
    for to in ("applicant", *others):
        notify.owe(act, asks, to, act.event_count, due=due, article=article)


def _show(act: Act, desk: Desk) -> None:
    """Remember a desk of another organisation: who has had a task of the case on it may see the case from then on."""
    if desk.org_id is None or desk.org_id == act.case.authority_id:
        return
    seen: list[list[object]] = act.case.facts.get("desks", [])
    if [str(desk.role), desk.org_id] not in seen:
        act.remember(desks=[*seen, [str(desk.role), desk.org_id]])

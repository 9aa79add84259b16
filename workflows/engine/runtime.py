"""Moves a case: from a state and an action to a new state and what followed. No database, no network, no clock.

A step is pure on bytes. When it raises, nothing has changed; when two machines take the same step from the same
state, they get the same bytes.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.specs.defaults import EndEvent, ParallelGateway
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BoundaryEventMixin
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.domain.errors import TaskNotOpen
from workflows.engine import codec, evaluator
from workflows.engine.codec import NUMBER, Live
from workflows.engine.diagrams import Diagram
from workflows.engine.errors import MessageNotAwaited, StepBudgetExceeded, StuckCase, TimerNotWaiting
from workflows.engine.evaluator import Fact
from workflows.engine.nodes import Awaited, Operation
from workflows.engine.processes import Outermost
from workflows.engine.scripts import Conditions
from workflows.engine.steps import (
    Action,
    ClockStarted,
    ClockStopped,
    Closed,
    Complete,
    Fire,
    Opened,
    Receive,
    ServiceCall,
    Step,
    Waiting,
)
from workflows.engine.timers import OfficeTimer

__all__ = ["BUDGET", "Complete", "Fire", "Receive", "Step", "Waiting", "look", "start", "step"]

#: Nodes of the library (some two for each of the diagram) that one step may pass.
BUDGET = 500

# The library composes a log record with the whole task tree at each change of state; the events of the case tell more.
for _journal in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_journal).setLevel(logging.WARNING)


@dataclass(kw_only=True)
class _Trail:
    """What a step passes on its way."""

    services: list[ServiceCall] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    passed: int = 0


@dataclass(kw_only=True)
class _View:
    """A case at rest, seen from outside: what is open, which clocks run, which messages it takes."""

    tasks: dict[int, Task] = field(default_factory=dict)
    clocks: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)
    #: message → the receive tasks that wait for it.
    awaited: dict[str, list[Task]] = field(default_factory=dict)


def start(diagram: Diagram, facts: Mapping[str, Fact]) -> Step:
    """Begin a case.

    Args:
        diagram: the process that it runs.
        facts: what its gateways may ask for from the beginning.

    Raises:
        ValueError: a fact with a name or value that is not allowed.
        GatewayUndecided, StepBudgetExceeded, StuckCase: the diagram cannot be run with these facts.
    """
    conditions = Conditions(evaluator.check_facts(facts))
    workflow = Outermost(diagram.specs[diagram.key], diagram.specs, script_engine=conditions)
    live = Live(workflow=workflow, conditions=conditions, number=1)
    return _finish(diagram, live, _View(), _Trail())


def step(diagram: Diagram, state: bytes, action: Action) -> Step:
    """Move a case on by one action, as far as it goes without another.

    Args:
        diagram: the one that the case began with.
        state: ``state`` of the step before.
        action: a task completed, a signal of a clock, or a message.

    Raises:
        StateUnreadable: the bytes are damaged or belong to another diagram.
        TaskNotOpen, TimerNotWaiting, MessageNotAwaited: the case does not wait for this action.
        ValueError: a fact with a name or value that is not allowed.
        GatewayUndecided, StepBudgetExceeded, StuckCase: the process cannot go on; nothing has changed.
    """
    live = codec.decode(diagram, state)
    before = _look(diagram, live)
    trail = _Trail()
    match action:
        case Complete(task=number, facts=facts):
            task = next((task for open_, task in before.tasks.items() if str(open_) == number), None)
            if task is None:
                raise TaskNotOpen
            live.conditions.facts.update(evaluator.check_facts(facts))
            _pass(diagram, task, trail)
        case Fire(rule=rule, signal=signal):
            due = (rule, signal)
            if not _catch(live, lambda event: isinstance(event, OfficeTimer) and (event.rule, event.signal) == due):
                raise TimerNotWaiting(rule=rule, signal=signal)
        case Receive(message=name, facts=facts):
            live.conditions.facts.update(evaluator.check_facts(facts))
            for task in (awaited := before.awaited.get(name, [])):
                # The first of several may have ended the process in which the next one waits.
                if task.state == TaskState.READY:
                    _pass(diagram, task, trail)
            caught = _catch(live, lambda event: isinstance(event, MessageEventDefinition) and event.name == name)
            if not (awaited or caught):
                raise MessageNotAwaited(name=name)
    return _finish(diagram, live, before, trail)


def look(diagram: Diagram, state: bytes) -> Waiting:
    """Say what a case waits for, without moving it.

    Raises:
        StateUnreadable: the bytes are damaged or belong to another diagram.
        StuckCase: it waits for nothing and nobody.
    """
    view = _look(diagram, codec.decode(diagram, state))
    return Waiting(
        tasks=frozenset(str(number) for number in view.tasks),
        clocks=frozenset((rule, str(host)) for rule, host in view.clocks),
        messages=frozenset(view.messages),
    )


def _catch(live: Live, meant: Callable[[EventDefinition], bool]) -> bool:
    """Let every boundary event that is meant and waits go off; whether there was one.

    A message that does not interrupt may come as often as its host runs (BPMN 2.0.2 §13.5.3): beside the event that
    goes off a fresh one waits, which the library ends with the host. Of a clock each signal comes once.
    """
    waiting = [
        task
        for process in live.processes()
        for task in process.tasks.values()
        if task.state == TaskState.WAITING
        and isinstance(task.task_spec, BoundaryEventMixin)
        and meant(task.task_spec.event_definition)
    ]
    for task in waiting:
        task.task_spec.catch(task, BpmnEvent(task.task_spec.event_definition))
        task.task_spec._update(task)
        if isinstance(task.task_spec.event_definition, MessageEventDefinition) and not task.task_spec.cancel_activity:
            Task(task.workflow, task.task_spec, task.parent, state=TaskState.WAITING)
    return bool(waiting)


def _finish(diagram: Diagram, live: Live, before: _View, trail: _Trail) -> Step:
    """Run to the next rest and describe the difference."""
    while _round(diagram, live, trail):
        pass
    after = _look(diagram, live)
    ended = live.workflow.completed
    return Step(
        opened=tuple(_opened(number, task) for number, task in after.tasks.items() if number not in before.tasks),
        closed=tuple(
            Closed(task=str(number), node=task.task_spec.bpmn_id, completed=task.state == TaskState.COMPLETED)
            for number, task in before.tasks.items()
            if number not in after.tasks
        ),
        clocks_started=tuple(
            ClockStarted(rule=rule, host=str(host), signals=signals)
            for (rule, host), signals in after.clocks.items()
            if (rule, host) not in before.clocks
        ),
        clocks_stopped=tuple(
            ClockStopped(rule=rule, host=str(host)) for rule, host in before.clocks if (rule, host) not in after.clocks
        ),
        services=tuple(trail.services),
        messages=frozenset(after.messages),
        ended=ended,
        end_nodes=tuple(trail.ends),
        visited=tuple(trail.visited),
        state=codec.encode(diagram, live),
    )


def _round(diagram: Diagram, live: Live, trail: _Trail) -> bool:
    """Pass every node that is ready and waits for nobody, called processes before their callers."""
    moved = False
    for process in reversed(live.processes()):
        for task in list(process.tasks.values()):
            # A node of this list may have been cancelled by the one before it.
            if task.state == TaskState.READY and not task.task_spec.manual:
                _pass(diagram, task, trail)
                moved = True
    return moved


def _pass(diagram: Diagram, task: Task, trail: _Trail) -> None:
    """Run one node and note what it was."""
    trail.passed += 1
    if trail.passed > BUDGET:
        raise StepBudgetExceeded(limit=BUDGET)
    task.run()
    spec = task.task_spec
    if isinstance(spec, ParallelGateway):
        _forget_tokens(task)
    node = spec.bpmn_id
    if node is None:
        return
    trail.visited.append(node)
    for child in task.children:
        if (flow := diagram.links.get((node, child.task_spec.name))) is not None:
            trail.visited.append(flow)
    if isinstance(spec, Operation):
        trail.services.append(ServiceCall(node=node, operation=spec.operation))
    elif isinstance(spec, EndEvent):
        trail.ends.append(node)


def _forget_tokens(join: Task) -> None:
    """Remove the tokens that this join has used up: the library would count them again in the next round of a loop."""
    tasks = join.workflow.tasks
    for task in [t for t in tasks.values() if t.task_spec is join.task_spec and t.state == TaskState.CANCELLED]:
        task.parent._children.remove(task.id)
        del tasks[task.id]


def _look(diagram: Diagram, live: Live) -> _View:
    """See what a case at rest waits for, and number what is new.

    Raises:
        StuckCase: one of its processes waits for nothing and nobody.
    """
    view = _View()
    for process in live.processes():
        alive = False
        for task in process.tasks.values():
            state, spec = task.state, task.task_spec
            if state == TaskState.READY or state == TaskState.STARTED:
                alive = True
                _see_activity(diagram, live, view, task)
            elif state == TaskState.WAITING and isinstance(spec, BoundaryEventMixin):
                alive = True
                if isinstance(spec.event_definition, MessageEventDefinition):
                    view.messages.add(spec.event_definition.name)
        if not alive:
            raise StuckCase(process=process.spec.name)
    return view


def _see_activity(diagram: Diagram, live: Live, view: _View, task: Task) -> None:
    """Note a human task or called process that is going on, and its clocks."""
    spec = task.task_spec
    clocks = diagram.clocks.get(spec.bpmn_id, {})
    if not spec.manual and not clocks:
        return
    number = task.internal_data.get(NUMBER)
    if number is None:
        number = task.internal_data[NUMBER] = live.number
        live.number += 1
    if isinstance(spec, Awaited):
        view.messages.add(spec.message)
        view.awaited.setdefault(spec.message, []).append(task)
    elif spec.manual:
        view.tasks[number] = task
    for rule, signals in clocks.items():
        view.clocks[rule, number] = signals


def _opened(number: int, task: Task) -> Opened:
    spec = task.task_spec
    return Opened(task=str(number), node=spec.bpmn_id, name=spec.bpmn_name, lane=spec.lane or "")

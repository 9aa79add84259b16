"""The state of a case as bytes: its tokens and facts, without the diagram and without the past.

What was passed is told by the events of the case, not by the engine. So a state holds only what can still act:
open tasks, running called processes, waiting timers and messages, tokens at a join. It does not grow with rounds.

Layout: one byte version, eight bytes checksum, then orjson packed with zlib. Every list keeps its order: a restored
case goes on exactly as the one that was saved, so equal states and equal actions give equal bytes.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.diagrams import Diagram
from workflows.engine.errors import StateUnreadable
from workflows.engine.processes import Called, Outermost
from workflows.engine.scripts import Conditions

VERSION = 1
_CHECKSUM = 8
_HEADER = 1 + _CHECKSUM
#: Far above any lawful state; a packed bomb is refused instead of unpacked.
LARGEST = 4 * 1024 * 1024

#: A token in one of these states can still act.
_LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
#: A token that has come to a join: the last one waits, the library marks those before it as cancelled.
_ARRIVED = TaskState.WAITING | TaskState.CANCELLED
_PASSED = TaskState.COMPLETED
#: Place of the case-wide number of a human task or host activity in the library's own notes of a task.
NUMBER = "number"


@dataclass(kw_only=True)
class Live:
    """A case that is being moved on: the library's workflow and what we keep beside it."""

    workflow: Outermost
    conditions: Conditions
    #: the next number for a human task or host activity of this case.
    number: int

    def processes(self) -> list[BpmnBaseWorkflow]:
        """The running processes of the case, the outermost first, a called one after its caller."""
        called = [process for process in self.workflow.subprocesses.values() if not process.completed]
        return called if self.workflow.completed else [self.workflow, *called]


def encode(diagram: Diagram, live: Live) -> bytes:
    """The state as bytes.

    Args:
        diagram: the one that the case runs on.
        live: a case at rest; it may not be used any more afterwards.
    """
    processes = live.processes()
    places = {id(process): place for place, process in enumerate(processes)}
    rows: list[list[Any]] = []
    position: dict[object, int] = {}
    for process in processes:
        caller, call = -1, -1
        if isinstance(process, Called):
            caller, call = places[id(process.parent_workflow)], position[process.parent_task_id]
        rows.append([process.spec.name, caller, call, _tokens(process, position)])
    body = orjson.dumps([live.number, live.conditions.facts, rows])
    packed = zlib.compress(body, 1)
    return bytes([VERSION]) + _checksum(diagram, packed) + packed


def _tokens(process: BpmnBaseWorkflow, position: dict[object, int]) -> list[list[Any]]:
    """Rows of name, state, row of the parent, number; ``position`` gets the row of each task kept.

    The tree is laid flat: of its ancestors a token needs only the split it is waiting at with its boundary events,
    and at a join the node that it came from.
    """
    tasks = process.tasks
    kept: dict[object, object] = {}
    for task in tasks.values():
        arrived = task.state & _ARRIVED and isinstance(task.task_spec, ParallelGateway)
        if arrived or (task.state & _LIVE and not isinstance(task.task_spec, BoundaryEventJoin)):
            beneath = arrived or isinstance(tasks[task._parent].task_spec, BoundaryEventSplit)
            kept[task.id] = task._parent if beneath else None
            if beneath:
                kept.setdefault(task._parent, None)
    rows: list[list[Any]] = []
    for task in tasks.values():
        if task.id in kept:
            position[task.id] = len(rows)
            above = kept[task.id]
            rows.append(
                [task.task_spec.name, task.state, -1 if above is None else position[above],
                 task.internal_data.get(NUMBER, 0)]
            )  # fmt: skip
    return rows


def decode(diagram: Diagram, state: bytes) -> Live:
    """The case that a state describes.

    Raises:
        StateUnreadable: truncated, edited, of an unknown version, or saved with another diagram.
    """
    if len(state) <= _HEADER:
        raise StateUnreadable(why="数据不完整")
    if state[0] != VERSION:
        raise StateUnreadable(why=f"未知版本 {state[0]}")
    packed = state[_HEADER:]
    if state[1:_HEADER] != _checksum(diagram, packed):
        raise StateUnreadable(why="校验不符（数据被改动，或不是这份流程图的办件）")
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(packed, LARGEST)
        if not unpacker.eof:
            raise ValueError("longer than any state")
        return _restore(diagram, orjson.loads(body))
    except (zlib.error, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise StateUnreadable(why="内容不合格式") from error


def _restore(diagram: Diagram, content: list[Any]) -> Live:
    number, facts, rows = content
    conditions = Conditions(facts)
    top = Outermost(diagram.specs[diagram.key], diagram.specs, script_engine=conditions, deserializing=True)
    ids = iter(range(1, LARGEST))
    restored: list[tuple[BpmnBaseWorkflow, list[Task]]] = []
    for name, caller, call, tokens in rows:
        process: BpmnBaseWorkflow = top
        if caller >= 0:
            activity = restored[caller][1][call]
            process = Called(diagram.specs[name], activity.id, top, deserializing=True)
            process.completed_event.connect(activity.task_spec._on_subworkflow_completed, activity)
            top.subprocesses[activity.id] = process
        restored.append((process, _plant(process, tokens, ids)))
    if not rows:
        _plant(top, [], ids)
        top.completed = True
    return Live(workflow=top, conditions=conditions, number=number)


def _plant(process: BpmnBaseWorkflow, tokens: list[list[Any]], ids: Iterator[int]) -> list[Task]:
    """Make the tasks of one process from their rows."""
    root = process.task_tree = Task(process, process.spec.start, state=_PASSED, id=next(ids))
    tasks: list[Task] = []
    for name, state, above, number in tokens:
        parent = root if above < 0 else tasks[above]
        task = Task(process, process.spec.task_specs[name], parent, state=state, id=next(ids))
        if number:
            task.internal_data[NUMBER] = number
        tasks.append(task)
    return tasks


def _checksum(diagram: Diagram, packed: bytes) -> bytes:
    return blake2b(packed, digest_size=_CHECKSUM, key=diagram.hash.encode()).digest()

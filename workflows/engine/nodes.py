"""How the nodes of a diagram become nodes of SpiffWorkflow: the few kinds that the office allows, and lean ones.

The library predicts the way ahead of every token and keeps that forecast in the state. No act of the office needs
it, and it is most of the bytes and of the time. A lean node makes its followers only when it is passed.
"""

from functools import cache
from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser, EndEventParser, StartEventParser
from SpiffWorkflow.bpmn.parser.task_parsers import CallActivityParser, ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    CallActivity,
    EndEvent,
    ExclusiveGateway,
    ParallelGateway,
    ServiceTask,
    StartEvent,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.mixins import ExclusiveGatewayMixin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

from workflows.engine.timers import OfficeTimer


class Operation(ServiceTask):
    """A service task: passes at once and names what the office has to do.

    Args:
        operation: the BPMN attribute ``implementation``.
    """

    def __init__(self, wf_spec: object, bpmn_id: str, *, operation: str, **kwargs: object) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.operation = operation

    def _execute(self, task: Task) -> bool:
        return True


class _OperationParser(TaskParser):
    def create_task(self) -> Operation:
        return Operation(self.spec, self.bpmn_id, operation=self.node.get("implementation"), **self.bpmn_attributes)


class Awaited(UserTask):
    """A receive task: waits for a message, as a human task waits for a person.

    Args:
        message: name of the message.
    """

    def __init__(self, wf_spec: object, bpmn_id: str, *, message: str, **kwargs: object) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.message = message


class _AwaitedParser(TaskParser):
    def create_task(self) -> Awaited:
        reference = self.node.get("messageRef")
        name = next(
            message.get("name")
            for message in self.node.getroottree().iter(full_tag("message"))
            if message.get("id") == reference
        )
        return Awaited(self.spec, self.bpmn_id, message=name, **self.bpmn_attributes)


class _BoundaryParser(BoundaryEventParser):
    def parse_timer_event(self, event: Any) -> OfficeTimer:
        return OfficeTimer(self.bpmn_id, event.findtext(full_tag("timeDate")))


class OfficeParser(BpmnParser):
    """Parses the allowed elements only; :mod:`workflows.engine.checks` has named all others before."""

    PARSER_CLASSES: ClassVar[dict[str, tuple[type, type]]] = {
        full_tag("startEvent"): (StartEventParser, StartEvent),
        full_tag("endEvent"): (EndEventParser, EndEvent),
        full_tag("userTask"): (TaskParser, UserTask),
        full_tag("serviceTask"): (_OperationParser, Operation),
        full_tag("receiveTask"): (_AwaitedParser, Awaited),
        full_tag("callActivity"): (CallActivityParser, CallActivity),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, ExclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, ParallelGateway),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
    }


class _Lean:
    """Mixed into the class of every node by :func:`make_lean`."""

    def _predict(self, my_task: Task, *args: object, **kwargs: object) -> None:
        """Look no further ahead."""

    def _run(self, my_task: Task) -> object:
        # An exclusive gateway makes the one follower that it chooses by itself.
        if not isinstance(self, ExclusiveGatewayMixin):
            self._predict_hook(my_task)  # type: ignore[attr-defined]
        return super()._run(my_task)  # type: ignore[misc]


def make_lean(node: TaskSpec) -> None:
    """Turn a parsed node into its lean kind; also those that the parser makes by itself (starts, splits, joins)."""
    node.__class__ = _lean_class(node.__class__)


@cache
def _lean_class(kind: type) -> type:
    return type(kind.__name__, (_Lean, kind), {})

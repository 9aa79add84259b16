"""Clocks in a diagram: a timer that waits until the office fires it and never looks at the time itself."""

from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.task import Task

from workflows.engine import evaluator


class OfficeTimer(TimerEventDefinition):
    """One signal of one clock. The deadline row says when; this only marks the place in the diagram.

    Args:
        name: id of the boundary event.
        expression: ``warning("rule")``, ``breach("rule")`` or ``escalation("rule")``.

    Raises:
        ExpressionRefused: any other expression.
    """

    def __init__(self, name: str, expression: str, **kwargs: object) -> None:
        super().__init__(name, expression, **kwargs)
        self.signal, self.rule = evaluator.signal(expression)

    def has_fired(self, my_task: Task) -> bool:
        """Whether the office has fired this timer in the present step; the wall clock plays no part."""
        return bool(my_task.internal_data.get("event_fired", False))

"""What the service tasks of the diagrams do: the office's own few operations, and those that a process declares."""

from workflows.domain.process_type import ProcessType
from workflows.engine.steps import ServiceCall
from workflows.operations.act import Act
from workflows.operations.carry_out import decided

#: Operations of any diagram that do nothing more: signals are recorded and told with the signal itself, and what a
#: task has done needs only its place in the diagram.
_NOTHING_MORE = frozenset({"warn", "escalate"})


def names(process: ProcessType) -> frozenset[str]:
    """Return the names that the service tasks of a process's diagram may use."""
    return _NOTHING_MORE | process.services.keys()


def call(act: Act, service: ServiceCall) -> None:
    """Carry out one service task within an act.

    Raises:
        KeyError: the diagram names an operation that does not exist (``flask process check`` finds it before).
    """
    if service.operation in _NOTHING_MORE:
        return
    decided(act, act.process.services[service.operation](act.case, act.today), act.event_count)

"""Drives the test diagrams by node id, so that the tests read like the procedure."""

from collections.abc import Mapping
from pathlib import Path

from workflows.engine import diagrams, runtime
from workflows.engine.diagrams import Diagram
from workflows.engine.steps import Complete, Fire, Receive, Step

HERE = Path(__file__).parent


def file(name: str) -> bytes:
    """The bytes of a test diagram."""
    return (HERE / f"{name}.bpmn").read_bytes()


class Case:
    """A case on a test diagram: its ``last`` step, its open ``tasks`` by number and its running ``clocks`` by rule."""

    def __init__(self, name: str = "office", **facts: bool | int | str | None) -> None:
        self.diagram: Diagram = diagrams.load(file(name))
        self.tasks: dict[str, str] = {}
        self.clocks: dict[str, str] = {}
        self._take(runtime.start(self.diagram, facts))

    @property
    def open(self) -> dict[str, str]:
        """Node → its open task, the latest where an earlier round has left one open too."""
        return {node: task for task, node in self.tasks.items()}

    def complete(self, node: str, **facts: bool | int | str | None) -> Step:
        return self._take(runtime.step(self.diagram, self.last.state, Complete(task=self.open[node], facts=facts)))

    def fire(self, rule: str, signal: str) -> Step:
        return self._take(runtime.step(self.diagram, self.last.state, Fire(rule=rule, signal=signal)))

    def receive(self, message: str, **facts: bool | int | str) -> Step:
        return self._take(runtime.step(self.diagram, self.last.state, Receive(message=message, facts=facts)))

    def follow(self, nodes: Mapping[str, Mapping[str, bool | int | str | None]]) -> "Case":
        """Complete several tasks one after the other."""
        for node, facts in nodes.items():
            self.complete(node, **facts)
        return self

    def _take(self, step: Step) -> Step:
        for closed in step.closed:
            assert self.tasks.pop(closed.task) == closed.node
        for stopped in step.clocks_stopped:
            assert self.clocks.pop(stopped.rule) == stopped.host
        for opened in step.opened:
            assert opened.task not in self.tasks, "one number for two tasks"
            self.tasks[opened.task] = opened.node
        for started in step.clocks_started:
            assert started.rule not in self.clocks, "started twice"
            self.clocks[started.rule] = started.host
        self.last = step
        return step

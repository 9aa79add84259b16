"""What one asks of the engine and what it answers: plain values, without the library."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.engine.evaluator import Fact


@dataclass(frozen=True, kw_only=True)
class Complete:
    """A human task is done."""

    #: the engine's id of the task, as in :class:`Opened`.
    task: str
    #: facts that gateways may ask for; they join those that the case has.
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fire:
    """A signal of a clock has fallen due."""

    #: rule of the policy, e.g. ``objection.verify``.
    rule: str
    #: ``warning``, ``breach`` or ``escalation``.
    signal: str


@dataclass(frozen=True, kw_only=True)
class Receive:
    """A message has come in, e.g. a withdrawal."""

    #: name of the message in the diagram.
    message: str
    #: facts that gateways may ask for; they join those that the case has.
    facts: Mapping[str, Fact] = field(default_factory=dict)


Action = Complete | Fire | Receive


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A human task that now waits for a person."""

    #: id of the task, unique in its case, the same after every save and restore.
    task: str
    #: id of the node.
    node: str
    #: name as people read it.
    name: str
    #: name of the lane.
    lane: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A human task that no longer waits."""

    task: str
    node: str
    #: done by a person; otherwise cancelled by an interrupting event.
    completed: bool


@dataclass(frozen=True, kw_only=True)
class ClockStarted:
    """An activity with a clock has begun."""

    rule: str
    #: id of the host activity, unique in its case; for a human task the id of the task.
    host: str
    #: the signals that the diagram asks for.
    signals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClockStopped:
    """An activity with a clock has ended or was cancelled, whether or not its signals had fired."""

    rule: str
    host: str


@dataclass(frozen=True, kw_only=True)
class ServiceCall:
    """The diagram asks the office for an operation."""

    node: str
    operation: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """All that one action did. Pure: nothing has happened until somebody records it."""

    #: the new state, for the next step.
    state: bytes
    opened: tuple[Opened, ...]
    closed: tuple[Closed, ...]
    clocks_started: tuple[ClockStarted, ...]
    clocks_stopped: tuple[ClockStopped, ...]
    #: in the order in which the process passed them.
    services: tuple[ServiceCall, ...]
    #: the messages that the case would take now.
    messages: frozenset[str]
    #: whether the outermost process has ended.
    ended: bool
    #: end events reached in this step, those of called processes included, in order.
    end_nodes: tuple[str, ...]
    #: nodes and sequence flows passed in this step, in order.
    visited: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What a case at rest waits for."""

    #: engine ids of the human tasks.
    tasks: frozenset[str]
    #: rule and host of every clock.
    clocks: frozenset[tuple[str, str]]
    messages: frozenset[str]

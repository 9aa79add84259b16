"""Diagrams, read once for each content and kept: what they hold for others, and the specs that the engine runs."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType

from lxml import etree
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BoundaryEventMixin, UserTaskMixin
from SpiffWorkflow.specs.base import TaskSpec

from workflows.domain.errors import DiagramRefused
from workflows.engine import checks, markup
from workflows.engine.markup import BPMN
from workflows.engine.nodes import Awaited, OfficeParser, Operation, make_lean
from workflows.engine.timers import OfficeTimer

#: Diagrams kept in memory by one process of the machine; a diagram is some 300 KB.
KEPT = 64


@dataclass(frozen=True, kw_only=True)
class UserTask:
    """A human task of the diagram."""

    #: id of the node.
    node: str
    #: its name as people read it.
    name: str
    #: name of its lane, that is of the post that does it.
    lane: str
    #: id of the process it stands in.
    process: str


@dataclass(frozen=True, kw_only=True)
class Timer:
    """One signal of one clock in the diagram."""

    #: id of the boundary event.
    node: str
    #: id of the activity that it stands on.
    host: str
    #: rule of the policy that says how long.
    rule: str
    #: ``warning``, ``breach`` or ``escalation``.
    signal: str
    #: whether firing ends the activity.
    interrupting: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagram:
    """One content of a BPMN file. A case keeps the diagram that it began with."""

    #: SHA-256 of the file, hexadecimal.
    hash: str
    #: id of the process that no other calls; a case runs this one.
    key: str
    #: ids of all its processes.
    processes: tuple[str, ...]
    #: node id → human task.
    tasks: Mapping[str, UserTask]
    #: node id → operation of the office.
    services: Mapping[str, str]
    timers: tuple[Timer, ...]
    #: names of the messages that it may take.
    messages: frozenset[str]
    #: ids of all nodes that a case may pass.
    nodes: frozenset[str]
    #: id of sequence flow → node it leaves, node it enters.
    flows: Mapping[str, tuple[str, str]]
    #: host activity → rule → its signals, for the engine.
    clocks: Mapping[str, Mapping[str, tuple[str, ...]]] = field(repr=False)
    #: process id → what SpiffWorkflow runs. Shared by all threads, therefore never changed after loading.
    specs: Mapping[str, BpmnProcessSpec] = field(repr=False)
    #: (node it leaves, SpiffWorkflow's name of what follows) → id of sequence flow.
    links: Mapping[tuple[str, str], str] = field(repr=False)


_kept: OrderedDict[str, Diagram] = OrderedDict()
_lock = Lock()


def load(xml: bytes) -> Diagram:
    """The diagram of a BPMN file; the same content is read only once in a process of the machine.

    Args:
        xml: the file, UTF-8.

    Raises:
        DiagramRefused: :func:`workflows.engine.checks.check` found something; ``params["findings"]`` is its text.
    """
    digest = hashlib.sha256(xml).hexdigest()
    if (known := find(digest)) is not None:
        return known
    diagram = _build(xml, digest)
    with _lock:
        diagram = _kept.setdefault(digest, diagram)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return diagram


def find(digest: str) -> Diagram | None:
    """The diagram of this hash if it is in memory, so that its file need not be fetched.

    Args:
        digest: SHA-256 of the file, hexadecimal.
    """
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
        return _kept.get(digest)


def _build(xml: bytes, digest: str) -> Diagram:
    findings = checks.check(xml)
    if findings:
        raise DiagramRefused(
            findings=";".join(f"第 {found.line} 行 {found.element}：{found.message}" for found in findings)
        )
    root = markup.read(xml)
    # Without the drawing the flows of a gateway keep the order of the file; with it the library sorts them by height.
    for drawing in [child for child in root if not child.tag.startswith(BPMN)]:
        root.remove(drawing)
    parser = OfficeParser()
    parser.add_bpmn_xml(root)
    specs = {process: parser.get_spec(process) for process in parser.get_process_ids()}
    called = {call.get("calledElement") for call in root.iter(BPMN + "callActivity")}
    for spec in specs.values():
        for node in spec.task_specs.values():
            make_lean(node)
    timers = _timers(specs, root)
    flows = {
        flow.get("id", ""): (flow.get("sourceRef", ""), flow.get("targetRef", ""))
        for flow in root.iter(BPMN + "sequenceFlow")
    }
    links = {(source, target + tail): flow for flow, (source, target) in flows.items() for tail in ("", _SPLIT)}
    nodes = [(process, node) for process, spec in specs.items() for node in spec.task_specs.values() if node.bpmn_id]
    return Diagram(
        hash=digest,
        key=next(process for process in specs if process not in called),
        processes=tuple(specs),
        tasks=MappingProxyType(
            {
                node.bpmn_id: UserTask(node=node.bpmn_id, name=node.bpmn_name, lane=node.lane or "", process=process)
                for process, node in nodes
                if isinstance(node, UserTaskMixin) and not isinstance(node, Awaited)
            }
        ),
        services=MappingProxyType({n.bpmn_id: n.operation for _, n in nodes if isinstance(n, Operation)}),
        timers=timers,
        messages=frozenset(name for _, node in nodes if (name := _message(node))),
        nodes=frozenset(node.bpmn_id for _, node in nodes),
        flows=MappingProxyType(flows),
        clocks=_clocks(timers),
        specs=MappingProxyType(specs),
        links=MappingProxyType(links),
    )


def _message(node: TaskSpec) -> str:
    """The name of the message that a node waits for; empty where it waits for none."""
    if isinstance(node, Awaited):
        return node.message
    if isinstance(node, BoundaryEventMixin) and isinstance(node.event_definition, MessageEventDefinition):
        return str(node.event_definition.name)
    return ""


#: The library puts this node before an activity that has boundary events.
_SPLIT = ".BoundaryEventSplit"


def _timers(specs: Mapping[str, BpmnProcessSpec], root: etree._Element) -> tuple[Timer, ...]:
    hosts = {event.get("id"): event.get("attachedToRef", "") for event in root.iter(BPMN + "boundaryEvent")}
    return tuple(
        Timer(
            node=node.bpmn_id, host=hosts[node.bpmn_id], rule=node.event_definition.rule,
            signal=node.event_definition.signal, interrupting=node.cancel_activity,
        )
        for spec in specs.values()
        for node in spec.task_specs.values()
        if isinstance(node, BoundaryEventMixin) and isinstance(node.event_definition, OfficeTimer)
    )  # fmt: skip


def _clocks(timers: tuple[Timer, ...]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    clocks: dict[str, dict[str, tuple[str, ...]]] = {}
    for timer in timers:
        rules = clocks.setdefault(timer.host, {})
        rules[timer.rule] = (*rules.get(timer.rule, ()), timer.signal)
    return MappingProxyType(clocks)

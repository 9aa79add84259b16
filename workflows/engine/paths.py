"""The ways through a process: what can be reached, what would wait for ever, and what would run for ever."""

from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from workflows.engine.markup import BPMN

WAITING = frozenset({"userTask", "receiveTask", "callActivity"})
Fault = tuple[etree._Element, str]
Node = TypeVar("Node", bound=Hashable)


@dataclass(kw_only=True)
class Graph:
    """One process as nodes and flows."""

    #: node id → kind of node (BPMN name) and its element.
    kinds: dict[str, str] = field(default_factory=dict)
    elements: dict[str, etree._Element] = field(default_factory=dict)
    #: node id → its sequence flows, outgoing and incoming.
    flows: dict[str, list[etree._Element]] = field(default_factory=dict)
    entering: dict[str, list[etree._Element]] = field(default_factory=dict)
    #: node id → nodes that one token may go to next, an interrupting boundary event of the node included.
    onward: dict[str, set[str]] = field(default_factory=dict)
    #: node id → non-interrupting boundary events: each starts a token of its own beside the first.
    beside: dict[str, set[str]] = field(default_factory=dict)
    #: flows whose ends are not both nodes of this process.
    loose: list[etree._Element] = field(default_factory=list)


def graphs(root: etree._Element) -> Iterator[Graph]:
    """The processes of a file whose elements have passed :func:`workflows.engine.checks.check` one by one."""
    for process in root.iter(BPMN + "process"):
        graph = Graph()
        for element in process:
            kind = element.tag.removeprefix(BPMN)
            if kind.endswith(("Event", "Task", "Activity", "Gateway")):
                name = element.get("id") or ""
                graph.kinds[name], graph.elements[name] = kind, element
                graph.flows[name], graph.entering[name] = [], []
                graph.onward[name], graph.beside[name] = set(), set()
        for flow in process.iter(BPMN + "sequenceFlow"):
            source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
            if source in graph.kinds and target in graph.kinds:
                graph.flows[source].append(flow)
                graph.entering[target].append(flow)
                graph.onward[source].add(target)
            else:
                graph.loose.append(flow)
        for name, element in graph.elements.items():
            if graph.kinds[name] == "boundaryEvent":
                side = graph.onward if element.get("cancelActivity", "true") == "true" else graph.beside
                side[element.get("attachedToRef") or ""].add(name)
        yield graph


def faults(graph: Graph) -> Iterator[Fault]:
    """Every node or flow of the process that could lose, double or hold a token."""
    for flow in graph.loose:
        yield flow, "连线的起点或终点不在本流程中"
    if graph.loose:
        return
    for name in graph.kinds:
        yield from _degree(graph, name)
        yield from _choice(graph, name)
    start = next(name for name, kind in graph.kinds.items() if kind == "startEvent")
    everything = {name: graph.onward[name] | graph.beside[name] for name in graph.kinds}
    reached = reachable(everything, start)
    yield from ((graph.elements[name], "节点从开始事件不可到达") for name in graph.kinds if name not in reached)
    blocks = _blocks(graph)
    yield from ((graph.elements[name], "循环中没有需要人工办理的环节") for name in circle(_hasty(graph, blocks)))
    yield from _side_tokens(graph, reachable(graph.onward, start))
    yield from _open_blocks(graph, blocks)


def reachable(edges: Mapping[Node, Set[Node]], start: Node, without: Node | None = None) -> set[Node]:
    """All nodes that can be reached from ``start``, itself included, never stepping on ``without``."""
    seen, todo = {start}, [start]
    while todo:
        for node in edges.get(todo.pop(), ()):
            if node not in seen and node != without:
                seen.add(node)
                todo.append(node)
    return seen


def circle(edges: Mapping[Node, Set[Node]]) -> list[Node]:
    """The nodes from which one can come back to themselves."""
    return [node for node in edges if any(node in reachable(edges, onward) for onward in edges[node])]


def _degree(graph: Graph, name: str) -> Iterator[Fault]:
    """How many flows may enter and leave: forks and joins are gateways, never tasks."""
    kind, element, leaving = graph.kinds[name], graph.elements[name], len(graph.flows[name])
    if kind == "endEvent":
        if leaving:
            yield element, "结束事件不得有流出连线"
    elif not leaving:
        yield element, "节点没有流出连线"
    elif leaving > 1 and not kind.endswith("Gateway"):
        yield element, "只有网关可以有多条流出连线"
    if kind == "parallelGateway" and (leaving > 1) == (len(graph.entering[name]) > 1):
        yield element, "并行网关须为一进多出或多进一出"
    if kind in ("startEvent", "boundaryEvent") and graph.entering[name]:
        yield element, "开始事件和边界事件不得有流入连线"
    targets = [flow.get("targetRef") for flow in graph.flows[name]]
    if len(set(targets)) < len(targets):
        yield element, "两条连线的起点和终点相同"


def _choice(graph: Graph, name: str) -> Iterator[Fault]:
    """An exclusive gateway that splits has a default flow and a condition on every other; no other flow has one."""
    flows, default = graph.flows[name], graph.elements[name].get("default")
    splits = len(flows) > 1 and graph.kinds[name] == "exclusiveGateway"
    if splits and default not in {flow.get("id") for flow in flows}:
        yield graph.elements[name], "排他网关没有默认流向"
    for flow in flows:
        conditional = flow.find(BPMN + "conditionExpression") is not None
        if conditional != (splits and flow.get("id") != default):
            yield flow, "除默认流向外，排他网关的每条流出连线都须有条件；其他连线不得有条件"


def _side_tokens(graph: Graph, main: set[str]) -> Iterator[Fault]:
    """What a non-interrupting event starts must end by itself: on the main way it would do everything twice."""
    for events in graph.beside.values():
        for event in events:
            again = [n for n in reachable(graph.onward, event) & main if graph.kinds[n] != "endEvent"]
            if again:
                yield graph.elements[event], "不中断的边界事件的后续不得并入主路径，否则同一环节会办理两次"


def _hasty(graph: Graph, blocks: Mapping[str, str]) -> dict[str, set[str]]:
    """The ways on which no person is waited for. A join belongs to them only if no branch before it waits."""
    edges = {name: {n for n in graph.onward[name] if graph.kinds[n] not in WAITING}
             for name in graph.kinds if graph.kinds[name] not in WAITING}  # fmt: skip
    slow = {""}
    while slow:
        slow = {
            join
            for fork, join in blocks.items()
            if join in edges and not all(join in reachable(edges, start) for start in graph.onward[fork])
        }
        edges = {name: onward - slow for name, onward in edges.items() if name not in slow}
    return edges


def _parallel(graph: Graph) -> tuple[list[str], list[str]]:
    """The forks and the joins of a process."""
    gateways = [name for name, kind in graph.kinds.items() if kind == "parallelGateway"]
    return [g for g in gateways if len(graph.flows[g]) > 1], [g for g in gateways if len(graph.entering[g]) > 1]


def _blocks(graph: Graph) -> dict[str, str]:
    """Each fork with the join that closes it."""
    forks, joins = _parallel(graph)
    return {fork: join for fork in forks for join in joins if _closes(graph, fork, join)}


def _open_blocks(graph: Graph, blocks: Mapping[str, str]) -> Iterator[Fault]:
    """Every fork has one join that all its branches reach, and nothing comes into a branch or leaves it between."""
    forks, joins = _parallel(graph)
    for fork in forks:
        if fork not in blocks:
            yield graph.elements[fork], "并行分支没有全部汇合到同一个并行网关，或有连线进出分支中间（会永远等待）"
    for join in joins:
        if join not in blocks.values():
            yield graph.elements[join], "并行汇合没有对应的并行分支（会永远等待）"


def _closes(graph: Graph, fork: str, join: str) -> bool:
    """Whether every branch of ``fork`` is a closed region that one token leaves through ``join`` alone."""
    branches = [reachable(graph.onward, start, without=join) if start != join else set()
                for start in sorted(graph.onward[fork])]  # fmt: skip
    if len(branches) != len(graph.entering[join]):
        return False
    for branch in branches:
        outside = {s for s in graph.kinds if s not in branch and s != fork and graph.onward[s] & branch}
        entries = {node for node in graph.onward[fork] if node in branch}
        leads_home = sum(flow.get("sourceRef") in (branch or {fork}) for flow in graph.entering[join])
        ends_inside = any(graph.kinds[node] == "endEvent" for node in branch)
        if outside or ends_inside or fork in branch or leads_home != 1 or len(entries) != (1 if branch else 0):
            return False
    return True

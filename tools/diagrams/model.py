"""What a BPMN file means, without any drawing: pools, lanes, nodes and flows."""

from dataclasses import dataclass, field

from lxml import etree

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN = "{" + MODEL + "}"
TASKS = ("userTask", "serviceTask", "callActivity", "manualTask", "businessRuleTask", "sendTask", "receiveTask", "task")
EVENTS = ("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
NODES = (*TASKS, *EVENTS, *GATEWAYS)
#: Elements that would need a drawing of their own, which this tool does not make.
UNDRAWN = ("association", "group", "messageFlow", "subProcess", "dataObjectReference", "dataStoreReference")
#: Widest line of a label outside its shape, in pixels: the viewer breaks the line there.
WIDEST_LABEL = 90

Box = tuple[int, int, int, int]
Point = tuple[int, int]


class DrawingRefused(ValueError):
    """The file lacks something that a drawing needs, or holds something that cannot be drawn."""


@dataclass
class Node:
    """One task, event or gateway and its place."""

    ident: str
    kind: str
    name: str
    lane: int
    host: str | None = None
    column: int = 0
    row: int = 0
    #: place of the centre, and size.
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    #: a boundary event on the upper border of its host.
    on_top: bool = False
    label: Box | None = None

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        left, top = self.x - self.width // 2, self.y - self.height // 2
        return left, top, left + self.width, top + self.height

    @property
    def outside(self) -> bool:
        """Does its name stand beside the shape?"""
        return bool(self.name) and self.kind not in TASKS


@dataclass
class Flow:
    """One sequence flow and its way."""

    ident: str
    name: str
    source: str
    target: str
    points: list[Point] = field(default_factory=list)
    label: Box | None = None


@dataclass
class Lane:
    """One row of a pool."""

    ident: str
    name: str = ""
    rows: int = 1
    top: int = 0
    bottom: int = 0


@dataclass
class Pool:
    """One process with its participant."""

    ident: str
    process: str
    lanes: list[Lane]
    nodes: dict[str, Node]
    flows: list[Flow]
    #: notes: id and lines.
    notes: dict[str, list[str]]
    right: int = 0
    note_boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def labelled(self) -> list[Node | Flow]:
        """All that may have its name beside it."""
        return [*self.nodes.values(), *self.flows]

    def guests(self, host: str) -> list[Node]:
        """The boundary events of a node, in the order of the file."""
        return [node for node in self.nodes.values() if node.host == host]

    def leaving(self, ident: str) -> list[Flow]:
        """The flows out of a node."""
        return [flow for flow in self.flows if flow.source == ident]

    def entering(self, ident: str) -> list[Flow]:
        """The flows into a node."""
        return [flow for flow in self.flows if flow.target == ident]


def label_size(text: str) -> tuple[int, int]:
    """Width and height of a name that stands beside its shape or flow."""
    width = sum(11 if ord(sign) > 255 else 6 for sign in text)
    if width + 2 <= WIDEST_LABEL:
        return width + 4, 14
    lines = -(-width // (WIDEST_LABEL - 12))
    return WIDEST_LABEL, 14 * lines


def kind(element: etree._Element) -> str:
    """The BPMN name of an element; empty for a comment or a foreign element."""
    return element.tag.removeprefix(BPMN) if isinstance(element.tag, str) and element.tag.startswith(BPMN) else ""


def pools(root: etree._Element) -> list[Pool]:
    """Every process that has a participant, in the order of the collaboration.

    Raises:
        DrawingRefused: a node stands in no lane, a flow leads nowhere, or there is no participant.
    """
    processes = {element.get("id"): element for element in root.iter(BPMN + "process")}
    found = []
    for element in root.iter(*(BPMN + name for name in UNDRAWN)):
        raise DrawingRefused(f"{element.get('id')}: cannot draw {kind(element)}")
    for participant in root.iter(BPMN + "participant"):
        process = processes.pop(participant.get("processRef"), None)
        if process is None:
            raise DrawingRefused(f"{participant.get('id')}: participant without a process")
        found.append(_pool(participant.get("id", ""), process))
    if processes or not found:
        raise DrawingRefused(f"processes without a participant: {list(processes)}")
    return found


def _pool(ident: str, process: etree._Element) -> Pool:
    lanes, lane_of = [], {}
    for number, lane in enumerate(process.iter(BPMN + "lane")):
        lanes.append(Lane(lane.get("id", ""), lane.get("name", "")))
        lane_of.update({(ref.text or "").strip(): number for ref in lane.iter(BPMN + "flowNodeRef")})
    if not lanes:
        raise DrawingRefused(f"{process.get('id')}: process without lanes")
    nodes, flows, notes = {}, [], {}
    for element in process:
        name, what = element.get("id", ""), kind(element)
        if what in NODES:
            if name not in lane_of:
                raise DrawingRefused(f"{name}: node in no lane")
            nodes[name] = Node(name, what, element.get("name", ""), lane_of[name], element.get("attachedToRef"))
        elif what == "sequenceFlow":
            flows.append(
                Flow(name, element.get("name", ""), element.get("sourceRef", ""), element.get("targetRef", ""))
            )
        elif what == "textAnnotation":
            notes[name] = (element.findtext(BPMN + "text") or "").strip().split("\n")
    for flow in flows:
        if flow.source not in nodes or flow.target not in nodes:
            raise DrawingRefused(f"{flow.ident}: flow from or to nothing")
        if flow.source == flow.target:
            raise DrawingRefused(f"{flow.ident}: flow from a node to itself")
    for node in nodes.values():
        if node.host is not None and node.host not in nodes:
            raise DrawingRefused(f"{node.ident}: boundary event on nothing")
    return Pool(ident, process.get("id", ""), lanes, nodes, flows, notes)

"""Writes a drawing into a BPMN file as diagram interchange, and the file as text."""

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tools.diagrams.model import BPMN, MODEL, NODES, Box, Flow, Pool, kind

DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
PREFIXES = {
    "bpmn": MODEL,
    "bpmndi": DIAGRAM,
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
LEFT, TOP, TITLE, BELOW = 160, 80, 30, 50


def connect(root: etree._Element) -> None:
    """Write anew into every node which flows enter and leave it."""
    for process in root.iter(BPMN + "process"):
        flows = list(process.iter(BPMN + "sequenceFlow"))
        for node in process:
            if kind(node) not in NODES:
                continue
            for old in [*node.iterchildren(BPMN + "incoming"), *node.iterchildren(BPMN + "outgoing")]:
                node.remove(old)
            place = len(list(node.iterchildren(BPMN + "documentation")))
            for name, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
                for flow in flows:
                    if flow.get(end) == node.get("id"):
                        child = etree.Element(BPMN + name)
                        child.text = flow.get("id")
                        node.insert(place, child)
                        place += 1


def redraw(root: etree._Element, pools: list[Pool]) -> None:
    """Replace every drawing in the file by one of these pools, one below the other."""
    for old in root.findall(f"{{{DIAGRAM}}}BPMNDiagram"):
        root.remove(old)
    collaboration = root.find(BPMN + "collaboration")
    assert collaboration is not None
    stem = (root.get("id") or "diagram").removesuffix("_definitions")
    diagram = _child(root, "bpmndi:BPMNDiagram", id=f"{stem}_diagram")
    if root.get("name"):
        diagram.set("name", root.get("name", ""))
    plane = _child(diagram, "bpmndi:BPMNPlane", id=f"{stem}_plane", bpmnElement=collaboration.get("id", ""))
    top = TOP
    right = max(pool.right for pool in pools)
    for pool in pools:
        _pool(plane, pool, top, right)
        top += pool.lanes[-1].bottom + BELOW


def _pool(plane: etree._Element, pool: Pool, top: int, right: int) -> None:
    def moved(box: Box) -> Box:
        return box[0] + LEFT, box[1] + top, box[2] + LEFT, box[3] + top

    _shape(plane, pool.ident, moved((0, 0, right, pool.lanes[-1].bottom)), isHorizontal="true")
    for lane in pool.lanes:
        _shape(plane, lane.ident, moved((TITLE, lane.top, right, lane.bottom)), isHorizontal="true")
    for node in pool.nodes.values():
        marks = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        shape = _shape(plane, node.ident, moved(node.box), **marks)
        if node.label:
            _label(shape, moved(node.label))
    for ident, box in pool.note_boxes.items():
        _shape(plane, ident, moved(box))
    for flow in pool.flows:
        _edge(plane, flow, top, moved(flow.label) if flow.label else None)


def _edge(plane: etree._Element, flow: Flow, top: int, label: Box | None) -> None:
    edge = _child(plane, "bpmndi:BPMNEdge", id=f"{flow.ident}_edge", bpmnElement=flow.ident)
    for x, y in flow.points:
        _child(edge, "di:waypoint", x=str(x + LEFT), y=str(y + top))
    if label:
        _label(edge, label)


def _shape(plane: etree._Element, ident: str, box: Box, **marks: str) -> etree._Element:
    shape = _child(plane, "bpmndi:BPMNShape", id=f"{ident}_shape", bpmnElement=ident, **marks)
    _bounds(shape, box)
    return shape


def _label(owner: etree._Element, box: Box) -> None:
    _bounds(_child(owner, "bpmndi:BPMNLabel"), box)


def _bounds(owner: etree._Element, box: Box) -> None:
    left, top, right, bottom = box
    _child(owner, "dc:Bounds", x=str(left), y=str(top), width=str(right - left), height=str(bottom - top))


def _child(owner: etree._Element, name: str, **attributes: str) -> etree._Element:
    prefix, _, local = name.partition(":")
    return etree.SubElement(owner, f"{{{PREFIXES[prefix]}}}{local}", attributes)


def text(root: etree._Element) -> str:
    """The file as text: two spaces for each level, one line for each element, every name space on a line."""
    prefixes = PREFIXES | {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    names = {uri: prefix for prefix, uri in prefixes.items()}
    if None in root.nsmap:
        names.setdefault(root.nsmap[None], "bpmn")
    opening = f"<{_name(root.tag, names)} "
    attributes = _attributes(root, names)
    lines = [f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in prefixes.items()]
    lines += [" ".join(attributes[:2]), *attributes[2:]]
    written = ['<?xml version="1.0" encoding="UTF-8"?>', opening + ("\n" + " " * len(opening)).join(lines) + ">"]
    for child in root:
        _write(child, 1, names, written)
    return "\n".join([*written, f"</{_name(root.tag, names)}>", ""])


def _write(element: etree._Element, level: int, names: dict[str, str], written: list[str]) -> None:
    indent = "  " * level
    if isinstance(element, etree._Comment):
        written.append(f"{indent}<!--{element.text}-->")
        return
    name = _name(element.tag, names)
    start = indent + " ".join([f"<{name}", *_attributes(element, names)])
    if len(element):
        written.append(start + ">")
        for child in element:
            _write(child, level + 1, names, written)
        written.append(f"{indent}</{name}>")
    elif element.text and element.text.strip():
        written.append(f"{start}>{escape(element.text)}</{name}>")
    else:
        written.append(start + " />")


def _attributes(element: etree._Element, names: dict[str, str]) -> list[str]:
    return [f"{_name(str(name), names)}={quoteattr(str(value))}" for name, value in element.attrib.items()]


def _name(tag: str, names: dict[str, str]) -> str:
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    return f"{names[uri]}:{local}"

"""The tool that draws diagrams: the same drawing each time, nothing on top of anything else."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from lxml import etree

from tests.support.shared import ROOT
from tools.diagrams.draw import drawn
from tools.diagrams.model import DrawingRefused

DI = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
Box = tuple[int, int, int, int]


def _stripped() -> bytes:
    """A diagram without its drawing, and without what the nodes say of their flows."""
    xml = (ROOT / "bpmn" / "objection.bpmn").read_text("utf-8")
    xml = re.sub(r"  <bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>\n", "", xml, flags=re.DOTALL)
    return re.sub(r" *<bpmn:(incoming|outgoing)>.*\n", "", xml).encode("utf-8")


@pytest.fixture(scope="module")
def once() -> bytes:
    """The stripped diagram, drawn."""
    return drawn(_stripped())


@pytest.fixture
def drawing(once: bytes) -> etree._Element:
    """The drawing that the tool makes of the stripped diagram."""
    return etree.fromstring(once)


def _box(bounds: etree._Element) -> Box:
    x, y, width, height = (int(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _nodes(root: etree._Element) -> dict[str, Box]:
    """The boxes of the nodes: neither pools nor lanes."""
    shapes = root.iterfind(".//bpmndi:BPMNShape", DI)
    return {shape.get("bpmnElement", ""): _box(shape[0]) for shape in shapes if shape.get("isHorizontal") is None}


def _legs(root: etree._Element) -> Iterator[tuple[str, Box]]:
    """The straight parts of the flows."""
    for edge in root.iterfind(".//bpmndi:BPMNEdge", DI):
        points = [(int(at.get("x", "")), int(at.get("y", ""))) for at in edge.iterfind("di:waypoint", DI)]
        for (x, y), (to_x, to_y) in pairwise(points):
            yield edge.get("bpmnElement", ""), (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_drawing_twice_is_drawing_once(once: bytes) -> None:
    assert drawn(once) == once


def test_the_meaning_stays(once: bytes) -> None:
    kept = re.sub(rb"  <bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>\n", b"", once, flags=re.DOTALL)
    original = (ROOT / "bpmn" / "objection.bpmn").read_bytes()
    assert kept == re.sub(rb"  <bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>\n", b"", original, flags=re.DOTALL)


def test_every_node_lies_in_its_lane_and_on_no_other(drawing: etree._Element) -> None:
    nodes = _nodes(drawing)
    hosts = {event.get("id"): event.get("attachedToRef") for event in drawing.iterfind(".//bpmn:boundaryEvent", DI)}
    names = sorted(nodes)
    clashes = [
        (one, other)
        for number, one in enumerate(names)
        for other in names[number + 1 :]
        if _overlap(nodes[one], nodes[other]) and hosts.get(one) != other and hosts.get(other) != one
    ]
    assert clashes == []
    for lane in drawing.iterfind(".//bpmn:lane", DI):
        shape = drawing.find(f".//bpmndi:BPMNShape[@bpmnElement='{lane.get('id')}']", DI)
        assert shape is not None
        left, top, right, bottom = _box(shape[0])
        for ref in lane.iterfind("bpmn:flowNodeRef", DI):
            box = nodes[ref.text or ""]
            assert (left < box[0], top < box[1], box[2] < right, box[3] < bottom) == (True,) * 4, ref.text


def test_flows_run_level_or_upright_and_through_no_node(drawing: etree._Element) -> None:
    legs = list(_legs(drawing))
    assert {flow for flow, _ in legs} == {flow.get("id") for flow in drawing.iterfind(".//bpmn:sequenceFlow", DI)}
    assert [flow for flow, leg in legs if leg[0] != leg[2] and leg[1] != leg[3]] == []
    pierced = [
        (flow, node)
        for flow, leg in legs
        for node, (left, top, right, bottom) in _nodes(drawing).items()
        if _overlap(leg, (left + 1, top + 1, right - 1, bottom - 1))
    ]
    assert pierced == []


def test_no_word_lies_on_a_node_or_on_another_word(drawing: etree._Element) -> None:
    labels = [_box(label[0]) for label in drawing.iterfind(".//bpmndi:BPMNLabel", DI)]
    assert labels
    for number, label in enumerate(labels):
        assert not [node for node, box in _nodes(drawing).items() if _overlap(label, box)]
        assert not [other for other in labels[number + 1 :] if _overlap(label, other)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<bpmn:flowNodeRef>archive</bpmn:flowNodeRef>", b""),
        (b'targetRef="archive"', b'targetRef="nowhere"'),
        (b'targetRef="archive"', b'targetRef="archive_join"'),
        (b'attachedToRef="intake"', b'attachedToRef="nowhere"'),
        (b'processRef="objection_intake"', b'processRef="nowhere"'),
    ],
)
def test_what_cannot_be_drawn_is_refused(right: bytes, wrong: bytes) -> None:
    xml = _stripped()
    assert right in xml
    with pytest.raises(DrawingRefused):
        drawn(xml.replace(right, wrong))

"""The diagrams open in bpmn-js, the viewer that the case page shows them with, and are legible there."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"))
VIEWER = ROOT / "node_modules" / "bpmn-js" / "dist" / "bpmn-navigated-viewer.production.min.js"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

#: What the viewer said while reading the diagram, and the place of all that it drew.
OPEN = """async xml => {
  document.body.innerHTML = '<div id="canvas" style="width: 1400px; height: 900px"></div>';
  const viewer = new BpmnJS({ container: '#canvas' });
  let warnings;
  try {
    warnings = (await viewer.importXML(xml)).warnings.map(warning => warning.message);
  } catch (error) {
    return { warnings: [error.message], drawn: [] };
  }
  const drawn = viewer.get('elementRegistry').getAll().filter(element => element.parent).map(element => ({
    id: element.id, owner: element.businessObject.id, type: element.type, label: element.type === 'label' ||
      Boolean(element.labelTarget), points: element.waypoints ? element.waypoints.map(({ x, y }) => [x, y]) : null,
    box: element.waypoints ? null : [element.x, element.y, element.x + element.width, element.y + element.height],
  }));
  return { warnings, drawn };
}"""


@pytest.fixture(scope="module")
def viewer(browser: Browser) -> Iterator[Page]:
    """A page of a real browser with the viewer loaded."""
    if not VIEWER.is_file():
        pytest.skip("node_modules is absent, so there is no viewer for diagrams: run `make assets`")
    page = browser.new_page(locale="zh-CN")
    page.set_content("<!doctype html><html lang='zh-CN'><body></body></html>")
    page.add_script_tag(path=VIEWER)
    yield page
    page.close()


@pytest.fixture(scope="module")
def opened(viewer: Page) -> Callable[[Path], dict[str, Any]]:
    """Opens a diagram once for all tests of it."""
    return cache(lambda diagram: viewer.evaluate(OPEN, diagram.read_text("utf-8")))


def _overlap(one: list[float], other: list[float]) -> bool:
    """Say whether two boxes (left, top, right, bottom) have an area in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _boxes(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the nodes: all that has a box and is no pool, lane or label."""
    frames = ("bpmn:Participant", "bpmn:Lane", "bpmn:Collaboration")
    return [item for item in drawn if item["box"] and not item["label"] and item["type"] not in frames]


def _named(items: list[dict[str, Any]]) -> set[str]:
    """Return the ids of the BPMN elements that ``items`` stand for."""
    return {item["owner"] for item in items}


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_a_diagram_opens_without_a_warning_and_shows_every_node_and_every_flow(
    opened: Callable[[Path], dict[str, Any]], diagram: Path
) -> None:
    xml, found = diagram.read_text("utf-8"), opened(diagram)
    assert found["warnings"] == []
    expected = {
        element.attrib["id"]
        for process in ElementTree.fromstring(xml).iter(f"{BPMN}process")
        for element in process
        if element.tag != f"{BPMN}laneSet"
    }
    assert expected
    assert expected <= _named(found["drawn"])


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_no_word_of_a_diagram_lies_on_a_node_or_on_another_word(
    opened: Callable[[Path], dict[str, Any]], diagram: Path
) -> None:
    drawn = opened(diagram)["drawn"]
    labels = [item for item in drawn if item["label"]]
    assert labels
    clashes = [
        (label["owner"], other["owner"])
        for label in labels
        for other in _boxes(drawn) + [later for later in labels if later["id"] > label["id"]]
        if _overlap(label["box"], other["box"])
    ]
    assert clashes == []


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_flows_run_level_or_upright_and_through_no_node(
    opened: Callable[[Path], dict[str, Any]], diagram: Path
) -> None:
    drawn = opened(diagram)["drawn"]
    nodes = _boxes(drawn)
    legs = [
        (flow["owner"], *start, *end)
        for flow in drawn
        if flow["points"]
        for start, end in zip(flow["points"], flow["points"][1:], strict=False)
    ]
    assert legs
    assert [leg for leg in legs if leg[1] != leg[3] and leg[2] != leg[4]] == []
    # A pixel inside the outline: a flow ends on the outline of its own nodes and may touch no other.
    pierced = [
        (flow, node["owner"])
        for flow, x, y, to_x, to_y in legs
        for node in nodes
        if _overlap(
            [min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)],
            [node["box"][0] + 1, node["box"][1] + 1, node["box"][2] - 1, node["box"][3] - 1],
        )
    ]
    assert pierced == []


def test_the_viewer_warns_of_a_flow_that_is_drawn_but_does_not_exist(viewer: Page) -> None:
    xml = (ROOT / "bpmn" / "objection.bpmn").read_text("utf-8")
    spoiled = xml.replace('bpmnElement="flow_archive__archived"', 'bpmnElement="flow_nowhere"')
    assert spoiled != xml
    assert viewer.evaluate(OPEN, spoiled)["warnings"]

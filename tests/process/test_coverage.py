"""The scenarios of a process type together pass every node and every flow of its diagram."""

from pathlib import Path

import pytest

from tests.factories import blank_docx
from tests.support.shared import ROOT
from webapp.demo.scenario import run_scenario
from workflows.engine import diagrams
from workflows.processes import discover

PROCESSES = discover()


@pytest.mark.parametrize("key", PROCESSES)
def test_every_node_and_every_flow_is_passed_by_a_scenario(key: str, tmp_path: Path) -> None:
    process = PROCESSES[key]
    diagram = diagrams.load((ROOT / "bpmn" / process.diagram).read_bytes())
    passed: set[str] = set()
    for scenario in process.scenarios.values():
        folder = tmp_path / scenario.key
        folder.mkdir()
        run_scenario(process, scenario, folder, render=lambda _template, _context: blank_docx(), watch=passed.update)
    assert sorted(diagram.nodes - passed) == [], "nodes that no scenario passes"
    assert sorted(diagram.flows.keys() - passed) == [], "flows that no scenario passes"

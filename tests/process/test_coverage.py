"""The scenarios of a process type together pass every node and every flow of its diagram."""

import pytest

from tests.support.scenarios import ran
from tests.support.shared import ROOT
from workflows.engine import diagrams
from workflows.processes import discover

PROCESSES = discover()


@pytest.mark.parametrize("key", PROCESSES)
def test_every_node_and_every_flow_is_passed_by_a_scenario(key: str) -> None:
    process = PROCESSES[key]
    diagram = diagrams.load((ROOT / "bpmn" / process.diagram).read_bytes())
    passed = frozenset[str]().union(*(ran(key, scenario).passed for scenario in process.scenarios))
    assert sorted(diagram.nodes - passed) == [], "nodes that no scenario passes"
    assert sorted(diagram.flows.keys() - passed) == [], "flows that no scenario passes"

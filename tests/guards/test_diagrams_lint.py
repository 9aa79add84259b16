"""The diagrams keep the rules of good drawing that every BPMN modeller knows."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"))


def _lint(*files: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter over ``files`` and return what it printed and its status."""
    if not (ROOT / "node_modules" / "bpmnlint").is_dir():
        pytest.skip("node_modules is absent, so there is no linter for diagrams: run `make assets`")
    node = shutil.which("node", path=os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ.get("PATH", os.defpath)]))
    assert node, "node_modules is there, but no Node.js to run it: run `make assets`"
    command = [node, str(ROOT / "tools" / "diagrams" / "lint.mjs"), *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_there_is_a_diagram_to_lint() -> None:
    assert DIAGRAMS


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_a_diagram_has_no_lint_finding_not_even_a_warning(diagram: Path) -> None:
    result = _lint(diagram)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ('<bpmn:endEvent id="archived" name="已归档">', '<bpmn:endEvent id="archived">', "label-required"),
        ('bpmnElement="archived"', 'bpmnElement="archive"', "no-bpmndi"),
        (' default="flow_route__sign_for"', "", "conditional-flows"),
    ],
)
def test_the_linter_finds_a_missing_name_a_missing_shape_and_a_missing_default(
    tmp_path: Path, right: str, wrong: str, rule: str
) -> None:
    xml = (ROOT / "bpmn" / "objection.bpmn").read_text("utf-8")
    assert xml.count(right) == 1
    spoiled = tmp_path / "spoiled.bpmn"
    spoiled.write_text(xml.replace(right, wrong), "utf-8")
    result = _lint(spoiled)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"[{rule}]" in result.stdout


def test_a_file_that_is_no_diagram_is_a_finding(tmp_path: Path) -> None:
    torn = tmp_path / "torn.bpmn"
    torn.write_text("<bpmn:definitions", "utf-8")
    result = _lint(torn)
    assert result.returncode == 1
    assert "[parse]" in result.stdout


def test_the_lock_file_names_no_registry_so_that_a_mirror_can_serve_it() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")

"""Imports point one way only, as docs/architecture.md draws it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shared import ROOT
from tests.support.source import imported_modules, python_files, tree

#: Small libraries of values that the domain may use: no input or output, no framework.
VALUE_LIBRARIES = {"stdnum"}


def foreign_to_the_domain(name: str) -> bool:
    """Say whether the domain may not import the module ``name``."""
    top = name.partition(".")[0]
    if top == "workflows":
        return name != "workflows" and not f"{name}.".startswith("workflows.domain.")
    return top not in sys.stdlib_module_names | VALUE_LIBRARIES


def process_type(file: Path) -> str | None:
    """Return the process type whose folder holds ``file``, if any."""
    inside = file.parts[:2] == ("workflows", "processes") and len(file.parts) > 3
    return file.parts[2] if inside else None


def other_types_imported(file: Path, names: list[str], types: set[str]) -> list[str]:
    """Return the imports in ``file`` of a process type other than its own."""
    own = process_type(file)
    return [
        name
        for name in names
        if name.startswith("workflows.processes.") and name.split(".")[2] in types - {own} and own is not None
    ]


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_domain_is_plain_python() -> None:
    files = python_files("workflows/domain")
    assert files
    foreign = [
        f"{file}:{line} imports {name}"
        for file in files
        for line, name in imported_modules(tree(file))
        if foreign_to_the_domain(name)
    ]
    assert foreign == []


def test_process_types_do_not_know_each_other() -> None:
    files = [file for file in python_files("workflows/processes") if process_type(file)]
    types = {str(process_type(file)) for file in files}
    assert types, "no process type was found"
    crossing = {
        str(file): found
        for file in files
        if (found := other_types_imported(file, [name for _, name in imported_modules(tree(file))], types))
    }
    assert crossing == {}


@pytest.mark.parametrize("name", ["sqlalchemy", "flask.globals", "workflows.store.tables", "SpiffWorkflow.bpmn"])
def test_the_guard_of_the_domain_sees_what_is_foreign(name: str) -> None:
    assert foreign_to_the_domain(name)


@pytest.mark.parametrize("name", ["datetime", "workflows.domain.errors", "workflows.domain", "stdnum.cn.uscc"])
def test_the_guard_of_the_domain_lets_plain_python_pass(name: str) -> None:
    assert not foreign_to_the_domain(name)


def test_the_guard_of_process_types_sees_one_type_reach_into_another() -> None:
    file = Path("workflows/processes/repair/rules.py")
    names = ["workflows.processes.objection.rules", "workflows.processes.repair.forms", "workflows.domain.errors"]
    assert other_types_imported(file, names, {"repair", "objection"}) == names[:1]

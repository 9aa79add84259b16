"""Whoever clones the repository gets the same house: exact pins, no private places, two commands."""

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.shared import ROOT
from tests.support.source import PRODUCT, imported_modules, python_files, tree

PIN = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][A-Za-z0-9.+-]*$")
REQUIREMENT_FILES = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt", "constraints.txt"]
#: Folders in which people and build machines keep their checkouts.
PRIVATE_PLACE = re.compile(r"(?<![\w.~-])/(?:home|Users|root)/\w+")


def requirements(file: str) -> list[str]:
    """Return the lines of a requirements file that name a package."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def normalised(name: str) -> str:
    """Return a distribution's name in the one form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def tracked_files() -> list[Path]:
    """Return the files that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def private_places(text: str) -> list[str]:
    """Return the paths in ``text`` that exist only on the machine of whoever wrote it."""
    found = PRIVATE_PLACE.findall(text)
    if len(ROOT.parts) > 2 and f"{ROOT}/" in text:
        found.append(str(ROOT))
    return found


@pytest.mark.parametrize("file", REQUIREMENT_FILES)
def test_every_requirement_is_exact(file: str) -> None:
    lines = requirements(file)
    assert lines
    assert [line for line in lines if not PIN.match(line)] == []


@pytest.mark.parametrize("line", ["flask", "flask>=3", "flask==3.*", "--index-url https://example.org", "-e ."])
def test_a_requirement_that_is_not_exact_is_seen(line: str) -> None:
    assert not PIN.match(line)


def test_no_package_is_pinned_twice() -> None:
    names = [normalised(re.split(r"[\[=]", line)[0]) for file in REQUIREMENT_FILES for line in requirements(file)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_product_imports_only_what_the_runtime_requirements_install() -> None:
    declared = {normalised(re.split(r"[\[=]", line)[0]) for line in requirements("requirements.txt")}
    companions = {normalised(line.partition("==")[0]) for line in requirements("constraints.txt")}
    distributions = packages_distributions()
    undeclared = {
        f"{file}:{line} {name}"
        for file in python_files(*PRODUCT)
        for line, name in imported_modules(tree(file))
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names | set(PRODUCT)
        and not {normalised(dist) for dist in distributions.get(top, [])} & (declared | companions)
    }
    assert undeclared == set()


def test_front_end_packages_are_exact_and_locked_without_naming_a_registry() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []


@pytest.mark.parametrize("file", [".npmrc", "pyproject.toml", "tools/setup/venv.sh", "tools/setup/browser.sh"])
def test_no_set_up_file_names_a_registry(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"registry\s*=|index-url|find-links|https?://", text) == []


def test_ci_runs_the_tests_that_people_run() -> None:
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert re.search(r"^exec make .*\btest$", commands[-1])


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    shown = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, check=True)
    assert set(re.findall(r"^make ([a-z-]+)", shown.stdout.decode(), re.MULTILINE)) == set(phony.split())


def test_the_site_and_its_worker_are_two_processes() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["web", "worker"]
    # The demonstration runs the same two, and a stand-in for the city platform.
    more = (ROOT / "Procfile.demonstration").read_text(encoding="utf-8").splitlines()
    assert more[:2] == lines
    assert [line.partition(":")[0] for line in more[2:]] == ["platform"]


def test_no_kept_file_names_a_place_on_somebodys_machine() -> None:
    found = {}
    for file in tracked_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if file != Path(__file__) and (places := private_places(text)):
            found[str(file.relative_to(ROOT))] = places
    assert found == {}


def test_a_place_on_somebodys_machine_is_seen() -> None:
    assert private_places("open('/home/zhang/creditcase/var')")
    assert private_places(f"see {ROOT}/docs")
    assert private_places("https://example.org/home/page and ~/creditcase") == []

"""Each act is one unit of work: the product has a single place that commits."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.source import PRODUCT, python_files, tree

THE_PLACE = Path("workflows/store/unit_of_work.py")
#: Its reading connection; acts never get that one.
READS_IN_AUTOCOMMIT = Path("workflows/store/database.py")


def calls_of_method(module: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    """Yield line and receiver of every call ``receiver.name(…)``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node.lineno, ast.unparse(node.func.value)


def units_of_work(module: ast.Module) -> set[str]:
    """Return the names that hold a UnitOfWork: ``with ….act() as name`` and parameters annotated so."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
            call = node.context_expr
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "act":
                names.add(node.optional_vars.id)
        elif isinstance(node, ast.arg) and node.annotation and ast.unparse(node.annotation).endswith("UnitOfWork"):
            names.add(node.arg)
    return names


def commits_past_the_unit_of_work(module: ast.Module) -> list[int]:
    """Return the lines that commit anything other than a UnitOfWork."""
    units = units_of_work(module)
    return [line for line, receiver in calls_of_method(module, "commit") if receiver not in units]


def test_a_transaction_is_committed_in_one_place() -> None:
    commits = [file for file in python_files(*PRODUCT) for _ in commits_past_the_unit_of_work(tree(file))]
    assert commits == [THE_PLACE]


def test_nothing_outside_the_store_opens_a_transaction_that_commits_by_itself() -> None:
    files = [file for file in python_files(*PRODUCT) if file.parts[:2] != ("workflows", "store")]
    assert [f"{file}:{line}" for file in files for line, _ in calls_of_method(tree(file), "begin")] == []


def test_only_the_reader_of_the_store_runs_in_autocommit() -> None:
    files = [file for file in python_files(*PRODUCT) if file != READS_IN_AUTOCOMMIT]
    assert [
        f"{file}:{node.lineno}"
        for file in files
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and node.value == "AUTOCOMMIT"
    ] == []


def test_the_guard_sees_a_commit_past_the_unit_of_work() -> None:
    source = """
with database.act() as unit:
    unit.commit()
with engine.connect() as connection:
    connection.commit()
def keep(work: UnitOfWork, session):
    work.commit()
    session.commit()
    work.connection.commit()
"""
    assert commits_past_the_unit_of_work(ast.parse(source)) == [5, 8, 9]

"""Reads the repository's own Python for the guards."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.shared import ROOT

#: The product's packages.
PRODUCT = ("workflows", "wire", "notifications", "exchange", "webapp")
#: All folders with Python of ours.
EVERYTHING = (*PRODUCT, "bench", "docs_templates", "migrations", "tests", "tools")


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under ``folders``, relative to the repository, in order."""
    found = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return sorted(file.relative_to(ROOT) for file in found if "node_modules" not in file.parts)


@cache
def tree(file: Path) -> ast.Module:
    """Return the parsed file, a path relative to the repository."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), filename=str(file))


def imported_modules(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every absolute import, wherever it stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


def _local_names(module: ast.Module) -> dict[str, str]:
    """Map each imported name to what it stands for: ``dt`` → ``datetime.datetime``."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else (
                    alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def references(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of every use of an imported thing, called or only mentioned."""
    names = _local_names(module)
    for node in ast.walk(module):
        parts: list[str] = []
        inner: ast.expr | ast.AST = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name) and inner.id in names:
            yield inner.lineno, ".".join([names[inner.id], *reversed(parts)])

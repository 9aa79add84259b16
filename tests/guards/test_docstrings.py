"""Every module, public class and public function of the product says what it is for."""

import ast
from collections.abc import Iterator

from tests.support.source import PRODUCT, python_files, tree


def without_docstring(module: ast.Module) -> Iterator[str]:
    """Yield ``line name`` of what is public and says nothing.

    Methods count where the class stands alone; one that overrides a method of a base inherits its meaning.
    """
    if ast.get_docstring(module) is None:
        yield "1 module"
    for node in module.body:
        yield from _silent(node)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _bases(node):
            for member in node.body:
                yield from _silent(member, f"{node.name}.")


def _bases(node: ast.ClassDef) -> list[str]:
    names = [ast.unparse(base) for base in node.bases]
    return [name for name in names if name.partition("[")[0] not in ("Protocol", "Generic", "typing.Protocol")]


def _silent(node: ast.stmt, prefix: str = "") -> Iterator[str]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    overloaded = any(ast.unparse(mark).endswith(("overload", ".setter")) for mark in node.decorator_list)
    if not node.name.startswith("_") and not overloaded and ast.get_docstring(node) is None:
        yield f"{node.lineno} {prefix}{node.name}"


def test_everything_public_says_what_it_is_for() -> None:
    silent = {str(file): found for file in python_files(*PRODUCT) if (found := list(without_docstring(tree(file))))}
    assert silent == {}


def test_the_guard_sees_what_is_silent() -> None:
    source = '''
class Case:
    """A case."""
    def close(self): ...
    def _close(self): ...
class Form(Base):
    """A form."""
    def validate(self): ...
def open_case(): ...
async def _private(): ...
'''
    assert list(without_docstring(ast.parse(source))) == ["1 module", "4 Case.close", "9 open_case"]

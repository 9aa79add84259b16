"""A Word template read once: what it asks for, and the refusal of anything that is not a placeholder.

The language of templates is a small part of Jinja: print a value, ``if``, ``for``, comparison, and the filters
``length``, ``join``, ``batch`` (so many to a line), ``cn`` (full-width marks), ``title`` and ``beside``
(a QR code beside the signature). All else is refused when the file is read, and again by the sandbox when it runs.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from notifications.letter_words import full_width, title_lines
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_

#: Unpacked bytes of a template; a real one has about 100 kB.
LARGEST = 20_000_000
_LOOP = frozenset({"index", "first", "last", "length"})
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.For, nodes.Const,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.Filter,
)  # fmt: skip
_PART = re.compile(r"word/(document|header\d+|footer\d+)\.xml")


class LetterTemplateUnsafe(OfficeError):
    """The template holds code, a macro or a link out of the file; params: ``why``."""

    message = N_("文书模板含有不允许的内容：%(why)s")
    status = 422


class LetterTemplateBroken(OfficeError):
    """The template is not a Word file, or its placeholders are mistyped; params: ``why``."""

    message = N_("文书模板无法使用：%(why)s")
    status = 422


class LetterContextMissing(OfficeError):
    """The template prints something that was not given; params: ``placeholder``."""

    message = N_("文书缺少内容：%(placeholder)s")
    status = 500


class _Sandbox(SandboxedEnvironment):
    """Values are data: a name after a dot looks into a mapping or the loop counter, never at a Python attribute."""

    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, dict):
            return self.undefined(obj=obj, name=attribute)
        return obj if isinstance(obj, Undefined) else self.unsafe_undefined(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise LetterTemplateUnsafe(why=operator)


def _printed(value: object) -> object:
    """The last look at a value before it is printed: what has no printed form is a gap in the letter."""
    if value is None or isinstance(value, dict | list):
        raise LetterContextMissing(placeholder=type(value).__name__)
    return value


def environment(beside: Any) -> SandboxedEnvironment:
    """The sandbox in which every letter is filled.

    Args:
        beside: the filter that turns the letter's QR code into one standing beside the signature.
    """
    env = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_printed)
    kept = {name: env.filters[name] for name in ("length", "join")}
    env.filters = {**kept, "cn": _cn, "title": title_lines, "batch": _batch, "beside": beside}
    env.globals.clear()
    env.tests = {}
    return env


def _cn(value: Any) -> Any:
    """``full_width`` for a text or each text of a list; what is missing stays missing."""
    if isinstance(value, list):
        return [_cn(entry) for entry in value]
    return full_width(value) if isinstance(value, str) else value


def _batch(values: Any, size: int) -> list[Any]:
    """The list in lines of ``size``; Jinja's own ``batch`` could be told to fill the memory."""
    return [values[start : start + size] for start in range(0, len(values), size)]


@dataclass(frozen=True, kw_only=True)
class LetterTemplate:
    """One template, checked and compiled."""

    #: The file as it is.
    data: bytes
    #: Part name in the package (``word/document.xml``) → its compiled text; parts without placeholders are left out.
    parts: Mapping[str, Template]
    #: Dotted paths of all it asks for, ``[]`` after a list: ``items[].label``.
    placeholders: frozenset[str]

    @classmethod
    def read(cls, data: bytes, env: SandboxedEnvironment) -> "LetterTemplate":
        """Check a Word file and compile its placeholders.

        Raises:
            LetterTemplateUnsafe: macro, link out of the file, DOCTYPE, oversize or code beyond placeholders.
            LetterTemplateBroken: not a Word file, or a placeholder that does not parse.
        """
        _check_package(data)
        patcher = DocxTemplate(io.BytesIO(data))
        patcher.init_docx()
        parts: dict[str, Template] = {}
        asked: set[str] = set()
        for name, source in _texts(patcher):
            if "{{" not in source and "{%" not in source and name != "word/document.xml":
                continue
            try:
                tree = env.parse(source)
                _check_code(tree)
                asked.update(_paths(tree, {}))
                parts[name] = env.from_string(tree)
            except TemplateError as error:
                raise LetterTemplateBroken(why=error.message or type(error).__name__) from error
        return cls(data=data, parts=parts, placeholders=frozenset(asked))


def _texts(patcher: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Part name and text for Jinja of the body, the headers and the footers."""
    yield "word/document.xml", patcher.patch_xml(patcher.get_xml())
    for uri in (patcher.HEADER_URI, patcher.FOOTER_URI):
        for _, part in patcher.get_headers_footers(uri):
            yield str(part.partname).lstrip("/"), patcher.patch_xml(patcher.get_part_xml(part))


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise LetterTemplateUnsafe(why=N_("文件过大"))
            for entry in entries:
                if "vba" in entry.filename.lower() or "activex" in entry.filename.lower():
                    raise LetterTemplateUnsafe(why=N_("宏"))
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                text = package.read(entry)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise LetterTemplateUnsafe(why="DOCTYPE")
                if b"macroEnabled" in text:
                    raise LetterTemplateUnsafe(why=N_("宏"))
                if entry.filename.endswith(".rels") and b'TargetMode="External"' in text:
                    raise LetterTemplateUnsafe(why=N_("外部链接"))
            if "word/document.xml" not in package.namelist():
                raise LetterTemplateBroken(why=N_("不是 Word 文件"))
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise LetterTemplateBroken(why=N_("不是 Word 文件")) from error


def _check_code(tree: nodes.Node) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise LetterTemplateUnsafe(why=type(node).__name__)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise LetterTemplateUnsafe(why=node.attr)


def _dotted(node: nodes.Node, scope: Mapping[str, str]) -> str:
    """The path of a name or of names joined by dots; empty where the node is something else."""
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _dotted(node.node, scope)
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node, scope)}.{node.attr}"
    return ""


def _paths(node: nodes.Node, scope: Mapping[str, str]) -> Iterator[str]:
    """All paths below ``node``; loop variables are replaced by the list that they walk."""
    if isinstance(node, nodes.For):
        yield from _paths(node.iter, scope)
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        lines = isinstance(node.iter, nodes.Filter) and node.iter.name == "batch"
        inner = {**scope, target: _dotted(node.iter, scope) + ("" if lines else "[]"), "loop": "loop"}
        for child in [*node.body, *node.else_]:
            yield from _paths(child, inner)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        path = _dotted(node, scope)
        if not path.startswith("loop."):
            yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, scope)

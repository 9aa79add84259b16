"""Decision tables (DMN 1.3): read from ``bpmn/*.dmn``, checked, and evaluated without running anything.

A cell of an input is ``-`` (anything), one or several texts in quotes, a whole number or a comparison such as
``>= 12``; a cell of an output is a text in quotes, a whole number, ``true`` or ``false``. There are no expressions,
functions or other FEEL. Hit policies are UNIQUE and FIRST. The files open in any DMN modeller.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_

#: What a table is asked and what it answers with.
Value = str | int | bool

_FOLDER = Path(__file__).resolve().parents[2] / "bpmn"
_DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
_LARGEST, _MOST_RULES = 256 * 1024, 200
_TEXT = re.compile(r'"([^"]*)"')
_TEXTS = re.compile(r'"[^"]*"(\s*,\s*"[^"]*")*')
_NUMBER = re.compile(r"(<=|>=|<|>)?\s*(-?\d{1,9})")
_HOLDS: Mapping[str, Callable[[int, int], bool]] = {
    "": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class BadTable(OfficeError):
    """A decision table cannot be used; params: ``why``."""

    message = N_("决策表有误：%(why)s")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of a table: the cells of its inputs and of its outputs, in the order of the columns."""

    inputs: tuple[str, ...]
    outputs: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision table."""

    name: str
    #: UNIQUE: at most one line may hit; FIRST: the first that hits decides.
    first: bool
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]

    def decide(self, asked: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return the outputs of the line that hits.

        Args:
            asked: a value for each input.

        Raises:
            BadTable: an input is missing, no line hits, or several do though only one may.
        """
        for name in self.inputs:
            if name not in asked:
                raise BadTable(why=f"缺少输入 {name}")
        hits = [
            rule
            for rule in self.rules
            if all(_hits(cell, asked[name]) for name, cell in zip(self.inputs, rule.inputs, strict=True))
        ]
        if not hits:
            raise BadTable(why=f"{self.name} 没有适用的行：{dict(asked)}")
        if len(hits) > 1 and not self.first:
            raise BadTable(why=f"{self.name} 有多行同时适用：{dict(asked)}")
        return dict(zip(self.outputs, hits[0].outputs, strict=True))


@cache
def table(file: str) -> Table:
    """Return the one decision table of a file under ``bpmn/``.

    Raises:
        BadTable: the file is no table that may be used.
    """
    return read((_FOLDER / file).read_bytes())


def read(xml: bytes) -> Table:
    """Read the one decision table of a DMN 1.3 file.

    Args:
        xml: the file, UTF-8.

    Raises:
        BadTable: too large, with DOCTYPE or entities, not well formed, not exactly one table, or a cell that is not
            allowed.
    """
    if len(xml) > _LARGEST:
        raise BadTable(why="文件超过 256 KB")
    # In another encoding the two words looked for would be spelt in other bytes.
    if b"\x00" in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or not _is_utf8(xml):
        raise BadTable(why="须为 UTF-8 编码，且不得含有 DOCTYPE 或实体定义")
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise BadTable(why=f"XML 不完整：{error}") from error
    found = list(root.iter(f"{_DMN}decisionTable"))
    if root.tag != f"{_DMN}definitions" or len(found) != 1:
        raise BadTable(why="文件须是 DMN 1.3，且恰有一张决策表")
    return _table(root.get("name", ""), found[0])


def _table(name: str, drawn: ElementTree.Element) -> Table:
    policy = drawn.get("hitPolicy", "UNIQUE")
    if policy not in ("UNIQUE", "FIRST"):
        raise BadTable(why=f"不支持的命中策略 {policy}")
    inputs = tuple(_text(each.find(f"{_DMN}inputExpression")) for each in drawn.findall(f"{_DMN}input"))
    outputs = tuple(each.get("name", "") for each in drawn.findall(f"{_DMN}output"))
    lines = drawn.findall(f"{_DMN}rule")
    if not inputs or not outputs or not lines or len(lines) > _MOST_RULES:
        raise BadTable(why="决策表缺少输入、输出或行，或者行数过多")
    if not all(each.isidentifier() for each in (*inputs, *outputs)):
        raise BadTable(why="输入和输出的名称须是标识符")
    rules = tuple(_rule(line, len(inputs), len(outputs)) for line in lines)
    return Table(name=name, first=policy == "FIRST", inputs=inputs, outputs=outputs, rules=rules)


def _rule(line: ElementTree.Element, inputs: int, outputs: int) -> Rule:
    asked = [_text(cell) for cell in line.findall(f"{_DMN}inputEntry")]
    answered = [_text(cell) for cell in line.findall(f"{_DMN}outputEntry")]
    if (len(asked), len(answered)) != (inputs, outputs):
        raise BadTable(why=f"行 {line.get('id', '')} 的格数与列数不符")
    for cell in asked:
        if cell not in ("", "-") and not _TEXTS.fullmatch(cell) and not _NUMBER.fullmatch(cell):
            raise BadTable(why=f"不允许的条件“{cell[:40]}”")
    return Rule(inputs=tuple(asked), outputs=_values(answered))


def _values(cells: Sequence[str]) -> tuple[Value, ...]:
    return tuple(_value(cell) for cell in cells)


def _value(cell: str) -> Value:
    if (text := _TEXT.fullmatch(cell)) is not None:
        return text[1]
    if cell in ("true", "false"):
        return cell == "true"
    if (number := _NUMBER.fullmatch(cell)) is not None and number[1] is None:
        return int(number[2])
    raise BadTable(why=f"不允许的结果“{cell[:40]}”")


def _hits(cell: str, value: Value) -> bool:
    if cell in ("", "-"):
        return True
    if _TEXTS.fullmatch(cell):
        return value in _TEXT.findall(cell)
    number = _NUMBER.fullmatch(cell)
    if number is None or type(value) is not int:
        return False
    return _HOLDS[number[1] or ""](value, int(number[2]))


def _text(element: ElementTree.Element | None) -> str:
    return "" if element is None else (element.findtext(f"{_DMN}text") or "").strip()


def _is_utf8(xml: bytes) -> bool:
    declared = re.match(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""", xml)
    return declared is None or declared[1].lower() == b"utf-8"

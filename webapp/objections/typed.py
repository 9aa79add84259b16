"""The field grid of the filing form of an objection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflows.operations.case_page import FieldLine

#: Values longer than this get a field of several lines, in characters.
_ONE_LINE = 30


@dataclass(frozen=True, kw_only=True)
class GridLine:
    """One line of the grid: what the system has beside what is claimed."""

    line: FieldLine
    #: HTML name and id of the input.
    name: str
    field_name: str
    typed: str
    errors: tuple[Any, ...]
    long: bool


def keep_filled(form: Any) -> None:
    """Drop the lines of the grid in which nothing is claimed."""
    form.claims.entries = [entry for entry in form.claims.entries if (entry.form.claimed.data or "").strip()]


def grid(form: Any, offered: Sequence[FieldLine]) -> list[GridLine]:
    """Return a line for every field that can be objected to, with what was typed into it."""
    typed = {entry.form.field.data: entry.form.claimed for entry in form.claims.entries}
    return [
        GridLine(
            line=line,
            name=f"claims-{number}-claimed",
            field_name=f"claims-{number}-field",
            typed=(typed[line.code].data or "") if line.code in typed else "",
            errors=tuple(typed[line.code].errors) if line.code in typed else (),
            long=len(line.value) > _ONE_LINE,
        )
        for number, line in enumerate(offered)
    ]

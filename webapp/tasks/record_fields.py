"""Grids that name a field of the record: a list of the record's fields with their present values instead of a code."""

from collections.abc import Sequence
from typing import Any, TypeVar

from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import InputRequired

from webapp.i18n import say
from workflows.domain.words import N_
from workflows.operations.case_page import FieldLine

_F = TypeVar("_F", bound=Form)

#: Characters of a present value that a list shows.
_SHOWN = 24


def with_record_fields(form_class: type[_F], offered: Sequence[FieldLine]) -> type[_F]:
    """Return ``form_class`` with every grid column ``field`` as a choice of ``offered``; itself if it has none.

    The choices are worded in the language of the present reader.
    """
    replaced: dict[str, Any] = {}
    for name, unbound in vars(form_class).items():
        row = _row_class(unbound)
        if row is None or "field" not in vars(row):
            continue
        column = vars(row)["field"]
        choice = SelectField(column.args[0], choices=_choices(offered), validators=[InputRequired(N_("请选择字段。"))])
        choice.creation_counter = column.creation_counter
        grid = FieldList(FormField(type(row.__name__, (row,), {"field": choice})), **unbound.kwargs)
        grid.creation_counter = unbound.creation_counter
        replaced[name] = grid
    return type(form_class.__name__, (form_class,), replaced) if replaced else form_class


def _row_class(unbound: Any) -> Any:
    """Return the form of a grid's rows, or None for any other attribute."""
    if getattr(unbound, "field_class", None) is not FieldList or unbound.args[0].field_class is not FormField:
        return None
    return unbound.args[0].args[0]


def _choices(offered: Sequence[FieldLine]) -> list[tuple[str, str]]:
    lines = ((line.code, f"{say(line.label)} · {_short(line.value)}") for line in offered)
    return [("", say(N_("（请选择）"))), *lines]


def _short(value: str) -> str:
    return (value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…") or say(N_("（空）"))

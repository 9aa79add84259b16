"""The forms of the pages for programs: described as JSON Schema, and filled from JSON.

A form that comes as JSON goes through the same WTForms class as one that a browser sends, so that nothing is accepted
here that a page would refuse. Types are checked strictly before: a number is no text and ``"false"`` is not false.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Length, NumberRange

from webapp.forms import without_control
from webapp.i18n import say
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_

#: Makes the form of an act, with its choices, from what was sent (None for a blank one).
Maker = Callable[[MultiDict[str, str] | None], Form]

_WRONG = N_("内容不符合接口说明，请核对类型和取值。")
_UNKNOWN = N_("没有这一栏，请核对名称。")
_TOO_LONG = N_("行数过多，请精简。")


def json_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of what a form takes, with labels in the reader's language as titles."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.short_name: _property(field) for field in form},
        "required": [field.short_name for field in form if _required(field)],
    }


def _required(field: Any) -> bool:
    one_of = isinstance(field, RadioField | SelectField) and not isinstance(field, SelectMultipleField)
    return bool(field.flags.required) or (one_of and field.default is None)


def _property(field: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"title": say(field.label.text), **_type(field)}
    if field.description:
        told["description"] = say(field.description)
    for each in field.validators:
        if isinstance(each, Length) and each.max > 0:
            told["maxLength"] = each.max
        if isinstance(each, NumberRange):
            told |= {"minimum": each.min, "maximum": each.max}
    return told


def _type(field: Any) -> dict[str, Any]:
    if isinstance(field, BooleanField):
        return {"type": "boolean"}
    if isinstance(field, FieldList):
        return {"type": "array", "maxItems": field.max_entries, "items": json_schema(_row(field))}
    if isinstance(field, SelectMultipleField):
        return {"type": "array", "items": {"oneOf": list(_choices(field))}}
    if isinstance(field, RadioField | SelectField):
        return {"type": "string", "oneOf": list(_choices(field))}
    if isinstance(field, IntegerField):
        return {"type": "integer"}
    if isinstance(field, DateField):
        return {"type": "string", "format": "date"}
    return {"type": "string"}


def _choices(field: Any) -> Iterator[dict[str, Any]]:
    for value, label, *_rest in field.iter_choices():
        yield {"const": value, "title": say(label)}


def _row(field: Any) -> Form:
    """Return a blank row of a grid."""
    form: Form = field.unbound_field.args[0]()
    return form


def plain(value: Any) -> Any:
    """Return a proposal as JSON can hold it and the form takes it back: days and hours as text, in grids too."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def asked(form: Form) -> dict[str, Any]:
    """Return the grids that begin with rows in which the office asks about something, with these rows."""
    return {field.short_name: field.data for field in form if isinstance(field, FieldList) and field.entries}


def validated(make: Maker, data: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the form with JSON and return the values of its declared fields.

    Raises:
        FieldErrors: something is of another type than the form takes, is not declared, or is refused by the form.
    """
    sent: MultiDict[str, str] = MultiDict()
    wrong: dict[str, list[str]] = {}
    _send(make(None), data, "", sent, wrong)
    if wrong:
        raise FieldErrors(wrong)
    form = make(sent)
    if not form.validate():
        raise FieldErrors(dict(_errors(form)))
    return dict(form.data)


def _send(
    form: Form, data: Mapping[str, Any], prefix: str, sent: MultiDict[str, str], wrong: dict[str, list[str]]
) -> None:
    """Write ``data`` as a browser would send it."""
    for name, value in data.items():
        place = f"{prefix}{name}"
        if name not in form:
            wrong[place] = [_UNKNOWN]
            continue
        field = form[name]
        if isinstance(field, FieldList):
            _send_rows(field, value, place, sent, wrong)
        elif not _fits(field, value):
            wrong[place] = [_WRONG]
        else:
            sent.setlist(place, _texts(value))


def _send_rows(field: Any, rows: Any, place: str, sent: MultiDict[str, str], wrong: dict[str, list[str]]) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        wrong[place] = [_WRONG]
    elif len(rows) > field.max_entries:
        wrong[place] = [_TOO_LONG]
    else:
        blank = _row(field)
        for number, row in enumerate(rows):
            # Every cell is sent, so that an empty row is refused and not passed over.
            _send(blank, {**{cell.short_name: "" for cell in blank}, **row}, f"{place}-{number}-", sent, wrong)


def _fits(field: Any, value: Any) -> bool:
    if value is None:
        return True
    if isinstance(field, BooleanField):
        return isinstance(value, bool)
    if isinstance(field, SelectMultipleField):
        return isinstance(value, list) and all(isinstance(each, str | int) for each in value)
    if isinstance(field, IntegerField):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _texts(value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return ["y"]
    if isinstance(value, list):
        return [str(each) for each in value]
    return [without_control(value.replace("\r\n", "\n")) if isinstance(value, str) else str(value)]


def _errors(form: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the full name of each field that was refused, with the messages."""
    for field in form:
        rows = list(field.entries) if isinstance(field, FieldList) else []
        for row in rows:
            yield from _errors(row.form)
        if field.errors and not any(row.errors for row in rows):
            yield field.name, [str(each) for each in field.errors]
    if form.form_errors:
        yield "_", [str(each) for each in form.form_errors]

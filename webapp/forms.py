"""Forms between browser and office: only declared fields, blank rows dropped, errors told in the reader's language.

A view::

    form = bind(ExamineForm, request)
    if sent(request) and form.validate():
        try:
            act(data=validated(form), key=act_key(request), seen=seen(request), …)
            return redirect(…)
        except OfficeError as error:
            refuse(form, error)
    return answer(render_template(…, form=form), form)

and its template: ``{% import "macros/forms.html" as forms with context %}`` … ``{{ forms.opening(seen) }}``
``{{ forms.fields(form) }}`` ``{{ forms.submit(_('提交')) }}`` ``{{ forms.closing() }}``.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Request, g, make_response, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import FieldList, Form, FormField

from webapp.denied import note_denied
from webapp.i18n import say
from workflows.domain.errors import FieldErrors, NotAllowed, OfficeError
from workflows.domain.words import N_
from workflows.processes.forms import Pick

_F = TypeVar("_F", bound=Form)

#: Rows that a grid shows beyond those that are filled.
_BLANK_ROWS = 2
#: Files that one field takes.
FILE_LIMIT = 10
#: Name under which the office tells that a file is missing; the first upload field of the page shows it.
FILES = "files"
#: Name of the button that asks for more rows where there is no JavaScript.
MORE_ROWS = "_more_rows"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
# What no reader can see and some databases refuse; line breaks and tabs stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class FormDamaged(OfficeError):
    """The hidden parts of a form are missing or changed."""

    message = N_("页面内容不完整，请返回并刷新页面后重新提交。")
    status = 400


class TooManyFiles(OfficeError):
    """More files than a field takes; params: ``limit``."""

    message = N_("一次最多上传 %(limit)s 个文件，请分次提交。")
    status = 422


@dataclass(frozen=True)
class Problem:
    """One error of a form, with the place to which its link leads."""

    #: HTML id of the field; empty for the form as a whole.
    field_id: str
    label: str
    message: str


def install(app: Flask) -> None:
    """Give templates what they need to show forms."""
    app.jinja_env.globals.update(form_problems=problems, padded_rows=padded_rows, new_act_key=_shown_key)
    app.jinja_env.tests.update(
        field_list=lambda field: isinstance(field, FieldList),
        form_field=lambda field: isinstance(field, FormField),
        asked_rows=_asked_rows,
    )


def bind(form_class: type[_F], source: Request, data: Mapping[str, Any] | None = None) -> _F:
    """Return the form, filled with what was sent, or else with ``data`` (a draft).

    Choices that depend on the case are set on the returned form before ``validate()``.
    """
    sent_fields = None
    if source.method == "POST":
        sent_fields = drop_blank_rows(form_class, _cleaned(source.form))
    form: _F = form_class(sent_fields, data=data)
    return form


def sent(source: Request) -> bool:
    """Tell whether the form was submitted, and not only asked for more rows."""
    return source.method == "POST" and MORE_ROWS not in source.form


def validated(form: Form) -> dict[str, Any]:
    """Return the values of the declared fields, and of nothing else that was posted."""
    return dict(form.data)


def answer(page: str, form: Form) -> Response:
    """Return a page with a form: 422 if the form has errors, 200 otherwise (or what ``refuse`` found)."""
    status = g.get("refused_status") or (422 if any(problems(form)) else 200)
    return make_response(page, status)


def refuse(form: Form, error: OfficeError) -> None:
    """Show a refusal of the office in the form, at its field where it has one; what was typed stays."""
    g.refused_status = error.status
    if isinstance(error, NotAllowed):
        note_denied()
    if not isinstance(error, FieldErrors):
        form.form_errors = [*form.form_errors, error]
        return
    for name, messages in error.errors.items():
        field = _named(form, name)
        if field is not None:
            field.errors = [*field.errors, *messages]
        else:
            if name == FILES:
                g.file_errors = messages
            form.form_errors = [*form.form_errors, *messages]


def _named(form: Form, name: str) -> Any:
    """Return the field of this name, or the cell of a grid as its page names it; None where there is none."""
    if name in form:
        return form[name]
    rows = (row for field in form if isinstance(field, FieldList) for row in field.entries)
    return next((cell for row in rows if isinstance(row, FormField) for cell in row.form if cell.name == name), None)


def _cleaned(form: MultiDict[str, str]) -> MultiDict[str, str]:
    return MultiDict(
        (name, without_control(value.replace("\r\n", "\n"))) for name, value in form.items(multi=True)
    )


def without_control(text: str) -> str:
    """Return ``text`` without what nobody can see and some databases refuse; line breaks and tabs stay."""
    return _CONTROL.sub("", text)


def drop_blank_rows(form_class: type[Form], sent_fields: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was sent without the rows of grids in which nothing is filled; the others close up.

    A list that opens always says something, so it alone fills no row.
    """
    kept: MultiDict[str, str] = MultiDict(sent_fields)
    # The fields of parent forms too, and those without a parent's field that a form has taken away.
    for name in dir(form_class):
        unbound = getattr(form_class, name, None)
        if getattr(unbound, "field_class", None) is FieldList:
            _close_up(name, kept, _lists_in(unbound))
    return kept


def _asked_rows(field: Any) -> bool:
    """Tell whether the rows of a field are given, each with something in it that nobody can type."""
    if not isinstance(field, FieldList) or field.unbound_field.field_class is not FormField:
        return False
    row = field.unbound_field.args[0]()
    return any((cell.render_kw or {}).get("readonly") for cell in row)


def _lists_in(grid: Any) -> set[str]:
    """Return the cells of a grid's row that are lists which open, as they stand behind the row's number."""
    cell = grid.args[0]
    if cell.field_class is not FormField:
        return set()
    row = cell.args[0]
    kinds = {name: getattr(getattr(row, name, None), "field_class", None) for name in dir(row)}
    return {f"-{name}" for name, kind in kinds.items() if kind is not None and issubclass(kind, Pick)}


def _close_up(name: str, sent_fields: MultiDict[str, str], lists: set[str]) -> None:
    cell = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})(-.+)?")
    rows: dict[int, list[tuple[str, list[str]]]] = {}
    for key in [key for key in sent_fields if key.startswith(f"{name}-")]:
        values = sent_fields.poplist(key)
        found = cell.fullmatch(key)
        # A row number that no page writes ("²", a thousand digits) is dropped: WTForms would stumble over it.
        if found is not None:
            rows.setdefault(int(found[1]), []).append((found[2] or "", values))
    filled = [
        cells
        for _, cells in sorted(rows.items())
        if any(value.strip() for rest, each in cells if rest not in lists for value in each)
    ]
    for number, cells in enumerate(filled):
        for rest, values in cells:
            sent_fields.setlist(f"{name}-{number}{rest}", values)


def padded_rows(field: FieldList) -> list[Any]:
    """Return the rows of a grid with blank ones behind, so that it can be filled without JavaScript."""
    limit = field.max_entries or 100
    for _ in range(max(1, _BLANK_ROWS if field.entries else _BLANK_ROWS + 1)):
        if len(field.entries) < limit:
            field.append_entry()
    return list(field.entries)


def problems(form: Form) -> list[Problem]:
    """Return every error of a form in the order of its fields, in the reader's language."""
    whole = [Problem("", "", _words(error)) for error in form.form_errors]
    return [*whole, *(problem for field in form for problem in _of_field(field, ""))]


def _of_field(field: Any, prefix: str) -> Iterator[Problem]:
    label = prefix + say(field.label.text)
    if isinstance(field, FieldList):
        if field.errors and not any(entry.errors for entry in field.entries):
            yield from (Problem(field.id, label, _words(error)) for error in field.errors)
        for number, entry in enumerate(field.entries, 1):
            yield from _of_field(entry, f"{label} {number} · ")
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _of_field(inner, prefix)
    else:
        yield from (Problem(field.id, label, _words(error)) for error in field.errors)


def _words(error: object) -> str:
    return say(error.message, error.params) if isinstance(error, OfficeError) else say(error)


def act_key(source: Request) -> str:
    """Return the idempotency key of a submitted form: submitting it twice does one thing once.

    Raises:
        FormDamaged: it is missing or no key.
    """
    key = source.form.get("act_key", "")
    if not _KEY.fullmatch(key):
        raise FormDamaged()
    return key


def _shown_key() -> str:
    """Return the key that a form carries: a new one, or the one it came with, since the same act is tried again."""
    key = request.form.get("act_key", "")
    return key if _KEY.fullmatch(key) else secrets.token_urlsafe(24)


def seen(source: Request) -> int:
    """Return the version of the case that the form was filled in against.

    Raises:
        FormDamaged: it is missing or no number.
    """
    value = source.form.get("seen", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise FormDamaged()
    return int(value)

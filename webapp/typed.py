"""What is typed into a filing of several pages: carried from page to page, kept as a draft, and taken up again."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, SelectMultipleField

from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence
from webapp.forms import drop_blank_rows
from workflows.domain.errors import OfficeError
from workflows.operations.save_draft import save_draft


def carried(form: Form) -> Iterator[tuple[str, str]]:
    """Yield name and value of every input that brings the filled form to the next page, as they were typed."""
    for each in form:
        yield from _inputs(each)


def resumed(form_class: Any, fields: Sequence[tuple[str, str]]) -> Any:
    """Return the form as it was when ``carried`` gave its inputs to a draft."""
    return form_class(drop_blank_rows(form_class, MultiDict(fields)))


def keep(process: str, record_id: int, form: Form, evidence: Evidence, more: Sequence[tuple[str, str]] = ()) -> None:
    """Keep what was typed as the reader's draft about a record.

    Args:
        more: further inputs of the page that belong to no field of the form.

    Raises:
        DraftTooLong: more was typed than any form takes.
    """
    save_draft(
        current_office(),
        current_actor(),
        process,
        record_id,
        fields=[*carried(form), *more],
        files=evidence.named,
    )


def keep_if_possible(
    process: str, record_id: int, form: Form, evidence: Evidence, more: Sequence[tuple[str, str]] = ()
) -> None:
    """Keep a draft; that it could not be kept must not stop who is typing, since the page holds everything itself."""
    with suppress(OfficeError):
        keep(process, record_id, form, evidence, more)


def _inputs(field: Any) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _inputs(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _inputs(inner)
    elif isinstance(field, BooleanField):
        if field.data:
            yield field.name, "y"
    elif isinstance(field, SelectMultipleField):
        for value in field.data or ():
            yield field.name, str(value)
    else:
        # A date that is none is carried as it was typed, so that it can be put right.
        value = field._value() if hasattr(field, "_value") else field.data
        yield field.name, str(value or "")

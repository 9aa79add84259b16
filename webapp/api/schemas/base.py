"""What all schemas of the API share."""

from typing import Any

import marshmallow as ma

from webapp.addresses import HIGHEST_ID, row_id
from webapp.i18n import say


class Input(ma.Schema):
    """What a caller sends: anything that is not declared is refused."""

    class Meta:
        """See there."""

        unknown = ma.RAISE


class WithFiles(Input):
    """What a caller sends with an act that takes files: as JSON that names them, or in parts with the files."""

    files = ma.fields.List(
        ma.fields.String(), load_default=list, metadata={"description": "What POST /files gave, ten at most."}
    )


class Output(ma.Schema):
    """What a caller gets."""


class Words(ma.fields.String):
    """Words that come from data, said in the reader's language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else say(value)


class Line(ma.fields.String):
    """One line of an explanation, in the reader's language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return say(value.words, value.params)


def identifier(**options: Any) -> ma.fields.Integer:
    """Return a field for the id of a row in JSON."""
    return ma.fields.Integer(strict=True, validate=ma.validate.Range(min=1, max=HIGHEST_ID), **options)


class _RowId(ma.fields.Integer):
    """An id in an address, where everything is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        found = row_id(value) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("invalid", input=value)
        return found


def query_id(**options: Any) -> ma.fields.Integer:
    """Return a field for the id of a row behind ``?``."""
    return _RowId(validate=ma.validate.Range(min=1, max=HIGHEST_ID), **options)


def days(**options: Any) -> ma.fields.Date:
    """Return a field for a date in Asia/Shanghai; None where no clock runs."""
    return ma.fields.Date(allow_none=True, **options)


def instants(**options: Any) -> ma.fields.AwareDateTime:
    """Return a field for an instant, with its zone; None where it did not happen."""
    return ma.fields.AwareDateTime(allow_none=True, **options)


class Page(Output):
    """One page of a list."""

    next = ma.fields.String(
        allow_none=True, metadata={"description": "Give it back as the position of the next page; null on the last."}
    )

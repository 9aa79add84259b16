"""What an address may say: ids that a row can have, and words to search for. Anything else is passed over or not found.

An id that no column could hold, or a control character, would otherwise reach the database and come back as a fault.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from webapp.forms import without_control

#: The highest id that a column of type INTEGER holds on every database.
HIGHEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """``<int:…>`` in a route; a number that is the id of no row is a page that does not exist."""

    regex = "[0-9]{1,10}"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": HIGHEST_ID, **options})


def install(app: Flask) -> None:
    """Let every ``<int:…>`` of a route be an id. Stands before the routes are registered."""
    app.url_map.converters["int"] = RowId


def row_id(text: str | None) -> int | None:
    """Return the id that ``text`` writes, or None for anything that cannot be one."""
    if not text or len(text) > 10 or not text.isascii() or not text.isdigit():
        return None
    number = int(text)
    return number if number <= HIGHEST_ID else None


def place(text: str, separator: str) -> tuple[date, int] | None:
    """Return the position ``<date><separator><id>`` behind which a page begins; None for the first page."""
    day, _, number = text.partition(separator)
    last = row_id(number)
    try:
        return None if last is None else (date.fromisoformat(day), last)
    except ValueError:
        return None


def instant_place(text: str, separator: str) -> tuple[datetime, int] | None:
    """Return the position ``<instant><separator><id>``; None for the first page, and for an instant without a zone."""
    at, _, number = text.rpartition(separator)
    last = row_id(number)
    try:
        instant = datetime.fromisoformat(at)
        return None if last is None or instant.tzinfo is None else (instant.astimezone(UTC), last)
    except (ValueError, OverflowError):
        return None


def words(values: Mapping[str, str], name: str, longest: int) -> str:
    """Return what somebody searches for, without control characters and cut at ``longest`` characters."""
    return without_control(values.get(name, "")).strip()[:longest]

"""Lists page by page: where a page begins and how the next one is named."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from webapp import addresses
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_

_P = TypeVar("_P")


def position(query: dict[str, Any], read: Callable[[str], _P | None]) -> _P | None:
    """Return where the page begins; None for the first.

    Raises:
        FieldErrors: no page gave this position.
    """
    if not query.get("after"):
        return None
    place = read(query["after"])
    if place is None:
        raise FieldErrors({"after": [N_("翻页位置不正确，请从第一页开始。")]})
    return place


def day_and_id(text: str) -> tuple[date, int] | None:
    """Read the position that :func:`mark` wrote."""
    return addresses.place(text, "_")


def mark(place: tuple[date, int] | None) -> str | None:
    """Return the name of the page behind ``place``; None on the last one."""
    return None if place is None else f"{place[0].isoformat()}_{place[1]}"


def cut(rows: Sequence[Any], size: int, day: str) -> tuple[Sequence[Any], str | None]:
    """Return at most ``size`` of the rows that were read, one more than a page, and the name of the next page.

    Args:
        day: the column by which the rows are in order, newest first.
    """
    shown = rows[:size]
    return shown, mark((getattr(shown[-1], day), shown[-1].id)) if len(rows) > size else None

"""How a record stands, reduced to what the page of the same reader shows."""

from typing import Any

from workflows.domain.record_clock import ASKS
from workflows.operations.record_standing import RecordStanding

_ALWAYS = ("standing", "words", "may_apply", "category", "provider_name", "published_on", "ended_on", "article")
#: Only while there is something to be repaired.
_WHILE_PUBLIC = (
    "minimum_end", "repairable_from", "days_left", "last_day", "note", "missing", "materials", "never",
)  # fmt: skip
_OF_KEEPING = ("conduct_ended_on", "fulfilled_on", "kept_until", "keeping_article")


def public_standing(found: RecordStanding) -> dict[str, Any]:
    """Return what the check without signing in tells: nobody's name, and no number of a case."""
    names = (*_ALWAYS, *_WHILE_PUBLIC) if found.is_public else _ALWAYS
    return {**{name: getattr(found, name) for name in names}, "repair_open": bool(found.open_number)}


def own_standing(found: RecordStanding) -> dict[str, Any]:
    """Return what the subject sees of its own record."""
    own = {name: getattr(found, name) for name in ("record_id", "decision_number", "open_number")}
    return {**public_standing(found), **own}


def staff_standing(found: RecordStanding, row: Any) -> dict[str, Any]:
    """Return what the page of publicity and keeping shows of a record.

    Args:
        row: the record as :func:`workflows.operations.verify_record.read_record` gives it.
    """
    kept = {name: getattr(found, name) for name in _OF_KEEPING}
    asks = ASKS[row.asks] if row.asks else ""
    return {**own_standing(found), **kept, "asks": asks, "hold_reason": row.hold_reason}

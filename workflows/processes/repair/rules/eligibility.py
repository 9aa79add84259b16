"""Whether a record may be repaired on a day: the four conditions of Order 36, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.case import CaseView

#: A record as the case remembers it.
Matter = Mapping[str, Any]


def bars(matter: Matter, on: date) -> tuple[str, ...]:
    """Return what stands in the way of repairing a record on a day, as codes of REFUSAL_REASONS.

    Args:
        on: the day of the application, on which the conditions are judged (Asia/Shanghai).
    """
    found: list[str] = []
    if matter["repaired"] or matter["state"] != "published":
        found.append("not_public")
    if matter["never"]:
        found.append("unrepairable")
    first = may_apply_on(matter)
    if first is not None and on < first:
        found.append("not_due")
    if not matter["fulfilled_on"] or date.fromisoformat(matter["fulfilled_on"]) > on:
        found.append("not_fulfilled")
    return tuple(found)


def may_apply_on(matter: Matter) -> date | None:
    """Return the first day on which the record may be repaired; None where its class is not known."""
    return None if matter["first_on"] is None else date.fromisoformat(matter["first_on"])


def matters_of(case: CaseView) -> Sequence[Matter]:
    """Return the records that a case is about."""
    found: Sequence[Matter] = case.facts.get("matters", ())
    return found


def granted(case: CaseView) -> Sequence[Matter]:
    """Return the records whose repair was granted."""
    numbers = {row["number"] for row in case.facts.get("decisions", ()) if row["decision"] == "grant"}
    return [matter for matter in matters_of(case) if matter["number"] in numbers]

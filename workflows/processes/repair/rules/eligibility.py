"""Whether a record may be repaired on a day: the four conditions of Order 36, and what stands in the way."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.case import CaseView

#: A record as the case remembers it.
Matter = Mapping[str, Any]
_ARTICLE = re.compile(r"《[^《》]{2,}》.*第?[一二三四五六七八九十百零〇\d]+[条款项（(]")


def bars(matter: Matter, on: date, bans: Sequence[Any] = ()) -> tuple[str, ...]:
    """Return what stands in the way of applying for the repair of a record, as codes of REFUSAL_REASONS.

    Whether duties are fulfilled is found out by the department (核查, REP-06). Here it stands in the way only where
    the applicant names a day that is still to come.

    Args:
        on: the day of the application (Asia/Shanghai).
        bans: as :func:`bans_of` gives them.
    """
    found: list[str] = []
    if matter["repaired"] or matter["state"] != "published":
        found.append("not_public")
    if matter["never"]:
        found.append("unrepairable")
    if bans:
        found.append("banned")
    first = may_apply_on(matter)
    if first is not None and on < first:
        found.append("not_due")
    if matter["fulfilled_on"] and date.fromisoformat(matter["fulfilled_on"]) > on:
        found.append("not_fulfilled")
    return tuple(found)


def bans_of(case: CaseView) -> Sequence[Any]:
    """Return the bans that run against the subject and, by a binding text, leave no room for repair (S0-10, S4-08)."""
    found: Sequence[Any] = case.facts.get("bans", ()) if case.facts.get("ban_article") else ()
    return found


def found_bars(
    matter: Matter, finding: Mapping[str, Any], on: date, bans: Sequence[Any] = ()
) -> tuple[str, ...]:
    """Return what stands in the way of a repair, once the department has checked the record itself.

    What was fulfilled after the application, and before the check, is fulfilled.

    Args:
        finding: the department's row on the record.
        on: the day of the application (Asia/Shanghai), on which the shortest publicity must be over.
        bans: as :func:`bans_of` gives them, looked at anew when the department has checked.
    """
    found = tuple(code for code in bars(matter, on, bans) if code != "not_fulfilled")
    done = finding.get("duties_ok") and finding.get("corrected_ok")
    return found if done else (*found, "not_fulfilled")


def requires_article(code: str, matter: Matter) -> bool:
    """Tell whether whoever refuses must name the text themselves: no binding pack says it of this record."""
    return code == "unrepairable" and not matter["never"]


def cited(case: CaseView, code: str, matter: Matter) -> str:
    """Return the binding text that bears a reason out of a record; empty where the reason's own article does."""
    if code == "banned":
        return str(case.facts.get("ban_article", ""))
    return str(matter.get("never_article", "")) if code == "unrepairable" else ""


def names_article(words: str) -> bool:
    """Tell whether a text and its article are named, such as 《某某条例》第三十条."""
    return bool(_ARTICLE.search(words))


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

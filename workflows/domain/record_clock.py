"""When the office has to look at a record of its own motion: ends of publicity, and end of keeping (S1 六(七)).

How long records of natural persons are kept is data of the packs, read by :func:`keeping_of`::

    [demands.repair.keeping]
    n = 5
    unit = "year"
    article = "六（七）"

Days are Asia/Shanghai dates, never rolled to a working day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflows.domain.policy import Unit
from workflows.domain.publicity import Publicity, Span, Terms, last_public_day, minimum_end
from workflows.domain.words import N_

#: What a record waits for a person to do (``record.asks``) → words.
ASKS: Mapping[str, str] = {
    "verify": N_("公示届满待核实"),
    "conduct_end": N_("失信行为终止之日待核实"),
    "destroy": N_("保存期满待销毁"),
}

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long records of natural persons are kept after the conduct ended (S1 六(七))."""

    span: Span
    article: str = ""


def keeping_of(demands: Mapping[str, Any]) -> Keeping | None:
    """Return how long natural persons' records are kept; None where no binding pack says."""
    entry = demands.get("keeping")
    if entry is None:
        return None
    return Keeping(span=Span(n=entry["n"], unit=Unit(entry["unit"])), article=entry.get("article", ""))


def kept_until(record: Publicity, keeping: Keeping | None) -> date | None:
    """Return the last day on which a natural person's record is kept; None where it is unknown or does not end."""
    if keeping is None or not record.natural_person or record.conduct_ended_on is None:
        return None
    return keeping.span.last_day(record.conduct_ended_on)


def corrected(record: Publicity) -> bool:
    """Tell whether the conduct has ended and all duties are done, as far as the office knows."""
    return record.conduct_ended_on is not None and record.fulfilled_on is not None


def looks(record: Publicity, terms: Terms | None, keeping: Keeping | None) -> Mapping[str, date]:
    """Return the days on which the office has to look at a record: ``minimum``, ``maximum``, ``keeping``.

    The minimum is looked at on its last day, the others on the day after theirs. Nothing for one under legal hold.
    """
    if record.hold_reason or record.state in ("destroyed", "withdrawn"):
        return {}
    found: dict[str, date] = {}
    if record.state == "published":
        if terms is not None and terms.minimum is not None and record.published_on is not None:
            found["minimum"] = minimum_end(terms, record.published_on)
        last = last_public_day(record, terms)
        if last is not None:
            found["maximum"] = last + _DAY
    until = kept_until(record, keeping)
    if until is not None:
        found["keeping"] = until + _DAY
    return found


def first_look(record: Publicity, terms: Terms | None, keeping: Keeping | None) -> date | None:
    """Return the first day on which the office has to look at a record that is new to it, past ones too."""
    return min(looks(record, terms, keeping).values(), default=None)


def next_look(record: Publicity, terms: Terms | None, keeping: Keeping | None, today: date) -> date | None:
    """Return when to look at a record that has just been changed: today if an end has passed; no minimum again."""
    days = looks(record, terms, keeping)
    return min((max(day, today) for what, day in days.items() if what != "minimum" or day > today), default=None)


def later_look(record: Publicity, terms: Terms | None, keeping: Keeping | None, today: date) -> date | None:
    """Return when to look again at a record that has been looked at today."""
    return min((day for day in looks(record, terms, keeping).values() if day > today), default=None)


def due_looks(
    record: Publicity, terms: Terms | None, keeping: Keeping | None, since: date, today: date
) -> frozenset[str]:
    """Return what is due of :func:`looks`: an end that has passed, and the minimum if it ended since the last look.

    Args:
        since: the day that the record was to be looked at.
        today: Asia/Shanghai date.
    """
    days = looks(record, terms, keeping)
    return frozenset(what for what, day in days.items() if day <= today and (what != "minimum" or day >= since))

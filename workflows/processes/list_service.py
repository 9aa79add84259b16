"""How the papers of listing and removal reached the subject and, each on their own, the liable persons (惩戒到人).

民事诉讼法 Arts 87–95; what each method needs stands in ``workflows.domain.service``. Dates are Asia/Shanghai dates.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.letter_code import sheets
from workflows.domain.service import PROOFS, served_on
from workflows.domain.words import N_

#: Rows of a form, or what is remembered of them.
Rows = Sequence[Mapping[str, Any]]


def subject_served(case: CaseView, data: Mapping[str, Any], *, since: str) -> date:
    """Return the day on which a paper counts as served on the subject.

    Args:
        since: the clock event of the paper's signature; nothing is served before.

    Raises:
        FieldErrors: the method lacks what makes it good.
    """
    consented = bool(case.facts.get("e_service") or data["consented"])
    return served_on(data, consented=consented, not_before=date.fromisoformat(case.clocks["starts"][since]))


def person_letters(case: CaseView, kind: str) -> tuple[str, ...]:
    """Return the codes of a letter that every liable person gets for themselves (S1-13); none where nobody is."""
    return sheets(kind, range(1, len(case.facts.get("persons", ())) + 1))


def persons_served(case: CaseView, rows: Rows, *, since: str) -> list[dict[str, Any]]:
    """Return what is told of the service on each liable person, in the order of the case's persons.

    Raises:
        FieldErrors: a person has no row or two, a row names nobody of the case, or a service is not good.
    """
    persons = [each["name"] for each in case.facts.get("persons", ())]
    named = [str(row["name"]).strip() for row in rows]
    if missing := [name for name in persons if name not in named]:
        raise FieldErrors({"persons": [N_("每名责任人员都须单独送达，缺少：") + "、".join(missing)]})
    if unknown := [name for name in named if name not in persons]:
        raise FieldErrors({"persons": [N_("不是本案责任人员：") + "、".join(unknown)]})
    if len(named) != len(persons):
        raise FieldErrors({"persons": [N_("同一责任人员只写一行。")]})
    signed_on = date.fromisoformat(case.clocks["starts"][since])
    left = list(rows)
    return [_told(left.pop([str(row["name"]).strip() for row in left].index(name)), signed_on) for name in persons]


def _told(row: Mapping[str, Any], signed_on: date) -> dict[str, Any]:
    """Return one row as a form of service tells it; its proof stands where the method looks for it."""
    told = {**row, PROOFS.get(row["method"], "note"): row["proof"] or ""}
    try:
        deemed_on = served_on(told, consented=False, not_before=signed_on)
    except FieldErrors as wrong:
        words = next(iter(wrong.errors.values()))[0]
        raise FieldErrors({"persons": [f"{row['name']}：{words}"]}) from wrong
    return {**told, "deemed_on": deemed_on}


def kept(persons: Rows) -> list[dict[str, Any]]:
    """Return what the case remembers of the service on each person: JSON values."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in each.items()}
        for each in persons
    ]


def latest(day: date, persons: Rows) -> date:
    """Return the day on which the last of all was served."""
    days: list[date] = [each["deemed_on"] for each in persons]
    return max([day, *days])


def slips(data: Mapping[str, Any], persons: Rows = ()) -> tuple[str, ...]:
    """Return the papers of a service: 送达回证 (SHR-01), and for service by public notice the notice (SHR-03).

    Whoever has just signed where papers reach them electronically has 送达地址确认书 (SHR-02) with it; each liable
    person has slip and notice of their own.
    """
    more = (*(("SHR-02",) if data["consented"] else ()), *(("SHR-03",) if data["method"] == "public" else ()))
    public = [place for place, each in enumerate(persons, 1) if each["method"] == "public"]
    return ("SHR-01", *more, *sheets("SHR-01", range(1, len(persons) + 1)), *sheets("SHR-03", public))

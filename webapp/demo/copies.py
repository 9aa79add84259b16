"""A subject and records of its own for every case that follows a scenario, like those that it was written for.

What is about a person or a record can be had once only (a listing, an open case): no case stands in another's way. The
acts are told again with the new codes and numbers and, where the case begins on another day, with its dates.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from stdnum.cn import ric, uscc

from webapp.demo.people import Staffed
from workflows.domain.calendar import WorkCalendar
from workflows.domain.scenario import Act, File, Open, Scenario
from workflows.store import records, representations

#: Records that scenarios are about: a provider's, and one of the authority's own.
RECORD, OWN_RECORD = "示市监罚决〔2026〕11号", "示信用罚决〔2026〕2号"
#: Their fine, in 万元, as it was decided; what is published is ten times that, for objections to find.
_FINE, _AS_DECIDED = "CF_NR_FK", {RECORD: "0.5", OWN_RECORD: "0.5"}
#: Natural days after the beginning within which a date keeps its distance in working days.
_NEAR = 120
#: A day that means never.
_NEVER = date(2099, 12, 31)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

#: Takes a day of a scenario to the day of a case.
Shift = Callable[[date], date]


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What a case of its own is about, and what is done in it."""

    record: int
    acts: tuple[Act, ...]


def unchanged(day: date) -> date:
    """Leave a day as the scenario has it."""
    return day


def shifted(scenario: Scenario, begins: date, calendar: WorkCalendar) -> Shift:
    """Return what takes the days of a scenario to a case that begins on another day (both working days).

    The days of the case keep their distance in working days; what had happened long before, and what lies far ahead,
    keeps its distance in natural days.
    """
    delta = begins - scenario.begins

    def shift(day: date) -> date:
        if not scenario.begins <= day <= scenario.begins + timedelta(days=_NEAR):
            return day if day == _NEVER else day + delta
        steps = calendar.working_days_between(scenario.begins, day)
        return calendar.nth_working_day(begins, steps) if steps else begins

    return shift


def copy(
    staffed: Staffed,
    known: Mapping[str, int],
    scenario: Scenario,
    acts: Sequence[Act],
    number: int,
    *,
    login: str,
    shift: Shift = unchanged,
) -> Copied:
    """Make a subject with records for one case, for whom the account ``login`` acts.

    Args:
        known: the demonstration's records, decision number → id.
        acts: what is done, as the scenario has it.
        number: of the case, unlike that of any other copy in this office; below 10 000.
    """
    filings = [act for act in acts if isinstance(act, File)]
    like = scenario.about or (OWN_RECORD if any(act.own_record for act in filings) else RECORD)
    count = max((act.records for act in filings), default=1)
    with staffed.office.database.act() as uow:
        first = records.load(uow.connection, known[like])
        rows = [row for row in records.of_subject(uow.connection, first.subject_id) if row.id != first.id]
        rows.sort(key=lambda row: row.provider_id != first.provider_id)
        change = _identity(first.subject_kind, first.subject_name, first.code, number)
        values = _subject(first.subject_kind, change[first.subject_name], change[first.code])
        subject_id = records.add_subject(uow.connection, values)
        for code in sorted({act.subject for act in acts if isinstance(act, Open) and act.subject}):
            named = representations.subject_of(uow.connection, "uscc", code)
            change |= _identity(named.kind, named.name, code, number)
            records.add_subject(uow.connection, _subject(named.kind, change[named.name], change[code]))
        mandate = {"user_id": staffed.accounts[login], "subject_id": subject_id, "kind": "agent"}
        evidence = {"evidence": "授权委托书（演示）", "verified_at": staffed.office.clock()}
        records.add_representation(uow.connection, {**mandate, **evidence})
        copied = []
        for place, row in enumerate([first, *rows[: count - 1]]):
            word = row.decision_number.partition("〔")[0]
            change[row.decision_number] = f"{word}〔{shift(row.decided_on).year}〕{number * 10 + place}号"
            copied.append(_record(row, subject_id, scenario, right=_FINE not in repr(acts)))
        made = [records.add(uow.connection, told_again(row, change, shift)) for row in copied]
        uow.commit()
    return Copied(record=made[0], acts=tuple(told_again(act, change, shift) for act in acts))


def told_again(value: Any, change: Mapping[str, str], shift: Shift) -> Any:
    """Return a value with its dates shifted and with words changed, in everything that it holds."""
    if isinstance(value, date):
        return shift(value)
    if isinstance(value, str):
        if _ISO_DATE.fullmatch(value):
            return shift(date.fromisoformat(value)).isoformat()
        for old, new in change.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, Mapping):
        return {key: told_again(each, change, shift) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(told_again(each, change, shift) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        own = {each.name: told_again(getattr(value, each.name), change, shift) for each in fields(value)}
        return replace(value, **own)
    return value


def _record(row: Any, subject_id: int, scenario: Scenario, *, right: bool) -> dict[str, Any]:
    """Return the columns of a copy, saying what the scenario needs it to say.

    Args:
        right: the fine stands as it was decided; nobody objects to it.
    """
    names = ("provider_id", "decision_number", "decided_on", "publish_until", "category", "fields")
    copied = {**{name: getattr(row, name) for name in names}, "subject_id": subject_id, **scenario.record}
    if right and row.decision_number in _AS_DECIDED:
        copied["fields"] = {**copied["fields"], _FINE: _AS_DECIDED[row.decision_number]}
    return copied


def _subject(kind: str, name: str, code: str) -> dict[str, Any]:
    return {
        "kind": kind, "name": name, "code_type": "resident_id" if kind == "natural_person" else "uscc", "code": code,
        "legal_representative": "" if kind == "natural_person" else "示例甲", "alt_ids": {},
    }  # fmt: skip


def _identity(kind: str, name: str, code: str, number: int) -> dict[str, str]:
    """Return name and code of a copy by those it is like: of the same place and kind, and nobody's.

    The check digits are right; the registration behind a code does not exist.
    """
    if kind == "natural_person":
        first = f"{code[:14]}{number % 1000:03}"
        return {code: first + str(ric.calc_check_digit(first)), name: f"示例第{number}人"}
    first = f"{code[:8]}MA9DE{number:04}"
    return {code: first + str(uscc.calc_check_digit(first)), name: f"{name}（{number}）"}

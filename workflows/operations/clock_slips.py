"""The calculation slip (计时单) of each clock of a case: due date, governing text, and every day that was counted.

Plain values for screens, letters and the command line. What was computed once stays: a closed clock is explained with
the calendar it was computed with, and where that can no longer be retraced, only its stored dates are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.calendars import library as calendars
from workflows.domain.calendar import WorkCalendar
from workflows.domain.case import CaseView
from workflows.domain.clock import Candidate, ClockFacts, Deadline
from workflows.domain.deadline import Line, compute, lines, remaining, stricter_unbound
from workflows.domain.errors import NotFound
from workflows.domain.policy import Pack
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.clocks import facts_of
from workflows.operations.office import Office
from workflows.policies import library as policies
from workflows.store import cases, deadlines, people
from workflows.store import office as store
from workflows.store.deadlines import StoredDeadline

#: State of a clock → words.
STATE_NAMES: Mapping[str, str] = {
    "running": N_("计时中"),
    "suspended": N_("已暂停"),
    "met": N_("按期完成"),
    "late": N_("逾期完成"),
    "cancelled": N_("已终止"),
    "superseded": N_("已重新计算"),
}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What one pack says of a rule, and when that falls due."""

    #: Id of the pack.
    pack: str
    #: Short name and full title of the text.
    name: str
    title: str
    #: Rank of the text, in words.
    rank: str
    article: str
    #: Quotation of the text, or its citation.
    source: str
    #: The number was read in the official text; otherwise ``note`` says what is to be checked.
    verified: bool
    note: str
    #: Length, and its unit in words; None for a date set by hand.
    n: int | None
    unit: str
    due_on: date | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What a clock said before it was computed anew."""

    due_on: date | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One clock of a case, explained."""

    deadline_id: int
    rule: str
    #: Name of the rule as the process says it.
    name: str
    #: Key of STATE_NAMES.
    state: str
    start_on: date
    #: Last day (Asia/Shanghai); None while the clock is suspended.
    due_on: date | None
    #: The count touches a year whose schedule is not published (暂定).
    provisional: bool
    #: Working days left after today: 0 on the last day, negative when it has passed; None unless the clock runs.
    remaining: int | None
    #: ``red`` after the last day, ``yellow`` after the warning, else empty.
    light: str
    met_on: date | None
    breach_reason: str | None
    breach_note: str | None
    #: The text whose date rules; the cap where it beats the stage.
    governing: Basis | None
    #: The cap of the process rules, not the stage's own limit.
    capped: bool
    #: Every bound pack's own answer.
    candidates: tuple[Basis, ...]
    #: Day by day; empty where the count can no longer be retraced.
    lines: tuple[Line, ...]
    #: Packs of the jurisdiction that do not bind but are stricter or of higher rank.
    warnings: tuple[Line, ...]
    #: Earlier answers, oldest first.
    history: tuple[Earlier, ...]
    #: Suspension reasons and extension that the pinned packs allow for this rule.
    suspend_for: tuple[str, ...]
    extendable: bool


def basis_of(candidate: Candidate) -> Basis:
    """Return one pack's answer as plain values."""
    return Basis(
        pack=candidate.pack_id, name=candidate.pack.name, title=candidate.title, rank=candidate.rank.label,
        article=candidate.article, source=candidate.source, verified=candidate.verified, note=candidate.limit.note,
        n=candidate.n, unit=candidate.unit.label, due_on=candidate.due_on, provisional=candidate.provisional,
    )  # fmt: skip


def slips_of(office: Office, case_id: int) -> list[Slip]:
    """Return the slips of a case: the cap first, then in the order in which the clocks started.

    Raises:
        NotFound: there is no such case.
        CalendarMissing: a year that must be counted has no calendar.
    """
    with office.database.read() as connection:
        stored = cases.load(connection, case_id)
        if stored is None:
            raise NotFound()
        rows = deadlines.all_of(connection, case_id)
        jurisdiction = people.organisation_by_id(connection, stored.view.authority_id).jurisdiction
        known = _calendars(office, connection, rows)
    case = stored.view
    relevant = policies.relevant(jurisdiction, case.received_on)
    by_id = {row.id: row for row in rows}
    found = [_slip(office, case, row, by_id, relevant, known) for row in rows if row.state != "superseded"]
    cap = office.processes[case.process].cap_rule
    return sorted(found, key=lambda slip: (slip.rule != cap, slip.deadline_id))


def _calendars(office: Office, connection: Any, rows: Sequence[StoredDeadline]) -> dict[str, WorkCalendar]:
    """Return the calendar of today and those with which closed clocks were computed, by version."""
    known = {office.calendar().version: office.calendar()}
    if any(row.calendar_version not in known for row in rows):
        calendar = calendars.shipped()
        known[calendar.version] = calendar
        for imported in store.calendar_texts(connection):
            calendar = calendars.with_schedule(calendar, calendars.parse_schedule(imported.text))
            known[calendar.version] = calendar
    return known


def _slip(
    office: Office,
    case: CaseView,
    row: StoredDeadline,
    by_id: Mapping[int, StoredDeadline],
    relevant: Sequence[Pack],
    known: Mapping[str, WorkCalendar],
) -> Slip:
    process = office.processes[case.process]
    today = office_date(office.clock())
    packs = [office.packs[pack] for pack in case.packs]
    computed = _retraced(case, row, packs, known, process.cap_rule)
    live = row.state in {"running", "suspended"}
    limits = [limit for pack in packs if (limit := pack.limit(row.rule)) is not None]
    warnings = (
        stricter_unbound(row.rule, packs, relevant, facts_of(case), office.calendar()) if live and computed else ()
    )
    return Slip(
        deadline_id=row.id, rule=row.rule, name=process.rules[row.rule], state=row.state, start_on=row.start_on,
        due_on=row.due_on, provisional=row.provisional,
        remaining=remaining(row.due_on, today, office.calendar()) if row.state == "running" and row.due_on else None,
        light=_light(row, today), met_on=row.met_on, breach_reason=row.breach_reason, breach_note=row.breach_note,
        governing=basis_of(computed.ruling) if computed else _stored_basis(office, row),
        capped=computed is not None and computed.capped_by is not None,
        candidates=tuple(basis_of(each) for each in computed.candidates) if computed else (),
        lines=lines(computed) if computed else (),
        warnings=tuple(stricter.line for stricter in warnings),
        history=_history(row, by_id),
        suspend_for=tuple(dict.fromkeys(reason for limit in limits for reason in limit.suspend_for)) if live else (),
        extendable=live and any(limit.extend is not None for limit in limits),
    )  # fmt: skip


def _retraced(
    case: CaseView, row: StoredDeadline, packs: Sequence[Pack], known: Mapping[str, WorkCalendar], cap_rule: str
) -> Deadline | None:
    """Compute the clock again as it was; None where the answer would contradict the row."""
    calendar = known.get(row.calendar_version)
    if calendar is None:
        return None
    found = compute(row.rule, packs, _facts_until(facts_of(case), row.met_on), calendar, cap_rule=cap_rule)
    return found if found is not None and found.due_on == row.due_on else None


def _facts_until(facts: ClockFacts, closed_on: date | None) -> ClockFacts:
    """Leave out what happened after the clock was closed."""
    if closed_on is None:
        return facts
    return replace(
        facts,
        suspensions=tuple(each for each in facts.suspensions if each.from_on < closed_on),
        corrections=tuple(each for each in facts.corrections if each[0] < closed_on),
        extensions=tuple(each for each in facts.extensions if each.on <= closed_on),
    )


def _stored_basis(office: Office, row: StoredDeadline) -> Basis | None:
    """Return what the row itself says of its text; a cap's limit stands under another rule and is not guessed."""
    pack = office.packs.get(row.pack)
    limit = None if pack is None else pack.limit(row.rule)
    if pack is None or limit is None:
        return None
    return Basis(
        pack=pack.id, name=pack.name, title=pack.title, rank=pack.rank.label, article=limit.article,
        source=limit.source, verified=limit.verified, note=limit.note, n=limit.n, unit=limit.unit.label,
        due_on=row.due_on, provisional=row.provisional,
    )  # fmt: skip


def _light(row: StoredDeadline, today: date) -> str:
    if row.state == "late" or row.breached_at or (row.state == "running" and row.due_on and row.due_on < today):
        return "red"
    return "yellow" if row.state == "running" and row.warned_at else ""


def _history(row: StoredDeadline, by_id: Mapping[int, StoredDeadline]) -> tuple[Earlier, ...]:
    told: list[Earlier] = []
    before = row.supersedes_id
    while before is not None and before in by_id:
        told.append(Earlier(due_on=by_id[before].due_on, provisional=by_id[before].provisional))
        before = by_id[before].supersedes_id
    return tuple(reversed(told))

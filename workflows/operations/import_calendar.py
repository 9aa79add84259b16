"""Takes in a State Council schedule (放假安排) and computes every running deadline anew that it bears on.

The schedule is kept first, then each case is recomputed in an act of its own: from the web as a job, on the command
line at once. Whatever interrupts that, the job, or the same import run again, goes on where it stopped: a deadline
says with which calendar it was computed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import structlog

from workflows.calendars import library as calendars
from workflows.domain.access import Actor, Role
from workflows.domain.calendar import WorkCalendar, YearSchedule
from workflows.domain.deadline import compute
from workflows.domain.errors import OfficeError
from workflows.domain.time import office_date
from workflows.operations import clocks, notify
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.operations.shelves import CalendarShelf
from workflows.operations.start_job import start_job
from workflows.store import cases, deadlines
from workflows.store import office as store
from workflows.store.deadlines import StoredDeadline
from workflows.store.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)

#: A year's days off also move the warning before and the escalation after a last day that lies just outside it.
_AROUND = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One deadline that a schedule moves, or whose date it makes certain."""

    case_id: int
    number: str
    rule: str
    #: Name of the rule as the process says it.
    name: str
    #: Last day before and after (Asia/Shanghai).
    old: date | None
    new: date | None
    #: Whether the last day was, and still is, provisional (暂定).
    was_provisional: bool
    provisional: bool
    #: By the new last day the deadline has passed already, which it had not before.
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import would do; nothing is written."""

    schedule: YearSchedule
    #: Version of the calendar with the schedule in it.
    version: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import did."""

    year: int
    version: str
    moves: tuple[Move, ...]
    #: Cases that were looked at, and those that could not be recomputed (their numbers are in the log).
    cases: int
    failed: int


def plan_import(office: Office, text: str) -> Plan:
    """Say which deadlines of open cases would move, from when to when, and which would be overdue.

    Raises:
        BadSchedule: the text is no schedule.
        CalendarMissing: a count leaves the covered years.
    """
    schedule = calendars.parse_schedule(text)
    calendar = calendars.with_schedule(_in_force(office), schedule)
    moves: list[Move] = []
    for case_id, rows in groupby(_touched(office, schedule.year, calendar), key=lambda row: row.case_id):
        moves += _moves(office, case_id, list(rows), calendar)
    return Plan(schedule=schedule, version=calendar.version, moves=tuple(moves))


def import_calendar(office: Office, actor: Actor, text: str) -> Imported:
    """Keep a schedule and recompute what it bears on, case by case, with history and a notice to the handlers.

    Raises:
        NotAllowed: not an administrator.
        BadSchedule: the text is no schedule.
    """
    actor.require(Role.ADMIN)
    schedule = calendars.parse_schedule(text)
    calendar = calendars.with_schedule(_in_force(office), schedule)
    with office.database.act() as uow:
        _keep(office, uow, actor, schedule, text, calendar)
        uow.commit()
    moves: list[Move] = []
    done = failed = 0
    for case_id, rows in groupby(_touched(office, schedule.year, calendar), key=lambda row: row.case_id):
        told = _moves(office, case_id, list(rows), calendar)
        try:
            recompute_case(office, actor, {}, case_id)
        except OfficeError:
            # One broken case must not keep the others from their lawful dates; running the import again retries it.
            _log.exception("recompute_failed", case=case_id)
            failed += 1
            continue
        moves += told
        done += 1
    return Imported(year=schedule.year, version=calendar.version, moves=tuple(moves), cases=done, failed=failed)


def start_calendar_import(office: Office, actor: Actor, text: str, *, key: str, back: str = "") -> int:
    """Keep a schedule and, with it, a job that recomputes what it bears on; return the job's id.

    Args:
        key: the form's key.
        back: local address to which the job's page leads back.

    Raises:
        NotAllowed: not an administrator.
        BadSchedule: the text is no schedule.
    """
    actor.require(Role.ADMIN)
    schedule = calendars.parse_schedule(text)
    calendar = calendars.with_schedule(_in_force(office), schedule)
    touched = dict.fromkeys(row.case_id for row in _touched(office, schedule.year, calendar))
    return start_job(
        office,
        actor,
        "calendar",
        {"year": schedule.year, "version": calendar.version},
        [(case_id, case_id) for case_id in touched],
        key=key,
        back=back,
        also=lambda uow: _keep(office, uow, actor, schedule, text, calendar),
    )


def recompute_case(office: Office, actor: Actor, _data: Mapping[str, Any], case_id: int, _key: str = "") -> None:
    """Recompute one case with the calendar in force, which may be newer than the one whose import asked for it.

    Once recomputed, nothing moves any more: this act needs no key to be done once.

    Raises:
        OfficeError: the case cannot be recomputed.
    """

    def recompute() -> None:
        calendar = _in_force(office)
        _recompute(replace(office, calendar=lambda: calendar), actor, case_id)

    decided_again(recompute)


def _in_force(office: Office) -> WorkCalendar:
    """Return the calendar with every import, also those of a moment ago."""
    if isinstance(office.calendar, CalendarShelf):
        office.calendar.refresh()
    return office.calendar()


def _keep(
    office: Office, uow: UnitOfWork, actor: Actor, schedule: YearSchedule, text: str, calendar: WorkCalendar
) -> None:
    """Keep the schedule, unless it is the newest of its year already."""
    newest = [row.text for row in store.calendar_texts(uow.connection) if row.year == schedule.year]
    if newest and newest[-1] == text:
        return
    store.add_calendar(uow.connection, schedule.year, text, office.clock(), actor.user_id)
    note_within(
        office,
        uow,
        actor.user_id,
        "calendar_imported",
        year=schedule.year,
        published=schedule.published,
        notices=[notice.number for notice in schedule.notices],
        version=calendar.version,
    )


def _touched(office: Office, year: int, calendar: WorkCalendar) -> list[StoredDeadline]:
    """Return the running deadlines near the year that another calendar computed, by case."""
    with office.database.read() as connection:
        rows = deadlines.touching(connection, date(year, 1, 1) - _AROUND, date(year, 12, 31) + _AROUND)
    return [row for row in rows if row.calendar_version != calendar.version]


def _moves(office: Office, case_id: int, rows: Sequence[StoredDeadline], calendar: WorkCalendar) -> list[Move]:
    with office.database.read() as connection:
        stored = cases.load(connection, case_id)
    if stored is None:
        return []
    case = stored.view
    process = office.processes[case.process]
    packs = [office.packs[pack] for pack in case.packs]
    facts = clocks.facts_of(case)
    today = office_date(office.clock())
    found: list[Move] = []
    for row in rows:
        new = compute(row.rule, packs, facts, calendar, cap_rule=process.cap_rule)
        if new is None or (new.due_on == row.due_on and new.provisional == row.provisional):
            continue
        found.append(
            Move(
                case_id=case.id,
                number=case.number,
                rule=row.rule,
                name=process.rules[row.rule],
                old=row.due_on,
                new=new.due_on,
                was_provisional=row.provisional,
                provisional=new.provisional,
                overdue=new.due_on is not None and row.due_on is not None and new.due_on < today <= row.due_on,
            )
        )
    return found


def _recompute(office: Office, actor: Actor, case_id: int) -> None:
    """Recompute one case in an act of its own; forms that people have open stay valid."""
    act = open_act(office, actor, case_id, substantive=False)
    moves = clocks.recompute(act)
    if not moves and not act.deadline_changes:
        # Recomputed before; writing again would only make the case look touched.
        return
    for moved in moves:
        old, due = moved.before.due_on, moved.now.due_on
        kind = "clock_confirmed" if old == due else "clock_recomputed"
        rule = act.process.rules[moved.before.rule]
        notify.owe(act, kind, "handlers", moved.event, rule=rule, old=old, due=due)
    with office.database.act() as uow:
        act.write(uow)
        uow.commit()

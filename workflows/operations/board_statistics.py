"""The supervisor's statistics: months, clocks against their limits, breach reasons, and the league of departments.

S1 六(九) lets departments that are remiss be named (通报): the league table says who is late and how often.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.breach import BREACH_REASONS
from workflows.domain.calendar import WorkCalendar, add_months
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.board import authorities_of
from workflows.operations.office import Office
from workflows.store import board_statistics, board_tasks, people

#: Months of every table, the present one included.
MONTHS = 12
#: Who was late without a reason being kept.
_NO_REASON = N_("未填写原因")


@dataclass(frozen=True, kw_only=True)
class Month:
    """What happened in one month."""

    #: Its first day (Asia/Shanghai).
    first: date
    received: int
    closed: int
    #: Limits whose last day fell in the month and passed.
    overdue: int


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """How long one clock took, in working days; a suspended day counts in both figures."""

    #: Message id.
    name: str
    finished: int
    late: int
    median: float
    #: Median of the limits.
    limit: float


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """How often one coded reason was given for a breach: in all, by month, by organisation."""

    #: Message id.
    name: str
    total: int
    months: tuple[int, ...]
    units: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class LeagueLine:
    """One department of the league table."""

    org_id: int
    name: str
    open_now: int
    overdue_now: int
    finished: int
    late: int

    @property
    def on_time(self) -> int | None:
        """Per cent of the finished clocks that were met in time, rounded down; None where none was finished."""
        return (self.finished - self.late) * 100 // self.finished if self.finished else None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was counted of one month."""

    received: int
    closed: int
    #: Clocks that were met in it, in time or late.
    clocks: Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The tables of the last MONTHS months."""

    as_of: datetime
    #: What they were made of, by the first day of the month.
    counted: Mapping[date, Counted]
    months: tuple[Month, ...]
    clocks: tuple[ClockLine, ...]
    reasons: tuple[ReasonLine, ...]
    #: The most overdue first.
    league: tuple[LeagueLine, ...]


def read_statistics(office: Office, actor: Actor, before: Statistics | None = None) -> Statistics:
    """Return the statistics of the authorities whose supervisor ``actor`` is.

    Args:
        before: what was counted earlier for the same authorities; on the same day only this month and the last are
            counted anew, because what happens is hardly ever entered later. The first count of a day counts everything.

    Raises:
        CalendarMissing: a clock ran through a year without a calendar.
    """
    today, authorities = office_date(office.clock()), authorities_of(actor)
    bounds = [add_months(today.replace(day=1), n) for n in range(1 - MONTHS, 2)]
    with office.database.read() as connection:
        counted = _settled(before, bounds, today)
        counted |= _count(office, authorities, bounds[len(counted) :])
        missed = board_statistics.missed(connection, authorities, bounds)
        piles, _capped = board_tasks.piles(connection, authorities)
        names = {row.id: row.name for row in people.organisations(connection)}
    clocks = [row for month in counted.values() for row in month.clocks]
    late = [row for row in clocks if row.state == "late"]
    return Statistics(
        as_of=office.clock(),
        counted=counted,
        months=tuple(
            Month(first=first, received=month.received, closed=month.closed, overdue=overdue)
            for (first, month), overdue in zip(counted.items(), missed, strict=True)
        ),
        clocks=_clocks(office, office.calendar(), clocks),
        reasons=_reasons(office, late, bounds[:-1]),
        league=_league(office, clocks, piles, names, today),
    )


def _settled(before: Statistics | None, bounds: Sequence[date], today: date) -> dict[date, Counted]:
    if before is None or office_date(before.as_of) != today:
        return {}
    return {month: before.counted[month] for month in bounds[:-3]}


def _count(office: Office, authorities: Sequence[int], bounds: Sequence[date]) -> dict[date, Counted]:
    clocks: dict[date, list[Any]] = defaultdict(list)
    with office.database.read() as connection:
        for row in board_statistics.finished_clocks(connection, authorities, bounds[0]):
            clocks[row.met_on.replace(day=1)].append(row)
        cases = board_statistics.monthly(connection, authorities, bounds)
    return {
        month: Counted(received=received, closed=closed, clocks=clocks[month])
        for month, (received, closed) in zip(bounds[:-1], cases, strict=True)
    }


def _unit(office: Office, row: Any) -> int:
    """Return the organisation that owed a clock: the provider for the provider's steps, else the authority."""
    of_provider = any(
        kind.role is Role.PROVIDER and row.rule in kind.rules for kind in office.processes[row.process].tasks.values()
    )
    return int(row.provider_id if of_provider and row.provider_id is not None else row.authority_id)


def _clocks(office: Office, calendar: WorkCalendar, rows: Sequence[Any]) -> tuple[ClockLine, ...]:
    took: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    limits: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    late: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = (row.process, row.rule)
        took[key][calendar.working_days_between(row.start_on, row.met_on)] += row.total
        limits[key][calendar.working_days_between(row.start_on, row.due_on)] += row.total
        late[key] += row.total if row.state == "late" else 0
    return tuple(
        ClockLine(
            name=office.processes[process].rules[rule],
            finished=took[process, rule].total(),
            late=late[process, rule],
            median=_median(took[process, rule]),
            limit=_median(limits[process, rule]),
        )
        for process, rule in sorted(took, key=lambda key: (-_median(limits[key]), key))
    )


def _median(counted: Counter[int]) -> float:
    ordered, middle = sorted(counted), ((counted.total() - 1) // 2, counted.total() // 2)
    found = []
    for place in middle:
        passed = 0
        for value in ordered:
            passed += counted[value]
            if passed > place:
                found.append(value)
                break
    return sum(found) / 2


def _reasons(office: Office, rows: Sequence[Any], months: Sequence[date]) -> tuple[ReasonLine, ...]:
    by_month: dict[str, Counter[date]] = defaultdict(Counter)
    by_unit: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        name = BREACH_REASONS.get(row.breach_reason, _NO_REASON)
        by_month[name][row.met_on.replace(day=1)] += row.total
        by_unit[name][_unit(office, row)] += row.total
    return tuple(
        ReasonLine(
            name=name,
            total=by_month[name].total(),
            months=tuple(by_month[name][month] for month in months),
            units=dict(by_unit[name]),
        )
        for name in sorted(by_month, key=lambda name: (-by_month[name].total(), name))
    )


def _league(
    office: Office, clocks: Sequence[Any], piles: Sequence[Any], names: Mapping[int, str], today: date
) -> tuple[LeagueLine, ...]:
    finished: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for row in clocks:
        unit = _unit(office, row)
        finished[unit] += row.total
        late[unit] += row.total if row.state == "late" else 0
    open_now: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    for pile in piles:
        open_now[pile.org_id] += pile.total
        overdue[pile.org_id] += pile.total if pile.due_on < today else 0
    units = sorted(finished.keys() | open_now.keys(), key=lambda unit: (-overdue[unit], -late[unit], unit))
    return tuple(
        LeagueLine(
            org_id=unit,
            name=names[unit],
            open_now=open_now[unit],
            overdue_now=overdue[unit],
            finished=finished[unit],
            late=late[unit],
        )
        for unit in units
    )

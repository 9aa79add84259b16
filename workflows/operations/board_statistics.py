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
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations import month_counts
from workflows.operations.board import authorities_of
from workflows.operations.month_counts import ClockCount, MonthCount
from workflows.operations.office import Office
from workflows.store import board_statistics, board_tasks, people

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
class Statistics:
    """The tables of the last MONTHS months."""

    as_of: datetime
    months: tuple[Month, ...]
    clocks: tuple[ClockLine, ...]
    reasons: tuple[ReasonLine, ...]
    #: The most overdue first.
    league: tuple[LeagueLine, ...]


def read_statistics(office: Office, actor: Actor) -> Statistics:
    """Return the statistics of the authorities whose supervisor ``actor`` is.

    Raises:
        CalendarMissing: a clock ran through a year without a calendar.
    """
    today, authorities = office_date(office.clock()), authorities_of(actor)
    with office.database.read() as connection:
        counted = month_counts.months_of(office, connection, authorities)
        missed = board_statistics.missed(connection, authorities, month_counts.bounds_of(today))
        piles, _capped = board_tasks.piles(connection, authorities)
        names = {row.id: row.name for row in people.organisations(connection)}
    clocks = [clock for month in counted.values() for clock in month.clocks]
    return Statistics(
        as_of=office.clock(),
        months=tuple(
            Month(first=first, received=month.received, closed=month.closed, overdue=overdue)
            for (first, month), overdue in zip(counted.items(), missed, strict=True)
        ),
        clocks=_clocks(office, clocks),
        reasons=_reasons(office, counted),
        league=_league(office, clocks, piles, names, today),
    )


def _unit(office: Office, row: ClockCount) -> int:
    """Return the organisation that owed a clock: the provider for the provider's steps, else the authority."""
    of_provider = any(
        kind.role is Role.PROVIDER and row.rule in kind.rules for kind in office.processes[row.process].tasks.values()
    )
    return row.provider_id if of_provider and row.provider_id is not None else row.authority_id


def _clocks(office: Office, rows: Sequence[ClockCount]) -> tuple[ClockLine, ...]:
    took: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    limits: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    late: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = (row.process, row.rule)
        took[key][row.took] += row.total
        limits[key][row.limit] += row.total
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


def _reasons(office: Office, counted: Mapping[date, MonthCount]) -> tuple[ReasonLine, ...]:
    by_month: dict[str, Counter[date]] = defaultdict(Counter)
    by_unit: dict[str, Counter[int]] = defaultdict(Counter)
    for month, row in ((month, row) for month, found in counted.items() for row in found.clocks if row.state == "late"):
        name = BREACH_REASONS.get(row.reason or "", _NO_REASON)
        by_month[name][month] += row.total
        by_unit[name][_unit(office, row)] += row.total
    return tuple(
        ReasonLine(
            name=name,
            total=by_month[name].total(),
            months=tuple(by_month[name][month] for month in counted),
            units=dict(by_unit[name]),
        )
        for name in sorted(by_month, key=lambda name: (-by_month[name].total(), name))
    )


def _league(
    office: Office, clocks: Sequence[ClockCount], piles: Sequence[Any], names: Mapping[int, str], today: date
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

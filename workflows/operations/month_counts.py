"""What happened in a month, for the supervisor's statistics: the worker counts months that are over once a night.

A look then counts the running month only. What is entered later for a month that is over is seen after the next night.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from workflows.domain.calendar import WorkCalendar, add_months
from workflows.domain.errors import CalendarMissing
from workflows.domain.time import office_date
from workflows.operations.office import Office
from workflows.operations.retry import decided_again
from workflows.store import board_statistics, people

#: Months of every table, the present one included.
MONTHS = 12


class ClockCount(NamedTuple):
    """Clocks that were met alike: in which process, by whom, under which rule, and in how many working days."""

    process: str
    authority_id: int
    provider_id: int | None
    rule: str
    #: met or late.
    state: str
    #: Working days; a suspended day counts in both.
    took: int
    limit: int
    #: Coded reason of a breach.
    reason: str | None
    total: int


@dataclass(frozen=True, kw_only=True)
class MonthCount:
    """What was counted of one month."""

    received: int = 0
    closed: int = 0
    #: Clocks that were met in it, in time or late.
    clocks: tuple[ClockCount, ...] = ()


def bounds_of(today: date) -> list[date]:
    """Return the first days of the last MONTHS months, and that of the next one."""
    return [add_months(today.replace(day=1), n) for n in range(1 - MONTHS, 2)]


def months_of(office: Office, connection: Any, authorities: Sequence[int]) -> dict[date, MonthCount]:
    """Return the last MONTHS months of authorities together; what the worker has not counted is counted now.

    Raises:
        CalendarMissing: a clock ran through a year without a calendar.
    """
    bounds = bounds_of(office_date(office.clock()))
    kept: dict[date, list[Any]] = defaultdict(list)
    for row in board_statistics.kept(connection, authorities, bounds[:-2]):
        kept[row.month].append(row)
    found = {}
    for first, after in pairwise(bounds):
        if authorities and len(kept[first]) == len(authorities):
            parts = [_read(row) for row in kept[first]]
        else:
            parts = list(_count(connection, office.calendar(), first, after, authorities).values())
        found[first] = MonthCount(
            received=sum(part.received for part in parts),
            closed=sum(part.closed for part in parts),
            clocks=tuple(clock for part in parts for clock in part.clocks),
        )
    return found


def count_months(office: Office) -> int:
    """Count the months that are over, for every organisation, in place of what was counted before; return how many.

    One with a clock that ran through a year without a calendar is left to those who look at it, who are told so.
    """
    return decided_again(lambda: _count_months(office))


def _count_months(office: Office) -> int:
    bounds = bounds_of(office_date(office.clock()))[:-1]
    rows, months = [], 0
    with office.database.read() as connection:
        organs = [row.id for row in people.organisations(connection)]
        for first, after in pairwise(bounds):
            try:
                counted = _count(connection, office.calendar(), first, after, organs)
            except CalendarMissing:
                continue
            months += 1
            rows += [_row(organ, first, counted[organ]) for organ in organs]
    with office.database.act() as uow:
        board_statistics.keep(uow.connection, rows)
        uow.commit()
    return months


def _count(
    connection: Any, calendar: WorkCalendar, first: date, after: date, authorities: Sequence[int]
) -> dict[int, MonthCount]:
    """Count one month by authority."""
    received, closed = board_statistics.cases_of_month(connection, authorities, first, after)
    clocks: dict[int, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for row in board_statistics.finished_clocks(connection, authorities, first, after):
        took = calendar.working_days_between(row.start_on, row.met_on)
        limit = calendar.working_days_between(row.start_on, row.due_on)
        alike = (
            row.process, row.authority_id, row.provider_id, row.rule, row.state, took, limit, row.breach_reason
        )  # fmt: skip
        clocks[row.authority_id][alike] += row.total
    return {
        organ: MonthCount(
            received=received.get(organ, 0),
            closed=closed.get(organ, 0),
            clocks=tuple(ClockCount._make((*alike, total)) for alike, total in clocks[organ].items()),
        )
        for organ in authorities
    }


def _row(organ: int, month: date, counted: MonthCount) -> dict[str, Any]:
    return {
        "authority_id": organ, "month": month, "received": counted.received, "closed": counted.closed,
        "clocks": [list(clock) for clock in counted.clocks],
    }  # fmt: skip


def _read(row: Any) -> MonthCount:
    clocks = tuple(ClockCount(*clock) for clock in row.clocks)
    return MonthCount(received=row.received, closed=row.closed, clocks=clocks)

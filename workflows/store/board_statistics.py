"""What the supervisor's statistics are made of: the office's cases and clocks, counted by the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy import case as when
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.domain.time import start_of_day
from workflows.store.tables import case, deadline, month_count

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_MET = text("deadline.state IN ('met', 'late')")
_MISSED = text("(deadline.state = 'late' OR deadline.breached_at IS NOT NULL)")


def cases_of_month(
    connection: Connection, authorities: Sequence[int], first: date, after: date
) -> tuple[dict[int, int], dict[int, int]]:
    """Return per authority how many cases were received in a month and how many closed.

    Args:
        first: first day of the month.
        after: first day of the next one; both Asia/Shanghai.
    """
    received = case.c.received_on >= first, case.c.received_on < after
    closed = case.c.closed_at >= start_of_day(first), case.c.closed_at < start_of_day(after)
    ways = [
        select(case.c.authority_id, func.count().label("total"))
        .where(case.c.authority_id.in_(authorities), *way)
        .group_by(case.c.authority_id)
        for way in (received, closed)
    ]
    one, other = ({row.authority_id: row.total for row in connection.execute(way)} for way in ways)
    return one, other


def missed(connection: Connection, authorities: Sequence[int], months: Sequence[date]) -> list[int]:
    """Return per month how many limits passed in it without being met.

    Args:
        months: first days of consecutive months (Asia/Shanghai); the last one only ends the month before it.
    """
    place = when(*((deadline.c.due_on < bound, n) for n, bound in enumerate(months[1:])))
    late = (
        select(place.label("place"), func.count().label("total"))
        .where(
            case.c.authority_id.in_(authorities), case.c.id == deadline.c.case_id, _MISSED,
            deadline.c.state != "superseded", deadline.c.due_on >= months[0], deadline.c.due_on < months[-1],
        )
        .group_by("place")
    )  # fmt: skip
    found = {row.place: row.total for row in connection.execute(late)}
    return [found.get(n, 0) for n in range(len(months) - 1)]


def finished_clocks(connection: Connection, authorities: Sequence[int], first: date, after: date) -> Sequence[Any]:
    """Return the clocks met in a month (as in :func:`cases_of_month`), counted by all that tells them apart."""
    kinds = (
        case.c.process, case.c.authority_id, case.c.provider_id, deadline.c.rule, deadline.c.state,
        deadline.c.start_on, deadline.c.due_on, deadline.c.met_on, deadline.c.breach_reason,
    )  # fmt: skip
    return connection.execute(
        select(*kinds, func.count().label("total"))
        .join(case, case.c.id == deadline.c.case_id)
        .where(case.c.authority_id.in_(authorities), _MET, deadline.c.met_on >= first, deadline.c.met_on < after)
        .group_by(*kinds)
    ).all()


def kept(connection: Connection, authorities: Sequence[int], months: Sequence[date]) -> Sequence[Any]:
    """Return what was counted of months before, a row for each authority and month."""
    return connection.execute(
        select(month_count)
        .where(month_count.c.authority_id.in_(authorities), month_count.c.month.in_(months))
        .order_by(month_count.c.month, month_count.c.authority_id)
    ).all()


def keep(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was counted in place of everything that was kept before.

    Raises:
        StaleVersion: another worker does the same at this moment.
    """
    connection.execute(delete(month_count))
    try:
        if rows:
            connection.execute(insert(month_count), [dict(row) for row in rows])
    except IntegrityError as error:
        raise StaleVersion() from error

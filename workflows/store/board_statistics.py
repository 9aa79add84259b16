"""What the supervisor's statistics are made of: the office's cases and clocks, counted by the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, func, select, text
from sqlalchemy import case as when

from workflows.domain.time import start_of_day
from workflows.store.tables import case, deadline

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_MET = text("deadline.state IN ('met', 'late')")
_MISSED = text("(deadline.state = 'late' OR deadline.breached_at IS NOT NULL)")


def monthly(connection: Connection, authorities: Sequence[int], months: Sequence[date]) -> list[tuple[int, int]]:
    """Return per month how many cases were received and how many closed.

    Args:
        months: first days of consecutive months (Asia/Shanghai); the last one only ends the month before it.
    """
    of_office = case.c.authority_id.in_(authorities)
    instants = [start_of_day(month) for month in months]
    received = _by_bounds(connection, case.c.received_on, months, [of_office])
    closed = _by_bounds(connection, case.c.closed_at, instants, [of_office])
    return [(received.get(n, 0), closed.get(n, 0)) for n in range(len(months) - 1)]


def missed(connection: Connection, authorities: Sequence[int], months: Sequence[date]) -> list[int]:
    """Return per month (as in :func:`monthly`) how many limits passed in it without being met."""
    conditions = (
        case.c.authority_id.in_(authorities), case.c.id == deadline.c.case_id, _MISSED,
        deadline.c.state != "superseded",
    )  # fmt: skip
    late = _by_bounds(connection, deadline.c.due_on, months, conditions)
    return [late.get(n, 0) for n in range(len(months) - 1)]


def _by_bounds(
    connection: Connection, column: Any, bounds: Sequence[Any], conditions: Sequence[ColumnElement[bool] | TextClause]
) -> dict[int, int]:
    """Count rows by the interval ``[bounds[n], bounds[n + 1])`` in which ``column`` lies."""
    place = when(*((column < bound, n) for n, bound in enumerate(bounds[1:])))
    query = (
        select(place.label("place"), func.count().label("total"))
        .where(*conditions, column >= bounds[0], column < bounds[-1])
        .group_by("place")
    )
    return {row.place: row.total for row in connection.execute(query)}


def finished_clocks(connection: Connection, authorities: Sequence[int], since: date) -> Sequence[Any]:
    """Return the clocks that were met, in time or late, from ``since`` on, counted by all that tells them apart."""
    kinds = (
        case.c.process, case.c.authority_id, case.c.provider_id, deadline.c.rule, deadline.c.state,
        deadline.c.start_on, deadline.c.due_on, deadline.c.met_on, deadline.c.breach_reason,
    )  # fmt: skip
    return connection.execute(
        select(*kinds, func.count().label("total"))
        .join(case, case.c.id == deadline.c.case_id)
        .where(
            case.c.authority_id.in_(authorities), _MET, deadline.c.met_on >= since
        )
        .group_by(*kinds)
    ).all()

"""我发起: the cases that a person took in at the counter, or whose first step the person did.

First steps are read along the index of done tasks. Who took a paper form in stands in the case's first event; cases
without an account (from the counter) are read along the index of applicants, the newest SCAN of them, so that a page
costs the same however many there are.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, FromClause, Select, Subquery, exists, func, select, text, tuple_

from workflows.store.inbox import COUNT_LIMIT
from workflows.store.tables import case, event, subject, task

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_DONE = text("task.state = 'done'")
_again = task.alias("again")
#: Paper filings of the office that a page looks through at most, the newest first.
SCAN = 1_000


def _started(query: Select[Any], user_id: int, first_steps: Collection[str]) -> Select[Any]:
    """Narrow to first steps done by a person; of a step that was done twice the last counts."""
    later = exists().where(
        _again.c.case_id == task.c.case_id,
        _again.c.node == task.c.node,
        _again.c.completed_by == user_id,
        _again.c.state == "done",
        _again.c.id > task.c.id,
    )
    return query.where(_DONE, task.c.completed_by == user_id, task.c.node.in_(sorted(first_steps)), ~later)


def _taken_in(user_id: int, first_steps: Collection[str]) -> Subquery:
    """Read (id, case_id, completed_at) of the paper filings that a person took in and left to others."""
    newest = select(case.c.id).where(case.c.applicant_id.is_(None)).order_by(case.c.id.desc()).limit(SCAN).subquery()
    own_step = exists().where(
        task.c.case_id == newest.c.id,
        task.c.completed_by == user_id,
        task.c.state == "done",
        task.c.node.in_(sorted(first_steps)),
    )
    return (
        select(newest.c.id, newest.c.id.label("case_id"), event.c.at.label("completed_at"))
        .join(event, (event.c.case_id == newest.c.id) & (event.c.seq == 1))
        .where(event.c.actor_id == user_id, ~own_step)
        .subquery()
    )


def _line(begun: FromClause) -> Select[Any]:
    """Select what a row shows, from (id, case_id, completed_at), the latest first."""
    return (
        select(
            begun.c.id,
            begun.c.case_id,
            begun.c.completed_at,
            case.c.number,
            case.c.process,
            case.c.state,
            case.c.step,
            case.c.channel,
            subject.c.name.label("subject_name"),
        )
        .select_from(begun)
        .join(case, case.c.id == begun.c.case_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .order_by(begun.c.completed_at.desc(), begun.c.id.desc())
    )


def page(
    connection: Connection,
    user_id: int,
    first_steps: Collection[str],
    *,
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return up to ``limit`` cases that a person began, the latest first, with how they stand now.

    Args:
        first_steps: nodes that count as the first step of a case.
        before: (instant, id) of the last row of the page before.
    """
    taken_in = _taken_in(user_id, first_steps)
    found: list[Any] = []
    for begun, query in ((task, _started(_line(task), user_id, first_steps)), (taken_in, _line(taken_in))):
        if before is not None:
            query = query.where(tuple_(begun.c.completed_at, begun.c.id) < before)
        found += connection.execute(query.limit(limit)).all()
    return sorted(found, key=lambda row: (row.completed_at, row.id), reverse=True)[:limit]


def count(connection: Connection, user_id: int, first_steps: Collection[str]) -> int:
    """Count the cases that a person began; never further than COUNT_LIMIT + 1."""
    done = _started(select(task.c.id), user_id, first_steps)
    total = 0
    for found in (done, select(_taken_in(user_id, first_steps).c.id)):
        counted = found.limit(COUNT_LIMIT + 1 - total).subquery()
        total += int(connection.execute(select(func.count()).select_from(counted)).scalar_one())
        if total > COUNT_LIMIT:
            break
    return total

"""我发起: the cases whose first step a person did, read along the index of done tasks."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select, text, tuple_

from workflows.store.inbox import COUNT_LIMIT
from workflows.store.tables import case, subject, task

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_DONE = text("task.state = 'done'")
_again = task.alias("again")


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
        before: (instant, task id) of the last row of the page before.
    """
    listed = (
        select(
            task.c.id,
            task.c.case_id,
            task.c.completed_at,
            case.c.number,
            case.c.process,
            case.c.state,
            case.c.step,
            case.c.channel,
            subject.c.name.label("subject_name"),
        )
        .select_from(task)
        .join(case, case.c.id == task.c.case_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .order_by(task.c.completed_at.desc(), task.c.id.desc())
        .limit(limit)
    )
    found = _started(listed, user_id, first_steps)
    if before is not None:
        found = found.where(tuple_(task.c.completed_at, task.c.id) < before)
    return connection.execute(found).all()


def count(connection: Connection, user_id: int, first_steps: Collection[str]) -> int:
    """Count the cases that a person began; never further than COUNT_LIMIT + 1."""
    found = _started(select(task.c.id), user_id, first_steps).limit(COUNT_LIMIT + 1)
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())

"""Hands open tasks on (转办, 委派) and reads when a task was last urged (催办)."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from workflows.store.tables import event, task

#: (holder, owner) of a task: who works on it, and to whom it goes back where it was delegated.
Hands = tuple[int | None, int | None]


def hand_on(connection: Connection, task_id: int, was: Hands, to: Hands) -> bool:
    """Put an open task into other hands if it still lies in those that were seen; tell whether it did."""
    held = [
        column.is_(None) if seen is None else column == seen
        for column, seen in zip((task.c.assignee_id, task.c.owner_id), was, strict=True)
    ]
    result = connection.execute(
        update(task)
        .where(task.c.id == task_id, task.c.state == "open", *held)
        .values(assignee_id=to[0], owner_id=to[1])
    )
    return bool(result.rowcount == 1)


def last_urged(connection: Connection, case_id: int, task_id: int) -> datetime | None:
    """Return when somebody last urged the holders of a task (UTC); None if nobody has."""
    rows = connection.execute(
        select(event.c.at, event.c.data)
        .where(event.c.case_id == case_id, event.c.kind == "task_urged")
        .order_by(event.c.seq.desc())
    )
    return next((row.at for row in rows if row.data.get("task") == task_id), None)

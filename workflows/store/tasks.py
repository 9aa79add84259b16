"""Tasks (待办): reads and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, insert, literal_column, select, update

from workflows.store.tables import task, user

#: The due date of a task on which no clock runs; sorts behind every real date.
NO_DATE = date(9999, 12, 31)


class StoredTask(NamedTuple):
    """One task as it was read; made of the row itself, for an act reads every one of its case."""

    id: int
    case_id: int
    node: str
    engine_task: str
    role: str
    org_id: int | None
    user_id: int | None
    state: str
    assignee_id: int | None
    due_on: date
    completed_at: datetime | None
    completed_by: int | None
    outcome: str | None
    data: dict[str, Any] | None
    #: Digest of the idempotency key of the form that completed it.
    form_key: str | None
    #: 委派: to whom the task goes back; the holder only answers meanwhile.
    owner_id: int | None = None
    #: Name of who completed it; empty where it was not asked for.
    completed_name: str = ""

    def is_of(self, form_key: str) -> bool:
        """Tell whether the form with this idempotency key completed the task."""
        return self.form_key == _digest(form_key)


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a task was completed."""

    outcome: str
    data: dict[str, Any]
    #: Idempotency key of the form.
    form_key: str


def _digest(form_key: str) -> str:
    return blake2b(form_key.encode(), digest_size=16).hexdigest()


_COLUMNS = [task.c[name] for name in StoredTask._fields if name != "completed_name"]
_BY_ID = select(*_COLUMNS).where(task.c.id == bindparam("task_id"))
_OPEN_OF_CASE = (
    select(*_COLUMNS).where(task.c.case_id == bindparam("case_id"), task.c.state == "open").order_by(task.c.id)
)
_OF_CASE = (
    select(*_COLUMNS, func.coalesce(user.c.name, literal_column("''")))
    .outerjoin(user, user.c.id == task.c.completed_by)
    .where(task.c.case_id == bindparam("case_id"))
    .order_by(task.c.id)
)
_ADD = insert(task).inline()
_SET_DUE = update(task).where(task.c.id == bindparam("b_id")).values(due_on=bindparam("due_on"))
_CANCEL = (
    update(task)
    .where(task.c.id.in_(bindparam("task_ids", expanding=True)), task.c.state == "open")
    .values(state="cancelled", completed_at=bindparam("at"))
)
_FINISH = (
    update(task)
    .where(task.c.id == bindparam("b_id"), task.c.state == "open")
    .values(
        state="done",
        completed_at=bindparam("at"),
        completed_by=bindparam("by"),
        outcome=bindparam("outcome"),
        data=bindparam("data"),
        form_key=bindparam("form_key"),
    )
)


def _read(connection: Connection, statement: Select[Any], **values: int) -> list[StoredTask]:
    return [StoredTask(*row) for row in connection.execute(statement, values)]


def load(connection: Connection, task_id: int) -> StoredTask | None:
    """Read one task."""
    return next(iter(_read(connection, _BY_ID, task_id=task_id)), None)


def open_of(connection: Connection, case_id: int) -> list[StoredTask]:
    """Read the open tasks of a case, oldest first."""
    return _read(connection, _OPEN_OF_CASE, case_id=case_id)


def all_of(connection: Connection, case_id: int) -> list[StoredTask]:
    """Read every task of a case with the names of who completed them, oldest first."""
    return _read(connection, _OF_CASE, case_id=case_id)


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert opened tasks in one statement."""
    connection.execute(_ADD, rows)


def finish(connection: Connection, task_id: int, at: datetime, by: int, done: Done) -> None:
    """Mark a task as done; the caller holds the case's version."""
    key = _digest(done.form_key)
    connection.execute(
        _FINISH, {"b_id": task_id, "at": at, "by": by, "outcome": done.outcome, "data": done.data, "form_key": key}
    )


def cancel(connection: Connection, task_ids: Sequence[int], at: datetime) -> None:
    """Cancel open tasks that the process has left."""
    connection.execute(_CANCEL, {"task_ids": list(task_ids), "at": at})


def set_due(connection: Connection, changes: Mapping[int, date]) -> None:
    """Move the due dates that tasks wear, by task."""
    connection.execute(_SET_DUE, [{"b_id": task_id, "due_on": due_on} for task_id, due_on in changes.items()])


def assign(connection: Connection, task_id: int, to: int | None, expected: int | None) -> bool:
    """Give an open task to ``to`` if ``expected`` holds it now; tell whether it was had."""
    held = task.c.assignee_id.is_(None) if expected is None else task.c.assignee_id == expected
    result = connection.execute(
        update(task).where(task.c.id == task_id, task.c.state == "open", held).values(assignee_id=to)
    )
    return bool(result.rowcount == 1)


def person(connection: Connection, user_id: int | None) -> str:
    """Return the name of a person for the history; the office itself where there is none."""
    if not user_id:
        return "系统"
    return connection.execute(select(user.c.name).where(user.c.id == user_id)).scalar_one_or_none() or str(user_id)

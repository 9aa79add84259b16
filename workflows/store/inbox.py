"""Read models of the desk: 待办 (open tasks in the order of their due dates) and 已办 (what a person has done).

Every list is read by keyset along an index of open tasks and every count stops at COUNT_LIMIT, so that a page costs
the same however long the queue is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, text, tuple_

from workflows.domain.access import Role
from workflows.store.tables import case, deadline, organisation, subject, task, user

#: Counts stop here; more is shown as 「200+」.
COUNT_LIMIT = 200

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_OPEN = text("task.state = 'open'")
_DONE = text("task.state = 'done'")


class Holder(StrEnum):
    """Whose hands the listed tasks are in."""

    #: Nobody's or the reader's: what the reader can work on now.
    TODO = "todo"
    #: The reader's.
    MINE = "mine"
    #: Nobody's: the pool.
    FREE = "free"
    #: A colleague's.
    OTHERS = "others"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reader has narrowed the list to."""

    #: Node of the step; empty for every step.
    node: str = ""
    #: The organisation that provided the record.
    provider_id: int | None = None
    #: Only tasks whose last day lies before this one (Asia/Shanghai).
    due_before: date | None = None
    #: Number of the case, or the beginning of the subject's name.
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockMark:
    """One clock of a listed case, as far as a list shows it."""

    rule: str
    due_on: date | None
    provisional: bool
    warned: bool
    breached: bool


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One task in a list."""

    task_id: int
    case_id: int
    number: str
    process: str
    node: str
    #: 9999-12-31 where no clock runs.
    due_on: date
    holder_id: int | None
    holder: str
    #: 委派: to whom the task goes back; None where it is not delegated.
    owner_id: int | None
    subject: str
    #: The organisation that provided the record; empty where there is none.
    provider: str
    channel: str
    #: Instant, outcome and substance of what was done; only in 已办.
    completed_at: datetime | None
    outcome: str
    clocks: tuple[ClockMark, ...]


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """One page of a list, and where the next begins."""

    rows: tuple[InboxRow, ...]
    #: (due date, task id) of the last row, or None when this is the last page.
    next: tuple[date, int] | None


@dataclass(frozen=True, kw_only=True)
class DonePage:
    """One page of 已办, and where the next begins."""

    rows: tuple[InboxRow, ...]
    #: (instant, task id) of the last row, or None when this is the last page.
    next: tuple[datetime, int] | None


def _listed() -> Select[Any]:
    return (
        select(
            task.c.id,
            task.c.case_id,
            task.c.node,
            task.c.due_on,
            task.c.assignee_id,
            task.c.owner_id,
            task.c.completed_at,
            task.c.outcome,
            case.c.number,
            case.c.process,
            case.c.channel,
            subject.c.name.label("subject_name"),
            organisation.c.name.label("provider_name"),
            user.c.name.label("holder_name"),
        )
        .select_from(task)
        .join(case, case.c.id == task.c.case_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .outerjoin(organisation, organisation.c.id == case.c.provider_id)
        .outerjoin(user, user.c.id == task.c.assignee_id)
    )


def _lists(
    user_id: int, desks: Iterable[tuple[Role, int]], holder: Holder, absent: Collection[int]
) -> list[list[ColumnElement[bool]]]:
    """Return the conditions of each list to read; what one holds oneself is one list, along the holder's index."""
    own, hands = task.c.assignee_id == user_id, {user_id, *absent}
    of_desks = [[task.c.org_id == org_id, task.c.role == str(role)] for role, org_id in sorted(desks)]
    if holder is Holder.MINE:
        # What an absent colleague holds is done by the substitute only where both have the post.
        stood_in = task.c.assignee_id.in_(sorted(absent))
        return [[own], *([[*desk, stood_in] for desk in of_desks] if absent else ())]
    free = task.c.assignee_id.is_(None)
    held = {
        Holder.TODO: or_(free, task.c.assignee_id.in_(sorted(hands))),
        Holder.FREE: free,
        Holder.OTHERS: and_(task.c.assignee_id.is_not(None), task.c.assignee_id.not_in(sorted(hands))),
    }[holder]
    return [[*desk, held] for desk in of_desks]


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.node:
        found.append(task.c.node == filters.node)
    if filters.provider_id is not None:
        found.append(case.c.provider_id == filters.provider_id)
    if filters.due_before is not None:
        found.append(task.c.due_on < filters.due_before)
    if filters.words:
        escaped = filters.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(or_(case.c.number == filters.words.upper(), subject.c.name.like(f"{escaped}%", escape="\\")))
    return found


def page(
    connection: Connection,
    user_id: int,
    desks: Iterable[tuple[Role, int]],
    *,
    holder: Holder = Holder.TODO,
    filters: Filters | None = None,
    absent: Collection[int] = (),
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> TaskPage:
    """Return the open tasks of some desks, the earliest due date first.

    Args:
        user_id: the reader.
        desks: (role, organisation) of the reader's posts.
        absent: for whom the reader stands in today.
        after: ``next`` of the page before.
        limit: rows of a page.
    """
    conditions: list[Any] = [_OPEN, *_narrowed(filters or Filters())]
    if after is not None:
        conditions.append(tuple_(task.c.due_on, task.c.id) > after)
    of_desk = (
        connection.execute(
            _listed().where(*desk, *conditions).order_by(task.c.due_on, task.c.id).limit(limit + 1)
        ).all()
        for desk in _lists(user_id, desks, holder, absent)
    )
    found = list(islice(merge(*of_desk, key=lambda row: (row.due_on, row.id)), limit + 1))
    rows = found[:limit]
    last = (rows[-1].due_on, rows[-1].id) if len(found) > limit else None
    return TaskPage(rows=_rows(connection, rows), next=last)


def done_page(
    connection: Connection, user_id: int, *, before: tuple[datetime, int] | None = None, limit: int = 50
) -> DonePage:
    """Return what a person has completed, the latest first."""
    query = _listed().where(task.c.completed_by == user_id, _DONE)
    if before is not None:
        query = query.where(tuple_(task.c.completed_at, task.c.id) < before)
    found = connection.execute(query.order_by(task.c.completed_at.desc(), task.c.id.desc()).limit(limit + 1)).all()
    rows = found[:limit]
    last = (rows[-1].completed_at, rows[-1].id) if len(found) > limit else None
    return DonePage(rows=_rows(connection, rows), next=last)


def count(
    connection: Connection,
    user_id: int,
    desks: Iterable[tuple[Role, int]],
    holder: Holder,
    due_before: date | None = None,
    absent: Collection[int] = (),
) -> int:
    """Count open tasks of some desks; never further than COUNT_LIMIT + 1."""
    total = 0
    for desk in _lists(user_id, desks, holder, absent):
        counted = select(task.c.id).where(*desk, _OPEN).limit(COUNT_LIMIT + 1 - total)
        if due_before is not None:
            counted = counted.where(task.c.due_on < due_before)
        total += connection.execute(select(func.count()).select_from(counted.subquery())).scalar_one()
        if total > COUNT_LIMIT:
            break
    return total


def _rows(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[InboxRow, ...]:
    clocks = _clocks(connection, {row.case_id for row in rows})
    return tuple(
        InboxRow(
            task_id=row.id,
            case_id=row.case_id,
            number=row.number,
            process=row.process,
            node=row.node,
            due_on=row.due_on,
            holder_id=row.assignee_id,
            holder=row.holder_name or "",
            owner_id=row.owner_id,
            subject=row.subject_name,
            provider=row.provider_name or "",
            channel=row.channel,
            completed_at=row.completed_at,
            outcome=row.outcome or "",
            clocks=clocks.get(row.case_id, ()),
        )
        for row in rows
    )


def _clocks(connection: Connection, case_ids: Iterable[int]) -> Mapping[int, tuple[ClockMark, ...]]:
    """Read the running clocks of the listed cases in one statement."""
    found: dict[int, tuple[ClockMark, ...]] = {}
    query = (
        select(
            deadline.c.case_id,
            deadline.c.rule,
            deadline.c.due_on,
            deadline.c.provisional,
            deadline.c.warned_at,
            deadline.c.breached_at,
        )
        .where(deadline.c.case_id.in_(sorted(case_ids)), deadline.c.state == "running")
        .order_by(deadline.c.id)
    )
    for row in connection.execute(query):
        mark = ClockMark(
            rule=row.rule,
            due_on=row.due_on,
            provisional=row.provisional,
            warned=row.warned_at is not None,
            breached=row.breached_at is not None,
        )
        found[row.case_id] = (*found.get(row.case_id, ()), mark)
    return found

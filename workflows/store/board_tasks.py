"""The supervisor's board: open tasks counted by desk, step and last day, and the lists behind the numbers.

Desks (an organisation's pool of one role) are found by jumping along the index of open tasks, and each is read in the
order of its last days. So a page costs what is open at the desks, each up to DESK_LIMIT, and never what was closed.
The supervisor's own tasks and those that wait for an applicant are nobody's lateness and are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text, tuple_
from sqlalchemy import case as when

from workflows.store.tables import case, organisation, subject, task, user

#: Tasks of one desk that the board counts, the earliest last day first.
DESK_LIMIT = 1000

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_OPEN = text("task.state = 'open'")
_DESK = select(task.c.org_id, task.c.role).where(_OPEN).order_by(task.c.org_id, task.c.role).limit(1)
# Two statements: over a comparison of pairs SQLite walks through the whole desk to reach the next one.
_NEXT_OF_UNIT = _DESK.where(task.c.org_id == bindparam("org_id"), task.c.role > bindparam("role"))
_NEXT_UNIT = _DESK.where(task.c.org_id > bindparam("org_id"))
_EARLIEST = (
    select(case.c.process, task.c.node, task.c.due_on, task.c.assignee_id)
    .select_from(task)
    .join(case, case.c.id == task.c.case_id)
    .where(
        _OPEN,
        task.c.org_id == bindparam("org_id"),
        task.c.role == bindparam("role"),
        case.c.authority_id.in_(bindparam("authorities", expanding=True)),
    )
    .order_by(task.c.due_on, task.c.id)
    .limit(DESK_LIMIT)
    .subquery()
)
_PILES = select(
    _EARLIEST.c.process,
    _EARLIEST.c.node,
    _EARLIEST.c.due_on,
    func.count().label("total"),
    func.sum(when((_EARLIEST.c.assignee_id.is_(None), 1), else_=0)).label("free"),
).group_by(_EARLIEST.c.process, _EARLIEST.c.node, _EARLIEST.c.due_on)


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Open tasks of one desk on the same step with the same last day."""

    org_id: int
    process: str
    node: str
    #: 9999-12-31 where no clock runs.
    due_on: date
    total: int
    #: How many of them nobody has claimed.
    free: int


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What a list is narrowed to; None and False leave everything in."""

    org_id: int | None = None
    #: (process, node) of the steps.
    steps: frozenset[tuple[str, str]] | None = None
    #: Roles that those steps belong to: other desks need not be read.
    roles: frozenset[str] | None = None
    #: First and last of the last days (Asia/Shanghai), both included.
    due_from: date | None = None
    due_to: date | None = None
    #: Only tasks that nobody has claimed.
    free: bool = False


def desks(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield (organisation, role) of every desk that has open tasks, without the supervisor's own."""
    found = connection.execute(_NEXT_UNIT, {"org_id": 0}).one_or_none()
    while found is not None:
        if found.role != "supervisor":
            yield found.org_id, found.role
        place = {"org_id": found.org_id, "role": found.role}
        following = connection.execute(_NEXT_OF_UNIT, place).one_or_none()
        found = following or connection.execute(_NEXT_UNIT, {"org_id": found.org_id}).one_or_none()


def piles(connection: Connection, authorities: Sequence[int]) -> tuple[list[Pile], bool]:
    """Count the open tasks of some authorities' cases; tell whether any desk has more than DESK_LIMIT."""
    found: list[Pile] = []
    capped = False
    for org_id, role in desks(connection):
        values = {"org_id": org_id, "role": role, "authorities": list(authorities)}
        of_desk = [
            Pile(
                org_id=org_id, process=row.process, node=row.node, due_on=row.due_on, total=row.total, free=row.free
            )
            for row in connection.execute(_PILES, values)
        ]
        capped = capped or sum(pile.total for pile in of_desk) >= DESK_LIMIT
        found += of_desk
    return found, capped


def page(
    connection: Connection,
    authorities: Sequence[int],
    cut: Slice,
    *,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[Any]:
    """Return up to ``limit`` open tasks, the earliest last day first.

    Args:
        authorities: whose cases.
        after: last day and id of the last row of the page before.
    """
    query = _narrowed(_listed(authorities).where(_OPEN), cut)
    if after is not None:
        query = query.where(tuple_(task.c.due_on, task.c.id) > after)
    query = query.order_by(task.c.due_on, task.c.id).limit(limit)
    of_desk = (
        connection.execute(query.where(task.c.org_id == org_id, task.c.role == role)).all()
        for org_id, role in desks(connection)
        if cut.org_id in (None, org_id) and (cut.roles is None or role in cut.roles)
    )
    return list(islice(merge(*of_desk, key=lambda row: (row.due_on, row.id)), limit))


def chosen(connection: Connection, authorities: Sequence[int], task_ids: Sequence[int]) -> list[Any]:
    """Return those of some tasks that belong to these authorities' cases, done ones too, by their last days."""
    query = _listed(authorities).where(task.c.id.in_(task_ids), task.c.role != "supervisor")
    return list(connection.execute(query.order_by(task.c.due_on, task.c.id)))


def _listed(authorities: Sequence[int]) -> Select[Any]:
    return (
        select(
            task.c.id, task.c.case_id, task.c.node, task.c.role, task.c.org_id, task.c.due_on, task.c.assignee_id,
            task.c.state, case.c.number, case.c.process, case.c.received_on, subject.c.name.label("subject"),
            organisation.c.name.label("org"), user.c.name.label("holder"),
        )
        .select_from(task)
        .join(case, case.c.id == task.c.case_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .join(organisation, organisation.c.id == task.c.org_id)
        .outerjoin(user, user.c.id == task.c.assignee_id)
        .where(case.c.authority_id.in_(authorities))
    )  # fmt: skip


def _narrowed(query: Select[Any], cut: Slice) -> Select[Any]:
    if cut.steps is not None:
        query = query.where(
            tuple_(case.c.process, task.c.node).in_(sorted(cut.steps)) if cut.steps else text("1 = 0")
        )
    if cut.due_from is not None:
        query = query.where(task.c.due_on >= cut.due_from)
    if cut.due_to is not None:
        query = query.where(task.c.due_on <= cut.due_to)
    return query.where(task.c.assignee_id.is_(None)) if cut.free else query

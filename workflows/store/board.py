"""The supervisor's lists: which running deadlines are breached (红牌) or warned (黄牌), and who has the work."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, TextClause, and_, exists, func, or_, select, text, update

from workflows.store.tables import case, deadline, organisation, subject, task, user

# Written out and not bound: the planner takes a partial index only where it can see its condition.
#: Deadlines that are late and still run; the partial index on them is in the order of their last days.
LATE = text("deadline.state = 'running' AND deadline.breached_at IS NOT NULL")
#: Warned and not yet late: the breach is the next signal.
WARNED = text(
    "deadline.state = 'running' AND deadline.signal = 'breach' AND deadline.warned_at IS NOT NULL"
    " AND deadline.signal_at IS NOT NULL AND deadline.breached_at IS NULL AND deadline.incident IS NULL"
)
_STUCK = text("deadline.state = 'running' AND deadline.incident IS NOT NULL")
#: Counts stop here; more is shown as 「200+」.
COUNT_LIMIT = 200


def page(
    connection: Connection,
    kind: TextClause,
    authorities: Sequence[int],
    *,
    org_id: int | None,
    after: tuple[date, int] | None,
    size: int,
) -> Sequence[Any]:
    """Return up to ``size`` deadlines with their cases, the oldest last day first.

    Args:
        kind: ``LATE`` or ``WARNED``.
        authorities: whose cases.
        org_id: only cases in which this organisation has work open; None for all.
        after: last day and id of the last row of the page before.
    """
    columns = (
        deadline.c.id, deadline.c.case_id, deadline.c.rule, deadline.c.due_on, deadline.c.provisional,
        case.c.number, case.c.process, case.c.received_on, subject.c.name.label("subject"),
        organisation.c.name.label("authority"),
    )
    query = (
        _of(select(*columns), kind, authorities, org_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .join(organisation, organisation.c.id == case.c.authority_id)
        .order_by(deadline.c.due_on, deadline.c.id)
        .limit(size)
    )
    if after is not None:
        on, last = after
        query = query.where(or_(deadline.c.due_on > on, and_(deadline.c.due_on == on, deadline.c.id > last)))
    return connection.execute(query).all()


def count(connection: Connection, kind: TextClause, authorities: Sequence[int], org_id: int | None) -> int:
    """Return how many deadlines there are of ``kind``; never further than COUNT_LIMIT + 1."""
    counted = _of(select(deadline.c.id), kind, authorities, org_id).limit(COUNT_LIMIT + 1)
    return int(connection.execute(select(func.count()).select_from(counted.subquery())).scalar_one())


def _of(
    query: Select[Any], kind: TextClause, authorities: Sequence[int], org_id: int | None
) -> Select[Any]:
    found = query.join(case, case.c.id == deadline.c.case_id).where(kind, case.c.authority_id.in_(authorities))
    if org_id is not None:
        works = (task.c.case_id == case.c.id, task.c.state == "open", task.c.org_id == org_id)
        found = found.where(exists().where(*works, task.c.role != "supervisor"))
    return found


def whose_turn(connection: Connection, case_ids: Sequence[int]) -> Sequence[Any]:
    """Return the open tasks of cases, without the supervisor's own: case_id, node, role, organisation and holder."""
    return connection.execute(
        select(task.c.case_id, task.c.node, task.c.role, organisation.c.name.label("org"), user.c.name.label("holder"))
        .outerjoin(organisation, organisation.c.id == task.c.org_id)
        .outerjoin(user, user.c.id == func.coalesce(task.c.assignee_id, task.c.user_id))
        .where(task.c.case_id.in_(case_ids), task.c.state == "open", task.c.role != "supervisor")
        .order_by(task.c.id)
    ).all()


def incidents(connection: Connection, limit: int = 200) -> Sequence[Any]:
    """Return the deadlines that no worker could fire, newest first, with the number of their case."""
    return connection.execute(
        select(
            deadline.c.id, deadline.c.case_id, deadline.c.rule, deadline.c.due_on, deadline.c.signal,
            deadline.c.signal_at, deadline.c.attempts, deadline.c.incident, case.c.number, case.c.process,
        )
        .join(case, case.c.id == deadline.c.case_id)
        .where(_STUCK)
        .order_by(deadline.c.id.desc())
        .limit(limit)
    ).all()


def hand_back(connection: Connection, deadline_id: int) -> int | None:
    """Hand a deadline back to the workers; return the id of its case, or None if it is no incident any more."""
    return connection.execute(
        update(deadline)
        .where(deadline.c.id == deadline_id, deadline.c.incident.is_not(None))
        .values(incident=None, attempts=0, owner=None, lease_until=None)
        .returning(deadline.c.case_id)
    ).scalar_one_or_none()

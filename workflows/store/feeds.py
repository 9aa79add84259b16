"""What falls due for whom: open tasks and their last days, for the morning digest and for calendar feeds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, literal_column, select, text, update
from sqlalchemy.exc import IntegrityError

from workflows.store import outbox
from workflows.store.tables import case, deadline, notice, task, user, user_role
from workflows.store.tasks import NO_DATE

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_OPEN = text("task.state = 'open'")
#: Rows of one feed: more deadlines than anybody can look at.
LIMIT = 500
_PROVISIONAL = (
    exists()
    .where(
        deadline.c.case_id == task.c.case_id,
        deadline.c.state == "running",
        deadline.c.due_on == task.c.due_on,
        deadline.c.provisional,
    )
    .correlate(task)
)
_SHOWN = (
    task.c.id, task.c.case_id, task.c.node, task.c.due_on, task.c.opened_at, case.c.number, case.c.process,
    case.c.applicant_id,
)  # fmt: skip


def _held() -> Select[Any]:
    """Tasks in somebody's hands."""
    return (
        select(user.c.id.label("user_id"), *_SHOWN)
        .select_from(task)
        .join(case, case.c.id == task.c.case_id)
        .join(user, user.c.id == task.c.assignee_id)
        .where(_OPEN, user.c.active)
    )


def _pooled() -> Select[Any]:
    """Tasks in nobody's hands, once for each person whose pool they lie in."""
    desk = and_(user_role.c.org_id == task.c.org_id, user_role.c.role == task.c.role)
    return (
        select(user.c.id.label("user_id"), *_SHOWN)
        .select_from(task)
        .join(case, case.c.id == task.c.case_id)
        .join(user_role, desk)
        .join(user, user.c.id == user_role.c.user_id)
        .where(_OPEN, task.c.assignee_id.is_(None), user.c.active)
    )


def due_tasks(connection: Connection, until: date) -> Sequence[Any]:
    """Return the open tasks with a last day up to ``until``, once for each person who holds or may take them."""
    both = _held().where(task.c.due_on <= until).union_all(_pooled().where(task.c.due_on <= until)).subquery()
    return connection.execute(select(both).order_by(both.c.user_id, both.c.due_on, both.c.id)).all()


def staff(connection: Connection) -> Sequence[Any]:
    """Return the active people with a post, their addresses and what they have chosen."""
    posts = exists().where(user_role.c.user_id == user.c.id)
    return connection.execute(
        select(user.c.id, user.c.email, user.c.notice_choices).where(user.c.active, posts).order_by(user.c.id)
    ).all()


def add_digests(connection: Connection, rows: Sequence[dict[str, Any]]) -> bool:
    """Write the digests of a day; False where this or another worker has written that day's already."""
    try:
        outbox.add(connection, rows)
    except IntegrityError:
        return False
    return True


def digests_written(connection: Connection, kind: str, day: int) -> bool:
    """Tell whether the digests of a day (its ordinal) stand in the outbox."""
    # The words of the partial index, so that it is found.
    found = (
        select(notice.c.id)
        .where(literal_column("case_id = 0"), notice.c.event_seq == day, notice.c.kind == kind)
        .limit(1)
    )
    return connection.execute(found).first() is not None


def feed_owner(connection: Connection, digest: str) -> Any:
    """Return the active user whose calendar feed has this digest, or None."""
    query = select(user.c.id, user.c.locale).where(user.c.feed_digest == digest, user.c.active)
    return connection.execute(query).one_or_none()


def has_feed(connection: Connection, user_id: int) -> bool:
    """Tell whether a person has a calendar feed."""
    return connection.execute(select(user.c.feed_digest).where(user.c.id == user_id)).scalar_one() is not None


def keep_feed(connection: Connection, user_id: int, digest: str | None) -> None:
    """Give a person's calendar feed a new secret, or end it (None)."""
    connection.execute(update(user).where(user.c.id == user_id).values(feed_digest=digest))


def tasks_of(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return the open tasks with a last day that a person holds or may take, the earliest first."""
    found: list[Any] = []
    for query in (_held(), _pooled()):
        mine = query.add_columns(_PROVISIONAL.label("provisional")).where(user.c.id == user_id)
        dated = mine.where(task.c.due_on < NO_DATE).order_by(task.c.due_on, task.c.id).limit(LIMIT)
        found += connection.execute(dated).all()
    return sorted(found, key=lambda row: (row.due_on, row.id))[:LIMIT]


def clocks_of_applicant(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return the running clocks of a person's own open cases."""
    return connection.execute(
        select(
            deadline.c.id,
            deadline.c.case_id,
            deadline.c.rule,
            deadline.c.due_on,
            deadline.c.provisional,
            case.c.number,
            case.c.process,
            case.c.received_at,
        )
        .join(case, case.c.id == deadline.c.case_id)
        .where(
            case.c.applicant_id == user_id,
            case.c.state == "open",
            deadline.c.state == "running",
            deadline.c.due_on.is_not(None),
        )
        .order_by(deadline.c.due_on, deadline.c.id)
        .limit(LIMIT)
    ).all()

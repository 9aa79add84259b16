"""The in-app inbox (站内消息): what a person was told, newest first, and what of it is unread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update

from workflows.store.tables import case, notice

#: Counts stop here.
COUNT_LIMIT = 999

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_MINE = text("notice.channel = 'inbox'") & (notice.c.recipient_id == bindparam("reader"))
_UNREAD = select(func.count()).select_from(
    select(notice.c.id).where(_MINE, notice.c.read_at.is_(None)).limit(COUNT_LIMIT).subquery()
)


def unread(connection: Connection, user_id: int) -> int:
    """Return how many notices a person has not read; never more than COUNT_LIMIT."""
    return int(connection.execute(_UNREAD, {"reader": user_id}).scalar_one())


def page(connection: Connection, user_id: int, *, before: int | None, size: int) -> Sequence[Any]:
    """Return up to ``size`` notices of a person, newest first, with the number of their case.

    Args:
        before: id of the last notice of the page before; None for the first page.
    """
    query = (
        select(notice, case.c.number.label("case_number"))
        .outerjoin(case, case.c.id == notice.c.case_id)
        .where(_MINE)
        .order_by(notice.c.id.desc())
        .limit(size)
    )
    if before is not None:
        query = query.where(notice.c.id < before)
    return connection.execute(query, {"reader": user_id}).all()


def mark_read(connection: Connection, user_id: int, up_to: int, at: datetime) -> None:
    """Mark a person's notices up to and including one as read."""
    connection.execute(
        update(notice)
        .where(
            notice.c.channel == "inbox",
            notice.c.recipient_id == user_id,
            notice.c.id <= up_to,
            notice.c.read_at.is_(None),
        )
        .values(read_at=at)
    )

"""Copies of a case (抄送): who was given one, by whom, and what of them is unread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workflows.store.inbox import COUNT_LIMIT
from workflows.store.tables import case, case_copy, subject, user

_giver = user.alias("giver")


def holders(connection: Connection, case_id: int) -> frozenset[int]:
    """Return who has a copy of the case."""
    return frozenset(connection.execute(select(case_copy.c.user_id).where(case_copy.c.case_id == case_id)).scalars())


def give(connection: Connection, case_id: int, user_ids: Sequence[int], by: int, at: datetime, note: str) -> None:
    """Give copies of a case; the caller has left out who has one and holds the case's version."""
    connection.execute(
        insert(case_copy),
        [{"case_id": case_id, "user_id": user_id, "by": by, "at": at, "note": note} for user_id in user_ids],
    )


def page(connection: Connection, user_id: int, *, before: int | None = None, limit: int = 50) -> Sequence[Any]:
    """Return up to ``limit`` copies that a person was given, newest first.

    Args:
        before: id of the last copy of the page before; None for the first page.
    """
    query = (
        select(
            case_copy,
            case.c.number,
            case.c.process,
            case.c.state,
            case.c.step,
            subject.c.name.label("subject_name"),
            _giver.c.name.label("giver_name"),
        )
        .join(case, case.c.id == case_copy.c.case_id)
        .join(subject, subject.c.id == case.c.subject_id)
        .join(_giver, _giver.c.id == case_copy.c.by)
        .where(case_copy.c.user_id == user_id)
        .order_by(case_copy.c.id.desc())
        .limit(limit)
    )
    return connection.execute(query if before is None else query.where(case_copy.c.id < before)).all()


def unread(connection: Connection, user_id: int) -> int:
    """Count the copies that a person has not marked as read; never further than COUNT_LIMIT + 1."""
    found = (
        select(case_copy.c.id)
        .where(case_copy.c.user_id == user_id, case_copy.c.read_at.is_(None))
        .limit(COUNT_LIMIT + 1)
    )
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def mark_read(connection: Connection, user_id: int, up_to: int, at: datetime) -> None:
    """Mark a person's copies up to and including one as read."""
    connection.execute(
        update(case_copy)
        .where(case_copy.c.user_id == user_id, case_copy.c.id <= up_to, case_copy.c.read_at.is_(None))
        .values(read_at=at)
    )

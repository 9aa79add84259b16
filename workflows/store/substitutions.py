"""Substitutes (离岗代办): who stands in for whom, from which day to which. Dates are Asia/Shanghai."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from workflows.store.tables import substitution, user

_absent = user.alias("absent")


def _in_force(on: date) -> tuple[Any, ...]:
    return (substitution.c.from_on <= on, substitution.c.to_on >= on, substitution.c.ended_at.is_(None))


def absent_for(connection: Connection, substitute_id: int, on: date) -> frozenset[int]:
    """Return for whom a person stands in on a day."""
    query = select(substitution.c.user_id).where(substitution.c.substitute_id == substitute_id, *_in_force(on))
    return frozenset(connection.execute(query).scalars())


def substitutes(connection: Connection, user_ids: Collection[int], on: date) -> Sequence[Any]:
    """Return the active people (rows of accounts) who stand in for any of ``user_ids`` on a day."""
    return connection.execute(
        select(user)
        .join(substitution, substitution.c.substitute_id == user.c.id)
        .where(substitution.c.user_id.in_(sorted(user_ids)), user.c.active, *_in_force(on))
        .order_by(user.c.id)
    ).all()


def overlapping(connection: Connection, absent: int, substitute: int, from_on: date, to_on: date) -> Sequence[Any]:
    """Return what stands between two days against ``substitute`` doing the work of ``absent``.

    That is: either of them is absent already, or ``absent`` stands in for somebody else, who would be left alone.
    """
    return connection.execute(
        select(substitution).where(
            or_(substitution.c.user_id.in_([absent, substitute]), substitution.c.substitute_id == absent),
            substitution.c.from_on <= to_on,
            substitution.c.to_on >= from_on,
            substitution.c.ended_at.is_(None),
        )
    ).all()


def concerning(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return the last substitutions in which a person is absent or stands in, the latest first, with both names."""
    return connection.execute(
        select(substitution, user.c.name.label("substitute_name"), _absent.c.name.label("absent_name"))
        .join(user, user.c.id == substitution.c.substitute_id)
        .join(_absent, _absent.c.id == substitution.c.user_id)
        .where(or_(substitution.c.user_id == user_id, substitution.c.substitute_id == user_id))
        .order_by(substitution.c.from_on.desc(), substitution.c.id.desc())
        .limit(50)
    ).all()


def load(connection: Connection, substitution_id: int) -> Any:
    """Read one substitution; None if there is none."""
    return connection.execute(select(substitution).where(substitution.c.id == substitution_id)).one_or_none()


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a substitution and return its id."""
    return int(connection.execute(insert(substitution).returning(substitution.c.id), [dict(values)]).scalar_one())


def end(connection: Connection, substitution_id: int, at: datetime) -> bool:
    """End a substitution before its last day; tell whether it was still in force."""
    result = connection.execute(
        update(substitution)
        .where(substitution.c.id == substitution_id, substitution.c.ended_at.is_(None))
        .values(ended_at=at)
    )
    return bool(result.rowcount == 1)

"""Requests to act for a subject (代理核验), and the representations that follow from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workflows.store.tables import representation, representation_request, subject, user

_request = representation_request


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a request that waits for a reviewer, and return its id."""
    return int(
        connection.execute(insert(_request).returning(_request.c.id), [{**values, "state": "pending"}]).scalar_one()
    )


def load(connection: Connection, request_id: int) -> Any:
    """Read a request with who asks, or None."""
    return connection.execute(
        select(
            _request,
            user.c.name.label("user_name"),
            user.c.login,
            user.c.email,
            user.c.phone,
            user.c.notice_choices,
        )
        .join(user, user.c.id == _request.c.user_id)
        .where(_request.c.id == request_id)
    ).one_or_none()


def pending(connection: Connection, limit: int) -> Sequence[Any]:
    """Return the requests that wait, the oldest first, with who asks."""
    return connection.execute(
        select(_request, user.c.name.label("user_name"))
        .join(user, user.c.id == _request.c.user_id)
        .where(_request.c.state == "pending")
        .order_by(_request.c.id)
        .limit(limit)
    ).all()


def of_user(connection: Connection, user_id: int, limit: int = 50) -> Sequence[Any]:
    """Return a person's requests, newest first."""
    return connection.execute(
        select(_request).where(_request.c.user_id == user_id).order_by(_request.c.id.desc()).limit(limit)
    ).all()


def waiting_of(connection: Connection, user_id: int) -> int:
    """Return how many requests of a person wait."""
    query = select(func.count()).where(_request.c.user_id == user_id, _request.c.state == "pending")
    return int(connection.execute(query.select_from(_request)).scalar_one())


def decide(connection: Connection, request_id: int, state: str, reason: str | None, at: datetime, by: int) -> bool:
    """Verify or refuse a request that waits; tell whether it still did."""
    changed = connection.execute(
        update(_request)
        .where(_request.c.id == request_id, _request.c.state == "pending")
        .values(state=state, reason=reason, decided_at=at, decided_by=by)
    )
    return bool(changed.rowcount == 1)


def subject_of(connection: Connection, code_type: str, code: str) -> Any:
    """Read the subject with a code, or None."""
    return connection.execute(
        select(subject).where(subject.c.code_type == code_type, subject.c.code == code)
    ).one_or_none()


def stands(connection: Connection, user_id: int, subject_id: int) -> bool:
    """Tell whether a person may act for a subject already."""
    return (
        connection.execute(
            select(representation.c.user_id).where(
                representation.c.user_id == user_id, representation.c.subject_id == subject_id
            )
        ).one_or_none()
        is not None
    )

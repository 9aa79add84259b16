"""Tokens of the API: digest only, whose they are, what they may do and until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from workflows.store.tables import api_token, user


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a token's digest and return its id."""
    return int(connection.execute(insert(api_token).returning(api_token.c.id), [dict(values)]).scalar_one())


def of_user(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return a person's tokens, the newest first."""
    return connection.execute(
        select(api_token).where(api_token.c.user_id == user_id).order_by(api_token.c.id.desc())
    ).all()


def count_living(connection: Connection, user_id: int, now: datetime) -> int:
    """Return how many of a person's tokens open something."""
    return int(connection.execute(
        select(func.count()).select_from(api_token).where(
            api_token.c.user_id == user_id, api_token.c.revoked_at.is_(None), api_token.c.expires_at > now
        )
    ).scalar_one())  # fmt: skip


def living(connection: Connection, digest: str, now: datetime) -> Any:
    """Return the living token of a digest with its active user's name, login and language, or None."""
    return connection.execute(
        select(api_token, user.c.name.label("user_name"), user.c.login, user.c.locale)
        .join(user, user.c.id == api_token.c.user_id)
        .where(
            api_token.c.digest == digest, api_token.c.revoked_at.is_(None), api_token.c.expires_at > now, user.c.active
        )
    ).one_or_none()


def revoke(connection: Connection, token_id: int, user_id: int, now: datetime) -> str | None:
    """Revoke a person's own token; return its name, or None where there is none that was not revoked before."""
    return connection.execute(
        update(api_token)
        .where(api_token.c.id == token_id, api_token.c.user_id == user_id, api_token.c.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(api_token.c.name)
    ).scalar_one_or_none()


def note_used(connection: Connection, token_id: int, now: datetime, noted_before: datetime) -> None:
    """Note that a token is used, unless that was noted after ``noted_before``."""
    connection.execute(
        update(api_token)
        .where(
            api_token.c.id == token_id, or_(api_token.c.used_at.is_(None), api_token.c.used_at < noted_before)
        )
        .values(used_at=now)
    )

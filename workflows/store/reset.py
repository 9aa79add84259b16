"""Tokens with which a forgotten password is set anew; the table holds their digests only. All times are real."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from workflows.store.tables import reset_token, user


def add(connection: Connection, digest: str, user_id: int, expires_at: datetime) -> None:
    """Keep the digest of a new token."""
    connection.execute(insert(reset_token), [{"digest": digest, "user_id": user_id, "expires_at": expires_at}])


def newest(connection: Connection, user_id: int) -> datetime | None:
    """Return when the last of a person's tokens ends, or None."""
    return connection.execute(
        select(reset_token.c.expires_at)
        .where(reset_token.c.user_id == user_id)
        .order_by(reset_token.c.expires_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def holder(connection: Connection, digest: str, now: datetime) -> Any:
    """Return the active user of a token that is unused and has not ended, or None."""
    return connection.execute(
        select(user)
        .join(reset_token, reset_token.c.user_id == user.c.id)
        .where(
            reset_token.c.digest == digest,
            reset_token.c.used_at.is_(None),
            reset_token.c.expires_at > now,
            user.c.active,
        )
    ).one_or_none()


def use(connection: Connection, digest: str, now: datetime) -> bool:
    """Use a token up; tell whether it was still good."""
    changed = connection.execute(
        update(reset_token)
        .where(reset_token.c.digest == digest, reset_token.c.used_at.is_(None), reset_token.c.expires_at > now)
        .values(used_at=now)
    )
    return bool(changed.rowcount == 1)


def use_up(connection: Connection, user_id: int, now: datetime) -> None:
    """Make every other token of a person worthless."""
    connection.execute(
        update(reset_token).where(reset_token.c.user_id == user_id, reset_token.c.used_at.is_(None)).values(used_at=now)
    )


def drop_ended(connection: Connection, now: datetime) -> None:
    """Forget tokens that have ended."""
    connection.execute(delete(reset_token).where(reset_token.c.expires_at <= now))

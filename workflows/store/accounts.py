"""Accounts as an administrator keeps them, and their lock: tries of sign-in, counted over all processes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.access import Role
from workflows.store.tables import organisation, user, user_role, user_session


def count_try(connection: Connection, user_id: int, now: datetime) -> int | None:
    """Count a try before its password is looked at; return how many there were, or None if the account is locked."""
    unlocked = or_(user.c.locked_until.is_(None), user.c.locked_until <= now)
    tries = connection.execute(
        update(user)
        .where(user.c.id == user_id, user.c.active, unlocked)
        .values(failed_sign_ins=user.c.failed_sign_ins + 1, locked_until=None)
        .returning(user.c.failed_sign_ins)
    ).scalar_one_or_none()
    return None if tries is None else int(tries)


def lock(connection: Connection, user_id: int, until: datetime) -> None:
    """Lock an account; counting begins anew afterwards."""
    connection.execute(update(user).where(user.c.id == user_id).values(failed_sign_ins=0, locked_until=until))


def forget_tries(connection: Connection, user_id: int) -> None:
    """Forget the tries after a sign-in."""
    connection.execute(update(user).where(user.c.id == user_id).values(failed_sign_ins=0, locked_until=None))


def close_other_sessions(connection: Connection, user_id: int, digest: str) -> None:
    """End every session of a person but one."""
    connection.execute(delete(user_session).where(user_session.c.user_id == user_id, user_session.c.digest != digest))


def page(
    connection: Connection, *, words: str = "", org_id: int | None = None, before: int | None = None, limit: int = 50
) -> Sequence[Any]:
    """Return up to ``limit`` accounts, the newest first.

    Args:
        words: beginning of the login or of the name; empty for all.
        org_id: only holders of a post there.
        before: id of the last row of the page before.
    """
    query = select(user).order_by(user.c.id.desc()).limit(limit)
    if words:
        escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        begins = f"{escaped}%"
        query = query.where(or_(user.c.login.like(begins, escape="\\"), user.c.name.like(begins, escape="\\")))
    if org_id is not None:
        held = select(user_role.c.user_id).where(user_role.c.org_id == org_id)
        query = query.where(user.c.id.in_(held))
    if before is not None:
        query = query.where(user.c.id < before)
    return connection.execute(query).all()


def posts_of(connection: Connection, user_ids: Sequence[int]) -> Sequence[Any]:
    """Return the posts of several people: (user_id, role, org_id, org), organisations by name."""
    return connection.execute(
        select(user_role.c.user_id, user_role.c.role, user_role.c.org_id, organisation.c.name.label("org"))
        .join(organisation, organisation.c.id == user_role.c.org_id)
        .where(user_role.c.user_id.in_(user_ids))
        .order_by(organisation.c.id, user_role.c.role)
    ).all()


def staff(connection: Connection) -> Sequence[Any]:
    """Return every post of an active person: (org_id, role, user_id, name)."""
    return connection.execute(
        select(user_role.c.org_id, user_role.c.role, user.c.id.label("user_id"), user.c.name)
        .join(user, user.c.id == user_role.c.user_id)
        .where(user.c.active)
        .order_by(user_role.c.org_id, user.c.id)
    ).all()


def lock_account(connection: Connection, user_id: int) -> Any:
    """Read an account under its lock, so that two changes of it follow one another; None if there is none."""
    return connection.execute(select(user).where(user.c.id == user_id).with_for_update()).one_or_none()


def lock_administrators(connection: Connection) -> set[int]:
    """Return the ids of the active administrators, under the lock of their accounts and posts."""
    query = (
        select(user.c.id)
        .join(user_role, user_role.c.user_id == user.c.id)
        .where(user_role.c.role == "admin", user.c.active)
        .order_by(user.c.id, user_role.c.org_id)
        .with_for_update()
    )
    return set(connection.execute(query).scalars())


def add(connection: Connection, values: Mapping[str, Any], posts: Collection[tuple[Role, int]]) -> int | None:
    """Insert an account with its posts and return its id; None where the login is taken."""
    try:
        with connection.begin_nested():
            user_id = int(connection.execute(insert(user).returning(user.c.id), [dict(values)]).scalar_one())
    except IntegrityError:
        return None
    replace_posts(connection, user_id, posts)
    return user_id


def replace_posts(connection: Connection, user_id: int, posts: Collection[tuple[Role, int]]) -> None:
    """Give a person exactly these posts."""
    connection.execute(delete(user_role).where(user_role.c.user_id == user_id))
    if posts:
        rows = [{"user_id": user_id, "role": str(role), "org_id": org_id} for role, org_id in sorted(posts)]
        connection.execute(insert(user_role), rows)

"""The lock of an account: tries of sign-in, counted so that no number of processes can try more often."""

from datetime import datetime

from sqlalchemy import Connection, delete, or_, update

from workflows.store.tables import user, user_session


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

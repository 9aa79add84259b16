"""Drafts of filings: what somebody typed and uploaded and has not handed in yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from workflows.store.tables import draft, record, subject


def keep(connection: Connection, user_id: int, process: str, record_id: int, values: Mapping[str, Any]) -> None:
    """Write the one draft that a person has of a filing about a record."""
    mine = _one(user_id, process, record_id)
    if connection.execute(update(draft).where(mine).values(**values)).rowcount == 0:
        connection.execute(
            insert(draft), [{"user_id": user_id, "process": process, "record_id": record_id, **values}]
        )


def load(connection: Connection, user_id: int, process: str, record_id: int, now: datetime) -> Any:
    """Return a person's draft that has not expired at ``now`` (real), or None."""
    return connection.execute(
        select(draft).where(_one(user_id, process, record_id), draft.c.expires_at > now)
    ).one_or_none()


def of_user(connection: Connection, user_id: int, now: datetime) -> Sequence[Any]:
    """Return a person's drafts that have not expired at ``now`` (real), last used first, with what they are about."""
    return connection.execute(
        select(
            draft.c.process,
            draft.c.record_id,
            draft.c.updated_at,
            draft.c.expires_at,
            record.c.decision_number,
            record.c.subject_id,
            subject.c.name.label("subject_name"),
        )
        .join(record, record.c.id == draft.c.record_id)
        .join(subject, subject.c.id == record.c.subject_id)
        .where(draft.c.user_id == user_id, draft.c.expires_at > now)
        .order_by(draft.c.updated_at.desc(), draft.c.id.desc())
    ).all()


def drop(connection: Connection, user_id: int, process: str, record_id: int) -> None:
    """Forget a draft."""
    connection.execute(delete(draft).where(_one(user_id, process, record_id)))


def purge(connection: Connection, now: datetime) -> int:
    """Forget every draft that has expired at ``now`` (real); return how many."""
    return connection.execute(delete(draft).where(draft.c.expires_at <= now)).rowcount


def files(connection: Connection) -> set[str]:
    """Return the SHA-256 of every file that a draft holds."""
    return {file[0] for data in connection.execute(select(draft.c.data)).scalars() for file in data["files"]}


def _one(user_id: int, process: str, record_id: int) -> Any:
    return (draft.c.user_id == user_id) & (draft.c.process == process) & (draft.c.record_id == record_id)

"""Finds subjects (信用主体) for staff who open a case about one."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.records import name_begins
from workflows.store.tables import record, subject


def find(connection: Connection, text: str, limit: int) -> Sequence[Any]:
    """Return the subjects with this code, or whose name begins so; natural persons by their whole code only."""
    by_code = select(subject).where(subject.c.code == text.upper()).limit(limit)
    by_name = select(subject).where(name_begins(connection, text), subject.c.kind != "natural_person").limit(limit)
    rows = {row.id: row for way in (by_code, by_name) for row in connection.execute(way)}
    return [rows[key] for key in sorted(rows)][:limit]


def records_of(connection: Connection, subject_id: int, providers: Collection[int], limit: int = 200) -> Sequence[Any]:
    """Return a subject's records that came from any of ``providers``, the newest decision first."""
    return connection.execute(
        select(record)
        .where(
            record.c.subject_id == subject_id, record.c.provider_id.in_(providers), record.c.state != "destroyed"
        )
        .order_by(record.c.decided_on.desc(), record.c.id)
        .limit(limit)
    ).all()

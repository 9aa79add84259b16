"""Subjects and records: reads, corrections, imports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workflows.domain.errors import StaleVersion
from workflows.store.tables import record, record_change, representation, subject


def load(connection: Connection, record_id: int) -> Any:
    """Read one record with its subject, or None."""
    return connection.execute(
        select(
            record,
            subject.c.name.label("subject_name"),
            subject.c.code,
            subject.c.code_type,
            subject.c.kind.label("subject_kind"),
            subject.c.legal_representative,
        )
        .join(subject)
        .where(record.c.id == record_id)
    ).one_or_none()


def subject_by_id(connection: Connection, subject_id: int) -> Any:
    """Read one subject."""
    return connection.execute(select(subject).where(subject.c.id == subject_id)).one_or_none()


def subject_by_code(connection: Connection, code: str) -> Any:
    """Read a subject by its code (统一社会信用代码 or identity number)."""
    return connection.execute(select(subject).where(subject.c.code == code)).one_or_none()


def of_subject(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return the records of one subject, newest decision first."""
    return connection.execute(
        select(record).where(record.c.subject_id == subject_id).order_by(record.c.decided_on.desc(), record.c.id)
    ).all()


def add_subject(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a subject and return its id."""
    return int(connection.execute(insert(subject).returning(subject.c.id), [dict(values)]).scalar_one())


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a record and return its id."""
    return int(connection.execute(insert(record).returning(record.c.id), [dict(values)]).scalar_one())


def find(connection: Connection, provider_id: int, decision_number: str, subject_id: int) -> Any:
    """Return the record that an imported row means, or None."""
    return connection.execute(
        select(record).where(
            record.c.provider_id == provider_id,
            record.c.decision_number == decision_number,
            record.c.subject_id == subject_id,
        )
    ).one_or_none()


def search(connection: Connection, text: str, limit: int = 50) -> Sequence[Any]:
    """Find records by exact decision number or code, or by the beginning of the subject's name."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return connection.execute(
        select(record, subject.c.name.label("subject_name"), subject.c.code, subject.c.code_type)
        .join(subject)
        .where(
            (record.c.decision_number == text)
            | (subject.c.code == text.upper())
            | subject.c.name.like(f"{escaped}%", escape="\\")
        )
        .order_by(record.c.id.desc())
        .limit(limit)
    ).all()


def mark(connection: Connection, record_id: int, marked: bool) -> None:
    """Set or lift the objection mark (异议标注)."""
    connection.execute(update(record).where(record.c.id == record_id).values(objection_marked=marked))


def correct(
    connection: Connection,
    record_id: int,
    seen: int,
    values: Mapping[str, Any],
    changes: list[dict[str, Any]],
    *,
    case_id: int,
    at: datetime,
    by: int,
) -> None:
    """Correct a record under compare-and-set on its version, keeping old and new of each field.

    Raises:
        StaleVersion: the record was changed since version ``seen``.
    """
    result = connection.execute(
        update(record).where(record.c.id == record_id, record.c.version == seen).values(version=seen + 1, **values)
    )
    if result.rowcount != 1:
        raise StaleVersion()
    if changes:
        connection.execute(
            insert(record_change),
            [{"record_id": record_id, "case_id": case_id, "at": at, "by": by, **change} for change in changes],
        )


def changes_of(connection: Connection, record_id: int) -> Sequence[Any]:
    """Return every change of a record, oldest first."""
    return connection.execute(
        select(record_change).where(record_change.c.record_id == record_id).order_by(record_change.c.id)
    ).all()


def update_imported(connection: Connection, record_id: int, values: Mapping[str, Any]) -> None:
    """Replace what an import knows of a record."""
    connection.execute(update(record).where(record.c.id == record_id).values(version=record.c.version + 1, **values))


def count(connection: Connection) -> int:
    """Return how many records the office holds."""
    return connection.execute(select(func.count()).select_from(record)).scalar_one()


def subjects_of_user(connection: Connection, user_id: int) -> list[int]:
    """Return the subjects for whom a person may act."""
    return list(
        connection.execute(select(representation.c.subject_id).where(representation.c.user_id == user_id)).scalars()
    )


def add_representation(connection: Connection, values: Mapping[str, Any]) -> None:
    """Record that a person may act for a subject, with its evidence."""
    connection.execute(insert(representation), [dict(values)])

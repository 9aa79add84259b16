"""Subjects and records: reads, corrections, imports."""

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, union, update

from workflows.domain.errors import StaleVersion
from workflows.store.tables import filing, organisation, record, record_change, representation, subject, user


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Whom and what a case is about, in one read."""

    #: Columns of the subject.
    subject: Mapping[str, Any]
    #: Columns of the record and the subject's name and code, as :func:`load` gives them; None where there is none.
    record: Mapping[str, Any] | None
    #: What the applicant wrote; empty while the case is being opened.
    application: Mapping[str, Any]
    #: Address and telephone of the applicant's account; empty where there is no account, or none is known.
    applicant_email: str
    applicant_phone: str
    #: Channels that the applicant wants or does not want.
    applicant_choices: Mapping[str, Any]


_centre = organisation.alias("centre")
_OF_SUBJECT = {
    "subject_name": subject.c.name,
    "code": subject.c.code,
    "code_type": subject.c.code_type,
    "subject_kind": subject.c.kind,
    "legal_representative": subject.c.legal_representative,
}
_WITH_SUBJECT = select(record, *(column.label(name) for name, column in _OF_SUBJECT.items())).join(subject)
_LOAD = _WITH_SUBJECT.where(record.c.id == bindparam("record_id"))
_LOAD_ALL = _WITH_SUBJECT.where(record.c.id.in_(bindparam("record_ids", expanding=True)))
_SUBJECT, _RECORD = (tuple(column.name for column in table.c) for table in (subject, record))
#: Columns of a matter, for a statement that reads it with the case; their names are its own, and they stand last.
MATTER = (
    *(column.label(f"of_subject_{column.name}") for column in subject.c),
    *(column.label(f"of_record_{column.name}") for column in record.c),
    filing.c.data.label("application"),
    user.c.email.label("applicant_email"),
    user.c.phone.label("applicant_phone"),
    user.c.notice_choices.label("applicant_choices"),
)
_MATTER = (
    select(*MATTER)
    .select_from(
        subject.outerjoin(record, record.c.id == bindparam("record_id"))
        .outerjoin(filing, filing.c.case_id == bindparam("case_id"))
        .outerjoin(user, user.c.id == bindparam("applicant_id"))
    )
    .where(subject.c.id == bindparam("subject_id"))
)


def matter(
    connection: Connection, case_id: int, subject_id: int, record_id: int | None, applicant_id: int | None
) -> Matter:
    """Read whom and what a case is about."""
    ids = {"case_id": case_id, "subject_id": subject_id, "record_id": record_id, "applicant_id": applicant_id}
    return matter_in(connection.execute(_MATTER, ids).one())


def matter_in(found: Any) -> Matter:
    """Return the matter in a row that ends with the columns :data:`MATTER`."""
    values = found[-len(MATTER) :]
    of_subject = dict(zip(_SUBJECT, values, strict=False))
    of_record = dict(zip(_RECORD, values[len(_SUBJECT) :], strict=False))
    of_record |= {name: of_subject[column.name] for name, column in _OF_SUBJECT.items()}
    application, email, phone, choices = values[len(_SUBJECT) + len(_RECORD) :]
    return Matter(
        subject=of_subject,
        record=None if of_record["id"] is None else of_record,
        application=application or {},
        applicant_email=email or "",
        applicant_phone=phone or "",
        applicant_choices=choices or {},
    )


def load(connection: Connection, record_id: int) -> Any:
    """Read one record with its subject, or None."""
    return connection.execute(_LOAD, {"record_id": record_id}).one_or_none()


def load_all(connection: Connection, record_ids: Sequence[int]) -> list[Any]:
    """Read several records as :func:`load` does, in the order of ``record_ids``; unknown ones are left out."""
    rows = {row.id: row for row in connection.execute(_LOAD_ALL, {"record_ids": list(record_ids)})}
    return [rows[each] for each in record_ids if each in rows]


def subject_by_id(connection: Connection, subject_id: int) -> Any:
    """Read one subject."""
    return connection.execute(select(subject).where(subject.c.id == subject_id)).one_or_none()


def of_subject(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return the records of one subject, newest decision first."""
    return connection.execute(
        select(record)
        .where(record.c.subject_id == subject_id, record.c.state != "destroyed")
        .order_by(record.c.decided_on.desc(), record.c.id)
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


def search(
    connection: Connection, text: str, *, centres: Collection[int], providers: Collection[int], limit: int = 50
) -> Sequence[Any]:
    """Find records by exact decision number or code, or by the beginning of the subject's name, in one statement.

    With the columns of the subject as :func:`load` gives them, and ``provider_name``.

    Args:
        centres: authorities whose register is searched: the records of all providers of their place, and their own.
        providers: organisations that see their own records only.
    """
    places = select(_centre.c.jurisdiction).where(_centre.c.id.in_(centres), _centre.c.jurisdiction != "")
    open_to = organisation.c.jurisdiction.in_(places) | record.c.provider_id.in_({*centres, *providers})
    # Each way along an index of its own: a condition over all three would read every record.
    ways = (record.c.decision_number == text, subject.c.code == text.upper(), name_begins(connection, text))
    hits = [
        select(record.c.id)
        .join(subject)
        .join(organisation, organisation.c.id == record.c.provider_id)
        .where(open_to, way, record.c.state != "destroyed")
        .limit(limit)
        .subquery()
        for way in ways
    ]
    return connection.execute(
        select(
            record,
            *(column.label(name) for name, column in _OF_SUBJECT.items()),
            organisation.c.name.label("provider_name"),
        )
        .join(subject)
        .join(organisation, organisation.c.id == record.c.provider_id)
        .where(record.c.id.in_(union(*(select(hit.c.id) for hit in hits))))
        .order_by(record.c.id.desc())
        .limit(limit)
    ).all()


def name_begins(connection: Connection, text: str) -> ColumnElement[bool]:
    """PostgreSQL finds a beginning along an index of patterns; SQLite only as a range, up to the last character."""
    if connection.dialect.name == "sqlite":
        return (subject.c.name >= text) & (subject.c.name < text + chr(sys.maxunicode))
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return subject.c.name.like(f"{escaped}%", escape="\\")


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


def add_representation(connection: Connection, values: Mapping[str, Any]) -> None:
    """Record that a person may act for a subject, with its evidence."""
    connection.execute(insert(representation), [dict(values)])

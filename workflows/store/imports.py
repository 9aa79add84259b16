"""Import jobs: waiting, claimed with a lease, carried on after a crash; and what one row of a table becomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.store.tables import import_job, import_row, record, record_change, subject

#: Longest texts that the tables hold, by column code, in characters.
LONGEST: dict[str, int] = {"CF_XDR_MC": 120, "CF_WSH": 100, "CF_FRDB": 80}


def add_job(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a waiting job and return its id."""
    return int(
        connection.execute(insert(import_job).returning(import_job.c.id), [{"state": "waiting", **values}]).scalar_one()
    )


def job(connection: Connection, job_id: int) -> Any:
    """Read one job, or None."""
    return connection.execute(select(import_job).where(import_job.c.id == job_id)).one_or_none()


def jobs_of(connection: Connection, org_ids: Sequence[int] | None = None, limit: int = 50) -> Sequence[Any]:
    """Return the newest jobs (of some organisations)."""
    query = select(import_job).order_by(import_job.c.id.desc()).limit(limit)
    return connection.execute(query if org_ids is None else query.where(import_job.c.org_id.in_(org_ids))).all()


def any_claimable(connection: Connection, now: datetime) -> bool:
    """Tell whether a job waits or was left by a worker that died."""
    return connection.execute(select(import_job.c.id).where(_claimable(now)).limit(1)).first() is not None


def _claimable(now: datetime) -> Any:
    return or_(
        and_(import_job.c.state == "waiting", or_(import_job.c.lease_until.is_(None), import_job.c.lease_until < now)),
        and_(import_job.c.state == "running", import_job.c.lease_until < now),
    )


def claim(connection: Connection, *, now: datetime, lease_until: datetime, owner: str) -> Any:
    """Claim the oldest job that waits or whose worker died; None if there is none. Instants are real ones."""
    found = connection.execute(
        select(import_job.c.id)
        .where(_claimable(now))
        .order_by(import_job.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if found is None:
        return None
    connection.execute(
        update(import_job).where(import_job.c.id == found).values(state="running", owner=owner, lease_until=lease_until)
    )
    return job(connection, found)


def move(connection: Connection, job_id: int, owner: str, seen_done: int, values: Mapping[str, Any]) -> None:
    """Change a running job under its claim.

    Raises:
        StaleVersion: the claim was taken over, or the job has moved on since ``seen_done`` rows.
    """
    changed = connection.execute(
        update(import_job)
        .where(
            import_job.c.id == job_id,
            import_job.c.owner == owner,
            import_job.c.state == "running",
            import_job.c.rows_done == seen_done,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise StaleVersion()


def refuse_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Keep the rows that could not be imported, with their errors."""
    if rows:
        connection.execute(insert(import_row), rows)


def refused_rows(connection: Connection, job_id: int, limit: int = 50_000) -> Sequence[Any]:
    """Return the refused rows of a job, in the order of the table."""
    return connection.execute(
        select(import_row).where(import_row.c.job_id == job_id).order_by(import_row.c.row).limit(limit)
    ).all()


def find_subject(connection: Connection, code_type: str, code: str) -> Any:
    """Read a subject by its code."""
    return connection.execute(
        select(subject).where(subject.c.code_type == code_type, subject.c.code == code)
    ).one_or_none()


def add_subject(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a subject.

    Raises:
        StaleVersion: another import inserted it at this moment; decide again.
    """
    return _insert(connection, subject, values)


def update_subject(connection: Connection, subject_id: int, values: Mapping[str, Any]) -> None:
    """Bring a subject to what the newest table says."""
    connection.execute(update(subject).where(subject.c.id == subject_id).values(**values))


def add_record(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a record; raises as :func:`add_subject`."""
    return _insert(connection, record, values)


def corrected_by_decision(connection: Connection, record_id: int) -> bool:
    """Tell whether a decided case changed the record."""
    found = connection.execute(
        select(record_change.c.id)
        .where(record_change.c.record_id == record_id, record_change.c.case_id.is_not(None))
        .limit(1)
    )
    return found.first() is not None


def update_record(
    connection: Connection, row: Any, values: Mapping[str, Any], changes: list[dict[str, Any]], at: datetime, by: int
) -> None:
    """Bring a record to what the table says, keeping old and new of each field.

    Raises:
        StaleVersion: the record was changed at this moment; decide again.
    """
    changed = connection.execute(
        update(record)
        .where(record.c.id == row.id, record.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise StaleVersion()
    if changes:
        rows = [{"record_id": row.id, "case_id": None, "at": at, "by": by, **change} for change in changes]
        connection.execute(insert(record_change), rows)


def _insert(connection: Connection, table: Any, values: Mapping[str, Any]) -> int:
    try:
        return int(connection.execute(insert(table).returning(table.c.id), [dict(values)]).scalar_one())
    except IntegrityError as error:
        raise StaleVersion() from error

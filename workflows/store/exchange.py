"""The exchange besides dispatches: how far receipts were read, what fits nothing, what differs from the platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, bindparam, delete, false, func, insert, or_, select, text, update

from workflows.store.tables import (
    case,
    dispatch,
    exchange_cursor,
    exchange_drift,
    listing,
    record,
    stray_receipt,
    subject,
)

#: Under this name stands when the platform's holdings were last compared; its cursor counts what was compared.
COMPARED = "compared"


def cursor_of(connection: Connection, target: str) -> Any:
    """Return how far the receipts of a recipient were read and when, or None before the first time."""
    return connection.execute(select(exchange_cursor).where(exchange_cursor.c.target == target)).one_or_none()


def set_cursor(connection: Connection, target: str, cursor: str, at: datetime) -> None:
    """Keep how far the receipts of a recipient were read."""
    values = {"cursor": cursor, "read_at": at}
    changed = connection.execute(update(exchange_cursor).where(exchange_cursor.c.target == target).values(**values))
    if not changed.rowcount:
        connection.execute(insert(exchange_cursor).values(target=target, **values))


def add_stray(connection: Connection, key: str, number: str, note: str, at: datetime) -> bool:
    """Keep what fits nothing that was sent; False where the same is kept already."""
    values = {"key": key[:80], "number": number[:80], "note": note[:300]}
    same = [stray_receipt.c[name] == value for name, value in values.items()]
    if connection.execute(select(stray_receipt.c.id).where(*same)).first() is not None:
        return False
    connection.execute(insert(stray_receipt).values(came_at=at, **values))
    return True


def strays(connection: Connection, limit: int) -> Sequence[Any]:
    """Return what fits nothing and nobody has looked at, newest first."""
    query = select(stray_receipt).where(stray_receipt.c.seen_by.is_(None))
    return connection.execute(query.order_by(stray_receipt.c.id.desc()).limit(limit)).all()


def look_at_stray(connection: Connection, stray_id: int, by: int) -> bool:
    """Note who has looked at one; False where somebody has."""
    unseen = update(stray_receipt).where(stray_receipt.c.id == stray_id, stray_receipt.c.seen_by.is_(None))
    result = connection.execute(unseen.values(seen_by=by))
    return result.rowcount == 1


def shown_records(connection: Connection, after: int, limit: int) -> Sequence[Any]:
    """Return records in order of id with the code of their subject and whether they are shown to the public."""
    return connection.execute(
        select(
            record.c.id, record.c.subject_id, subject.c.code, record.c.decision_number.label("number"),
            (record.c.state == "published").label("shown"),
            # It came in by a table and a case has to see to its display first: nothing is missing there yet.
            (record.c.published_on.is_(None) & record.c.import_job_id.is_not(None)).label("waits"), subject.c.kind,
        )
        .join(subject, subject.c.id == record.c.subject_id)
        .where(record.c.id > after)
        .order_by(record.c.id)
        .limit(limit)
    ).all()  # fmt: skip


def shown_listings(connection: Connection, after: int, limit: int) -> Sequence[Any]:
    """Return listings in order of id with the code of their subject and whether they are shown to the public.

    What another authority decided is not ours to show: it is left out.
    """
    return connection.execute(
        select(
            listing.c.id, listing.c.subject_id, subject.c.code, listing.c.number,
            ((listing.c.state == "listed") & listing.c.public).label("shown"), false().label("waits"), subject.c.kind,
        )
        .join(subject, subject.c.id == listing.c.subject_id)
        .where(listing.c.id > after, listing.c.case_id.is_not(None))
        .order_by(listing.c.id)
        .limit(limit)
    ).all()  # fmt: skip


def replace_drifts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the result of a comparison in the place of the one before."""
    connection.execute(delete(exchange_drift))
    if rows:
        connection.execute(insert(exchange_drift), [dict(row) for row in rows])


def drifts(connection: Connection, limit: int) -> Sequence[Any]:
    """Return what the newest comparison found, with the name of the subject and what became of a new push."""
    return connection.execute(
        select(
            exchange_drift, subject.c.name.label("subject_name"), subject.c.kind.label("subject_kind"),
            dispatch.c.state.label("pushed"),
        )
        .outerjoin(subject, subject.c.id == exchange_drift.c.subject_id)
        .outerjoin(dispatch, dispatch.c.id == exchange_drift.c.dispatch_id)
        .order_by(exchange_drift.c.id)
        .limit(limit)
    ).all()


def drift_by_id(connection: Connection, drift_id: int) -> Any:
    """Read one difference, or None."""
    return connection.execute(select(exchange_drift).where(exchange_drift.c.id == drift_id)).one_or_none()


def note_push(connection: Connection, drift_id: int, dispatch_id: int) -> bool:
    """Note by which dispatch a difference is pushed again; False where one is noted."""
    result = connection.execute(
        update(exchange_drift)
        .where(exchange_drift.c.id == drift_id, exchange_drift.c.dispatch_id.is_(None))
        .values(dispatch_id=dispatch_id)
    )
    return result.rowcount == 1


#: Filter of the page → condition, written out so that the planner sees the partial indexes.
SLICES: Mapping[str, str] = {
    "open": "dispatch.state IN ('owed', 'sending', 'sent', 'refused', 'failed')",
    "owed": "dispatch.state IN ('owed', 'sending')",
    "sent": "dispatch.state = 'sent'",
    "late": "dispatch.state IN ('owed', 'sending', 'sent', 'refused', 'failed') AND dispatch.expected_on < :today",
    "refused": "dispatch.state = 'refused'",
    "failed": "dispatch.state = 'failed'",
    "received": "dispatch.state = 'received'",
}
#: Counts stop here.
COUNT_LIMIT = 1000


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whose dispatches a reader sees."""

    #: Organisations whose cases and records they concern; None for all.
    orgs: Sequence[int] | None
    #: Whether also those that belong to no case, whoever provided the record.
    without_case: bool = False


def page(
    connection: Connection, which: str, reach: Reach, today: date, *, before: int | None, size: int
) -> Sequence[Any]:
    """Return dispatches newest first, with their case, subject and decision.

    Args:
        which: a key of :data:`SLICES`.
        before: the id behind which the page begins.
    """
    query = _slice(
        select(
            dispatch, case.c.number.label("case_number"), case.c.authority_id, subject.c.name.label("subject_name"),
            subject.c.kind.label("subject_kind"), record.c.decision_number,
        )
        .join(subject, subject.c.id == dispatch.c.subject_id)
        .outerjoin(case, case.c.id == dispatch.c.case_id)
        .outerjoin(record, record.c.id == dispatch.c.record_id),
        which, reach, today,
    )  # fmt: skip
    if before is not None:
        query = query.where(dispatch.c.id < before)
    return connection.execute(query.order_by(dispatch.c.id.desc()).limit(size)).all()


def count(connection: Connection, which: str, reach: Reach, today: date) -> int:
    """Count a slice, up to COUNT_LIMIT."""
    query = _slice(
        select(dispatch.c.id)
        .outerjoin(case, case.c.id == dispatch.c.case_id)
        .outerjoin(record, record.c.id == dispatch.c.record_id),
        which, reach, today,
    )  # fmt: skip
    return int(connection.execute(select(func.count()).select_from(query.limit(COUNT_LIMIT).subquery())).scalar_one())


def _slice(query: Any, which: str, reach: Reach, today: date) -> Any:
    condition = text(SLICES[which])
    if which == "late":
        condition = condition.bindparams(bindparam("today", today, Date))
    query = query.where(condition)
    if reach.orgs is not None:
        # What belongs to no case belongs to whoever provided the record.
        own = func.coalesce(case.c.authority_id, record.c.provider_id).in_(reach.orgs)
        query = query.where(or_(own, dispatch.c.case_id.is_(None)) if reach.without_case else own)
    return query


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what a case owes and owed, oldest first, with the number of the decision that each is about."""
    return connection.execute(
        select(dispatch, record.c.decision_number)
        .outerjoin(record, record.c.id == dispatch.c.record_id)
        .where(dispatch.c.case_id == case_id)
        .order_by(dispatch.c.id)
    ).all()

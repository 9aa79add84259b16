"""Publicity of records: what is due for a look, what waits for a person, and every change under compare-and-set."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, and_, bindparam, insert, or_, select, tuple_, update

from workflows.domain.errors import StaleVersion
from workflows.store.alike import alike
from workflows.store.tables import organisation, record, record_change, subject

_WITH_SUBJECT = select(
    record,
    subject.c.name.label("subject_name"),
    subject.c.code,
    subject.c.code_type,
    subject.c.kind.label("subject_kind"),
    organisation.c.name.label("provider_name"),
    organisation.c.jurisdiction,
).select_from(
    record.join(subject, subject.c.id == record.c.subject_id).join(
        organisation, organisation.c.id == record.c.provider_id
    )
)
_LOAD = _WITH_SUBJECT.where(record.c.id == bindparam("record_id"))


def load(connection: Connection, record_id: int) -> Any:
    """Read one record with its subject and its provider's name and place, or None."""
    return connection.execute(_LOAD, {"record_id": record_id}).one_or_none()


def change(connection: Connection, record_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """Change what a record's publicity is; see :func:`change_all`."""
    change_all(connection, {record_id: {"b_seen": seen, **values}})


def change_all(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change records by id, those alike in one statement, each under compare-and-set on its version ``b_seen``.

    Raises:
        StaleVersion: one of them was changed since.
    """
    for columns, rows in alike(changes):
        if connection.execute(_change(columns), rows).rowcount != len(rows):
            raise StaleVersion()


@cache
def _change(columns: tuple[str, ...]) -> Update:
    """Build the update of some columns once."""
    values: dict[str, Any] = {column: bindparam(column) for column in columns if column != "b_seen"}
    return (
        update(record)
        .where(record.c.id == bindparam("b_id"), record.c.version == bindparam("b_seen"))
        .values(version=record.c.version + 1, **values)
    )


def note_changes(
    connection: Connection, record_id: int, changes: Sequence[tuple[str, str, str]], at: datetime, by: int
) -> None:
    """Keep old and new of columns that a person filled in: (column, old, new)."""
    if changes:
        connection.execute(
            insert(record_change),
            [
                {"record_id": record_id, "case_id": None, "field": field, "old": old, "new": new, "at": at, "by": by}
                for field, old, new in changes
            ],
        )


def next_due(connection: Connection, today: date, after: tuple[date, int] | None) -> Any:
    """Claim the next record to be looked at, along the index of days, or None.

    Held until the transaction ends; one that another worker holds is passed over.

    Args:
        after: look day and id of the record before, from this run.
    """
    query = (
        select(record.c.id)
        .where(record.c.look_on.is_not(None), record.c.look_on <= today)
        .order_by(record.c.look_on, record.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(tuple_(record.c.look_on, record.c.id) > after)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else load(connection, found)


def any_due(connection: Connection, today: date) -> bool:
    """Tell whether a record is to be looked at."""
    query = select(record.c.id).where(record.c.look_on.is_not(None), record.c.look_on <= today).limit(1)
    return connection.execute(query).first() is not None


def waiting(
    connection: Connection,
    asks: str,
    *,
    places: Collection[str],
    providers: Collection[int],
    limit: int = 100,
) -> Sequence[Any]:
    """Return the records that wait for a person, the longest waiting (lowest id) first.

    Args:
        asks: a key of ``domain.record_clock.ASKS``.
        places: jurisdictions whose records the reader may see.
        providers: organisations whose own records the reader may see.
    """
    query = (
        _WITH_SUBJECT.where(record.c.asks == asks, _open_to(places, providers)).order_by(record.c.id).limit(limit)
    )
    return connection.execute(query).all()


def by_code(connection: Connection, decision_numbers: Collection[str], code: str) -> Any:
    """Return the record that query code and one of several spellings of its number name together, or None."""
    return connection.execute(
        _WITH_SUBJECT.where(record.c.decision_number.in_(decision_numbers), record.c.query_code == code)
    ).one_or_none()


def of_subjects(connection: Connection, subject_ids: Collection[int], limit: int = 200) -> Sequence[Any]:
    """Return the records of several subjects that are kept, newest decision first."""
    return connection.execute(
        _WITH_SUBJECT.where(record.c.subject_id.in_(subject_ids), record.c.state != "destroyed")
        .order_by(record.c.decided_on.desc(), record.c.id.desc())
        .limit(limit)
    ).all()


def _open_to(places: Collection[str], providers: Collection[int]) -> Any:
    return or_(
        and_(organisation.c.jurisdiction != "", organisation.c.jurisdiction.in_(places)),
        record.c.provider_id.in_(providers),
    )

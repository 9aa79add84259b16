"""Listed subjects, the measures that hang on their listing, and bans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from workflows.domain.errors import StaleVersion
from workflows.store import records
from workflows.store.tables import imposed_measure, listing, market_ban, subject

_STANDING = listing.c.state == "listed"


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Enter a subject and return the listing's id."""
    return int(connection.execute(insert(listing).returning(listing.c.id), [dict(values)]).scalar_one())


def standing(connection: Connection, subject_id: int, list_key: str) -> Sequence[Any]:
    """Return the listings of a subject on one list that have not ended, its own and those as a liable person."""
    return connection.execute(
        select(listing)
        .where(listing.c.subject_id == subject_id, listing.c.list_key == list_key, _STANDING)
        .order_by(listing.c.id)
    ).all()


def serious_of(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return every listing of a subject in the public register that has not ended, oldest first (S1-14)."""
    return connection.execute(
        select(listing)
        .where(listing.c.subject_id == subject_id, listing.c.register == "serious", _STANDING)
        .order_by(listing.c.id)
    ).all()


def with_liable(connection: Connection, listing_ids: Collection[int]) -> Sequence[Any]:
    """Return listings and those of the persons who answer for them, as far as they have not ended."""
    ids = sorted(listing_ids)
    of_them = or_(listing.c.id.in_(ids), listing.c.of_listing_id.in_(ids))
    return connection.execute(select(listing).where(of_them, _STANDING).order_by(listing.c.id)).all()


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what a case has entered, the entity's own listing first."""
    return connection.execute(select(listing).where(listing.c.case_id == case_id).order_by(listing.c.id)).all()


def on_records(connection: Connection, record_ids: Collection[int]) -> Sequence[Any]:
    """Return the listings that rest on any of these records and have not ended, liable persons' left out."""
    return connection.execute(
        select(listing)
        .where(listing.c.record_id.in_(sorted(record_ids)), listing.c.of_listing_id.is_(None), _STANDING)
        .order_by(listing.c.id)
    ).all()


def person(connection: Connection, name: str, code: str) -> int:
    """Return the subject that is the natural person with this 公民身份号码; make it where there is none."""
    found = connection.execute(
        select(subject.c.id).where(subject.c.code_type == "resident_id", subject.c.code == code)
    ).scalar_one_or_none()
    if found is not None:
        return int(found)
    values = {"kind": "natural_person", "name": name, "code_type": "resident_id", "code": code, "alt_ids": {}}
    return records.add_subject(connection, values)


def leave(connection: Connection, listing_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """End a listing as it was read.

    Raises:
        StaleVersion: it has moved on since.
    """
    result = connection.execute(
        update(listing)
        .where(listing.c.id == listing_id, listing.c.version == seen, _STANDING)
        .values(state="left", version=seen + 1, **values)
    )
    if result.rowcount != 1:
        raise StaleVersion()


def add_measures(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Order measures."""
    if rows:
        connection.execute(insert(imposed_measure), [dict(row) for row in rows])


def note_executed(
    connection: Connection, case_id: int, organ_id: int, measure: str, values: Mapping[str, Any]
) -> None:
    """Note a department's receipt for one measure against everybody whom a case has listed."""
    mine = select(listing.c.id).where(listing.c.case_id == case_id)
    connection.execute(
        update(imposed_measure)
        .where(
            imposed_measure.c.listing_id.in_(mine),
            imposed_measure.c.organ_id == organ_id,
            imposed_measure.c.measure == measure,
        )
        .values(version=imposed_measure.c.version + 1, **values)
    )


def executors(connection: Connection, listing_ids: Collection[int]) -> list[int]:
    """Return the departments whose measures on these listings are not lifted yet."""
    found = connection.execute(
        select(imposed_measure.c.organ_id)
        .where(
            imposed_measure.c.listing_id.in_(sorted(listing_ids)),
            imposed_measure.c.state.in_(("ordered", "executed")),
        )
        .distinct()
        .order_by(imposed_measure.c.organ_id)
    )
    return list(found.scalars())


def measures_of(connection: Connection, listing_ids: Collection[int]) -> Sequence[Any]:
    """Return the measures on listings, in the order in which they were ordered."""
    return connection.execute(
        select(imposed_measure)
        .where(imposed_measure.c.listing_id.in_(sorted(listing_ids)))
        .order_by(imposed_measure.c.id)
    ).all()


def lift(connection: Connection, exit_case_id: int, organ_id: int, values: Mapping[str, Any]) -> None:
    """Lift what one department took on the listings that a case has ended."""
    ended = select(listing.c.id).where(listing.c.exit_case_id == exit_case_id)
    connection.execute(
        update(imposed_measure)
        .where(
            and_(imposed_measure.c.listing_id.in_(ended), imposed_measure.c.organ_id == organ_id),
            imposed_measure.c.state.in_(("ordered", "executed")),
        )
        .values(state="lifted", version=imposed_measure.c.version + 1, **values)
    )


def add_ban(connection: Connection, values: Mapping[str, Any]) -> None:
    """Exclude a subject from a market or trade (S0-10)."""
    connection.execute(insert(market_ban), [dict(values)])


def lift_bans(connection: Connection, listing_ids: Collection[int], on: date) -> None:
    """Lift the bans that hang on listings which were annulled."""
    connection.execute(
        update(market_ban)
        .where(market_ban.c.listing_id.in_(sorted(listing_ids)), market_ban.c.lifted_on.is_(None))
        .values(lifted_on=on)
    )

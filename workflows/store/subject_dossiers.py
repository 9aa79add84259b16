"""What hangs on one subject, for its dossier (一户一档): cases and listings. Reads only."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.tables import case, listing, organisation, service, subject


def case_ids(connection: Connection, subject_id: int, limit: int) -> list[int]:
    """Return the cases about a subject, newest first."""
    query = select(case.c.id).where(case.c.subject_id == subject_id).order_by(case.c.id.desc()).limit(limit)
    return list(connection.execute(query).scalars())


def listings_of(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return every listing of a subject, newest first, with the name of who listed it."""
    return connection.execute(
        select(listing, organisation.c.name.label("organ_name"))
        .join(organisation, organisation.c.id == listing.c.organ_id)
        .where(listing.c.subject_id == subject_id)
        .order_by(listing.c.listed_on.desc(), listing.c.id.desc())
    ).all()


def services_of(connection: Connection, letter_ids: Collection[int]) -> Sequence[Any]:
    """Return how letters were served: letter, method and details."""
    query = select(service.c.letter_id, service.c.method, service.c.details)
    return connection.execute(query.where(service.c.letter_id.in_(sorted(letter_ids)))).all()


def subjects(connection: Connection, ids: Collection[int]) -> Sequence[Any]:
    """Return subjects by id, in the order of their names."""
    return connection.execute(select(subject).where(subject.c.id.in_(sorted(ids))).order_by(subject.c.name)).all()

"""What the nightly rounds of the lists read: watch listings that are over, who was listed lately, how lists stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, select, tuple_

from workflows.store.tables import exchange_drift, imposed_measure, listing, message, subject

_SERIOUS = and_(listing.c.register == "serious", listing.c.state == "listed")


def next_watch_over(connection: Connection, today: date, after: tuple[date, int] | None) -> Any:
    """Claim the next watch listing whose last day has passed, with its subject's name, or None.

    Held until the transaction ends; one that another worker holds is passed over.
    """
    query = (
        select(listing, subject.c.name.label("subject_name"))
        .join(subject, subject.c.id == listing.c.subject_id)
        .where(listing.c.register == "watch", listing.c.state == "listed", listing.c.until_on < today)
        .order_by(listing.c.until_on, listing.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=listing)
    )
    if after is not None:
        query = query.where(tuple_(listing.c.until_on, listing.c.id) > after)
    return connection.execute(query).one_or_none()


def any_watch_over(connection: Connection, today: date) -> bool:
    """Tell whether a watch listing is to be ended."""
    over = and_(listing.c.register == "watch", listing.c.state == "listed", listing.c.until_on < today)
    return connection.execute(select(listing.c.id).where(over).limit(1)).first() is not None


def listed_since(connection: Connection, since: date) -> list[int]:
    """Return the subjects that were put on a serious list on this day or later and still stand there."""
    # Both values of ``public`` are named so that the index of the public register serves.
    lately = and_(_SERIOUS, listing.c.public.in_((True, False)), listing.c.listed_on >= since)
    query = select(listing.c.subject_id).where(lately).distinct().order_by(listing.c.subject_id)
    return list(connection.execute(query).scalars())


def is_told(connection: Connection, case_id: int, name: str) -> bool:
    """Tell whether a message is on its way to a case."""
    waiting = and_(message.c.case_id == case_id, message.c.name == name, message.c.state == "pending")
    return connection.execute(select(message.c.id).where(waiting).limit(1)).first() is not None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the lists stand on one day."""

    #: Serious listings that stand.
    listed: int
    #: Of these, whose last day has passed.
    overdue: int
    #: Measures that still hang on a listing that has ended.
    unlifted: int
    #: Listings in which platform and office differed when they were last compared.
    differing: int


def standing(connection: Connection, today: date) -> Standing:
    """Count how the lists stand."""
    unlifted = (
        select(func.count())
        .select_from(imposed_measure.join(listing, listing.c.id == imposed_measure.c.listing_id))
        .where(listing.c.state == "left", imposed_measure.c.state.in_(("ordered", "executed")))
    )
    return Standing(
        listed=_count(connection, select(func.count()).select_from(listing).where(_SERIOUS)),
        overdue=_count(
            connection, select(func.count()).select_from(listing).where(_SERIOUS, listing.c.until_on < today)
        ),
        unlifted=_count(connection, unlifted),
        differing=_count(
            connection, select(func.count()).select_from(exchange_drift).where(exchange_drift.c.kind == "listing")
        ),
    )


def _count(connection: Connection, query: Any) -> int:
    return int(connection.execute(query).scalar_one())

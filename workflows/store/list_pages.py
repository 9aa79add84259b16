"""What the pages of the lists show: the public register, the registers of staff, one listing, bans. Reads only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, tuple_

from workflows.store.records import name_begins
from workflows.store.tables import case as office_case
from workflows.store.tables import filing, imposed_measure, listing, market_ban, organisation, subject

_EXIT = office_case.alias("exit_case")
_EXIT_ORGAN = organisation.alias("exit_organ")
_NATURAL = subject.c.kind == "natural_person"

_ROWS = select(
    listing,
    subject.c.name.label("subject_name"),
    subject.c.code,
    subject.c.code_type,
    subject.c.kind.label("subject_kind"),
    organisation.c.name.label("organ_name"),
    _EXIT_ORGAN.c.name.label("exit_organ_name"),
    _EXIT.c.number.label("exit_number"),
).select_from(
    listing.join(subject, subject.c.id == listing.c.subject_id)
    .join(organisation, organisation.c.id == listing.c.organ_id)
    .outerjoin(_EXIT, _EXIT.c.id == listing.c.exit_case_id)
    # Who removes is who recognised: the record's provider, else who handles the case.
    .outerjoin(_EXIT_ORGAN, _EXIT_ORGAN.c.id == func.coalesce(_EXIT.c.provider_id, _EXIT.c.authority_id))
)

_own = listing.alias("own")
_WITH_LIABLE = _ROWS.where(
    or_(
        listing.c.subject_id == bindparam("subject_id"),
        listing.c.of_listing_id.in_(select(_own.c.id).where(_own.c.subject_id == bindparam("subject_id"))),
    )
).order_by(listing.c.id)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a page of a register is asked for; every part may be missing."""

    register: str = ""
    domain: str = ""
    list_key: str = ""
    #: listed or left.
    state: str = ""
    organ_id: int | None = None
    #: Only those whose last day is no later.
    until: date | None = None
    #: Beginning of the subject's name, or its code.
    words: str = ""


def load(connection: Connection, listing_id: int) -> Any:
    """Read one listing with subject, organ and exit, or None."""
    return connection.execute(_ROWS.where(listing.c.id == listing_id)).one_or_none()


def published(
    connection: Connection,
    *,
    today: date,
    left_since: date | None,
    list_key: str = "",
    words: str = "",
    before: tuple[date, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return what the public sees of the serious register, newest first; the watch list is no part of it.

    Natural persons are found by no search, and not shown once they have left; nor is a listing that was annulled, or
    one whose last day has passed.

    Args:
        today: the Asia/Shanghai date on which it is shown.
        left_since: None for those that stand; else those that left on this day or later.
        words: whole code, or beginning of the name.
        before: day of listing and id of the last row of the page before.
    """
    state = "listed" if left_since is None else "left"
    conditions: list[Any] = [listing.c.register == "serious", listing.c.state == state, listing.c.public]
    if left_since is None:
        conditions.append(or_(listing.c.until_on.is_(None), listing.c.until_on >= today))
    else:
        conditions += [listing.c.left_on >= left_since, ~_NATURAL]
        conditions.append(listing.c.left_reason.not_in(("annulled", "wrong")))
    conditions += [listing.c.list_key == list_key] if list_key else []
    conditions += [_named(connection, words), ~_NATURAL] if words else []
    return _page(connection, conditions, before, limit)


def registered(
    connection: Connection,
    wanted: Wanted,
    *,
    watch_organs: Collection[int],
    before: tuple[date, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return a page of the registers for staff, newest first.

    Args:
        watch_organs: organisations whose watch lists the reader may see (S0-06).
        before: day of listing and id of the last row of the page before.
    """
    visible = or_(listing.c.register == "serious", listing.c.organ_id.in_(sorted(watch_organs)))
    conditions: list[Any] = [visible]
    for name in ("register", "domain", "list_key", "state"):
        value = getattr(wanted, name)
        conditions += [listing.c[name] == value] if value else []
    conditions += [listing.c.organ_id == wanted.organ_id] if wanted.organ_id is not None else []
    conditions += [listing.c.until_on <= wanted.until] if wanted.until is not None else []
    conditions += [_named(connection, wanted.words)] if wanted.words else []
    return _page(connection, conditions, before, limit)


def organs(connection: Connection) -> Sequence[Any]:
    """Return the organisations that have listed somebody, by name."""
    listed = select(listing.c.organ_id).distinct()
    query = select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(listed))
    return connection.execute(query.order_by(organisation.c.name)).all()


def persons_of(connection: Connection, listing_ids: Collection[int]) -> Sequence[Any]:
    """Return the liable persons of entities' listings, those that have left included."""
    query = _ROWS.where(listing.c.of_listing_id.in_(sorted(listing_ids)))
    return connection.execute(query.order_by(listing.c.id)).all()


_MEASURES = (
    select(imposed_measure, organisation.c.name.label("organ_name"))
    .join(organisation, organisation.c.id == imposed_measure.c.organ_id)
    .where(imposed_measure.c.listing_id.in_(bindparam("listing_ids", expanding=True)))
    .order_by(imposed_measure.c.id)
)


def measures_of(connection: Connection, listing_ids: Collection[int]) -> Sequence[Any]:
    """Return the measures on listings with the name of the department of each."""
    return connection.execute(_MEASURES, {"listing_ids": sorted(listing_ids)}).all()


def domains_of(connection: Connection, subject_ids: Collection[int]) -> dict[int, int]:
    """Return in how many domains each of these subjects stands on a serious list (S1-14)."""
    rows = connection.execute(
        select(listing.c.subject_id, func.count(listing.c.domain.distinct()).label("domains"))
        .where(
            listing.c.subject_id.in_(sorted(set(subject_ids))),
            listing.c.state == "listed",
            listing.c.register == "serious",
        )
        .group_by(listing.c.subject_id)
    )
    return {row.subject_id: row.domains for row in rows}


def of_subjects(connection: Connection, subject_ids: Collection[int]) -> Sequence[Any]:
    """Return every listing of subjects, those that stand first, newest first."""
    query = _ROWS.where(listing.c.subject_id.in_(sorted(subject_ids)))
    return connection.execute(query.order_by(listing.c.state.desc(), listing.c.listed_on.desc(), listing.c.id)).all()


def with_liable(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return every listing of a subject and of the persons who answer for it there, past ones too, oldest first."""
    return connection.execute(_WITH_LIABLE, {"subject_id": subject_id}).all()


def open_exit(connection: Connection, subject_id: int, list_key: str) -> Any:
    """Return the open case by which a subject is to leave a list, or None."""
    rows = connection.execute(
        select(office_case.c.id, office_case.c.number, office_case.c.facts, filing.c.data)
        .join(filing, filing.c.case_id == office_case.c.id)
        .where(
            office_case.c.subject_id == subject_id,
            office_case.c.process == "blacklist_exit",
            office_case.c.state == "open",
        )
        .order_by(office_case.c.id)
    )
    named = ((row, row.facts.get("list_key") or row.data.get("list_key")) for row in rows)
    return next((row for row, key in named if key == list_key), None)


def bans(
    connection: Connection, *, words: str = "", current_on: date | None = None, before: int | None, limit: int
) -> Sequence[Any]:
    """Return bans (市场和行业禁入), newest first, with subject and organ.

    Args:
        current_on: only those that hold on this day.
        before: id of the last row of the page before.
    """
    conditions: list[Any] = [_named(connection, words)] if words else []
    if current_on is not None:
        lasts = or_(market_ban.c.until_on.is_(None), market_ban.c.until_on >= current_on)
        conditions += [market_ban.c.lifted_on.is_(None), lasts]
    conditions += [market_ban.c.id < before] if before is not None else []
    query = _bans().where(and_(True, *conditions))
    return connection.execute(query.order_by(market_ban.c.id.desc()).limit(limit)).all()


def bans_of(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return the bans of one subject, newest first."""
    query = _bans().where(market_ban.c.subject_id == subject_id)
    return connection.execute(query.order_by(market_ban.c.id.desc())).all()


def _bans() -> Select[Any]:
    return (
        select(
            market_ban, subject.c.name.label("subject_name"), subject.c.kind.label("subject_kind"),
            organisation.c.name.label("organ_name"),
        )
        # Outer, though none is missing: an office without bans would else look for them subject by subject.
        .outerjoin(subject, subject.c.id == market_ban.c.subject_id)
        .outerjoin(organisation, organisation.c.id == market_ban.c.organ_id)
    )  # fmt: skip


def _named(connection: Connection, words: str) -> Any:
    # Natural persons are found by their whole number only.
    return or_(and_(name_begins(connection, words), ~_NATURAL), subject.c.code == words.upper())


def _page(
    connection: Connection, conditions: Sequence[Any], before: tuple[date, int] | None, limit: int
) -> Sequence[Any]:
    query = _ROWS.where(and_(*conditions))
    if before is not None:
        query = query.where(tuple_(listing.c.listed_on, listing.c.id) < before)
    return connection.execute(query.order_by(listing.c.listed_on.desc(), listing.c.id.desc()).limit(limit)).all()

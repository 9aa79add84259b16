"""Listed subjects, the measures that hang on their listing, and bans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, String, and_, bindparam, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.domain.listing import UNLIFTED
from workflows.domain.measure_receipt import MeasureReceipt
from workflows.store.tables import imposed_measure, listing, market_ban, organisation, subject

_STANDING = listing.c.state == "listed"
_CASE: BindParameter[int] = bindparam("b_case_id", type_=Integer)
_own = listing.alias("own")
# Rows are inserted one after the other: the first finds no listing of its case on which it would hang.
_ENTER = (
    insert(listing)
    .values(
        of_listing_id=select(_own.c.id)
        .where(
            _own.c.case_id == _CASE,
            _own.c.list_key == bindparam("b_list_key", type_=String),
            _own.c.of_listing_id.is_(None),
            _own.c.state == "listed",
        )
        .scalar_subquery(),
        **{
            name: bindparam(name)
            for name in (
                "register", "list_key", "domain", "subject_id", "liable_as", "case_id", "record_id", "organ_id",
                "basis", "reason", "number", "listed_on", "repairable_on", "until_on", "public", "state",
            )
        },
    )
    .inline()
)  # fmt: skip
_ADD_PERSONS = insert(subject).returning(subject.c.id, subject.c.code)
_ENTERING = (
    select(subject.c.id, subject.c.code, listing.c.number, listing.c.listed_on)
    .outerjoin(
        listing,
        and_(
            listing.c.subject_id == subject.c.id,
            listing.c.list_key == bindparam("list_key"),
            listing.c.of_listing_id.is_(None),
            _STANDING,
        ),
    )
    .where(
        or_(
            subject.c.id == bindparam("subject_id"),
            and_(subject.c.code_type == "resident_id", subject.c.code.in_(bindparam("codes", expanding=True))),
        )
    )
)
_LEAVE = (
    update(listing)
    .where(listing.c.id == bindparam("b_id"), listing.c.version == bindparam("b_seen"), _STANDING)
    .values(
        state="left",
        version=listing.c.version + 1,
        left_on=bindparam("left_on"),
        left_reason=bindparam("left_reason"),
        left_number=bindparam("left_number"),
        exit_case_id=bindparam("exit_case_id"),
    )
)
_OF_CASE = select(listing).where(listing.c.case_id == bindparam("case_id")).order_by(listing.c.id)
_ON_RECORDS = (
    select(listing)
    .where(
        listing.c.record_id.in_(bindparam("record_ids", expanding=True)), listing.c.of_listing_id.is_(None), _STANDING
    )
    .order_by(listing.c.id)
)
_RUNNING = (
    select(
        listing.c.record_id, listing.c.repairable_on, organisation.c.name.label("department"), imposed_measure.c.measure
    )
    .join(imposed_measure, imposed_measure.c.listing_id == listing.c.id)
    .join(organisation, organisation.c.id == imposed_measure.c.organ_id)
    .where(
        listing.c.record_id.in_(bindparam("record_ids", expanding=True)),
        _STANDING,
        imposed_measure.c.state.in_(UNLIFTED),
    )
    .order_by(listing.c.record_id, organisation.c.id, imposed_measure.c.measure)
)
_LIFT = (
    update(imposed_measure)
    .where(
        imposed_measure.c.listing_id.in_(select(listing.c.id).where(listing.c.exit_case_id == bindparam("b_case_id"))),
        imposed_measure.c.organ_id == bindparam("b_organ_id"),
        imposed_measure.c.state.in_(UNLIFTED),
    )
    .values(
        state="lifted",
        version=imposed_measure.c.version + 1,
        lifted_on=bindparam("lifted_on"),
        note=bindparam("note"),
    )
)
_MEASURE = ("measure", "organ_id", "state", "from_on", "until_on")
_IMPOSE = insert(imposed_measure).from_select(
    ["listing_id", *_MEASURE],
    select(listing.c.id, *(bindparam(f"b_{name}", type_=imposed_measure.c[name].type) for name in _MEASURE)).where(
        listing.c.case_id == _CASE, or_(listing.c.of_listing_id.is_(None), bindparam("b_persons") == true())
    ),
)
_NOTE_EXECUTED = (
    update(imposed_measure)
    .where(
        imposed_measure.c.listing_id.in_(select(listing.c.id).where(listing.c.case_id == _CASE)),
        imposed_measure.c.organ_id == bindparam("b_organ_id"),
        imposed_measure.c.measure == bindparam("b_measure"),
    )
    .values(
        version=imposed_measure.c.version + 1,
        **{name: bindparam(name) for name in ("state", "executed_on", "note")},
    )
)


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Enter a subject and return the listing's id."""
    return int(connection.execute(insert(listing).returning(listing.c.id), [dict(values)]).scalar_one())


def enter(connection: Connection, own: Mapping[str, Any], persons: Sequence[Mapping[str, Any]]) -> None:
    """Enter a subject, then the persons who answer for it (惩戒到人), whose listings hang on its own."""
    about = {"b_case_id": own["case_id"], "b_list_key": own["list_key"]}
    connection.execute(_ENTER, [{**row, **about} for row in (own, *persons)])


def entering(connection: Connection, subject_id: int, list_key: str, codes: Collection[str]) -> Sequence[Any]:
    """Return the subject and the natural persons of these 公民身份号码 that are known, each with its own listing.

    ``number`` and ``listed_on`` are those of its own listing on the list; ``listed_on`` is null where it has none.
    """
    return connection.execute(
        _ENTERING, {"subject_id": subject_id, "list_key": list_key, "codes": sorted(codes)}
    ).all()


def serious_of(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return every listing of a subject in the public register that has not ended, oldest first (S1-14)."""
    return connection.execute(
        select(listing)
        .where(listing.c.subject_id == subject_id, listing.c.register == "serious", _STANDING)
        .order_by(listing.c.id)
    ).all()


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what a case has entered, the entity's own listing first."""
    return connection.execute(_OF_CASE, {"case_id": case_id}).all()


def on_records(connection: Connection, record_ids: Collection[int]) -> Sequence[Any]:
    """Return the listings that rest on any of these records and have not ended, liable persons' left out."""
    return connection.execute(_ON_RECORDS, {"record_ids": sorted(record_ids)}).all()


def add_persons(connection: Connection, names: Mapping[str, str]) -> dict[str, int]:
    """Make natural persons subjects, 公民身份号码 → name; return the id of each by that number.

    Raises:
        StaleVersion: somebody else did so meanwhile; decide again.
    """
    if not names:
        return {}
    rows = [
        {"kind": "natural_person", "name": name, "code_type": "resident_id", "code": code, "alt_ids": {}}
        for code, name in names.items()
    ]
    try:
        found = connection.execute(_ADD_PERSONS, rows).all()
    except IntegrityError as error:
        raise StaleVersion() from error
    return {row.code: row.id for row in found}


def leave(connection: Connection, ending: Sequence[tuple[int, int]], values: Mapping[str, Any]) -> None:
    """End listings as they were read: pairs of id and version.

    Args:
        values: left_on, left_reason, left_number and exit_case_id.

    Raises:
        StaleVersion: one of them has moved on since.
    """
    rows = [{"b_id": listing_id, "b_seen": seen, **values} for listing_id, seen in ending]
    if rows and connection.execute(_LEAVE, rows).rowcount != len(rows):
        raise StaleVersion()


def number_removal(connection: Connection, exit_case_id: int, number: str) -> None:
    """Enter the number of the decision by which a case has ended listings, signed after they ended."""
    connection.execute(
        update(listing)
        .where(listing.c.exit_case_id == exit_case_id)
        .values(left_number=number, version=listing.c.version + 1)
    )


def impose(
    connection: Connection,
    case_id: int,
    orders: Sequence[tuple[str, int]],
    for_persons: Collection[str],
    from_on: date,
    until_on: date | None,
) -> None:
    """Order measures, each by a department, against everybody whom a case has listed.

    Args:
        for_persons: the measures that liable persons bear too.
    """
    rows = [
        {
            "b_case_id": case_id, "b_measure": measure, "b_organ_id": organ_id, "b_state": "ordered",
            "b_from_on": from_on, "b_until_on": until_on, "b_persons": measure in for_persons,
        }
        for measure, organ_id in orders
    ]  # fmt: skip
    if rows:
        connection.execute(_IMPOSE, rows)


def note_executed(
    connection: Connection, case_id: int, organ_id: int, receipts: Mapping[str, MeasureReceipt]
) -> None:
    """Note a department's receipt, measure by measure, against everybody whom a case has listed."""
    rows = [
        {"b_case_id": case_id, "b_organ_id": organ_id, "b_measure": measure, "state": each.state,
         "executed_on": each.on, "note": each.note}
        for measure, each in receipts.items()
    ]  # fmt: skip
    if rows:
        connection.execute(_NOTE_EXECUTED, rows)


def running_measures(connection: Connection, record_ids: Collection[int]) -> Sequence[Any]:
    """Return what departments carry out because of listings that rest on these records, by record and department.

    Columns: record_id, repairable_on of the listing, department (its name), measure (a key of the catalogue).
    """
    return connection.execute(_RUNNING, {"record_ids": sorted(record_ids)}).all()


def lift(connection: Connection, exit_case_id: int, organ_id: int, values: Mapping[str, Any]) -> None:
    """Lift what one department took on the listings that a case has ended."""
    connection.execute(_LIFT, {"b_case_id": exit_case_id, "b_organ_id": organ_id, **values})


def add_ban(connection: Connection, values: Mapping[str, Any]) -> None:
    """Exclude a subject from a market or trade (S0-10)."""
    connection.execute(insert(market_ban), [dict(values)])


def bans_running(connection: Connection, subject_id: int, on: date) -> Sequence[Any]:
    """Return the bans that hold for a subject on a day, oldest first (S0-10)."""
    lasts = or_(market_ban.c.until_on.is_(None), market_ban.c.until_on >= on)
    running = and_(market_ban.c.subject_id == subject_id, market_ban.c.lifted_on.is_(None), market_ban.c.from_on <= on)
    return connection.execute(select(market_ban).where(running, lasts).order_by(market_ban.c.id)).all()


def lift_bans(connection: Connection, listing_ids: Collection[int], on: date) -> None:
    """Lift the bans that hang on listings which were annulled."""
    connection.execute(
        update(market_ban)
        .where(market_ban.c.listing_id.in_(sorted(listing_ids)), market_ban.c.lifted_on.is_(None))
        .values(lifted_on=on)
    )

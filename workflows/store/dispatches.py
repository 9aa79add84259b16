"""What is owed to the platform: written with an act, settled by its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, literal_column, or_, select, update

from workflows.store.tables import case, dispatch, listing, organisation, record, subject

#: States in which a receipt is still waited for.
WAITING = ("owed", "sending", "sent", "refused", "failed")


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One dispatch that a worker has claimed, with what the other side must know to tell what it is about."""

    id: int
    key: str
    case_id: int | None
    kind: str
    target: str
    payload: Mapping[str, Any]
    due_on: date | None
    created_at: datetime
    #: Tries, this one included; with the owner it fences out a worker whose claim was taken over.
    attempts: int
    subject_name: str
    subject_kind: str
    code_type: str
    code: str
    #: Of the record that it is about; empty where it is about none.
    decision_number: str
    provider: str
    #: Whose law says what the public may read: the organ of the case, else of the record.
    organ_id: int | None
    #: Of the listing that it is about; empty where it is about none.
    list_key: str
    listing_number: str


_ADD = insert(dispatch)


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Write one with the act that owes it and return its id."""
    return int(connection.execute(insert(dispatch).returning(dispatch.c.id), [dict(values)]).scalar_one())


def add_all(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write what an act owes."""
    connection.execute(_ADD, rows)


def claim(
    connection: Connection, *, now: datetime, real_now: datetime, lease_until: datetime, owner: str, limit: int
) -> list[Claimed]:
    """Claim what is due, oldest first; a claim that ran out was a worker that died, and its call is repeated.

    What was never tried is due by the office's clock, everything else by the real one.

    Args:
        now: the office's instant.
        lease_until: until when the claim holds (real).
    """
    first = and_(dispatch.c.attempts == 0, dispatch.c.next_at <= now)
    again = and_(dispatch.c.attempts > 0, dispatch.c.next_at <= real_now)
    due = (
        select(dispatch.c.id)
        .where(dispatch.c.state.in_(("owed", "sending")), or_(first, again))
        .order_by(dispatch.c.next_at, dispatch.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(due).scalars())
    if not ids:
        return []
    connection.execute(
        update(dispatch)
        .where(dispatch.c.id.in_(ids))
        .values(state="sending", owner=owner, next_at=lease_until, attempts=dispatch.c.attempts + 1)
    )
    rows = connection.execute(
        select(
            dispatch.c.id, dispatch.c.key, dispatch.c.case_id, dispatch.c.kind, dispatch.c.target, dispatch.c.payload,
            dispatch.c.due_on, dispatch.c.created_at, dispatch.c.attempts,
            subject.c.name.label("subject_name"), subject.c.kind.label("subject_kind"), subject.c.code_type,
            subject.c.code,
            func.coalesce(record.c.decision_number, "").label("decision_number"),
            func.coalesce(organisation.c.name, "").label("provider"),
            func.coalesce(case.c.authority_id, record.c.provider_id).label("organ_id"),
            func.coalesce(listing.c.list_key, "").label("list_key"),
            func.coalesce(listing.c.number, "").label("listing_number"),
        )
        .join(subject, subject.c.id == dispatch.c.subject_id)
        .outerjoin(record, record.c.id == dispatch.c.record_id)
        .outerjoin(organisation, organisation.c.id == record.c.provider_id)
        .outerjoin(listing, listing.c.id == dispatch.c.listing_id)
        .outerjoin(case, case.c.id == dispatch.c.case_id)
        .where(dispatch.c.id.in_(ids))
        .order_by(dispatch.c.id)
    ).all()  # fmt: skip
    return [Claimed(**row._mapping) for row in rows]


def settle(connection: Connection, claimed: Claimed, owner: str, **values: Any) -> bool:
    """Write what became of a try, if the claim still stands and no receipt overtook it; tell whether it did."""
    result = connection.execute(
        update(dispatch)
        .where(
            dispatch.c.id == claimed.id,
            dispatch.c.state == "sending",
            dispatch.c.owner == owner,
            dispatch.c.attempts == claimed.attempts,
        )
        .values(owner=None, **values)
    )
    return result.rowcount == 1


def push_again(connection: Connection, dispatch_id: int, now: datetime) -> bool:
    """Owe anew what was refused or has failed; False where it is on its way or was received."""
    result = connection.execute(
        update(dispatch)
        .where(dispatch.c.id == dispatch_id, dispatch.c.state.in_(("refused", "failed")))
        .values(state="owed", next_at=now, attempts=0, owner=None, last_error=None)
    )
    return result.rowcount == 1


def by_id(connection: Connection, dispatch_id: int) -> Any:
    """Read one by its id, or None."""
    return connection.execute(select(dispatch).where(dispatch.c.id == dispatch_id)).one_or_none()


def by_key(connection: Connection, key: str) -> Any:
    """Read one by the identifier that both sides know, or None."""
    return connection.execute(select(dispatch).where(dispatch.c.key == key)).one_or_none()


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return everything that a case owes and owed, oldest first."""
    return connection.execute(select(dispatch).where(dispatch.c.case_id == case_id).order_by(dispatch.c.id)).all()


def still_waiting(connection: Connection, case_id: int, answer: str, without: int) -> int:
    """Return how many others with the same answer have no receipt yet."""
    return connection.execute(
        select(func.count())
        .select_from(dispatch)
        .where(
            dispatch.c.case_id == case_id,
            dispatch.c.answer == answer,
            dispatch.c.id != without,
            dispatch.c.state.in_(WAITING),
        )
    ).scalar_one()


def receive(
    connection: Connection, dispatch_id: int, receipt: str, note: str, at: datetime, *, refused: bool = False
) -> bool:
    """Note a receipt, or that the other side refuses; False where that has been noted before."""
    answered = ("refused",) if refused else ()
    values = {"state": "refused", "last_error": note[:300]} if refused else {"state": "received", "received_at": at}
    result = connection.execute(
        update(dispatch)
        .where(dispatch.c.id == dispatch_id, dispatch.c.state.in_(set(WAITING) - set(answered)))
        .values(receipt=receipt[:80], receipt_note=note[:300], owner=None, **values)
    )
    return result.rowcount == 1


def next_late(connection: Connection, stage: int, before: date) -> Sequence[Any]:
    """Return the late dispatches of one case, or one that belongs to none, which ``stage`` has not told of.

    Args:
        stage: 1 for those that nobody was told of, 2 for those of which the first notice has gone out.
        before: late are those that were expected before this day.
    """
    late = (
        dispatch.c.state.in_([literal_column(f"'{state}'") for state in WAITING]),
        dispatch.c.expected_on < before,
        dispatch.c.told == stage - 1,
    )
    first = connection.execute(
        select(dispatch).where(*late).order_by(dispatch.c.expected_on, dispatch.c.id).limit(1)
    ).one_or_none()
    if first is None or first.case_id is None:
        return [] if first is None else [first]
    return connection.execute(select(dispatch).where(*late, dispatch.c.case_id == first.case_id)).all()


def note_told(connection: Connection, ids: Sequence[int], stage: int) -> bool:
    """Note that ``stage`` has told of some; False where another worker has."""
    untold = update(dispatch).where(dispatch.c.id.in_(ids), dispatch.c.told == stage - 1)
    return connection.execute(untold.values(told=stage)).rowcount == len(ids)


def on_their_way(connection: Connection, column: str, ids: Sequence[int]) -> set[int]:
    """Return which of the records or listings something is owed or sent about that has no receipt yet.

    Args:
        column: ``record_id`` or ``listing_id``.
    """
    about = dispatch.c[column]
    query = select(about).where(about.in_(ids), dispatch.c.state.in_(("owed", "sending", "sent")))
    return set(connection.execute(query).scalars())

"""The register of commitments: reads by case, subject and organ, and every change under compare-and-set."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, tuple_, update

from workflows.domain.errors import StaleVersion
from workflows.store.tables import case as office_case
from workflows.store.tables import commitment, organisation, subject

_OPEN = commitment.c.state.in_(("pending", "running"))

_ROWS = select(
    commitment,
    subject.c.name.label("subject_name"),
    subject.c.code,
    subject.c.code_type,
    subject.c.kind.label("subject_kind"),
    organisation.c.name.label("organ_name"),
    organisation.c.jurisdiction,
    office_case.c.number.label("case_number"),
).select_from(
    commitment.join(subject, subject.c.id == commitment.c.subject_id)
    .join(organisation, organisation.c.id == commitment.c.organ_id)
    .outerjoin(office_case, office_case.c.id == commitment.c.case_id)
)
_OF_SUBJECT = _ROWS.where(commitment.c.subject_id == bindparam("subject_id")).order_by(
    commitment.c.made_on.desc(), commitment.c.id.desc()
)
_ADD = insert(commitment).returning(commitment.c.id)


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Enter a commitment and return its id."""
    return int(connection.execute(_ADD, dict(values)).scalar_one())


def load(connection: Connection, commitment_id: int) -> Any:
    """Read one commitment with its subject, organ and case, or None."""
    return connection.execute(_ROWS.where(commitment.c.id == commitment_id)).one_or_none()


def change(connection: Connection, commitment_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """Change a commitment as it was read.

    Raises:
        StaleVersion: it has moved on since version ``seen``.
    """
    result = connection.execute(
        update(commitment)
        .where(commitment.c.id == commitment_id, commitment.c.version == seen)
        .values(version=seen + 1, **values)
    )
    if result.rowcount != 1:
        raise StaleVersion()


def open_of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what a case had promised and is still to be followed up, oldest first."""
    return connection.execute(
        select(commitment).where(commitment.c.case_id == case_id, _OPEN).order_by(commitment.c.id)
    ).all()


def of_subject(connection: Connection, subject_id: int) -> Sequence[Any]:
    """Return every commitment of a subject, newest first."""
    return connection.execute(_OF_SUBJECT, {"subject_id": subject_id}).all()


def page(
    connection: Connection,
    *,
    organs: Collection[int] | None = None,
    states: Collection[str] = (),
    kind: str = "",
    scope: str = "",
    words: str = "",
    asked: bool = False,
    due_by: date | None = None,
    public: bool = False,
    before: tuple[date, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return commitments, newest first.

    Args:
        organs: who follows them up; everybody's where None.
        words: beginning of the subject's name, or its code.
        asked: only those of which 违诺 is proposed.
        due_by: only open ones whose last day is no later.
        public: only published ones.
        before: day and id of the last row of the page before.
    """
    conditions: list[Any] = [commitment.c.organ_id.in_(organs)] if organs is not None else []
    conditions += [commitment.c.state.in_(states)] if states else []
    conditions += [commitment.c.kind == kind] if kind else []
    conditions += [commitment.c.scope == scope] if scope else []
    if words:
        conditions.append(or_(subject.c.name.startswith(words, autoescape=True), subject.c.code == words))
    conditions += [commitment.c.asked_by.is_not(None), _OPEN] if asked else []
    conditions += [_OPEN, commitment.c.due_on <= due_by] if due_by is not None else []
    conditions += [commitment.c.public] if public else []
    if before is not None:
        conditions.append(tuple_(commitment.c.made_on, commitment.c.id) < before)
    query = _ROWS.where(and_(*conditions)) if conditions else _ROWS
    return connection.execute(query.order_by(commitment.c.made_on.desc(), commitment.c.id.desc()).limit(limit)).all()


def next_due(connection: Connection, today: date, after: tuple[date, int] | None) -> Any:
    """Claim the next open commitment whose day has come and of which nobody has been reminded, or None.

    Held until the transaction ends; one that another worker holds is passed over.
    """
    waiting = and_(_OPEN, commitment.c.due_on.is_not(None), commitment.c.reminded_on.is_(None))
    query = (
        select(commitment.c.id)
        .where(waiting, commitment.c.due_on <= today)
        .order_by(commitment.c.due_on, commitment.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(tuple_(commitment.c.due_on, commitment.c.id) > after)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else load(connection, found)


def any_due(connection: Connection, today: date) -> bool:
    """Tell whether somebody is to be reminded of a commitment."""
    waiting = and_(_OPEN, commitment.c.due_on.is_not(None), commitment.c.reminded_on.is_(None))
    query = select(commitment.c.id).where(waiting, commitment.c.due_on <= today).limit(1)
    return connection.execute(query).first() is not None

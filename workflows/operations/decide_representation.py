"""A reviewer looks at the proof that somebody may act for a subject, and verifies or refuses it with reasons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import NotAllowed, NotFound, OfficeError, OwnWork, ReasonsRequired
from workflows.domain.identifiers import resident_id_notes
from workflows.domain.notice import Topic, wants
from workflows.domain.words import N_
from workflows.operations.ask_representation import CAPACITIES, REQUEST_STATES, SUBJECT_KINDS, shown_code
from workflows.operations.note_event import note_event, note_within
from workflows.operations.office import Office
from workflows.operations.tell_person import tell_person
from workflows.store import people, records, representations
from workflows.store.unit_of_work import UnitOfWork

#: Requests shown at a time, the oldest first.
LIMIT = 100


class AlreadyDecided(OfficeError):
    """Somebody else has verified or refused the request."""

    message = N_("该申请已有核验结果，请返回清单查看。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as a reviewer sees it; a personal number is masked until it is asked for."""

    id: int
    user_name: str
    subject_kind: str
    name: str
    code_type: str
    code: str
    kind: str
    state: str
    #: Whether it can still be decided.
    waiting: bool
    reason: str
    asked_at: datetime
    evidence_sha256: str
    evidence_name: str
    #: Only of a single request: what the office knows of the subject and the person.
    phone: str = ""
    email: str = ""
    known_name: str = ""
    #: Warnings about the number, message ids.
    notes: tuple[str, ...] = ()


def waiting_requests(office: Office, actor: Actor) -> list[Asked]:
    """Return the requests that wait, the longest waiting first; raises NotAllowed for who is no reviewer."""
    _require_reviewer(office, actor)
    with office.database.read() as connection:
        return [_asked(row) for row in representations.pending(connection, LIMIT)]


def read_request(office: Office, actor: Actor, request_id: int, *, revealed: bool = False) -> Asked:
    """Return one request with what a reviewer compares.

    Args:
        revealed: whether the whole number is shown; ``reveal_request`` has noted it.

    Raises:
        NotAllowed: no reviewer of an authority.
        NotFound: no such request.
    """
    _require_reviewer(office, actor)
    with office.database.read() as connection:
        row = representations.load(connection, request_id)
        if row is None:
            raise NotFound()
        known = representations.subject_of(connection, row.code_type, row.code)
    return _asked(
        row,
        **({"code": row.code} if revealed else {}),
        phone=row.phone,
        email=row.email,
        known_name=known.name if known else "",
        notes=resident_id_notes(row.code) if row.code_type == "resident_id" else (),
    )


def reveal_request(office: Office, actor: Actor, request_id: int) -> Asked:
    """Return one request with its whole number, and note who has seen it.

    Raises:
        NotAllowed, NotFound: as ``read_request``.
    """
    found = read_request(office, actor, request_id, revealed=True)
    note_event(office, actor.user_id, "identity_revealed", request=request_id)
    return found


def verify_representation(office: Office, actor: Actor, request_id: int) -> None:
    """Let the person act for the subject, which is entered if the office does not know it yet; tell the person.

    Raises:
        NotAllowed, NotFound: as ``read_request``.
        OwnWork: it is the reviewer's own request.
        AlreadyDecided: see there.
    """
    _require_reviewer(office, actor)
    with office.database.act() as uow:
        row = _decide(office, actor, uow, request_id, "verified", None)
        known = representations.subject_of(uow.connection, row.code_type, row.code)
        subject_id = known.id if known else _enter(uow, row)
        if not representations.stands(uow.connection, row.user_id, subject_id):
            records.add_representation(
                uow.connection,
                {
                    "user_id": row.user_id,
                    "subject_id": subject_id,
                    "kind": row.kind,
                    "evidence": row.evidence_name[:200],
                    "verified_at": office.clock(),
                },
            )
        note_within(office, uow, actor.user_id, "representation_verified", request=request_id, subject=subject_id)
        _tell(office, uow, row, "representation_verified")
        uow.commit()


def refuse_representation(office: Office, actor: Actor, request_id: int, reason: str) -> None:
    """Refuse a request with the reason that its person is told.

    Raises:
        NotAllowed, NotFound, OwnWork, AlreadyDecided: as ``verify_representation``.
        ReasonsRequired: without a reason.
    """
    _require_reviewer(office, actor)
    reason = reason.strip()
    if not reason:
        raise ReasonsRequired()
    with office.database.act() as uow:
        row = _decide(office, actor, uow, request_id, "refused", reason)
        note_within(office, uow, actor.user_id, "representation_refused", request=request_id, reason=reason)
        _tell(office, uow, row, "representation_refused", reason=reason)
        uow.commit()


def _decide(office: Office, actor: Actor, uow: UnitOfWork, request_id: int, state: str, reason: str | None) -> Any:
    row = representations.load(uow.connection, request_id)
    if row is None:
        raise NotFound()
    if row.user_id == actor.user_id:
        raise OwnWork()
    if not representations.decide(uow.connection, request_id, state, reason, office.clock(), actor.user_id):
        raise AlreadyDecided()
    return row


def _enter(uow: UnitOfWork, row: Any) -> int:
    values = {"kind": row.subject_kind, "name": row.name, "code_type": row.code_type, "code": row.code, "alt_ids": {}}
    return records.add_subject(uow.connection, values)


def _tell(office: Office, uow: UnitOfWork, row: Any, kind: str, **data: Any) -> None:
    email = row.email if wants(row.notice_choices or {}, "email", Topic.ACCOUNT) else ""
    tell_person(office, uow, row.user_id, kind, email=email, subject=row.name, **data)


def _require_reviewer(office: Office, actor: Actor) -> None:
    """Who may see proofs of identity: reviewers, a post that only authorities have."""
    with office.database.read() as connection:
        posts = people.organisations_by_ids(connection, sorted(actor.organisations(Role.REVIEWER)))
    if not any(row.kind == "authority" for row in posts):
        raise NotAllowed()


def _asked(row: Any, **more: Any) -> Asked:
    values = {
        "id": row.id,
        "user_name": row.user_name,
        "subject_kind": SUBJECT_KINDS[row.subject_kind],
        "name": row.name,
        "code_type": row.code_type,
        "code": shown_code(row),
        "kind": CAPACITIES[row.kind],
        "state": REQUEST_STATES[row.state],
        "waiting": row.state == "pending",
        "reason": row.reason or "",
        "asked_at": row.asked_at,
        "evidence_sha256": row.evidence_sha256,
        "evidence_name": row.evidence_name,
    }
    return Asked(**{**values, **more})

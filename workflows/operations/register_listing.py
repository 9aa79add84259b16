"""Registers a decision of a court or another authority that puts a subject on a list (S1-27); nothing is decided here.

The listing stands in the register and counts among the subject's domains (S1-14). No measure of ours hangs on it and
the office does not publish it: both are up to who decided. It ends as it came, see ``end_registered_listing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotAllowed
from workflows.domain.identifiers import normalise_code
from workflows.domain.listing import BASIS_KINDS, MANY_DOMAINS, ListKind, entered_by
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.intake.filestore import StoredFile
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.operations.tell_domains import tell_domains
from workflows.store import cases, listings, people, received, subjects
from workflows.store.unit_of_work import UnitOfWork

#: Who takes decisions of others in: the desk of the centre that keeps the register.
RECEIVER = Role.REVIEWER


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision as it was received."""

    #: Who decided, by name.
    organ: str
    number: str
    #: Asia/Shanghai date.
    decided_on: date
    paper: StoredFile


@dataclass(frozen=True, kw_only=True)
class RegisterListing:
    """The command: who is on which list by whose decision, and until when."""

    #: The organisation that registers it.
    organ_id: int
    #: 统一社会信用代码 or 公民身份号码 of the subject, as typed.
    code: str
    list_key: str
    #: A key of BASIS_KINDS.
    kind: str
    reason: str
    #: Last day; None where the decision names none.
    until_on: date | None
    decided: Decided
    #: Idempotency key: the same form sent again registers nothing twice.
    key: str


def receivable(on: date) -> Mapping[str, ListKind]:
    """Return the lists of which decisions of others are registered: every serious one in force on a day, by its key."""
    known = catalogue.lists()
    return {key: each for key, each in known.items() if each.register == "serious" and each.in_force(on)}


def register_listing(office: Office, actor: Actor, command: RegisterListing) -> int:
    """Register a listing and return its id.

    Raises:
        NotAllowed: the person does not take decisions in for the organisation.
        FieldErrors: no such subject or list, the authority has no power over the list or is one of this office, the
            subject is on the list already, or a day is impossible.
    """
    return once(office, actor, command.key, lambda: _register(office, actor, command), int)


def _register(office: Office, actor: Actor, command: RegisterListing) -> int:
    if not actor.holds(RECEIVER, command.organ_id):
        raise NotAllowed()
    decided, today = command.decided, office_date(office.clock())
    kind = receivable(decided.decided_on).get(command.list_key)
    with office.database.read() as connection:
        code = normalise_code(command.code)
        subject = next((row for row in subjects.find(connection, code, 2) if row.code == code), None)
        own = {row.name for row in people.organisations(connection)}
        standing = () if subject is None else listings.serious_of(connection, subject.id)
    listed = any(row.list_key == command.list_key and row.of_listing_id is None for row in standing)
    errors = {
        **require_received(decided, today),
        **_wrong_list(kind, decided.organ, own),
        **({"code": [N_("系统中没有这个主体，请核对代码。")]} if subject is None else {}),
        **({"list_key": [N_("该主体已在此名单中，不能重复登记。")]} if listed else {}),
    }
    if command.kind not in BASIS_KINDS:
        errors["kind"] = [N_("请选择文书种类。")]
    if command.until_on is not None and command.until_on <= decided.decided_on:
        errors["until_on"] = [N_("截止日期须晚于决定日期。")]
    if errors or kind is None or subject is None:
        raise FieldErrors(errors)
    with office.database.act() as uow:
        made = listings.add(uow.connection, _row(command, kind, subject.id))
        keep(office, uow, actor, made, "listed", decided)
        note_within(
            office, uow, actor.user_id, "listing_registered",
            listing=made, list=kind.key, organ=decided.organ, number=decided.number, sha256=decided.paper.sha256,
        )  # fmt: skip
        _count(office, uow, actor, subject.id)
        cases.keep_result(uow.connection, command.key, actor.user_id, str(made), office.clock())
        uow.commit()
    return made


def require_received(decided: Decided, today: date) -> dict[str, list[str]]:
    """Return what is wrong with a received decision, by field."""
    return {"decided_on": [N_("决定日期不能晚于今天。")]} if decided.decided_on > today else {}


def keep(office: Office, uow: UnitOfWork, actor: Actor, listing_id: int, kind: str, decided: Decided) -> None:
    """Keep a received decision with its document; the caller commits.

    Args:
        kind: listed or left.
    """
    row = {
        "listing_id": listing_id, "kind": kind, "organ": decided.organ, "number": decided.number,
        "decided_on": decided.decided_on, "sha256": decided.paper.sha256, "name": decided.paper.display_name,
        "received_by": actor.user_id, "received_at": office.clock(),
    }  # fmt: skip
    received.add(uow.connection, row)


def _wrong_list(kind: ListKind | None, organ: str, own: set[str]) -> dict[str, list[str]]:
    if kind is None:
        return {"list_key": [N_("作出决定之日没有这一名单，请核对名单和日期。")]}
    if not kind.is_of(organ):
        return {"organ": [N_("这一名单由%(organ)s认定，请核对作出决定的机关。") % {"organ": kind.organ}]}
    if organ in own and not kind.received_only:
        return {"organ": [N_("本系统内的单位按名单列入程序办理，不在这里登记。")]}
    return {}


def _row(command: RegisterListing, kind: ListKind, subject_id: int) -> dict[str, Any]:
    decided = command.decided
    basis = {
        "kind": command.kind, "number": decided.number, "effective_on": decided.decided_on.isoformat(),
        "organ": decided.organ,
    }  # fmt: skip
    return {
        "register": kind.register, "list_key": kind.key, "domain": kind.domain, "subject_id": subject_id,
        "case_id": None, "organ_id": command.organ_id, "basis": basis, "reason": command.reason,
        "number": decided.number, "listed_on": decided.decided_on, "until_on": command.until_on,
        "public": False, "state": "listed",
    }  # fmt: skip


def _count(office: Office, uow: UnitOfWork, actor: Actor, subject_id: int) -> None:
    """Count the subject's domains; where this one makes them many, the cases of the others hear of it (S1-14)."""
    standing = listings.serious_of(uow.connection, subject_id)
    domains = len({row.domain for row in standing})
    cases_told = entered_by(standing) if domains == MANY_DOMAINS else ()
    tell_domains(office, uow, actor.user_id, "many_domains", cases_told, subject_id=subject_id, domains=domains)

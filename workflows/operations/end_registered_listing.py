"""Registers the decision by which a court or another authority ends a listing that is only registered here (S1-27)."""

from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.errors import FieldErrors, NotAllowed, NotFound, OfficeError, StaleVersion
from workflows.domain.listing import entered_by, no_longer_many
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.register_listing import RECEIVER, Decided, keep, require_received
from workflows.operations.retry import once
from workflows.operations.tell_domains import tell_domains
from workflows.store import cases, list_pages, listings


class NotRegistered(OfficeError):
    """The listing was decided here, or has ended."""

    message = N_("该名单信息不是登记收到的决定，或者已经解除。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class EndRegisteredListing:
    """The command: which listing as it was seen, and the decision that ends it."""

    listing_id: int
    seen: int
    decided: Decided
    #: Idempotency key.
    key: str


def may_end(actor: Actor, row: Any) -> bool:
    """Tell whether a person registers the end of a listing as ``list_pages.load`` gives it."""
    return bool(row.state == "listed" and row.case_id is None and actor.holds(RECEIVER, row.organ_id))


def end_registered_listing(office: Office, actor: Actor, command: EndRegisteredListing) -> None:
    """Register the end; the cases of the remaining lists hear where the subject is left in one domain (S1-14).

    Raises:
        NotFound: there is no such listing.
        NotRegistered: see there.
        NotAllowed: the person does not take decisions in for the organisation that keeps it.
        FieldErrors: the day lies before the listing or in the future.
        StaleVersion: somebody else was faster.
    """
    once(office, actor, command.key, lambda: _end(office, actor, command), lambda _result: None)


def _end(office: Office, actor: Actor, command: EndRegisteredListing) -> None:
    decided = command.decided
    with office.database.read() as connection:
        row = list_pages.load(connection, command.listing_id)
    if row is None:
        raise NotFound()
    if not actor.holds(RECEIVER, row.organ_id):
        raise NotAllowed()
    if not may_end(actor, row):
        raise NotRegistered()
    errors = require_received(decided, office_date(office.clock()))
    if decided.decided_on < row.listed_on:
        errors["decided_on"] = [N_("解除决定的日期不能早于列入日期。")]
    if errors:
        raise FieldErrors(errors)
    if row.version != command.seen:
        raise StaleVersion(final=True)
    left = {
        "left_on": decided.decided_on, "left_reason": "received", "left_number": decided.number, "exit_case_id": None,
    }  # fmt: skip
    with office.database.act() as uow:
        before = {each.domain for each in listings.serious_of(uow.connection, row.subject_id)}
        listings.leave(uow.connection, [(row.id, row.version)], left)
        keep(office, uow, actor, row.id, "left", decided)
        note_within(
            office, uow, actor.user_id, "listing_end_registered",
            listing=row.id, organ=decided.organ, number=decided.number, sha256=decided.paper.sha256,
        )  # fmt: skip
        remaining = listings.serious_of(uow.connection, row.subject_id)
        after = {each.domain for each in remaining}
        told = entered_by(remaining) if no_longer_many(before, after) else ()
        tell_domains(office, uow, actor.user_id, "one_domain", told, subject_id=row.subject_id, domains=len(after))
        cases.keep_result(uow.connection, command.key, actor.user_id, str(row.id), office.clock())
        uow.commit()

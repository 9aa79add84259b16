"""Ends watch listings (重点关注): by themselves once their period is over, or by the head once things are put right.

The watch list is internal and burdens nobody in public (S0-06): no decision is owed, an event and a message are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.errors import Hidden, NotAllowed, NotFound, OfficeError, ReasonsRequired, StaleVersion
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.tell_person import tell_person
from workflows.store import list_pages, list_rounds, listings, people
from workflows.store.unit_of_work import UnitOfWork


class NotWatched(OfficeError):
    """The listing is no watch listing, or has ended."""

    message = N_("该主体不在重点关注名单中，无需解除。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class Release:
    """The command: a watch listing as the head saw it, and why it ends."""

    listing_id: int
    seen: int
    reason: str


def end_watch(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """End every watch listing whose last day has passed; return how many. What was ended is not due again.

    Args:
        carry_on: asked between listings; False ends the run early (shutdown).
    """
    today, done, after = office_date(office.clock()), 0, None
    with office.database.read() as connection:
        if not list_rounds.any_watch_over(connection, today):
            return 0
    while carry_on():
        with office.database.act() as uow:
            row = list_rounds.next_watch_over(uow.connection, today, after)
            if row is None:
                break
            after = (row.until_on, row.id)
            _end(office, uow, row, today, "expiry", OFFICE.user_id, "")
            uow.commit()
            done += 1
    return done


def release_watch(office: Office, actor: Actor, command: Release) -> None:
    """End a watch listing before its last day because things have been put right (整改到位).

    Raises:
        NotFound, Hidden: there is no such listing, or it is another organ's.
        NotAllowed: the person is not the head of the organ.
        NotWatched: see there.
        ReasonsRequired: no reason is given.
        StaleVersion: somebody else was faster.
    """
    with office.database.read() as connection:
        row = list_pages.load(connection, command.listing_id)
    if row is None:
        raise NotFound()
    if row.register == "watch" and row.organ_id not in actor.organisations():
        raise Hidden()
    if not actor.holds(Role.HEAD, row.organ_id):
        raise NotAllowed()
    if row.register != "watch" or row.state != "listed":
        raise NotWatched()
    if not command.reason.strip():
        raise ReasonsRequired()
    if row.version != command.seen:
        raise StaleVersion(final=True)
    with office.database.act() as uow:
        today = office_date(office.clock())
        _end(office, uow, row, today, "repair", actor.user_id, command.reason.strip())
        uow.commit()


def _end(office: Office, uow: UnitOfWork, row: Any, today: date, reason: str, by: int, note: str) -> None:
    left = {"left_on": today, "left_reason": reason, "left_number": "", "exit_case_id": None}
    listings.leave(uow.connection, [(row.id, row.version)], left)
    note_within(office, uow, by, "watch_ended", listing=row.id, reason=reason, note=note)
    told = [each.id for each in people.holders(uow.connection, Role.RECOGNISER, row.organ_id)]
    subject = people.representative_of(uow.connection, row.subject_id)
    for user_id in dict.fromkeys([*told, *([] if subject is None else [subject])]):
        tell_person(office, uow, user_id, "watch_ended", subject=row.subject_name, day=today.isoformat())

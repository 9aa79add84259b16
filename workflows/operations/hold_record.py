"""A legal hold (依法保全) on a record, set and lifted by a person: while it holds, neither clock nor list touches it.

The head of the centre in whose place the record stands decides, and nobody else: a hold keeps data about somebody
beyond the time that the law gives, which is a decision of law. Administrators see to the machine and not to the law;
the reviewers, who draw up destruction lists, are those whom a hold binds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import NotAllowed, OfficeError
from workflows.domain.publicity import Publicity
from workflows.domain.record_clock import next_look
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.record_law import law_of_provider
from workflows.operations.verify_record import read_record
from workflows.store import people, publicity


class HoldUnchanged(OfficeError):
    """The record is held already, or it is not held."""

    message = N_("该信息的保全状态已经改变，请重新打开页面核对。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class HoldRecord:
    """A hold is set or lifted."""

    record_id: int
    #: Version of the record that the person has seen.
    seen: int
    #: Why: the court, authority or proceeding that asks for it, or that no longer does; at most 200 characters.
    reason: str


def may_hold(office: Office, actor: Actor, row: Any) -> bool:
    """Tell whether a person decides on holds of a record as :func:`workflows.store.publicity.load` gives it."""
    with office.database.read() as connection:
        posts = people.organisations_by_ids(connection, sorted(actor.organisations(Role.HEAD)))
    return any(post.kind == "authority" and post.jurisdiction == row.jurisdiction != "" for post in posts)


def hold_record(office: Office, actor: Actor, command: HoldRecord) -> None:
    """Set a legal hold.

    Raises:
        NotFound: there is no such record, or it was destroyed.
        Hidden: the person may not see it.
        NotAllowed: see :func:`may_hold`.
        HoldUnchanged: it is held already.
        StaleVersion: the record was changed since it was shown.
    """
    _change(office, actor, command, "record_held", lambda row: not row.hold_reason, command.reason)


def release_record(office: Office, actor: Actor, command: HoldRecord) -> None:
    """Lift a legal hold; what fell due meanwhile is looked at with the next round. Raises as :func:`hold_record`."""
    _change(office, actor, command, "record_released", lambda row: bool(row.hold_reason), "")


def _change(
    office: Office, actor: Actor, command: HoldRecord, kind: str, fits: Callable[[Any], bool], hold_reason: str
) -> None:
    row = read_record(office, actor, command.record_id)
    if not may_hold(office, actor, row):
        raise NotAllowed()
    if not fits(row):
        raise HoldUnchanged()
    today = office_date(office.clock())
    after = replace(Publicity.of(row, row.subject_kind), hold_reason=hold_reason)
    with office.database.act() as uow:
        law = law_of_provider(office, uow.connection, row.provider_id, row.jurisdiction, today)
        values = {"hold_reason": hold_reason, "look_on": next_look(after, law.of(after), law.keeping, today)}
        # What it waited for waits for the end of the hold; the look on the day of the end asks for it again.
        publicity.change(uow.connection, row.id, command.seen, {**values, "asks": ""})
        note_within(office, uow, actor.user_id, kind, record=row.id, reason=command.reason)
        uow.commit()

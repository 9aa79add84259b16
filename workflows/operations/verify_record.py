"""A person finds out what the office could not know of a record: when the conduct ended and the duties were done."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, NotAllowed, NotFound
from workflows.domain.publicity import Publicity, last_public_day
from workflows.domain.record_clock import corrected, next_look
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.end_of_publicity import end_by_clock
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.record_law import law_of_provider
from workflows.store import people, publicity

#: Who sees the records of a whole place, and who those of one organisation.
CENTRE = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR)
OF_PROVIDER = (Role.PROVIDER, Role.RECOGNISER)
#: Who notes what was found out.
VERIFIERS = (Role.REVIEWER, Role.HEAD, *OF_PROVIDER)


@dataclass(frozen=True, kw_only=True)
class VerifyRecord:
    """What was found out."""

    record_id: int
    #: Version of the record that the person has seen.
    seen: int
    #: 失信行为终止之日 and the day on which all duties were done; None where it is not so (yet).
    conduct_ended_on: date | None
    fulfilled_on: date | None
    #: How it was found out.
    note: str
    #: When to look again, where publicity cannot end yet.
    look_again_on: date | None = None


def places_of(office: Office, actor: Actor) -> tuple[list[str], list[int]]:
    """Return the jurisdictions whose records a person sees, and the organisations of which alone."""
    with office.database.read() as connection:
        centres = people.organisations_by_ids(connection, sorted(actor.organisations(*CENTRE)))
    return [row.jurisdiction for row in centres if row.jurisdiction], sorted(actor.organisations(*OF_PROVIDER))


def read_record(office: Office, actor: Actor, record_id: int) -> Any:
    """Return a record as :func:`workflows.store.publicity.load` gives it to who may see it.

    Raises:
        NotFound: there is no such record, or it was destroyed.
        Hidden: the person may not see it.
    """
    with office.database.read() as connection:
        row = publicity.load(connection, record_id)
    if row is None or row.state == "destroyed":
        raise NotFound()
    places, providers = places_of(office, actor)
    if row.jurisdiction not in places and row.provider_id not in providers:
        raise Hidden()
    return row


def verify_record(office: Office, actor: Actor, found: VerifyRecord) -> bool:
    """Note what was found out; publicity whose maximum is over ends with it. Tell whether it ended.

    Raises:
        NotAllowed: the person only reads.
        NotFound: see :func:`read_record`.
        Hidden: see :func:`read_record`.
        FieldErrors: a day that cannot be, or no day to look again where publicity goes on.
        StaleVersion: the record was changed since it was shown.
    """
    if not any(actor.holds(role) for role in VERIFIERS):
        raise NotAllowed()
    row = read_record(office, actor, found.record_id)
    today = office_date(office.clock())
    _check_days(found, today)
    known = replace(
        Publicity.of(row, row.subject_kind), conduct_ended_on=found.conduct_ended_on, fulfilled_on=found.fulfilled_on
    )
    with office.database.act() as uow:
        law = law_of_provider(office, uow.connection, row.provider_id, row.jurisdiction, today)
        last = last_public_day(known, law.of(known))
        over = row.state == "published" and last is not None and last < today
        days = {
            "conduct_ended_on": (row.conduct_ended_on, found.conduct_ended_on),
            "fulfilled_on": (row.fulfilled_on, found.fulfilled_on),
        }
        changes = [(name, str(old or ""), str(new or "")) for name, (old, new) in days.items() if old != new]
        publicity.note_changes(uow.connection, row.id, changes, office.clock(), actor.user_id)
        note_within(office, uow, actor.user_id, "record_verified", record=row.id, note=found.note)
        ends = over and corrected(known)
        if ends:
            end_by_clock(office, uow, row, replace(known, state="ended"), law.keeping, today, actor.user_id)
        else:
            look_on = found.look_again_on if over else next_look(known, law.of(known), law.keeping, today)
            if over and look_on is None:
                raise FieldErrors({"look_again_on": [N_("还不能停止公示，请填写下次核实的日期。")]})
            waits = row.state != "published" and known.natural_person and known.conduct_ended_on is None
            values = {
                "conduct_ended_on": found.conduct_ended_on,
                "fulfilled_on": found.fulfilled_on,
                "asks": "conduct_end" if waits else "",
                "look_on": look_on,
            }
            publicity.change(uow.connection, row.id, found.seen, values)
        uow.commit()
    return ends


def _check_days(found: VerifyRecord, today: date) -> None:
    errors: dict[str, list[str]] = {}
    for name, day in (("conduct_ended_on", found.conduct_ended_on), ("fulfilled_on", found.fulfilled_on)):
        if day is not None and day > today:
            errors[name] = [N_("日期不能晚于今天。")]
    if found.look_again_on is not None and found.look_again_on <= today:
        errors["look_again_on"] = [N_("下次核实的日期应晚于今天。")]
    if errors:
        raise FieldErrors(errors)

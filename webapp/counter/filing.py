"""What the counter shows of a record before a paper form about it is entered, and taking the form in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import Channel
from workflows.domain.errors import NotAllowed, NotFound
from workflows.domain.process_type import ProcessType
from workflows.intake.filestore import StoredFile
from workflows.operations.case_page import FieldLine, RecordCard, SubjectCard
from workflows.operations.claims import enriched
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.record_cards import objectable, record_card, subject_card
from workflows.store import cases, people, records


@dataclass(frozen=True, kw_only=True)
class CounterFiling:
    """A record, whom it is about, and who takes the objection in."""

    process: ProcessType
    record: RecordCard
    subject: SubjectCard
    offered: tuple[FieldLine, ...]
    authority_id: int
    #: Number and id of an objection about the record that is open already.
    open_number: str
    open_case_id: int | None
    #: The record's present fields by code.
    values: Mapping[str, Any]


def read_counter_filing(office: Office, actor: Actor, record_id: int, process_key: str = "objection") -> CounterFiling:
    """Return what the counter shows of a record.

    Raises:
        NotFound: there is no such record.
        NotAllowed: the person is no reviewer of an authority that takes objections to it.
    """
    process = office.processes[process_key]
    with office.database.read() as connection:
        record = records.load(connection, record_id)
        if record is None:
            raise NotFound()
        provider = people.organisation_by_id(connection, record.provider_id)
        own = people.organisations_by_ids(connection, sorted(actor.organisations(Role.REVIEWER)))
        authority = next((row for row in own if row.jurisdiction == provider.jurisdiction), None)
        if authority is None:
            raise NotAllowed()
        subject = records.subject_by_id(connection, record.subject_id)
        number = cases.open_case_number(connection, record_id, process.key)
        case_id = None if number is None else cases.id_by_number(connection, number)
    return CounterFiling(
        process=process,
        record=record_card(record, provider.name),
        subject=subject_card(subject),
        offered=objectable(record.fields),
        authority_id=authority.id,
        open_number=number or "",
        open_case_id=case_id,
        values=record.fields,
    )


def file_at_counter(
    office: Office,
    actor: Actor,
    filing: CounterFiling,
    application: Mapping[str, Any],
    files: Sequence[StoredFile],
    key: str,
    received_on: date,
) -> Opened:
    """Take a paper form in; heading and system value of each claim come from the record, never from the form.

    Args:
        application: cleaned data of the filing form.
        key: idempotency key of the form.
        received_on: day on which the paper reached the counter (Asia/Shanghai).

    Raises:
        FieldErrors: a claim is about a field that cannot be objected to, or the date of receipt is impossible.
        OpenCaseExists: the record has an open objection.
    """
    command = OpenCase(
        process=filing.process.key,
        authority_id=filing.authority_id,
        record_id=filing.record.id,
        channel=Channel.COUNTER,
        application={**application, "claims": enriched(application.get("claims") or (), filing.values)},
        files=files,
        key=key,
        received_on=received_on,
    )
    return open_case(office, actor, command)

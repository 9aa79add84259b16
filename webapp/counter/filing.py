"""What the counter shows of a record before a paper form about it is entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import NotAllowed, NotFound
from workflows.domain.process_type import ProcessType
from workflows.operations.case_page import FieldLine, RecordCard, SubjectCard
from workflows.operations.office import Office
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

"""Filing an objection online: what the applicant may object to, what is promised, and the filing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import Channel
from workflows.domain.deadline import ClockFacts, Deadline, Line, compute, lines
from workflows.domain.dossier import Organ
from workflows.domain.errors import Hidden, NotFound
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.intake.filestore import StoredFile
from workflows.operations.case_page import FieldLine, RecordCard, SubjectCard
from workflows.operations.claims import enriched
from workflows.operations.dossiers import organ_of
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.record_cards import objectable, record_card, subject_card
from workflows.store import applicant, people, records


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Everything that the pages of one filing show."""

    process: ProcessType
    record: RecordCard
    subject: SubjectCard
    #: The fields that can be objected to, as the system has them now.
    offered: tuple[FieldLine, ...]
    #: The authority that takes the objection.
    authority: Organ
    #: The last day of the reply if it were filed today, and how it is counted; None where no text gives one.
    promised_on: date | None
    provisional: bool
    explanation: tuple[Line, ...]
    #: An objection about the record that is open already; its id only where it is the reader's own.
    open_number: str
    open_case_id: int | None
    #: The record's present fields by code, from which claims are completed.
    values: Mapping[str, Any]
    #: What the account knows for the form: contact and consent to electronic service.
    contact: Mapping[str, Any]

    def claims(self, typed: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Complete typed claims with heading and present value; raises FieldErrors as ``claims.enriched``."""
        return enriched(typed, self.values)


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """One record in the list of those that may be objected to."""

    id: int
    decision_number: str
    decided_on: date
    publish_until: date | None
    state: str
    subject_name: str
    provider_name: str
    #: What was decided, in the words of the record.
    content: str
    open_number: str


def records_for(office: Office, actor: Actor, number: str = "") -> list[RecordRow]:
    """Return the records of the subjects for whom a person may act, one decision number's where it is given."""
    with office.database.read() as connection:
        rows = applicant.records_of(connection, actor.subjects, number.strip())
    return [
        RecordRow(
            id=row.id,
            decision_number=row.decision_number,
            decided_on=row.decided_on,
            publish_until=row.publish_until,
            state=row.state,
            subject_name=row.subject_name,
            provider_name=row.provider_name,
            content=str(row.fields.get("CF_NR") or row.fields.get("CF_CFLB") or ""),
            open_number=row.case_number or "",
        )
        for row in rows
    ]


def read_filing(office: Office, actor: Actor, record_id: int, process_key: str = "objection") -> Filing:
    """Return what the pages of a filing about a record show.

    Raises:
        NotFound: there is no such record, or no authority takes objections for its place.
        Hidden: the person may not act for its subject.
        CalendarMissing: the promised date cannot be counted.
    """
    process = office.processes[process_key]
    today = office_date(office.clock())
    with office.database.read() as connection:
        record = records.load(connection, record_id)
        if record is None:
            raise NotFound()
        if record.subject_id not in actor.subjects:
            raise Hidden()
        provider = people.organisation_by_id(connection, record.provider_id)
        authority_id = authority_of(connection, provider.jurisdiction)
        due = promised(office, connection, process, authority_id, today)
        listed = applicant.records_of(connection, {record.subject_id}, record.decision_number)
        mine = {row.id for row in applicant.cases_of(connection, actor.user_id)}
        organ = organ_of(connection, authority_id)
        subject = records.subject_by_id(connection, record.subject_id)
        contact = contact_of(connection, actor)
    case = next((row for row in listed if row.id == record_id and row.case_number), None)
    return Filing(
        process=process,
        record=record_card(record, provider.name),
        subject=subject_card(subject),
        offered=objectable(record.fields),
        authority=organ,
        promised_on=due.due_on if due else None,
        provisional=due is not None and due.provisional,
        explanation=lines(due) if due else (),
        open_number=case.case_number if case else "",
        open_case_id=case.case_id if case and case.case_id in mine else None,
        values=record.fields,
        contact=contact,
    )


def authority_of(connection: Any, jurisdiction: str) -> int:
    """Return the authority that takes applications about the records of a place.

    Raises:
        NotFound: there is none.
    """
    authorities = people.organisations(connection, "authority")
    found = next((row.id for row in authorities if row.jurisdiction == jurisdiction), None)
    if found is None:
        raise NotFound()
    return int(found)


def promised(
    office: Office, connection: Any, process: ProcessType, authority_id: int, today: date
) -> Deadline | None:
    """Return the last day of the reply if an application came in today; None where no text gives one.

    Raises:
        CalendarMissing: it cannot be counted.
    """
    packs = [office.packs[pack] for pack in people.bound_packs(connection, authority_id, today)]
    facts = ClockFacts(starts={"received_by_centre": today})
    return compute(process.cap_rule, packs, facts, office.calendar(), cap_rule=process.cap_rule)


def contact_of(connection: Any, actor: Actor) -> dict[str, Any]:
    """Return what the person's account knows for a form: contact and consent to electronic service."""
    account = people.user_by_id(connection, actor.user_id)
    return {
        "contact_name": account.name,
        "contact_phone": account.phone,
        "contact_email": account.email,
        "e_service": account.e_service,
    }


def file_objection(
    office: Office, actor: Actor, filing: Filing, application: Mapping[str, Any], files: Sequence[StoredFile], key: str
) -> Opened:
    """File an objection online; heading and system value of each claim come from the record, never from the form.

    Args:
        application: cleaned data of the filing form.
        files: evidence that was received and checked.
        key: idempotency key of the form.

    Raises:
        FieldErrors: a claim is about a field that cannot be objected to.
        OpenCaseExists: the record has an open objection.
        NotFound: the person may not act for the subject.
    """
    return open_case(
        office,
        actor,
        OpenCase(
            process=filing.process.key,
            authority_id=filing.authority.id,
            record_id=filing.record.id,
            channel=Channel.ONLINE,
            application={**application, "claims": filing.claims(application.get("claims") or ())},
            files=files,
            key=key,
        ),
    )

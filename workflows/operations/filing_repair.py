"""Applying for repair online or at the counter: which records, what is promised, one case for each recogniser."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import Channel
from workflows.domain.deadline import Line, lines
from workflows.domain.dossier import Organ
from workflows.domain.errors import Hidden, NotFound, OfficeError, OpenCaseExists
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.intake.filestore import StoredFile
from workflows.operations.case_page import SubjectCard
from workflows.operations.dossiers import organ_of
from workflows.operations.filing import authority_of, contact_of, promised
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.record_cards import subject_card
from workflows.operations.record_law import law_of_provider
from workflows.operations.record_standing import REPAIRABLE, RecordStanding, standing_of
from workflows.store import cases, publicity, records

PROCESS = "repair"
#: Records that one application may be about.
MOST = 50


class NotRepairable(OfficeError):
    """A record cannot be applied for today; params: ``number``, ``why``."""

    message = N_("%(number)s现在还不能申请修复：%(why)s")
    status = 409


class SeveralSubjects(OfficeError):
    """The chosen records are of several subjects."""

    message = N_("一次只能为同一个信用主体申请，请分开提出。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class RepairFiling:
    """Everything that the pages of one application show."""

    process: ProcessType
    records: tuple[RecordStanding, ...]
    #: Record → who recognised it and decides.
    providers: Mapping[int, int]
    subject: SubjectCard
    authority: Organ
    #: The last day of the reply if it were filed today, and how it is counted; None where no text gives one.
    promised_on: date | None
    provisional: bool
    explanation: tuple[Line, ...]
    contact: Mapping[str, Any]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The records as the form begins: with what the office knows of each."""
        return [{"number": each.decision_number, "fulfilled_on": each.fulfilled_on} for each in self.records]

    @property
    def recognisers(self) -> int:
        """How many organisations decide: so many cases the application becomes."""
        return len(set(self.providers.values()))


def read_repair_filing(
    office: Office, actor: Actor, record_ids: Sequence[int], channel: Channel = Channel.ONLINE
) -> RepairFiling:
    """Return what the pages of an application about records of one subject show.

    Args:
        channel: ``COUNTER`` where a reviewer enters a paper form; it brings its own contact.

    Raises:
        NotFound: repair is not offered, a record does not exist, or no authority takes applications for its place.
        Hidden: the person may not act for a subject, or is no reviewer of the authority that takes the form in.
        SeveralSubjects: the records are of several subjects.
        CalendarMissing: the promised date cannot be counted.
    """
    process = office.processes.get(PROCESS)
    today = office_date(office.clock())
    with office.database.read() as connection:
        rows = [publicity.load(connection, each) for each in dict.fromkeys(record_ids)][:MOST]
        if process is None or not rows or any(row is None or row.state == "destroyed" for row in rows):
            raise NotFound()
        at_counter = channel is Channel.COUNTER
        if not at_counter and any(row.subject_id not in actor.subjects for row in rows):
            raise Hidden()
        if len({row.subject_id for row in rows}) > 1:
            raise SeveralSubjects()
        authority_id = authority_of(connection, rows[0].jurisdiction)
        elsewhere = any(row.jurisdiction != rows[0].jurisdiction for row in rows)
        if at_counter and (elsewhere or not actor.holds(Role.REVIEWER, authority_id)):
            raise Hidden()
        found = [
            standing_of(
                connection,
                row,
                law_of_provider(office, connection, row.provider_id, row.jurisdiction, today),
                today,
            )
            for row in rows
        ]
        due = promised(office, connection, process, authority_id, today)
        return RepairFiling(
            process=process,
            records=tuple(found),
            providers={row.id: row.provider_id for row in rows},
            subject=subject_card(records.subject_by_id(connection, rows[0].subject_id)),
            authority=organ_of(connection, authority_id),
            promised_on=due.due_on if due else None,
            provisional=due is not None and due.provisional,
            explanation=lines(due) if due else (),
            contact={} if at_counter else contact_of(connection, actor),
        )


def others_of(office: Office, filing: RepairFiling) -> list[RecordStanding]:
    """Return the other records of the subject in the same place, newest decision first, for the counter to add."""
    today = office_date(office.clock())
    chosen = {each.record_id for each in filing.records}
    with office.database.read() as connection:
        first = publicity.load(connection, filing.records[0].record_id)
        return [
            standing_of(
                connection,
                row,
                law_of_provider(office, connection, row.provider_id, row.jurisdiction, today),
                today,
            )
            for row in publicity.of_subjects(connection, [first.subject_id])
            if row.jurisdiction == first.jurisdiction and row.id not in chosen
        ]


def require_repairable(chosen: Iterable[RecordStanding]) -> None:
    """Refuse records for which it is too early or too late; the class may be open, the recogniser finds it.

    Raises:
        NotRepairable: see there; the page tells the day from which it can be asked for.
    """
    for each in chosen:
        if each.standing not in REPAIRABLE or each.barred:
            raise NotRepairable(number=each.decision_number, why=each.missing[0] if each.missing else each.words)


def file_repair(
    office: Office,
    actor: Actor,
    filing: RepairFiling,
    application: Mapping[str, Any],
    files: Sequence[StoredFile],
    key: str,
    received_on: date | None = None,
) -> list[Opened]:
    """Hand an application in: one case for each organisation that recognised records of it (谁认定、谁修复).

    All its records are looked at before the first case opens; an application that was interrupted between two cases
    goes on where it ended when its form is sent again.

    Args:
        application: cleaned data of the filing form.
        files: evidence that was received and checked.
        key: idempotency key of the form; handing in twice opens nothing twice.
        received_on: day on which a paper form reached the counter (Asia/Shanghai); None where it comes in online. A
            paper form is taken in also where it comes too early: its answer is a reasoned refusal, not no answer.

    Raises:
        NotRepairable: see :func:`require_repairable`.
        OpenCaseExists: a record has an open application.
        NotFound: the person may not act for the subject.
        FieldErrors: the date of receipt is impossible.
    """
    commands = []
    for provider_id in dict.fromkeys(filing.providers.values()):
        own = [each for each in filing.records if filing.providers[each.record_id] == provider_id]
        numbers = {each.decision_number for each in own}
        told = [row for row in application.get("records") or () if row["number"] in numbers]
        command = OpenCase(
            process=PROCESS,
            authority_id=filing.authority.id,
            record_ids=tuple(each.record_id for each in own),
            channel=Channel.ONLINE if received_on is None else Channel.COUNTER,
            received_on=received_on,
            application={**application, "records": told},
            files=files,
            key=f"{key[:48]}-{provider_id}",
        )
        commands.append(command)
    fresh = _not_yet_open(office, actor, filing, commands)
    if received_on is None:
        require_repairable(fresh)
    for each in fresh:
        if each.open_number:
            raise OpenCaseExists(number=each.open_number)
    return [open_case(office, actor, command) for command in commands]


def _not_yet_open(
    office: Office, actor: Actor, filing: RepairFiling, commands: Iterable[OpenCase]
) -> list[RecordStanding]:
    """Return the records for which this form has not opened a case before."""
    with office.database.read() as connection:
        opened = {
            record_id
            for command in commands
            if cases.result_of(connection, command.key, actor.user_id) is not None
            for record_id in command.record_ids
        }
    return [each for each in filing.records if each.record_id not in opened]

"""What a page about a case may show: plain values, already reduced to what its reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.dossier import Organ
from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.clock_slips import Slip

#: What became of a file in quarantine → words.
_CLOSED = {
    "": N_("等待安全检查"),
    "infected": N_("未通过安全检查，已删除，请重新提交"),
    "missing": N_("文件缺失，请重新提交"),
}


class Side(StrEnum):
    """From which side a person looks at a case; it decides what is shown."""

    #: The person who filed it.
    APPLICANT = "applicant"
    #: A person who answers for its subject (责任人员) and speaks for themselves.
    PERSON = "person"
    #: The authority that handles it.
    CENTRE = "centre"
    #: The organisation that provided the record (信息提供单位).
    PROVIDER = "provider"
    #: A department that carried out a measure (惩戒部门).
    EXECUTOR = "executor"


#: The sides of those whom a case concerns; the others work on it.
OUTSIDE = frozenset({Side.APPLICANT, Side.PERSON})


@dataclass(frozen=True, kw_only=True)
class FieldLine:
    """One field of a record as the system has it."""

    code: str
    #: Chinese heading, a message id.
    label: str
    #: The value; a personal number is masked.
    value: str


@dataclass(frozen=True, kw_only=True)
class SubjectCard:
    """Whom a record is about."""

    id: int
    name: str
    kind: str
    code_type: str
    #: Masked where it is a person's.
    code: str


@dataclass(frozen=True, kw_only=True)
class RecordCard:
    """A record as the system has it."""

    id: int
    decision_number: str
    fields: tuple[FieldLine, ...]
    decided_on: date
    publish_until: date | None
    #: published or withdrawn.
    state: str
    #: An objection mark (异议标注) stands on it.
    marked: bool
    provider_id: int
    provider_name: str


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """One objection: what the system has, what the applicant says."""

    field: str
    label: str
    system: str
    claimed: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One field of the record before and after its correction."""

    #: Empty where the record was withdrawn as a whole (撤销).
    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One step of the case, open or past."""

    id: int
    node: str
    #: Name of the step, a message id.
    name: str
    role: str
    org_id: int | None
    org_name: str
    #: open, done or cancelled.
    state: str
    #: Asia/Shanghai date; None where no clock runs.
    due_on: date | None
    opened_at: datetime
    assignee_id: int | None
    assignee_name: str
    #: 委派: to whom the task goes back when its holder has answered; empty where it is not delegated.
    owner_id: int | None
    owner_name: str
    completed_at: datetime | None
    completed_by: int | None
    completed_name: str
    #: Key and words (a message id) of what was decided; empty while open.
    outcome: str
    outcome_words: str
    #: What was typed, by declared field; empty for a reader whom it does not concern.
    data: Mapping[str, Any]
    #: The reader may do this task now.
    mine: bool


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """One fact of the timeline."""

    seq: int
    at: datetime
    kind: str
    #: Words of the kind, a message id.
    words: str
    #: Name of the step, letter or clock that it is about, a message id; may be empty.
    about: str
    #: Empty for the office itself, and for readers outside the centre.
    actor_name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """One paper of the case."""

    id: int
    code: str
    #: A message id.
    title: str
    #: Which person or record it is for, where the case has several; empty otherwise.
    about: str
    #: draft, signed, issued or void.
    state: str
    number: str
    sha256: str
    signed_at: datetime | None
    void_reason: str
    #: Who it is for: applicant, persons, provider, executors or internal.
    recipient: str
    #: Key of the way of service and its instant, where it was served.
    method: str
    served_at: datetime | None
    served_to: str

    @property
    def kind(self) -> str:
        """The code of its kind, which its place among several does not change."""
        return kind_of(self.code)

    @property
    def downloadable(self) -> bool:
        """Whether there is a final text to hand out."""
        return bool(self.sha256)


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One file that was handed in."""

    id: int
    name: str
    #: Extension of its recognised type.
    type: str
    #: Bytes.
    size: int
    #: evidence, opinion, seal or authority_letter.
    purpose: str
    #: The task with which it was handed in; None for the filing.
    task_id: int | None
    uploaded_at: datetime
    uploader_name: str
    #: No scanner has passed it; it cannot be opened.
    quarantined: bool
    #: Why it never will be: infected or missing; empty while it waits.
    removed: str
    sha256: str

    @property
    def closed_words(self) -> str:
        """Why a file in quarantine cannot be opened, a message id."""
        return _CLOSED[self.removed]


@dataclass(frozen=True, kw_only=True)
class ListingLine:
    """The listing that a case is to end, or has ended."""

    list_name: str
    #: 文号 of the decision to list.
    number: str
    listed_on: date
    until_on: date | None
    left_on: date | None
    #: Why it is to end, or has ended, a message id; empty before the case knows.
    cause: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case as its reader may see it."""

    side: Side
    view: CaseView
    process: ProcessType
    #: Key of the applicant's step line.
    step: str
    #: Empty for readers other than the applicant and the centre.
    query_code: str
    received_at: datetime
    authority: Organ
    provider: Organ | None
    subject: SubjectCard
    record: RecordCard | None
    #: What a removal is about; None for every other process.
    listing: ListingLine | None
    #: What the applicant wrote.
    application: Mapping[str, Any]
    claims: tuple[ClaimLine, ...]
    #: How the record was corrected by this case.
    changes: tuple[ChangeLine, ...]
    tasks: tuple[TaskLine, ...]
    events: tuple[EventLine, ...]
    letters: tuple[LetterLine, ...]
    files: tuple[FileLine, ...]
    slips: tuple[Slip, ...]

    @property
    def open_tasks(self) -> tuple[TaskLine, ...]:
        """The tasks that somebody has to do now."""
        return tuple(task for task in self.tasks if task.state == "open")

    def slip(self, rule: str) -> Slip | None:
        """Return the newest slip of a rule that the reader may see."""
        return next((slip for slip in reversed(self.slips) if slip.rule == rule), None)

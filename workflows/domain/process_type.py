"""What a process type (业务类型) declares about itself, and what an act on one of its tasks decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.answer import Answer
from workflows.domain.case import CaseState, CaseView
from workflows.domain.commitment import Promised
from workflows.domain.effects import Begin, Effect
from workflows.domain.letter_code import kind_of
from workflows.domain.new_record import Followed, NewRecord
from workflows.domain.notice import Topic
from workflows.domain.scenario import Scenario

#: A value that may stand in the engine's facts.
Fact = bool | int | str

#: What an open case about a record is told when another case withdraws the record (撤销), if its process hears it.
RECORD_WITHDRAWN = "record_withdrawn"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of a record, before and after (S1-04 撤销或者纠正)."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What follows from one completed task. Pure data: ``operations`` carries it out in one transaction."""

    #: The outcome as a key; its words stand in the process's OUTCOMES.
    outcome: str
    #: Facts for the gateways of the diagram.
    facts: Mapping[str, Fact] = field(default_factory=dict)
    #: What the process remembers of the case besides (merged into the case's facts).
    memory: Mapping[str, Any] = field(default_factory=dict)
    #: Clock events that happen on the day of the act, e.g. ``received_by_provider``.
    starts: tuple[str, ...] = ()
    #: The day on which they happened, where it is not the day of the act (service on paper).
    started_on: date | None = None
    #: Last days set by hand, by rule (Asia/Shanghai dates).
    set_dates: Mapping[str, date] = field(default_factory=dict)
    #: Rules whose deadline this act meets.
    meets: tuple[str, ...] = ()
    #: The date on which they were met, where it is not the day of the act (service on paper).
    met_on: date | None = None
    #: Days that the form sets for others, by its field: each must lie after the day of the act (Asia/Shanghai dates).
    ahead: Mapping[str, date] = field(default_factory=dict)
    #: The new last day that is promised to the applicant for a reply that is late (Asia/Shanghai date).
    promised_on: date | None = None
    #: Letter codes drafted by this act, replacing an unsigned draft of the same code (``domain.letter_code``).
    drafts: tuple[str, ...] = ()
    #: Letter codes signed (签发) by this act: number and hash are fixed with it.
    signs: tuple[str, ...] = ()
    #: Letter codes whose drafts are struck out because the matter went back; a kind strikes each of its letters.
    strikes: tuple[str, ...] = ()
    #: Letter codes whose service (送达) the form tells: method, date and receiver.
    serves: tuple[str, ...] = ()
    #: Letter codes that reached somebody else, each with what the form tells of its own service.
    serves_apart: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: The same desk may say more for as long as others answer the same task; it is opened to it again.
    stays: bool = False
    #: Nobody else need answer the same task any more: what is open of it at other desks is closed.
    closes: bool = False
    #: The state that the case has from now on; None leaves it as it is.
    settles: CaseState | None = None
    #: Set (True) or lift (False) the objection mark of the record; None leaves it as it is.
    marks: bool | None = None
    #: What happens beyond the case: to records, registers, other cases, the platform.
    effects: tuple[Effect, ...] = ()
    #: Corrections of the record that take effect with this act.
    changes: tuple[FieldChange, ...] = ()
    #: True when the record is withdrawn as a whole (撤销).
    withdraws_record: bool = False
    #: Facts for the audit trail besides the act itself: (kind, data).
    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    #: Notices owed because of this act: (kind, to) with to as in ``operations.notify.owe``.
    notices: tuple[tuple[str, str], ...] = ()
    #: Values of the notices' words besides the case's own, such as a day or a place.
    told: Mapping[str, str] = field(default_factory=dict)


#: What a service task of a diagram does: (case, Asia/Shanghai date) → decision without facts.
Service = Callable[[CaseView, date], Decision]
#: What follows from a message of another case: (case, what was told, Asia/Shanghai date) → decision.
Hearing = Callable[[CaseView, Mapping[str, Any], date], Decision]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is at hand when a case begins, for what its process will remember of it."""

    case: CaseView
    #: The records that it is about, with the columns of the record and its subject.
    records: Sequence[Mapping[str, Any]]
    #: Cleaned data of the filing form.
    application: Mapping[str, Any]
    #: What the binding packs demand of the process.
    requires: Mapping[str, Any]
    #: Bans that run against its subject (S0-10), where a binding text asks for them.
    bans: Sequence[Any] = ()


class Opener(StrEnum):
    """Who may open a case of a process."""

    #: Whom it concerns, online, or the counter for them.
    APPLICANT = "applicant"
    #: Staff of the organisation that handles it.
    STAFF = "staff"
    #: Nobody by hand: another case or an import begins it.
    OFFICE = "office"


@dataclass(frozen=True, kw_only=True)
class Carries:
    """What a step carries out because of the decision: whom the case is about is told of it, with its day."""

    #: In words, a message id.
    what: str
    #: Fields of the step's form: the day on which it was done, and what was done.
    day: str = "done_on"
    words: str = "note"
    #: Returns (about what, day, words) of each of several things that a form tells; of none where it tells of one.
    parts: Callable[[Mapping[str, Any]], Sequence[tuple[str, str, str]]] = lambda _data: ()


@dataclass(frozen=True, kw_only=True)
class TaskType:
    """One user task of a diagram: who does it, with which form, deciding what."""

    #: Id of the user task in the diagram.
    node: str
    name: str
    #: The role whose lane holds the task.
    role: Role
    #: Names the desks on which the task lands; several desks must all answer (会签).
    desks: Callable[[CaseView], tuple[Desk, ...]]
    #: A ``wtforms.Form`` class; only its declared fields are ever read. ``said`` words its answers, where they are
    #: outcomes too.
    form: Any
    decide: Callable[[CaseView, Actor, Mapping[str, Any]], Decision]
    #: What is missing, in words, where the answers cannot stand without a file and none is handed in; else empty.
    needs_file: Callable[[Mapping[str, Any]], str] = lambda _data: ""
    #: What follows when who put the matter up takes it back before anybody has begun; None where that cannot be.
    recall: Callable[[CaseView, Actor], Decision] | None = None
    #: Rules whose article is shown beside the form and whose due date the task wears.
    rules: tuple[str, ...] = ()
    #: Letter codes to show while the task is worked on.
    letters: tuple[str, ...] = ()
    #: Others' steps on which its doer decides: shown with what was written there, the matter and the letters above.
    reads: tuple[str, ...] = ()
    #: Key of the applicant's step line.
    step: str = ""
    #: What the applicant is told is happening.
    waiting: str = ""
    #: Kind of the notice that first asks the applicant for it (with ``_by_hand`` where no text sets its day); or empty.
    asks: str = ""
    #: What it carries out that the applicant is told of; None where it only prepares, decides or tells.
    carries: Carries | None = None


@dataclass(frozen=True, kw_only=True)
class LetterType:
    """One letter or form of a process (domain catalogue code)."""

    code: str
    title: str
    #: Template path without suffix under docs_templates/.
    template: str
    #: Type word of the number (文号), e.g. 异告; empty where the letter carries no number.
    word: str = ""
    #: Who signs; None where the paper needs no signature act.
    signer: Role | None = None
    #: Whose paper it is: of the authority, or of the organisation that provided the record (认定单位).
    of_provider: bool = False
    #: Who it is for: applicant, persons (each liable person theirs), provider, executors or internal.
    recipient: str = "internal"
    #: Whether the relief paragraph (救济途径) is printed.
    relief: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeType:
    """A message owed to a person: its subject line and words with %(name)s places."""

    kind: str
    subject: str
    body: str
    #: What it is about: people choose their channels by topic.
    topic: Topic = Topic.PROGRESS
    #: A reminder waits for office hours; an answer does not.
    reminder: bool = False
    #: Words of the text message, one segment long; empty where no telephone is rung for it.
    sms: str = ""
    #: It tells of an appointment (``on``, ``at``, ``place``, perhaps ``minutes``): mail brings it as a calendar file.
    appointment: bool = False


@dataclass(frozen=True, kw_only=True)
class ProcessType:
    """A kind of case: one diagram and one folder."""

    key: str
    name: str
    #: The letters in the case number, e.g. OBJ.
    code: str
    #: File name under bpmn/.
    diagram: str
    #: The rule that caps every stage, whichever step the case is in; empty where no text sets a total.
    cap_rule: str = ""
    tasks: Mapping[str, TaskType]
    letters: Mapping[str, LetterType]
    notices: Mapping[str, NoticeType]
    #: Outcome key → words.
    outcomes: Mapping[str, str]
    #: The applicant's step line: key → words, in order.
    steps: Mapping[str, str]
    #: Every rule that its timers name, with its words.
    rules: Mapping[str, str]
    #: Facts with which a new case starts: (case, packs' requirements) → engine facts.
    opening_facts: Callable[[CaseView, Mapping[str, bool]], Mapping[str, Fact]]
    #: Builds the context of a letter: (code, dossier) → template values.
    letter_context: Callable[[str, Any], Mapping[str, object]]
    #: The filing form, a ``wtforms.Form`` class.
    filing_form: Any
    #: Whole cases by name, which together pass every node and flow of the diagram.
    scenarios: Mapping[str, Scenario]
    #: What a new case remembers of its records and the packs' demands (JSON values); raises where it may not begin.
    remembers: Callable[[Opening], Mapping[str, Any]] = lambda _opening: {}
    #: Raises unless the applicant may still withdraw; None where nobody can.
    may_withdraw: Callable[[CaseView], None] | None = None
    #: The letter that a withdrawal drafts; empty where there is none.
    withdrawal_letter: str = ""
    #: Whom or what one letter among several of its kind is for, in the words of the case: (case, code) → name.
    letter_about: Callable[[CaseView, str], str] = lambda _case, _code: ""
    #: The receipt (收件回执) that the applicant takes along; empty where there is none.
    receipt: str = ""
    #: Rules that packs answer though no timer names them, with their words.
    untimed_rules: Mapping[str, str] = field(default_factory=dict)
    #: What its own service tasks do, by operation name.
    services: Mapping[str, Service] = field(default_factory=dict)
    #: What follows from messages of other cases, by message name.
    hears: Mapping[str, Hearing] = field(default_factory=dict)
    #: Kinds of event that only this process records, with their words.
    events: Mapping[str, str] = field(default_factory=dict)
    #: What was decided of each record, once the case tells it; empty where its letter says it all.
    answers: Callable[[CaseView], Sequence[Answer]] = lambda _case: ()
    #: The case that begins when the record of an ended case is withdrawn on a day (Asia/Shanghai); None for none.
    after_withdrawal: Callable[[CaseView, date], Begin | None] = lambda _case, _today: None
    #: The case that begins when a commitment made in a case is broken: (case, commitment, reason); None for none.
    after_breach: Callable[[CaseView, Promised, str], Begin | None] = lambda _case, _promised, _reason: None
    #: What follows from a record that is new to the office, having come in by a table.
    after_import: Callable[[NewRecord], Followed] = lambda _record: Followed()
    opened_by: Opener = Opener.APPLICANT
    #: Staff may open it too, where applicants do.
    staff_may_open: bool = False
    #: It ends a listing: it is opened from the listing, and only while the subject stands on that list.
    ends_listing: bool = False
    #: What it is and when it is used, a message id: for staff who may open it. Packs say its basis.
    summary: str = ""
    #: Rules that measure a period (a defence, a time on a list): that it ends is nobody's delay and told to nobody.
    periods: frozenset[str] = frozenset()
    #: The post that opens it, where staff does.
    opening_role: Role = Role.REVIEWER
    #: Tells whether somebody besides applicant and staff of the authority may see a case.
    also_sees: Callable[[CaseView, Actor], bool] = lambda _case, _actor: False
    #: The posts of the authority that see its cases; None for all that handle cases there.
    seen_by: frozenset[Role] | None = None
    #: Whom a case is about neither sees it nor hears of it: it is an internal matter.
    internal: bool = False
    #: Names of the memory that whom a case is about may see besides what every process shows them.
    open_facts: frozenset[str] = frozenset()
    #: What of the memory concerns one reader outside alone, such as for whom they speak: (case, reader) → values.
    open_memory: Callable[[CaseView, Actor], Mapping[str, Any]] = lambda _case, _actor: {}

    def outcome_words(self, node: str, outcome: str) -> str:
        """Return an outcome as the step on ``node`` says it, else as the process does; a message id."""
        said: Mapping[str, str] = getattr(self.tasks[node].form, "said", {}) if node in self.tasks else {}
        return said.get(outcome) or self.outcomes.get(outcome, outcome)

    def letter(self, code: str) -> LetterType:
        """Return the type of a letter by its code; KeyError where the process has no such letter."""
        return self.letters[kind_of(code)]

    @property
    def all_rules(self) -> Mapping[str, str]:
        """Every rule that a pack of this process answers, with its words."""
        return {**self.rules, **self.untimed_rules}

"""Credit commitments (信用承诺): what is promised, how it is followed up, and what acts do to it.

A commitment in standard form holds the three clauses of S3-10. Who follows it up says 履约中, 已履约 or 违诺; a broken
one harms the subject, so that one person proposes it with a reason and another confirms it (S0-03).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.domain.access import Role
from workflows.domain.effects import Effect
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_


class CommitmentKind(StrEnum):
    """The four kinds of S0-01."""

    REPLACING = "replacing"
    REPAIR = "repair"
    SELF_DISCIPLINE = "self_discipline"
    VOLUNTARY = "voluntary"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return KINDS[self]


class CommitmentScope(StrEnum):
    """What a commitment covers: all conduct, or one field of it (专项, S1-20)."""

    GENERAL = "general"
    QUALITY = "quality"
    SAFETY = "safety"
    ENVIRONMENT = "environment"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return SCOPES[self]


class CommitmentState(StrEnum):
    """Where a commitment stands (S0-02)."""

    PENDING = "pending"
    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return STATES[self]

    @property
    def open(self) -> bool:
        """Whether it is still to be followed up."""
        return self in (CommitmentState.PENDING, CommitmentState.RUNNING)


KINDS: Mapping[str, str] = {
    CommitmentKind.REPLACING: N_("审批替代型"),
    CommitmentKind.REPAIR: N_("信用修复型"),
    CommitmentKind.SELF_DISCIPLINE: N_("行业自律型"),
    CommitmentKind.VOLUNTARY: N_("主动型"),
}

SCOPES: Mapping[str, str] = {
    CommitmentScope.GENERAL: N_("综合信用承诺"),
    CommitmentScope.QUALITY: N_("产品服务质量专项承诺"),
    CommitmentScope.SAFETY: N_("安全生产专项承诺"),
    CommitmentScope.ENVIRONMENT: N_("环境保护专项承诺"),
}

STATES: Mapping[str, str] = {
    CommitmentState.PENDING: N_("待履约"),
    CommitmentState.RUNNING: N_("履约中"),
    CommitmentState.KEPT: N_("已履约"),
    CommitmentState.BROKEN: N_("违诺"),
}

#: The clauses that a commitment in standard form must hold (S3-10).
MANDATORY_CLAUSES: tuple[str, ...] = (
    N_("所提交的申报材料真实、合法、有效，如有虚假愿意承担法律责任。"),
    N_("严格遵守法律法规，依法依规从事生产经营活动。"),
    N_("诚实守信，全面履行合同和法定义务，接受监督。"),
)

#: Posts that follow commitments up, and posts that confirm that one is broken.
FOLLOWERS = (Role.REVIEWER, Role.RECOGNISER)
CONFIRMERS = (Role.HEAD, Role.AUDITOR, Role.LEGAL)

#: Message that the case which made a commitment hears when it is broken.
BROKEN_MESSAGE = "commitment_broken"


def require_clauses(clauses: Collection[str]) -> None:
    """Refuse a commitment that lacks one of the three clauses (S3-10).

    Raises:
        FieldErrors: a mandatory clause is missing.
    """
    if not set(MANDATORY_CLAUSES) <= set(clauses):
        raise FieldErrors({"clauses": [N_("信用承诺须包含申报材料真实性、守法经营和诚信履约三项内容。")]})


def may_break(kind: str, due_on: date | None, today: date) -> bool:
    """Tell whether a commitment can be found broken on ``today``: what is promised by a day, only after it (S0-02).

    A repair's commitment is to keep the law from the first day on; its day is the one on which it is looked at.
    """
    return kind == CommitmentKind.REPAIR or due_on is None or due_on < today


@dataclass(frozen=True, kw_only=True)
class Commit(Effect):
    """A subject makes a commitment in the case; it is pending until it is followed up.

    Raised against when carried out: a mandatory clause is missing (:func:`require_clauses`).
    """

    #: The subject of the case where none is named.
    subject_id: int | None = None
    kind: CommitmentKind
    scope: CommitmentScope = CommitmentScope.GENERAL
    #: What is promised, the mandatory clauses included.
    clauses: tuple[str, ...] = MANDATORY_CLAUSES
    record_id: int | None = None
    #: Last day of what is promised, or the day on which it is looked at; None where there is none.
    due_on: date | None = None
    #: Who follows it up: the authority of the case where none is named.
    organ_id: int | None = None
    #: Whether the subject has it published (S0-02, S1-19); a natural person's is shown masked or not at all.
    public: bool = False


@dataclass(frozen=True, kw_only=True)
class Fulfil(Effect):
    """A commitment has been kept; without an id all open ones that the case made."""

    commitment_id: int | None = None
    #: Only those that hold this clause; all where it is empty.
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Break(Effect):
    """A commitment has been broken; without an id all open ones that the case made.

    The case that made it hears ``commitment_broken`` with ``{"commitment", "reason"}``, unless it says so itself.
    """

    commitment_id: int | None = None
    #: Only those that hold this clause; all where it is empty.
    clause: str = ""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A commitment that a case made: who follows it up, and the record for which it was made."""

    organ_id: int
    subject_id: int
    record_id: int | None

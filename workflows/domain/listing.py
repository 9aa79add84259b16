"""Lists (名单), the measures that hang on them (惩戒措施), and what acts do to both.

A list cannot be configured without its five parts 认定依据、标准、程序、异议申诉、退出 (S4-02), a measure not without
basis and executing departments (S1-15); what is not in the catalogue cannot be chosen (S0-28). Periods are in months
and end on the corresponding day (民法典 Art. 202); the end of a listing is never rolled to a working day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from workflows.domain.effects import Effect
from workflows.domain.words import N_

#: The two registers of listed subjects (S0-05, S0-06).
REGISTERS: Mapping[str, str] = {
    "serious": N_("严重失信主体名单"),
    "watch": N_("重点关注名单"),
}

#: Domains of lists, counted by S1-14 (S2-14).
DOMAINS: Mapping[str, str] = {
    "market": N_("市场监管"),
    "labour": N_("劳动保障"),
    "medical": N_("医疗卫生"),
    "housing": N_("住房保障"),
    "network": N_("网络信用"),
    "safety": N_("安全生产"),
    "statistics": N_("统计"),
    "food_drug": N_("食品药品"),
    "execution": N_("司法执行"),
}

#: Active domains from which on a subject is 多领域失信 (S1-14).
MANY_DOMAINS = 2

#: Kinds of document on which a listing may rest (S0-05, S4-04).
BASIS_KINDS: Mapping[str, str] = {
    "judgment": N_("司法裁判"),
    "penalty": N_("行政处罚"),
    "enforcement": N_("行政强制"),
}

#: Who answers for an entity's conduct (惩戒到人): the union of S0-12, S1-12, 河南 Art. 35 and 山东 Art. 31.
LIABLE_ROLES: Mapping[str, str] = {
    "legal_representative": N_("法定代表人"),
    "principal": N_("主要负责人"),
    "controller": N_("实际控制人"),
    "directly_liable": N_("其他直接责任人员"),
}

#: Why a listing ends (Appendix A LST).
REMOVAL_REASONS: Mapping[str, str] = {
    "repair": N_("信用修复"),
    "expiry": N_("列入期限届满"),
    "annulled": N_("认定依据被撤销"),
    "wrong": N_("认定错误"),
    "ended": N_("主体死亡或者注销"),
}

#: Why a listing has ended, those that are only registered here included.
LEFT_REASONS: Mapping[str, str] = {**REMOVAL_REASONS, "received": N_("作出决定的机关已经解除")}

#: Causes for which the listing decision itself is annulled (LST-13); the others end it from the day on (LST-11).
ANNULLING = frozenset({"annulled", "wrong"})

MEASURE_STATES: Mapping[str, str] = {
    "ordered": N_("已部署"),
    "executed": N_("已执行"),
    "not_applicable": N_("不适用"),
    "lifted": N_("已解除"),
}

#: States of measures that still have to be lifted.
UNLIFTED = ("ordered", "executed")


def no_longer_many(before: Collection[str], after: Collection[str]) -> bool:
    """Tell whether a subject that was listed in several domains is so no more (S1-14).

    Args:
        before: the domains in which it stood, each once.
        after: those in which it is left.
    """
    return len(after) < MANY_DOMAINS <= len(before)


def entered_by(rows: Iterable[Any]) -> list[int]:
    """Return the cases that entered listings of a subject itself; one that is only registered has none."""
    return sorted({row.case_id for row in rows if row.of_listing_id is None and row.case_id is not None})


def measure_words(state: str, *, left: bool) -> str:
    """Return what is said of a measure; of a listing that has been left, one without a lifting receipt is being lifted.

    Args:
        state: a key of :data:`MEASURE_STATES`.
        left: whether the listing on which it hangs has ended.
    """
    if left and state in UNLIFTED:
        return N_("已通知解除，等待回执")
    return MEASURE_STATES.get(state, state)


class MeasureType(StrEnum):
    """Whether departments must or may take a measure (S1-15)."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _TYPE_LABELS[self]


_TYPE_LABELS: Mapping[MeasureType, str] = {
    MeasureType.MANDATORY: N_("强制性"),
    MeasureType.RECOMMENDED: N_("推荐性"),
}


class Persons(StrEnum):
    """What is shown of natural persons on a public list."""

    SHOWN = "shown"
    MASKED = "masked"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of listing with its article."""

    months: int
    article: str


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What every entry of the catalogue says: its text, and when it is in force."""

    key: str
    name: str
    #: Text and article on which it rests (依据).
    basis: str
    article: str
    #: Nothing is decided here: what a court or the police decided is entered as it was received (S1-27).
    received_only: bool = False
    #: Whose it is: the name of an organisation that may decide or carry it out has one of these words; empty for any.
    held_by: tuple[str, ...] = ()
    valid_from: date
    valid_to: date | None = None
    verified: bool = True
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the entry may be used on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def is_of(self, organisation: str) -> bool:
        """Tell whether an organisation of this name has the power (S0-28, S1-15)."""
        return not self.held_by or any(word in organisation for word in self.held_by)


@dataclass(frozen=True, kw_only=True)
class ListKind(_Entry):
    """One list of the catalogue (名单目录)."""

    #: A key of :data:`REGISTERS`.
    register: str
    #: A key of :data:`DOMAINS`.
    domain: str
    #: Who recognises (认定单位), in words.
    organ: str
    # With basis and article the five parts of S4-02.
    standard: str
    procedure: str
    objection: str
    exit: str
    #: After it the subject may ask for repair; None where no text gives one.
    minimum: Period | None = None
    #: After it the subject is removed; None where no text gives one.
    maximum: Period | None = None
    persons: Persons = Persons.MASKED
    #: The level above must consent before the decision.
    consent_above: bool = False
    #: The jurisdiction whose text the basis is; empty for one of the whole country. Letters cite it to nobody else.
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure(_Entry):
    """One measure of the catalogue (措施清单, S1-15)."""

    type: MeasureType
    #: Which departments execute it, in words.
    department: str
    #: Keys of the lists to which it applies.
    lists: frozenset[str]
    #: It may be taken against liable persons too (S1-13: a basis of its own).
    persons: bool = False


@dataclass(frozen=True, kw_only=True)
class Liable:
    """A natural person who answers for an entity, as the listing decision names them."""

    name: str
    #: 公民身份号码; the person's subject is found by it, or made.
    code: str
    #: A key of :data:`LIABLE_ROLES`.
    role: str
    public: bool = False
    #: Code of the person's own letter, whose number the register shows.
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class SeekSpeakers(Effect):
    """Find who speaks online for liable persons: the accounts verified for them are remembered as ``speakers``."""

    #: 公民身份号码, in the order of the case's persons.
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AssignMeasures(Effect):
    """Find out which department carries out which measure, each by its own powers; remembered as ``orders``."""

    list_key: str
    #: Keys of measures, and ids of the departments that were chosen.
    measures: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnterList(Effect):
    """The subject of the case is entered on a list, and with it the persons who answer for it.

    The last days are those of the case's running clocks ``<process>.minimum`` and ``<process>.maximum``.
    """

    list_key: str
    domain: str
    #: {"kind", "number", "effective_on"} of the basis document (S0-05).
    basis: Mapping[str, str]
    reason: str
    listed_on: date
    public: bool
    #: Code of the decision whose number the register shows.
    letter: str = ""
    persons: tuple[Liable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnterWatch(Effect):
    """The subject of the case is put on the internal watch list (重点关注, S0-06)."""

    list_key: str
    domain: str
    basis: Mapping[str, str]
    reason: str
    listed_on: date
    until_on: date | None = None
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class ImposeMeasures(Effect):
    """Departments are ordered to take measures against who the case has listed, as long as it is listed (S1-29)."""

    #: (measure key, organisation id).
    orders: tuple[tuple[str, int], ...]
    #: Measures that the liable persons bear too, by a basis of their own (S1-13).
    for_persons: frozenset[str] = frozenset()
    from_on: date


@dataclass(frozen=True, kw_only=True)
class CheckDomains(Effect):
    """Count the domains in which the subject is listed (S1-14); from two on the cases concerned hear ``many_domains``.

    The listing that makes it two is news to the other one too; those that were counted before are not told again. The
    other way is ``LeaveList``: who is left in one domain alone hears ``one_domain``.
    """


@dataclass(frozen=True, kw_only=True)
class Ban(Effect):
    """The subject of the case is excluded from a market or trade (S0-10); without ``until_on`` for good."""

    scope: str
    basis: str
    from_on: date
    until_on: date | None = None

"""What a rule pack says: limits with their article and source, and what the text demands besides.

A pack is the credit law of one jurisdiction in one version. Packs are data, read by
``workflows.policies.library``; nothing here knows a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from workflows.domain.words import N_

#: Jurisdiction of the rules of the whole country.
NATIONAL = "national"

#: Names of the events that start a clock in any process. A limit may say its own in ``from_text``.
EVENT_NAMES: Mapping[str, str] = {
    "received_by_centre": N_("信用中心收到异议申请"),
    "received_by_provider": N_("信息提供单位收到核查材料"),
    "result_received": N_("信用中心收到核查结果"),
}


class Rank(IntEnum):
    """Rank of a text in the order of sources (立法法 Arts 99 and 100); the higher number outranks the lower."""

    NORMATIVE_DOCUMENT = 1
    RULE = 2
    LOCAL_REGULATION = 3
    ADMINISTRATIVE_REGULATION = 4
    LAW = 5

    @property
    def label(self) -> str:
        """The Chinese name of the rank."""
        return _RANK_LABELS[self]


_RANK_LABELS: Mapping[Rank, str] = {
    Rank.NORMATIVE_DOCUMENT: N_("规范性文件"),
    Rank.RULE: N_("规章"),
    Rank.LOCAL_REGULATION: N_("地方性法规"),
    Rank.ADMINISTRATIVE_REGULATION: N_("行政法规"),
    Rank.LAW: N_("法律"),
}


class Unit(StrEnum):
    """In what a limit is counted: working days, natural days, months, years, or a date set by hand."""

    WORKING_DAYS = "WD"
    NATURAL_DAYS = "ND"
    MONTHS = "month"
    YEARS = "year"
    SET = "set"

    @property
    def label(self) -> str:
        """The Chinese name of the unit."""
        return _UNIT_LABELS[self]


_UNIT_LABELS: Mapping[Unit, str] = {
    Unit.WORKING_DAYS: N_("个工作日"),
    Unit.NATURAL_DAYS: N_("日"),
    Unit.MONTHS: N_("个月"),
    Unit.YEARS: N_("年"),
    Unit.SET: N_("指定日期"),
}


class Correction(StrEnum):
    """What 补正 does to a clock: nothing, its time is not counted, or the clock starts anew when it is complete."""

    CONTINUE = "continue"
    EXCLUDE = "exclude"
    RESTART = "restart"


@dataclass(frozen=True, kw_only=True)
class Extension:
    """How far a limit may be extended, by whom and under which article; counted in the unit of the limit."""

    #: Most that may be added; None where the text names only the total.
    n: int | None
    #: Most that limit and extension may come to together; None where the text names only the extension.
    max_total: int | None
    #: Position of the person who approves.
    approver: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How long a pack gives for one rule; or, with ``none``, why it gives no limit."""

    rule: str
    #: Why the pack has no limit for this rule; empty if it has one.
    none: str = ""
    #: Length in ``unit``; None with ``none`` and with a date set by hand.
    n: int | None = None
    unit: Unit = Unit.WORKING_DAYS
    #: The event that starts the clock; its day is not counted (民法典 Art. 201).
    start: str = ""
    #: The words of that event; empty where :data:`EVENT_NAMES` has them.
    start_text: str = ""
    article: str = ""
    #: Quotation of the text, or its citation where the wording is not at hand.
    source: str = ""
    #: The limit caps every other clock of its process.
    hard: bool = False
    #: The cap of its process holds this limit too; False for what follows the answer that the cap is about.
    capped: bool = True
    correction: Correction = Correction.CONTINUE
    #: Reasons for which time is not counted, such as 鉴定.
    suspend_for: tuple[str, ...] = ()
    extend: Extension | None = None
    #: A limit in natural days, months or years that ends on a day off goes on to the next working day
    #: (民法典 Art. 203). True for acts the office owes, False for the end of publicity.
    roll: bool = True
    #: Working days before the last day on which the warning comes.
    warn_days: int = 1
    #: The number was read in the official text; otherwise ``note`` says what is to be checked.
    verified: bool = True
    note: str = ""

    @property
    def process(self) -> str:
        """The process the rule belongs to: the part of its name before the dot."""
        return self.rule.partition(".")[0]

    @property
    def length(self) -> str:
        """The length in Chinese words, e.g. 5个工作日; empty where a day is set by hand or there is no limit."""
        return "" if self.n is None else f"{self.n}{self.unit.label}"


@dataclass(frozen=True, kw_only=True)
class Requires:
    """What a pack demands besides limits."""

    #: The record must carry 异议标注 while the objection is open.
    marking: bool = False
    #: When and where the mark is due, with the article.
    marking_text: str = ""
    #: The text itself demands that the reply gives reasons. (The office gives them under every pack.)
    reasons: bool = False
    reasons_text: str = ""
    #: What the text says of record and publicity while the objection is open; empty if it says nothing.
    publication_text: str = ""
    #: Whom an applicant may ask for a review of the result, with the article; empty if the text names nobody.
    review_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The law of one jurisdiction in one version."""

    #: ``<jurisdiction>/<valid-from>``.
    id: str
    jurisdiction: str
    #: The jurisdiction above, whose packs outrank or complement this one; empty at the top.
    parent: str
    #: Name of the jurisdiction, such as 河南省.
    place: str
    #: Short name, such as 河南条例.
    name: str
    #: Full title of the text.
    title: str
    rank: Rank
    #: First day in force.
    valid_from: date
    #: Last day in force; None while nothing has replaced it.
    valid_to: date | None
    #: Where the text was taken from.
    source: str
    #: What an office must know before it is bound to this pack.
    note: str
    limits: Mapping[str, Limit]
    requires: Requires
    #: Process → what the pack demands of it besides limits, by name; each name is explained where it is read.
    demands: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def limit(self, rule: str) -> Limit | None:
        """Return the limit for ``rule``; None where the pack declares it has none or does not know the rule."""
        limit = self.limits.get(rule)
        return None if limit is None or limit.none else limit

    def in_force(self, day: date) -> bool:
        """Tell whether the pack is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def unverified(self) -> tuple[Limit, ...]:
        """The limits whose numbers or starts still have to be checked against the official text."""
        return tuple(limit for limit in self.limits.values() if not limit.verified)


def merged_demands(packs: Iterable[Pack], process: str) -> dict[str, Any]:
    """Return what packs demand of a process together; where two say something of one name, the higher rank's."""
    ranked = sorted(packs, key=lambda pack: pack.rank)
    return {name: value for pack in ranked for name, value in pack.demands.get(process, {}).items()}


def demands_in_force(packs: Mapping[str, Pack], bound: Iterable[str], process: str, on: date) -> dict[str, Any]:
    """Return what binding packs demand of a process; where they are silent, what the whole country's rule demands.

    Args:
        packs: every pack by id.
        bound: ids of the packs that bind.
        on: Asia/Shanghai date on which the country's rule has to be in force.
    """
    national = [pack for pack in packs.values() if pack.jurisdiction == NATIONAL and pack.in_force(on)]
    own = [packs[pack] for pack in bound]
    return {**merged_demands(national, process), **merged_demands(own, process)}

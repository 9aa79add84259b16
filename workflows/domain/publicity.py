"""Publicity of records (公示): kinds, classes, last days, standing on a day, and the effects that change it.

The numbers are data of the packs, ``[demands.repair]``, read by :func:`terms_of`::

    [demands.repair]
    start_note = "起算日…待核实…"           # shown beside every computed day
    [demands.repair.classes."一般"]
    published = true
    min = { n = 3, unit = "month" }
    max = { n = 1, unit = "year" }
    article = "…"

Days are Asia/Shanghai dates. Months and years end on the corresponding day or the month's last (民法典 Art. 202), at
24:00 (Art. 203 ¶2), and are never rolled to a working day: nothing stays public longer because of a holiday.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from workflows.domain.calendar import add_months, add_years
from workflows.domain.effects import Effect
from workflows.domain.policy import Unit
from workflows.domain.words import N_

#: Kind of act that a record tells of (S3 二(三), S0 三(四)2) → words.
ACT_KINDS: Mapping[str, str] = {
    "registration": N_("登记备案"),
    "qualification": N_("资质资格"),
    "permit": N_("行政许可"),
    "penalty": N_("行政处罚"),
    "coercion": N_("行政强制"),
    "confirmation": N_("行政确认"),
    "reward": N_("行政奖励"),
    "grant": N_("行政给付"),
    "inspection": N_("检查抽查"),
    "abnormal": N_("经营异常名录"),
    "listing": N_("红黑名单"),
    "levy": N_("行政征收"),
    "ruling": N_("行政裁决"),
    "compensation": N_("行政补偿"),
    "supervision": N_("行政监督检查"),
}

#: The eight other kinds of act that are public within seven working days (S0 三(四)2).
OTHER_ACTS = frozenset({"coercion", "confirmation", "levy", "grant", "ruling", "compensation", "reward", "supervision"})


class Category(StrEnum):
    """Classes of dishonesty in the national repair rule (《信用修复管理办法》, Order 36 of 2025)."""

    MINOR = "轻微"
    GENERAL = "一般"
    SERIOUS = "严重"


class Standing(StrEnum):
    """How a record stands on a day, for whoever asks whether it can be repaired."""

    UNCLASSED = "unclassed"
    RUNNING = "running"
    REPAIRABLE = "repairable"
    OVERDUE = "overdue"
    HELD = "held"
    WITHHELD = "withheld"
    ENDED = "ended"
    REPAIRED = "repaired"
    WITHDRAWN = "withdrawn"
    DESTROYED = "destroyed"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.UNCLASSED: N_("公示中，类别待定"),
    Standing.RUNNING: N_("公示中，未满最短公示期"),
    Standing.REPAIRABLE: N_("公示中，可申请修复"),
    Standing.OVERDUE: N_("已届最长公示期，待核实"),
    Standing.HELD: N_("依法保全"),
    Standing.WITHHELD: N_("不予公示"),
    Standing.ENDED: N_("已停止公示"),
    Standing.REPAIRED: N_("已修复"),
    Standing.WITHDRAWN: N_("已撤销"),
    Standing.DESTROYED: N_("已销毁"),
}

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A period in natural days, months or years."""

    n: int
    unit: Unit

    def last_day(self, start: date) -> date:
        """Return the period's last day; the day of ``start`` is not counted (民法典 Art. 201)."""
        if self.unit is Unit.YEARS:
            return add_years(start, self.n)
        return add_months(start, self.n) if self.unit is Unit.MONTHS else start + self.n * _DAY


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a pack says of the publicity of one class."""

    category: str
    #: None where the class may be repaired as soon as the duties are done.
    minimum: Span | None
    maximum: Span | None
    #: False where records of the class are not published in principle (轻微).
    published: bool
    article: str = ""
    #: What is still to be checked, above all the day from which publicity counts.
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Publicity:
    """What is known of a record's publicity; the columns of the same names."""

    category: str
    state: str
    published_on: date | None
    publish_until: date | None
    conduct_ended_on: date | None
    fulfilled_on: date | None
    repair_state: str = ""
    hold_reason: str = ""
    natural_person: bool = False

    @classmethod
    def of(cls, row: Any, subject_kind: str) -> "Publicity":
        """Return what a row of the record table, or a mapping with its columns, says.

        Where the first day of publicity is not known, the day of the decision stands for it: an earlier day, which
        never keeps a record public for longer.
        """
        values = row if isinstance(row, Mapping) else row._mapping
        names = (
            "category", "state", "publish_until", "conduct_ended_on", "fulfilled_on", "repair_state", "hold_reason",
        )  # fmt: skip
        return cls(
            natural_person=subject_kind == "natural_person",
            published_on=values["published_on"] or values["decided_on"],
            **{name: values[name] for name in names},
        )


@dataclass(frozen=True, kw_only=True)
class EndPublicity(Effect):
    """A record is no longer public; what the platform must do about it is a ``Push`` of its own."""

    record_id: int
    #: ``repaired``, ``expired``, ``annulled``, ``mistaken`` or ``withheld``; ``repaired`` marks the record as repaired.
    reason: str


@dataclass(frozen=True, kw_only=True)
class RestorePublicity(Effect):
    """A repair is revoked: the record is public again (REP-11)."""

    record_id: int
    #: Last day of publicity.
    until: date


@dataclass(frozen=True, kw_only=True)
class Hold(Effect):
    """Legal hold (保全): neither the clock nor a destruction list touches the record."""

    record_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Unhold(Effect):
    """The legal hold ends; what fell due meanwhile is looked at the next day."""

    record_id: int


def terms_of(demands: Mapping[str, Any]) -> Mapping[str, Terms]:
    """Return class → terms, from what the binding packs demand of repairs (``[demands.repair]``, merged)."""
    note = demands.get("start_note", "")
    return {
        category: Terms(
            category=category,
            minimum=_span(entry.get("min")),
            maximum=_span(entry.get("max")),
            published=entry.get("published", True),
            article=entry.get("article", ""),
            note=entry.get("note", note),
        )
        for category, entry in demands.get("classes", {}).items()
    }


def minimum_end(terms: Terms, start: date) -> date:
    """Return the last day of the minimum publicity that began on ``start``; ``start`` where there is no minimum."""
    return start if terms.minimum is None else terms.minimum.last_day(start)


def maximum_end(terms: Terms, start: date) -> date | None:
    """Return the last day of the maximum publicity that began on ``start``; None where the class has none."""
    return None if terms.maximum is None else terms.maximum.last_day(start)


def repairable_from(record: Publicity, terms: Terms | None) -> date | None:
    """Return the first day on which repair can be asked for: the day after the minimum ends at 24:00.

    None where the class or the first day of publicity is not known.
    """
    if terms is None or record.published_on is None:
        return None
    return record.published_on if terms.minimum is None else minimum_end(terms, record.published_on) + _DAY


def last_public_day(record: Publicity, terms: Terms | None) -> date | None:
    """Return the last day of publicity: the end of the maximum, or the day given for the record if earlier."""
    known = terms is not None and record.published_on is not None
    ends = [record.publish_until, maximum_end(terms, record.published_on) if known else None]  # type: ignore[arg-type]
    return min((day for day in ends if day is not None), default=None)


def standing(record: Publicity, terms: Terms | None, today: date) -> Standing:
    """Tell how a record stands on ``today``."""
    if record.repair_state == "repaired" and record.state == "ended":
        return Standing.REPAIRED
    if record.state != "published":
        return Standing(record.state)
    if record.hold_reason:
        return Standing.HELD
    last = last_public_day(record, terms)
    if last is not None and last < today:
        return Standing.OVERDUE
    first = repairable_from(record, terms)
    if first is None:
        return Standing.UNCLASSED
    return Standing.RUNNING if today < first else Standing.REPAIRABLE


def _span(entry: Mapping[str, Any] | None) -> Span | None:
    return None if entry is None or entry["n"] == 0 else Span(n=entry["n"], unit=Unit(entry["unit"]))

"""How a listing ends: when it may, what is lifted with it, and who tells the list that its ground is gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from workflows.domain.effects import Effect


def repair_from(minimum_until: date) -> date:
    """Return the first day on which removal by repair can be asked for: the day after the minimum's last.

    The minimum ends at 24:00 of that day (民法典 Arts 201, 202); both are Asia/Shanghai dates.
    """
    return minimum_until + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class CheckLeaving(Effect):
    """Refuse now what :class:`LeaveList` would refuse; nothing changes."""

    list_key: str
    #: A key of :data:`workflows.domain.listing.REMOVAL_REASONS`.
    reason: str


@dataclass(frozen=True, kw_only=True)
class LeaveList(CheckLeaving):
    """The subject of the case leaves a list; whoever was listed because of it leaves with it, and the case that
    entered it hears ``leave_list``.

    Raised against when carried out: it does not stand on the list, or the cause has not come (``operations.leaving``).
    """

    on: date
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class NumberRemoval(Effect):
    """The decision on a removal that took effect before it was signed: its number goes into the register."""

    #: Code of the letter that the same act signs.
    letter: str


@dataclass(frozen=True, kw_only=True)
class LiftMeasures(Effect):
    """One department has lifted every measure that hung on the listing that the case ended (S0-17)."""

    organ_id: int
    on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GroundLost(Effect):
    """What a listing rests on is gone, or its subject is repaired: each case that listed it hears ``ground_lost``.

    A granted objection or repair reaches the list by it.
    """

    #: A key of :data:`workflows.domain.listing.REMOVAL_REASONS`.
    cause: str
    #: The record on which listings may rest; those of the case unless named.
    record_ids: tuple[int, ...] = ()
    #: What the exit should say of it. JSON values only.
    data: Mapping[str, Any] = field(default_factory=dict)

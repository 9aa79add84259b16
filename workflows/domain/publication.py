"""What publication does to a record: it is displayed from a day on (双公示), or not displayed at all."""

from dataclasses import dataclass

from workflows.domain.effects import Effect


@dataclass(frozen=True, kw_only=True)
class Display(Effect):
    """The record is on display since today, unless an earlier day is known: periods of publicity run from it."""

    record_id: int


@dataclass(frozen=True, kw_only=True)
class Withhold(Effect):
    """The record is not displayed (不予公示); who is entitled to ask is still answered."""

    record_id: int

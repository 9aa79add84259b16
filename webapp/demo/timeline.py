"""Many cases in the order of time, under one clock that moves forward only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from webapp.demo.drive import Drive, MoveClock, NothingToDo, wait
from webapp.demo.people import Staffed
from workflows.domain.errors import OfficeError
from workflows.domain.scenario import Act, Wait

_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One act of one case."""

    #: When it is done (UTC).
    at: datetime
    drive: Drive
    act: Act


class StepClock:
    """The office's clock while the past of the demonstration is driven: it moves forward only."""

    def __init__(self, begins: datetime) -> None:
        self._now = begins

    def __call__(self) -> datetime:
        """Return the instant (UTC)."""
        return self._now

    def move(self, to: datetime) -> None:
        """Go forward to ``to``; does nothing when that has passed."""
        self._now = max(self._now, to)


def play(staffed: Staffed, move: MoveClock, timeline: Iterable[Timed], until: datetime) -> list[Timed]:
    """Do everything in the order of time and let time go by to ``until``.

    A case whose act the office refuses stays where it stands: scenarios are moved to any day of any year, where a
    period of natural days may have run out that had not in the scenario.

    Returns:
        The acts that were refused.
    """
    refused: list[Timed] = []
    for each in sorted(timeline, key=lambda timed: timed.at):
        wait(staffed, move, each.at)
        if isinstance(each.act, Wait) or any(each.drive is one.drive for one in refused):
            continue
        try:
            each.drive.take(each.act)
        except (OfficeError, NothingToDo) as problem:
            _LOG.warning("a case of the demonstration stays where it stands", act=repr(each.act)[:80], why=str(problem))
            refused.append(each)
    wait(staffed, move, until)
    return refused

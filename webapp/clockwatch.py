"""Compares the wall clock with the progress of time that nobody can set (reliability T7, F28)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from workflows.domain.time import Clock

#: A jump ahead of more than this is not believed until a person has confirmed it.
PLAUSIBLE = timedelta(hours=1)
#: Set back by more than this, a schedule by the wall clock must be made anew.
_NOTICED = timedelta(seconds=1)


class ClockWatch:
    """Watches one wall clock.

    Args:
        clock: the wall clock.
        monotonic: seconds that no clock setting moves.
    """

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._believed = self._drift()
        #: When the present hold began, by the clock that jumped; None where nothing is held.
        self.held_since: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether the clock stands implausibly far ahead."""
        return self.held_since is not None

    def look(self) -> bool:
        """Look at both clocks; tell whether the wall clock was set back (a hold ends when it comes back)."""
        drift = self._drift()
        moved = drift - self._believed
        if moved > PLAUSIBLE:
            if self.held_since is None:
                self.held_since = self._clock()
            return False
        was_held, self.held_since = self.held, None
        self._believed = drift
        return was_held or moved < -_NOTICED

    def accept(self) -> None:
        """A person has looked: the clock is right as it stands."""
        self._believed = self._drift()
        self.held_since = None

    def _drift(self) -> timedelta:
        """How far the wall clock is ahead of a clock that was never set, up to a constant."""
        return self._clock() - datetime.min.replace(tzinfo=self._clock().tzinfo) - timedelta(seconds=self._monotonic())

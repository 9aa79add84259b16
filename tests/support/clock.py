"""A clock that is moved by hand."""

from datetime import UTC, datetime, timedelta

#: Friday, 18 September 2026, 10:00 in Asia/Shanghai: a working day before the autumn holidays.
START = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)


class MovingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant (UTC)."""
        return self.now

    def advance(self, **step: float) -> None:
        """Move forward (or back) by ``timedelta(**step)``."""
        self.now += timedelta(**step)

"""Instants and dates: the office keeps UTC instants and counts Asia/Shanghai dates.

Every function takes its time as an argument; naive datetimes are refused (a date without an
offset would be read in the zone of whatever machine runs the office).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Returns the office's present instant, aware and in UTC.
Clock = Callable[[], datetime]

#: The zone in which statutory days are counted; China has had no other since 1949.
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def require_aware(instant: datetime) -> datetime:
    """Return ``instant`` in UTC.

    Raises:
        ValueError: the datetime carries no offset.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("a naive datetime was given where an instant is needed")
    return instant.astimezone(UTC)


def office_date(instant: datetime) -> date:
    """Return the Asia/Shanghai date on which ``instant`` falls."""
    return require_aware(instant).astimezone(OFFICE_ZONE).date()


def start_of_day(day: date) -> datetime:
    """Return the UTC instant at which ``day`` begins in Asia/Shanghai."""
    return datetime.combine(day, time.min, tzinfo=OFFICE_ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the UTC instant of 24:00 of ``day`` in Asia/Shanghai (民法典 Art. 203 ¶2)."""
    return start_of_day(day + timedelta(days=1))


def at_office_hour(day: date, hour: int) -> datetime:
    """Return the UTC instant of ``hour``:00 on ``day`` in Asia/Shanghai."""
    return datetime.combine(day, time(hour), tzinfo=OFFICE_ZONE).astimezone(UTC)

"""When a notice leaves: answers at once, reminders in office hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from workflows.domain.calendar import WorkCalendar
from workflows.domain.time import OFFICE_ZONE, at_office_hour, office_date

#: Office hours in which reminders are sent, Asia/Shanghai.
OPENS, CLOSES = 9, 18

#: Waiting before the next try of a failed delivery, in minutes; after the last one a person is shown the failure.
BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720, 1440)


def reminder_at(now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first instant from ``now`` on that lies in office hours of a working day (UTC)."""
    today = office_date(now)
    hour = now.astimezone(OFFICE_ZONE).hour
    if calendar.is_working_day(today):
        if OPENS <= hour < CLOSES:
            return now
        if hour < OPENS:
            return at_office_hour(today, OPENS)
    return at_office_hour(calendar.next_working_day(today), OPENS)


def next_try(now: datetime, attempts: int) -> datetime | None:
    """Return when a delivery that failed ``attempts`` times is tried again; None when it has failed for good."""
    if attempts > len(BACKOFF_MINUTES):
        return None
    return now + timedelta(minutes=BACKOFF_MINUTES[attempts - 1])


def wants(choices: Mapping[str, Any], channel: str, *, default: bool = True) -> bool:
    """Tell whether a person wants messages on ``channel`` (email, sms or digest).

    Args:
        choices: what the person has chosen; a channel that is not named there is as ``default`` says.
    """
    return bool(choices.get(channel, default))

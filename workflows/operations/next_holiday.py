"""The next days off and what they do to limits, for the public pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.domain.calendar import WorkCalendar

#: How far ahead people are told, and how far from a holiday its make-up days lie, in days.
_AHEAD, _AROUND = 60, 21
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A holiday that is not counted, and the weekend days around it that are."""

    name: str
    first: date
    last: date
    #: Saturdays and Sundays that are worked for it and count, on or after the day that was asked about.
    makeup: tuple[date, ...]
    #: The year's schedule is not published; only the statutory days are known.
    provisional: bool


def next_holiday(calendar: WorkCalendar, today: date) -> Holiday | None:
    """Return the holiday that is on or begins within 60 days of ``today``; None where there is none or none is known.

    Args:
        calendar: the schedules in force.
        today: Asia/Shanghai date.
    """
    off = {day: name for year in calendar.years.values() for day, name in year.off.items()}
    makeup = {day for year in calendar.years.values() for day in year.makeup}
    first = min((day for day in off if today <= day <= today + _AHEAD * _DAY), default=None)
    if first is None:
        return None
    while first - _DAY in off:
        first -= _DAY
    last = first
    while last + _DAY in off:
        last += _DAY
    # The weekend around a holiday is free as well; a make-up day ends it.
    while (last + _DAY).weekday() >= 5 and last + _DAY not in makeup:
        last += _DAY
    near = sorted(day for day in makeup if first - _AROUND * _DAY <= day <= last + _AROUND * _DAY and day >= today)
    return Holiday(
        name=off[first],
        first=first,
        last=last,
        makeup=tuple(near),
        provisional=not calendar.years[first.year].published,
    )

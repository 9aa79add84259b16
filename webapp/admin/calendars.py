"""The calendar as an administrator sees it: each year, whether it is published, and by which notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.domain.calendar import Notice, WorkCalendar, YearSchedule


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """Days off in a row under one name."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year of the calendar."""

    year: int
    published: bool
    notices: tuple[Notice, ...]
    working_days: int
    holidays: tuple[Holiday, ...]
    makeup: tuple[date, ...]
    #: The present year or the next one: shown open.
    near: bool


def overview(calendar: WorkCalendar, today: date) -> list[Year]:
    """Return the covered years, the latest first."""
    return [_year(calendar, calendar.years[year], today) for year in sorted(calendar.years, reverse=True)]


def _year(calendar: WorkCalendar, schedule: YearSchedule, today: date) -> Year:
    first, last = date(schedule.year, 1, 1), date(schedule.year, 12, 31)
    length = (last - first).days + 1
    return Year(
        year=schedule.year,
        published=schedule.published,
        notices=schedule.notices,
        working_days=sum(calendar.is_working_day(first + timedelta(days=each)) for each in range(length)),
        holidays=tuple(_holidays(sorted(schedule.off.items()))),
        makeup=tuple(sorted(schedule.makeup)),
        near=schedule.year in (today.year, today.year + 1),
    )


def _holidays(days: Iterable[tuple[date, str]]) -> Iterable[Holiday]:
    current: Holiday | None = None
    for day, name in days:
        if current is not None and current.name == name and day - current.last == timedelta(days=1):
            current = Holiday(name=name, first=current.first, last=day)
            continue
        if current is not None:
            yield current
        current = Holiday(name=name, first=day, last=day)
    if current is not None:
        yield current

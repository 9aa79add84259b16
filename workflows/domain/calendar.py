"""Working days: Monday to Friday, less the days off and with the make-up days that the State Council declares.

The law behind it: 全国年节及纪念日放假办法 Arts 2, 6 and 7 and the yearly notice of the General Office of the State
Council; 民法典 Arts 201–203 for the counting. All dates are dates in Asia/Shanghai. A year for which no schedule is
known raises CalendarMissing: it is never taken for a year without holidays.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from workflows.domain.errors import CalendarMissing

_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is when working days are counted."""

    WORK = "work"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    SUSPENDED = "suspended"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The paper that fixes a schedule; what is not known is empty, never guessed."""

    #: 发文字号, such as 国办发明电〔2020〕27号.
    number: str = ""
    #: Date of the paper or of its publication.
    published_on: date | None = None
    #: Address of the official text.
    address: str = ""
    #: What this paper changes, where there is more than one.
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class YearSchedule:
    """The days off and the make-up working days of one calendar year."""

    year: int
    #: False until the State Council's notice is out; dates that are counted through such a year are provisional.
    published: bool
    #: Every day off that has a name, weekends inside a holiday included. Unpublished: the statutory days alone.
    off: Mapping[date, str]
    #: Saturdays and Sundays that are worked.
    makeup: frozenset[date]
    #: The days of ``off`` that are free only because a weekend day is worked for them (调休).
    in_lieu: frozenset[date] = frozenset()
    #: The notices, in the order of their dates.
    notices: tuple[Notice, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day``, a date of this year, is a working day."""
        return day in self.makeup or (day.weekday() < 5 and day not in self.off)


@dataclass(frozen=True, kw_only=True)
class DayStep:
    """One day of a count: why it counts or does not."""

    day: date
    kind: DayKind
    #: Name of the holiday, or the reason of the suspension; empty for plain days.
    name: str = ""
    #: The how-manieth day it is; None when it does not count.
    ordinal: int | None = None
    #: The day belongs to a year whose schedule is not published.
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """The schedules of the covered years; counting takes one as an argument."""

    years: Mapping[int, YearSchedule]
    #: Short content hash; kept with every deadline that was computed with this calendar.
    version: str

    @cached_property
    def _working(self) -> list[int]:
        """Ordinals of all working days of the covered years, ascending, so that a count is two searches."""
        working: list[int] = []
        for year in sorted(self.years):
            schedule = self.years[year]
            first = date(year, 1, 1).toordinal()
            working.extend(
                ordinal
                for ordinal in range(first, date(year, 12, 31).toordinal() + 1)
                if schedule.is_working_day(date.fromordinal(ordinal))
            )
        return working

    def _require(self, first: date, last: date) -> None:
        for year in range(first.year, last.year + 1):
            if year not in self.years:
                raise CalendarMissing(year=year)

    def _schedule(self, day: date) -> YearSchedule:
        schedule = self.years.get(day.year)
        if schedule is None:
            raise CalendarMissing(year=day.year)
        return schedule

    def _at(self, position: int, origin: date) -> date:
        """Return the working day at ``position`` of the list, reached from ``origin`` through covered years only."""
        working = self._working
        if not 0 <= position < len(working):
            self._require(origin, origin)
            raise CalendarMissing(year=min(self.years) - 1 if position < 0 else max(self.years) + 1)
        day = date.fromordinal(working[position])
        if day > origin:
            self._require(origin + _DAY, day)
        else:
            self._require(day, origin - _DAY)
        return day

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day`` is a working day.

        Raises:
            CalendarMissing: no schedule covers its year.
        """
        return self._schedule(day).is_working_day(day)

    def is_provisional(self, day: date) -> bool:
        """Tell whether ``day`` lies in a year whose schedule the State Council has not published.

        Raises:
            CalendarMissing: no schedule covers its year.
        """
        return not self._schedule(day).published

    def spans_unpublished(self, start: date, due: date) -> bool:
        """Tell whether a count from ``start`` (itself not counted) to ``due`` touches an unpublished year.

        Raises:
            CalendarMissing: a year between is not covered.
        """
        return any(self.is_provisional(date(year, 1, 1)) for year in range((start + _DAY).year, due.year + 1))

    def nth_working_day(self, start: date, n: int) -> date:
        """Return the ``n``-th working day strictly after ``start`` (民法典 Art. 201: the first day is not counted).

        Args:
            start: date of the event that starts the period; it need not be a working day.
            n: number of working days, 1 or more.

        Raises:
            ValueError: ``n`` is not positive.
            CalendarMissing: the count leaves the covered years.
        """
        if n < 1:
            raise ValueError(f"a period has at least one working day, not {n}")
        return self._at(bisect_right(self._working, start.toordinal()) + n - 1, start)

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and including ``last``.

        With today and a due date it is the number of working days that remain; negative if ``last`` is earlier.

        Raises:
            CalendarMissing: a year between is not covered.
        """
        if last < first:
            return -self.working_days_between(last, first)
        if last == first:
            return 0
        self._require(first + _DAY, last)
        return bisect_right(self._working, last.toordinal()) - bisect_right(self._working, first.toordinal())

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``.

        Raises:
            CalendarMissing: it lies outside the covered years.
        """
        return self.nth_working_day(day, 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before ``day``.

        Raises:
            CalendarMissing: it lies outside the covered years.
        """
        return self._at(bisect_left(self._working, day.toordinal()) - 1, day)

    def roll(self, day: date) -> date:
        """Return ``day`` if it is a working day, else the first one after it (民法典 Art. 203).

        Raises:
            CalendarMissing: it lies outside the covered years.
        """
        return day if self.is_working_day(day) else self.next_working_day(day)

    def step(self, day: date) -> DayStep:
        """Say what ``day`` is, without counting it.

        Raises:
            CalendarMissing: no schedule covers its year.
        """
        schedule = self._schedule(day)
        name = schedule.off.get(day, "")
        if day in schedule.makeup:
            kind = DayKind.MAKEUP
        elif name:
            kind = DayKind.IN_LIEU if day in schedule.in_lieu else DayKind.HOLIDAY
        else:
            kind = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORK
        return DayStep(day=day, kind=kind, name=name, provisional=not schedule.published)

    def steps(
        self, start: date, due: date, paused: Sequence[tuple[date, date, str]] = ()
    ) -> tuple[DayStep, ...]:
        """Say of every day after ``start`` up to ``due`` whether it counts, and as which.

        Args:
            start: date of the starting event; not counted.
            due: last day.
            paused: suspensions ``(from, to, reason)``; the days after ``from`` up to and including ``to`` do not count.

        Raises:
            CalendarMissing: a year between is not covered.
        """
        steps: list[DayStep] = []
        counted = 0
        for ordinal in range(start.toordinal() + 1, due.toordinal() + 1):
            step = self.step(date.fromordinal(ordinal))
            if step.kind in (DayKind.WORK, DayKind.MAKEUP):
                reason = next((reason for begin, end, reason in paused if begin < step.day <= end), None)
                if reason is None:
                    counted += 1
                    step = DayStep(day=step.day, kind=step.kind, ordinal=counted, provisional=step.provisional)
                else:
                    step = DayStep(day=step.day, kind=DayKind.SUSPENDED, name=reason, provisional=step.provisional)
            steps.append(step)
        return tuple(steps)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, or that month's last day if there is none (民法典 Art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Return the corresponding day ``years`` later, or that month's last day if there is none (民法典 Art. 202)."""
    return add_months(day, years * 12)

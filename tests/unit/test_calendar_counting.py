"""Counting working days: the first day is not counted, holidays are not, make-up Saturdays and Sundays are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.tables.reading import rows
from workflows.calendars import library as calendars
from workflows.domain.calendar import DayKind, WorkCalendar, add_months, add_years
from workflows.domain.errors import CalendarMissing

CALENDAR = calendars.shipped()
VECTORS = [
    (row["received"][:10], int(heading), cell)
    for row in rows("working_days")
    for heading, cell in row.items()
    if heading.startswith("+") and cell
]
STARTS = st.dates(date(2004, 1, 1), date(2026, 11, 1))
LENGTHS = st.integers(1, 60)


@pytest.mark.parametrize(("received", "n", "due"), VECTORS)
def test_the_nth_working_day_after_receipt(received: str, n: int, due: str) -> None:
    start = date.fromisoformat(received)
    last = CALENDAR.nth_working_day(start, n)
    assert last.isoformat() == due[:10]
    assert CALENDAR.spans_unpublished(start, last) == ("暂定" in due)


@given(STARTS, LENGTHS)
def test_a_longer_period_never_ends_earlier(start: date, n: int) -> None:
    assert CALENDAR.nth_working_day(start, n) < CALENDAR.nth_working_day(start, n + 1)


@given(STARTS, LENGTHS)
def test_a_later_start_never_ends_earlier(start: date, n: int) -> None:
    assert CALENDAR.nth_working_day(start, n) <= CALENDAR.nth_working_day(start + timedelta(days=1), n)


@given(STARTS, LENGTHS)
def test_the_last_day_is_a_working_day_after_the_start(start: date, n: int) -> None:
    due = CALENDAR.nth_working_day(start, n)
    assert due > start
    assert CALENDAR.is_working_day(due)


@given(STARTS, LENGTHS)
def test_counting_there_and_back_gives_the_same_number(start: date, n: int) -> None:
    due = CALENDAR.nth_working_day(start, n)
    assert CALENDAR.working_days_between(start, due) == n
    assert CALENDAR.working_days_between(due, start) == -n
    assert CALENDAR.working_days_between(start, start) == 0


@given(STARTS)
def test_next_and_previous_working_day_are_neighbours(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.roll(day) == (day if CALENDAR.is_working_day(day) else following)
    if CALENDAR.is_working_day(day):
        assert CALENDAR.previous_working_day(following) == day


@given(STARTS, LENGTHS)
def test_the_steps_count_to_n_and_end_on_the_due_date(start: date, n: int) -> None:
    last = CALENDAR.nth_working_day(start, n)
    steps = CALENDAR.steps(start, last)
    assert [step.ordinal for step in steps if step.ordinal is not None] == list(range(1, n + 1))
    assert steps[0].day == start + timedelta(days=1)
    assert (steps[-1].day, steps[-1].ordinal) == (last, n)
    assert len(steps) == (last - start).days


def test_each_day_says_what_it_is() -> None:
    kinds = {step.day: (step.kind, step.name) for step in CALENDAR.steps(date(2026, 9, 18), date(2026, 10, 12))}
    assert kinds[date(2026, 9, 19)] == (DayKind.WEEKEND, "")
    assert kinds[date(2026, 9, 20)] == (DayKind.MAKEUP, "")
    assert kinds[date(2026, 9, 21)] == (DayKind.WORK, "")
    assert kinds[date(2026, 9, 26)] == (DayKind.HOLIDAY, "中秋节")
    assert kinds[date(2026, 10, 6)] == (DayKind.IN_LIEU, "国庆节")
    assert kinds[date(2026, 10, 10)] == (DayKind.MAKEUP, "")


def test_a_day_of_an_unpublished_year_is_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 4))


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.is_working_day(date(2028, 1, 3)),
        lambda calendar: calendar.is_working_day(date(2003, 12, 31)),
        lambda calendar: calendar.nth_working_day(date(2027, 12, 24), 12),
        lambda calendar: calendar.nth_working_day(date(2030, 5, 1), 1),
        lambda calendar: calendar.nth_working_day(date(2003, 6, 1), 1),
        lambda calendar: calendar.previous_working_day(date(2004, 1, 1)),
        lambda calendar: calendar.working_days_between(date(2027, 1, 1), date(2028, 2, 1)),
        lambda calendar: calendar.roll(date(2028, 1, 1)),
    ],
)
def test_a_year_without_a_schedule_stops_the_count_and_is_never_a_year_without_holidays(ask) -> None:
    with pytest.raises(CalendarMissing) as refusal:
        ask(CALENDAR)
    assert refusal.value.params["year"] not in CALENDAR.years


def test_a_gap_between_covered_years_stops_the_count() -> None:
    holed = WorkCalendar(years={year: CALENDAR.years[year] for year in (2024, 2026)}, version="holed")
    with pytest.raises(CalendarMissing, match="2025"):
        holed.nth_working_day(date(2024, 12, 30), 5)
    with pytest.raises(CalendarMissing, match="2025"):
        holed.previous_working_day(date(2026, 1, 1))


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_without_a_day_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        CALENDAR.nth_working_day(date(2026, 9, 18), n)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), 3, date(2026, 6, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
    ],
)
def test_months_end_on_the_corresponding_day_or_at_the_end_of_the_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_years_from_29_february_end_on_28_february() -> None:
    assert add_years(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)

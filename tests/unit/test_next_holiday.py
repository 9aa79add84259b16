"""The next days off, as the first page tells them."""

from datetime import date

from workflows.calendars.library import shipped
from workflows.operations.next_holiday import next_holiday


def test_the_national_day_of_2026_is_told_with_its_make_up_days() -> None:
    found = next_holiday(shipped(), date(2026, 9, 28))
    assert found is not None
    assert (found.name, found.first, found.last) == ("国庆节", date(2026, 10, 1), date(2026, 10, 7))
    assert found.makeup == (date(2026, 10, 10),)
    assert not found.provisional


def test_a_make_up_day_that_has_passed_is_not_told() -> None:
    found = next_holiday(shipped(), date(2026, 9, 21))
    assert found is not None
    assert date(2026, 9, 20) not in found.makeup


def test_in_the_middle_of_a_holiday_the_whole_of_it_is_told() -> None:
    found = next_holiday(shipped(), date(2026, 10, 3))
    assert found is not None
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 7))


def test_a_holiday_of_a_year_without_a_schedule_is_provisional() -> None:
    found = next_holiday(shipped(), date(2026, 12, 15))
    assert found is not None
    assert found.first.year == 2027
    assert found.provisional


def test_no_holiday_within_two_months_is_none() -> None:
    assert next_holiday(shipped(), date(2026, 7, 1)) is None

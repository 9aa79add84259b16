"""The shipped schedules agree with two independent packages, name their source, and say what is not published."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from workflows.calendars import library as calendars

CALENDAR = calendars.shipped()
DOCS = Path(__file__).parents[2] / "docs"
PUBLISHED = range(2004, 2027)

#: Where chinesecalendar 1.11.0 is wrong. 国办发明电〔2005〕35号, the notice for 2006, says 「12月31日(星期六)上班」 of
#: 2005: the rest day went to Tuesday 2006-01-03. The package leaves the day out; holidays and our file have it.
CHINESECALENDAR_WRONG = {date(2005, 12, 31): True}
#: Where the package holidays is wrong: nowhere in the covered years.
HOLIDAYS_WRONG: dict[date, bool] = {}


def days(year: int) -> list[date]:
    """All days of ``year``."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_day_is_what_chinesecalendar_says_but_for_what_it_gets_wrong(year: int) -> None:
    differing = {
        day: CALENDAR.is_working_day(day)
        for day in days(year)
        if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    }
    assert differing == {day: ours for day, ours in CHINESECALENDAR_WRONG.items() if day.year == year}


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_day_is_what_holidays_says(year: int) -> None:
    china = holidays.CN(years=year)
    differing = {
        day: CALENDAR.is_working_day(day)
        for day in days(year)
        if CALENDAR.is_working_day(day) != china.is_working_day(day)
    }
    assert differing == {day: ours for day, ours in HOLIDAYS_WRONG.items() if day.year == year}


@pytest.mark.parametrize(
    ("notice_on", "off", "worked"),
    [
        (date(2015, 5, 13), ["2015-09-03", "2015-09-04"], ["2015-09-06"]),
        (date(2019, 3, 22), ["2019-05-01", "2019-05-02", "2019-05-03"], ["2019-04-28", "2019-05-05"]),
        (date(2020, 1, 27), ["2020-01-31"], ["2020-02-03"]),
    ],
)
def test_schedules_amended_after_publication_stand_as_amended(
    notice_on: date, off: list[str], worked: list[str]
) -> None:
    assert notice_on in {notice.published_on for notice in CALENDAR.years[notice_on.year].notices}
    assert not any(CALENDAR.is_working_day(date.fromisoformat(day)) for day in off)
    assert all(CALENDAR.is_working_day(date.fromisoformat(day)) for day in worked)


def test_the_schedule_of_2026_is_that_of_the_notice() -> None:
    schedule = CALENDAR.years[2026]
    assert sorted(day.isoformat()[5:] for day in schedule.makeup) == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]
    assert len(schedule.off) == 33


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_published_year_names_its_notice_or_says_that_it_is_not_known(year: int) -> None:
    text = (Path(calendars.__file__).parent / "cn" / f"{year}.toml").read_text("utf-8")
    notices = CALENDAR.years[year].notices
    complete = bool(notices) and all(each.number and each.published_on and each.address for each in notices)
    assert complete or "未查明" in text
    assert all(each.published_on is None or abs(each.published_on.year - year) <= 1 for each in notices)


@pytest.mark.parametrize("year", PUBLISHED)
def test_days_in_lieu_are_weekdays_off(year: int) -> None:
    schedule = CALENDAR.years[year]
    assert all(day.weekday() < 5 and not schedule.is_working_day(day) for day in schedule.in_lieu)


def test_the_coming_year_is_unpublished_provisional_and_documented_so() -> None:
    coming = max(CALENDAR.years)
    schedule = CALENDAR.years[coming]
    assert sorted(CALENDAR.years) == list(range(2004, coming + 1))
    assert [year for year, each in sorted(CALENDAR.years.items()) if not each.published] == [coming]
    assert not schedule.makeup
    assert not schedule.in_lieu
    assert len(schedule.off) == 13, "全国年节及纪念日放假办法 (2024) Art. 2: thirteen statutory days, none in lieu"
    assert f"{coming} is not published" in (DOCS / "change-the-law.md").read_text("utf-8")

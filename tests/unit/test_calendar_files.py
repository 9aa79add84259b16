"""Schedules as files: what an administrator may import, and how each mistake is named."""

from datetime import date

import pytest

from workflows.calendars import library as calendars
from workflows.calendars.library import BadSchedule

PUBLISHED_2027 = """
year = 2027
published = true
makeup = [2027-01-09]
in_lieu = [2027-01-04]

[[notices]]
number = "示例〔2026〕1号"
published_on = 2026-12-01
address = "https://example.gov.cn/notice"

[off]
2027-01-01 = "元旦"
2027-01-02 = "元旦"
2027-01-03 = "元旦"
2027-01-04 = "元旦"
"""


def test_an_imported_schedule_makes_the_year_certain_and_moves_what_crosses_into_it() -> None:
    before = calendars.shipped()
    after = calendars.with_schedule(before, calendars.parse_schedule(PUBLISHED_2027))
    start, was, now = date(2026, 12, 21), date(2027, 1, 7), date(2027, 1, 8)
    assert [each.nth_working_day(start, 12) for each in (before, after)] == [was, now]
    assert before.spans_unpublished(start, was)
    assert not after.spans_unpublished(start, now)
    assert before.version != after.version


def test_the_same_schedules_have_the_same_version_and_an_address_changes_nothing() -> None:
    shipped = calendars.shipped()
    one = calendars.with_schedule(shipped, calendars.parse_schedule(PUBLISHED_2027))
    two = calendars.with_schedule(shipped, calendars.parse_schedule(PUBLISHED_2027.replace("example", "other")))
    assert one.version == two.version
    assert calendars.with_schedule(shipped, shipped.years[2026]).version == shipped.version


def test_the_notice_is_kept_with_the_year() -> None:
    (notice,) = calendars.parse_schedule(PUBLISHED_2027).notices
    assert (notice.number, notice.published_on) == ("示例〔2026〕1号", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "right", "named"),
    [
        ("year = 2027", "", "year"),
        ("year = 2027", 'year = "2027"', "year"),
        ("published = true", "", "published"),
        ("published = true", "published = 1", "published"),
        ("published = true", "published = false", "2027-01-09"),
        ("2027-01-09", "2027-01-11", "不是周六或周日"),
        ("2027-01-09", "2027-01-03", "既列为放假又列为上班"),
        ("2027-01-09", "2027-02-30", "line 4"),
        ("2027-01-09", "2026-12-27", "2026-12-27 不属于本文件的年份"),
        ("[2027-01-09]", "[2027-01-09, 2027-01-09]", "列了两次"),
        ("[2027-01-09]", '["2027-01-09"]', "不是日期"),
        ("[2027-01-09]", "[2027-01-09T00:00:00]", "不是日期"),
        ("[2027-01-09]", "2027-01-09", "makeup"),
        ("in_lieu = [2027-01-04]", "in_lieu = [2027-01-05]", "2027-01-05 没有列在"),
        ("2027-01-03 =", "2027-13-03 =", "没有“2027-13-03”这一天"),
        ("2027-01-03 =", "2026-01-03 =", "2026-01-03 不属于"),
        ('2027-01-03 = "元旦"', '2027-01-03 = ""', "2027-01-03 没有写明节日名称"),
        ("[off]", "[holidays]", "holidays"),
        ("address =", "link =", "link"),
        ("number =", "published_on =", "line"),
        ("published_on = 2026-12-01", 'published_on = "2026-12-01"', "published_on"),
        ('number = "示例〔2026〕1号"', "number = 1", "文号"),
        ("makeup = [", "makeup = [[", "line"),
    ],
)
def test_a_wrong_file_is_refused_and_the_mistake_is_named(wrong: str, right: str, named: str) -> None:
    assert PUBLISHED_2027.count(wrong) == 1
    with pytest.raises(BadSchedule) as refusal:
        calendars.parse_schedule(PUBLISHED_2027.replace(wrong, right))
    assert named in str(refusal.value)
    assert refusal.value.status == 422


@pytest.mark.parametrize("text", ["", "notices = 3", "year = 2027\npublished = true\n[off]\n", "\x00", "year = 99999"])
def test_what_is_no_schedule_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadSchedule):
        calendars.parse_schedule(text)

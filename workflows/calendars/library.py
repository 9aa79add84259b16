"""Reads schedule files into a WorkCalendar: those shipped in ``cn/`` and those that an administrator imports.

One TOML file is one calendar year: ``year``, ``published``, ``makeup`` (dates worked), ``in_lieu`` (dates free in
exchange), ``[[notices]]`` (``number``, ``published_on``, ``address``, ``note``) and ``[off]`` (date = "name").
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from workflows.domain.calendar import Notice, WorkCalendar, YearSchedule
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_

_SHIPPED = Path(__file__).parent / "cn"
_KEYS = {"year", "published", "makeup", "in_lieu", "notices", "off"}
_NOTICE_KEYS = {"number", "published_on", "address", "note"}


class BadSchedule(OfficeError):
    """A schedule file cannot be taken; params: ``why``, which names the line or the value."""

    message = N_("放假安排文件有误：%(why)s")
    status = 422


@cache
def shipped() -> WorkCalendar:
    """Return the calendar made of the files that come with the product."""
    schedules = [parse_schedule(path.read_text("utf-8")) for path in sorted(_SHIPPED.glob("*.toml"))]
    return _calendar({schedule.year: schedule for schedule in schedules})


def with_schedule(calendar: WorkCalendar, schedule: YearSchedule) -> WorkCalendar:
    """Return ``calendar`` with one year put in or replaced, under a version of its own."""
    return _calendar({**calendar.years, schedule.year: schedule})


def parse_schedule(text: str) -> YearSchedule:
    """Read one schedule file.

    Args:
        text: TOML as described at the head of this module.

    Raises:
        BadSchedule: it is not TOML, or a date is impossible, of another year, both off and worked, or a make-up day
            that is no Saturday or Sunday.
    """
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        # tomllib lets the ValueError of an impossible date through; TOMLDecodeError, which names the line, is one too.
        raise _bad(N_("不是有效的 TOML:%(value)s"), error) from error
    for key in data:
        if key not in _KEYS:
            raise _bad(N_("不认识的项目“%(value)s”"), key)
    year, published = data.get("year"), data.get("published")
    if type(year) is not int or not 1949 <= year <= 9998:
        raise _bad(N_("year 应为四位年份，而不是“%(value)s”"), year)
    if not isinstance(published, bool):
        raise _bad(N_("published 应为 true 或 false，而不是“%(value)s”"), published)
    off = _off(data.get("off"), year)
    makeup, in_lieu = _dates(data, "makeup", year), _dates(data, "in_lieu", year)
    for day in sorted(makeup):
        if day.weekday() < 5:
            raise _bad(N_("makeup 中的 %(value)s 不是周六或周日"), day)
        if day in off:
            raise _bad(N_("%(value)s 既列为放假又列为上班"), day)
    for day in sorted(in_lieu - off.keys()):
        raise _bad(N_("in_lieu 中的 %(value)s 没有列在 [off] 中"), day)
    if not published and makeup:
        raise _bad(N_("尚未公布的年份不能有调休上班日 %(value)s"), min(makeup))
    notices = _notices(data.get("notices", []))
    return YearSchedule(
        year=year, published=published, off=off, makeup=makeup, in_lieu=in_lieu, notices=notices
    )


def _off(value: object, year: int) -> dict[date, str]:
    if not isinstance(value, dict) or not value:
        raise _bad(N_("缺少 [off] 放假日期%(value)s"), "")
    off: dict[date, str] = {}
    for key, name in value.items():
        try:
            day = date.fromisoformat(key)
        except ValueError as error:
            raise _bad(N_("[off] 中没有“%(value)s”这一天"), key) from error
        if not isinstance(name, str) or not name:
            raise _bad(N_("[off] 中的 %(value)s 没有写明节日名称"), key)
        off[_of_year(day, year)] = name
    return off


def _dates(data: Mapping[str, Any], key: str, year: int) -> frozenset[date]:
    values = data.get(key, [])
    if not isinstance(values, list):
        raise _bad(N_("“%(value)s”应为日期的列表"), key)
    days: set[date] = set()
    for value in values:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise _bad(N_("“%(value)s”不是日期"), value)
        if value in days:
            raise _bad(N_("%(value)s 列了两次"), value)
        days.add(_of_year(value, year))
    return frozenset(days)


def _of_year(day: date, year: int) -> date:
    if day.year != year:
        raise _bad(N_("%(value)s 不属于本文件的年份，请写入该年份的文件"), day)
    return day


def _notices(value: object) -> tuple[Notice, ...]:
    if not isinstance(value, list):
        raise _bad(N_("notices 应为 [[notices]] 列表，而不是“%(value)s”"), value)
    notices: list[Notice] = []
    for entry in value:
        if not isinstance(entry, dict) or not entry.keys() <= _NOTICE_KEYS:
            raise _bad(N_("[[notices]] 中有不认识的项目：%(value)s"), entry)
        published_on = entry.get("published_on")
        texts = [entry.get(key, "") for key in ("number", "address", "note")]
        if not all(isinstance(text, str) for text in texts):
            raise _bad(N_("[[notices]] 的文号、网址和说明应为文字：%(value)s"), entry)
        if published_on is not None and (not isinstance(published_on, date) or isinstance(published_on, datetime)):
            raise _bad(N_("[[notices]] 的 published_on 不是日期：%(value)s"), published_on)
        notices.append(Notice(number=texts[0], published_on=published_on, address=texts[1], note=texts[2]))
    return tuple(notices)


def _bad(why: str, value: object) -> BadSchedule:
    return BadSchedule(why=why % {"value": value})


def _calendar(years: Mapping[int, YearSchedule]) -> WorkCalendar:
    """Make a calendar whose version is the hash of what bears on a count; a corrected address changes no deadline."""
    content = [
        [
            year,
            schedule.published,
            sorted((day.isoformat(), name) for day, name in schedule.off.items()),
            sorted(day.isoformat() for day in schedule.makeup),
            sorted(day.isoformat() for day in schedule.in_lieu),
        ]
        for year, schedule in sorted(years.items())
    ]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest()
    return WorkCalendar(years=dict(years), version=digest[:12])

"""Languages: Chinese is the source and the default, English by a switch. Dates, and words that come from data."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import Flask, request
from flask_babel import Babel, get_domain, get_locale, gettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.i18n import get_translations

from webapp.api import is_api
from webapp.context import current_settings
from workflows.domain.explanation import WEEKDAYS
from workflows.domain.time import OFFICE_ZONE
from workflows.domain.words import Cited

#: Locale → html lang and its own name.
LOCALES = {"zh_CN": ("zh-CN", "中文"), "en": ("en", "English")}
LANGUAGE_COOKIE, TEXT_COOKIE = "language", "text"
_YEAR = 365 * 24 * 3600
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PLACE = re.compile(r"%\((\w+)\)[sd]")


def install(app: Flask) -> None:
    """Install Babel and the filters."""
    app.config.update(BABEL_DEFAULT_LOCALE="zh_CN", BABEL_DEFAULT_TIMEZONE="Asia/Shanghai")
    Babel(app, locale_selector=_choose)
    app.jinja_env.tests["cited"] = lambda words: isinstance(words, Cited)
    app.jinja_env.filters.update(date_cn=date_cn, weekday=weekday, instant_cn=instant_cn, say=say, aside=aside)


def _choose() -> str:
    if is_api(request):
        return "en" if request.accept_languages.best_match(["zh", "en"], "zh") == "en" else "zh_CN"
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    locale = current_user.locale if current_user and current_user.is_authenticated else ""
    return locale if locale in LOCALES else "zh_CN"


def keep_preference(response: Response, name: str, value: str) -> None:
    """Keep a reader's choice for a year."""
    response.set_cookie(
        name, value, max_age=_YEAR, secure=current_settings().production, httponly=True, samesite="Lax", path="/"
    )


def english() -> bool:
    """Tell whether the reader reads English."""
    return str(get_locale()) == "en"


def weekday(day: date) -> str:
    """Return the day of the week."""
    return _DAYS[day.weekday()] if english() else WEEKDAYS[day.weekday()]


def aside(words: str) -> str:
    """Put words in brackets behind others: （规范性文件）, or with a blank before them in English."""
    return f" ({words})" if english() else f"（{words}）"


def date_cn(day: date | str | None) -> str:
    """Show a date with its weekday: 2026年9月2日 周三, or Wed 2 Sep 2026; an instant by its day in Asia/Shanghai."""
    if not day:
        return "—"
    if isinstance(day, str):
        day = date.fromisoformat(day)
    if isinstance(day, datetime):
        day = day.astimezone(OFFICE_ZONE).date()
    if english():
        return f"{weekday(day)} {day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日 {weekday(day)}"


def instant_cn(at: datetime | None) -> str:
    """Show an instant in Asia/Shanghai: 2026年9月2日 周三 09:30."""
    return "—" if at is None else f"{date_cn(at)} {at.astimezone(OFFICE_ZONE):%H:%M}"


def say(words: object, params: Mapping[str, object] | None = None) -> str:
    """Say words that come from data (labels, outcomes, error messages) in the reader's language.

    Args:
        words: a Chinese message id, with or without its values filled in; anything unknown is said as it is.
        params: values for its ``%(name)s`` places; those that are words are said in the same language.
    """
    text = str(words)
    if params:
        said = {key: say(value) if isinstance(value, str) else value for key, value in params.items()}
        return str(gettext(text) % said)
    if text.isascii():
        # Messages that WTForms brings itself.
        return text if english() or not text else str(get_translations(["zh"]).gettext(text))
    if not english():
        return text
    known = str(gettext(text))
    return known if known != text else _say_filled(text)


def _say_filled(text: str) -> str:
    """Translate a message whose values were filled in before anybody knew the reader."""
    for pattern, msgid in _patterns():
        found = pattern.fullmatch(text)
        if found:
            said = {name: say(value) for name, value in found.groupdict().items()}
            return _PLACE.sub(r"%(\1)s", gettext(msgid)) % said
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern for every message with places, those with the most letters of their own first."""
    catalogue: dict[Any, Any] = get_domain().get_translations()._catalog
    found = []
    for msgid in catalogue:
        if isinstance(msgid, str) and _PLACE.search(msgid):
            seen: set[str] = set()
            parts = _PLACE.split(msgid)
            for index in range(1, len(parts), 2):
                name = parts[index]
                parts[index] = f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
                seen.add(name)
            parts[::2] = [re.escape(part.replace("%%", "%")) for part in parts[::2]]
            found.append((re.compile("".join(parts), re.DOTALL), msgid))
    return sorted(found, key=lambda each: -len(_PLACE.sub("", each[1])))

"""What every page shows around its content: menu, language, training clock, notices, and how a due date stands."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from webapp.context import current_office, current_settings, reader, today
from webapp.i18n import LOCALES, TEXT_COOKIE
from webapp.menu import entries_for, nearest, parts
from workflows.domain.access import ROLE_NAMES, Role
from workflows.domain.errors import CalendarMissing
from workflows.store import inbox_notices


@dataclass(frozen=True, kw_only=True)
class DueState:
    """How a last day stands today."""

    #: ok, warning (黄牌), late (红牌), done or none.
    kind: str
    #: Remaining or overdue working days in words.
    words: str


def install(app: Flask) -> None:
    """Give templates what the frame of a page needs."""
    app.context_processor(_frame)
    app.jinja_env.globals.update(case_address=case_address, due_state=due_state, nearest=nearest)
    app.url_defaults(_with_stamp)


def _frame() -> dict[str, Any]:
    actor = reader()
    locale = str(get_locale()) if request else "zh_CN"
    menu = entries_for(actor)
    return {
        "actor": actor,
        "roles_of_reader": sorted({role for role, _org in actor.posts}, key=list(Role).index) if actor else [],
        "role_names": ROLE_NAMES,
        "menu": parts(menu),
        "menu_here": nearest([entry.endpoint for entry in menu]) if request else "",
        "unread": _unread(actor.user_id) if actor else 0,
        "locale": locale,
        "lang": LOCALES.get(locale, LOCALES["zh_CN"])[0],
        "large_text": request.cookies.get(TEXT_COOKIE) == "large",
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
        "training": _training(),
        "today": today,
    }


def case_address(case_id: int) -> str:
    """Return where the reader sees a case: staff on the case page, a member of the public under their own cases."""
    actor = reader()
    return f"/cases/{case_id}" if actor is not None and actor.posts else f"/mine/{case_id}"


def _unread(user_id: int) -> int:
    with current_office().database.read() as connection:
        return inbox_notices.unread(connection, user_id)


def _training() -> dict[str, Any] | None:
    office = current_office()
    if not current_settings().training:
        return None
    return {"office": office.clock(), "real": office.real_clock()}


def due_state(due_on: date | None, met_on: date | None = None) -> DueState:
    """Say how a last day stands on the office's day: how many working days are left, or how many it is late.

    Args:
        due_on: the last lawful day; None or the year 9999 where no clock runs.
        met_on: when it was met; the clock has stopped then.
    """
    if due_on is None or due_on.year == 9999:
        return DueState(kind="none", words=_("不计时限"))
    day = met_on or today()
    try:
        if day > due_on:
            late = current_office().calendar().working_days_between(due_on, day)
            return DueState(kind="late", words=_late(late))
        left = current_office().calendar().working_days_between(day, due_on)
    except CalendarMissing:
        # Years on a list reach beyond every published calendar: the day is known, its working days are not.
        days = (due_on - day).days
        return DueState(kind="ok", words=ngettext("还剩 %(num)d 天", "还剩 %(num)d 天", days))
    if met_on is not None:
        return DueState(kind="done", words=_("按时完成"))
    if day == due_on:
        return DueState(kind="warning", words=_("今天到期"))
    words = ngettext("还剩 %(num)d 个工作日", "还剩 %(num)d 个工作日", left)
    return DueState(kind="warning" if left <= 1 else "ok", words=words)


def _late(days: int) -> str:
    if days == 0:
        return str(_("已逾期，不满 1 个工作日"))
    words: str = ngettext("逾期 %(num)d 个工作日", "逾期 %(num)d 个工作日", days)
    return words


def _with_stamp(endpoint: str, values: dict[str, Any]) -> None:
    """Put the time of the last change behind the address of a static file: browsers keep it exactly as long."""
    if endpoint == "static" and "filename" in values:
        file = Path(__file__).parent / "static" / values["filename"]
        if file.is_file():
            values["v"] = int(file.stat().st_mtime)

"""How commands answer: plain Chinese text, or JSON with ``--json``; a refusal on stderr with exit code 2."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from flask.cli import with_appcontext

from webapp.context import current_office, current_settings
from workflows.calendars import library as calendars
from workflows.domain.access import Actor, Role
from workflows.domain.calendar import WorkCalendar
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.store.migrate import is_migrated, require_current

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: What a shell is told when an input cannot be taken.
REFUSED = 2

#: Who runs commands on the office's own machine holds its keys: an administrator.
OPERATOR = Actor(user_id=0, name=N_("命令行"), posts=frozenset({(Role.ADMIN, 0)}))


class BadInput(OfficeError):
    """An option or file of a command cannot be taken; params: ``why``."""

    message = N_("输入有误：%(why)s")
    status = 422


def json_option(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Give a command ``--json``, and let it answer refusals of the office on stderr."""

    @click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
    @with_appcontext
    @wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except OfficeError as error:
            refuse(error, bool(kwargs.get("as_json")))

    return guarded


def refuse(error: OfficeError, as_json: bool) -> NoReturn:
    """Say on stderr why nothing was done, and leave with exit code 2."""
    details = (
        [f"{name}:{message}" for name, found in error.errors.items() for message in found]
        if isinstance(error, FieldErrors)
        else []
    )
    if as_json:
        click.echo(_dump({"error": error.code, "message": str(error), "details": details}), err=True)
    else:
        click.echo("\n".join([str(error), *details]), err=True)
    raise SystemExit(REFUSED)


def tell(answer: object, text: Iterable[str], as_json: bool) -> None:
    """Print ``answer`` as JSON, or the lines of ``text``."""
    click.echo(_dump(answer) if as_json else "\n".join(text))


def has_database() -> bool:
    """Tell whether the office has its database yet."""
    return is_migrated(current_settings().database_url)


def require_database() -> None:
    """Go on only where the office has its database, of this program's schema.

    Raises:
        DatabaseAway, NoDatabase, SchemaDiffers: it has not.
    """
    require_current(current_settings().database_url)


def calendar_in_force() -> WorkCalendar:
    """Return the office's calendar with its imports; the shipped one where there is no office yet."""
    return current_office().calendar() if has_database() else calendars.shipped()


def day(value: str, option: str) -> date:
    """Read an ISO date such as 2026-09-18.

    Raises:
        BadInput: it is none, or no such day exists.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput(why=f"{option} 应为存在的日期，如 2026-09-18，而不是“{value}”") from None


def date_cn(value: date | None) -> str:
    """Return 2026年9月18日, or a dash."""
    return "—" if value is None else f"{value.year}年{value.month}月{value.day}日"


def _dump(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be printed")

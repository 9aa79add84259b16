"""The words of a notice in its recipient's language: subject and body, with the case's values filled in."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_

#: Gives the words of a message id in a language: (locale, Chinese words) → words.
Translate = Callable[[str, str], str]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: A date that is not one (no clock runs there) is told in words.
_NO_DATE = "9999-12-31"
_FOOTER = N_("本邮件由系统自动发送，请勿直接回复。办理详情请登录：%(site)s")


def untranslated(_locale: str, words: str) -> str:
    """Return the words as they are: Chinese, the source language."""
    return words


def words_of(
    kind: NoticeType, data: Mapping[str, Any], locale: str, translate: Translate, site: str
) -> tuple[str, str]:
    """Return subject and body.

    Args:
        data: values for the %(name)s places; dates are ISO texts and are told as the language tells them.
        locale: the recipient's language, e.g. ``zh_CN``.
        site: address at which to go on, for the last line.

    Raises:
        KeyError: a place of the words has no value.
    """
    values = {key: _value(value, locale, translate) for key, value in data.items()}
    subject = " ".join((translate(locale, kind.subject) % values).split())
    body = translate(locale, kind.body) % values
    footer = translate(locale, _FOOTER) % {"site": site}
    return subject, f"{body}\n\n{footer}\n"


def sms_of(kind: NoticeType, data: Mapping[str, Any], locale: str, translate: Translate) -> str:
    """Return the words of a text message: the case's number and what to do, nothing about a person.

    Raises:
        KeyError: a place of the words has no value.
    """
    return translate(locale, kind.sms) % {key: _value(value, locale, translate) for key, value in data.items()}


def _value(value: Any, locale: str, translate: Translate) -> str:
    if value is None or value == _NO_DATE:
        return translate(locale, N_("规定期限内"))
    text = str(value)
    if _ISO_DATE.fullmatch(text):
        return date_words(date.fromisoformat(text), locale)
    return translate(locale, text) if text else ""


def date_words(day: date, locale: str) -> str:
    """Tell a date as the language tells it."""
    if locale.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

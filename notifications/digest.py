"""The words of the morning digest in its reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from notifications.words import Translate, date_words
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_

_SUBJECT = N_("今日待办 %(day)s：逾期 %(overdue)s 件，今天到期 %(today)s 件，两个工作日内到期 %(soon)s 件")
_HEADS = {"overdue": N_("已经逾期"), "today": N_("今天到期"), "soon": N_("两个工作日内到期")}
_LINE = N_("%(number)s %(step)s，最后期限%(due)s")
_MORE = N_("另有 %(more)s 件未列出，见待办清单：%(site)s")
_FOOTER = N_("本邮件每个工作日上午发送一次，可在“账号与通知”中关闭：%(site)s")


def digest_of(
    processes: Mapping[str, ProcessType], data: Mapping[str, Any], locale: str, translate: Translate, base_url: str
) -> tuple[str, str]:
    """Return subject and body of a digest as ``workflows.operations.morning_digest`` has written it.

    Args:
        locale: the reader's language, e.g. ``zh_CN``.
        base_url: address of the site, for links.
    """
    day = date_words(date.fromisoformat(data["day"]), locale)
    parts: list[str] = []
    for state, head in _HEADS.items():
        lines = [
            _line(processes, each, locale, translate, base_url) for each in data["tasks"] if each["state"] == state
        ]
        if lines:
            parts.append("\n".join([f"{translate(locale, head)}（{data['counts'][state]}）", *lines]))
    more = sum(data["counts"].values()) - len(data["tasks"])
    if more:
        parts.append(translate(locale, _MORE) % {"more": more, "site": f"{base_url}/tasks"})
    parts.append(translate(locale, _FOOTER) % {"site": f"{base_url}/account/preferences"})
    return translate(locale, _SUBJECT) % {"day": day, **data["counts"]}, "\n\n".join(parts) + "\n"


def _line(
    processes: Mapping[str, ProcessType], each: Mapping[str, Any], locale: str, translate: Translate, base_url: str
) -> str:
    step = processes[each["process"]].tasks[each["node"]].name
    due = date_words(date.fromisoformat(each["due"]), locale)
    words = translate(locale, _LINE) % {"number": each["number"], "step": translate(locale, step), "due": due}
    return f"{words}\n  {base_url}/tasks/{each['id']}"

"""Pieces that several letters of credit repair print: records with their periods, decisions, free of charge."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier, DueDate
from workflows.domain.letter_body import Grid
from workflows.processes.letter_parts import cite, date_cn, maybe_cn
from workflows.processes.repair.words import DECISIONS, REASON_ARTICLES, REFUSAL_REASONS

#: Repair costs nothing (Order 36, S0 三(一)2).
FREE = "信用修复不收取任何费用。任何以收费代办“信用修复”名义进行的行为均与本机关无关。"


def day(value: Any) -> str:
    """Return a remembered day in words; empty where there is none."""
    return date_cn(date.fromisoformat(value)) if value else ""


def clock(dossier: Dossier, rule: str) -> DueDate | None:
    """Return the deadline under ``rule``, else the one that would follow if its clock started today."""
    return dossier.deadlines.get(rule) or dossier.expected.get(rule)


def last_day(due: DueDate | None) -> str:
    """Return a last day, provisional ones marked."""
    return f"{maybe_cn(due)}（暂定）" if due and due.provisional else maybe_cn(due)


def explained(due: DueDate | None, start: str) -> str:
    """Return a last day with how it is counted and under which article; empty where no text sets one.

    Args:
        start: the event that starts the clock, in words; its own day is not counted.
    """
    if due is None or not last_day(due):
        return ""
    counted = f"{start}次日起{due.length}" if due.length else ""
    article = f"依据{cite(due)}" if due.article else ""
    why = "；".join(part for part in (counted, article) if part)
    return f"{last_day(due)}（{why}）" if why else last_day(due)


def records(dossier: Dossier, *, only: str = "") -> Grid:
    """Return the records with their class and periods.

    Args:
        only: grant or refuse, for the records that were decided that way.
    """
    decided = {row["number"] for row in dossier.case.facts.get("decisions", ()) if row["decision"] == only}
    found = [row for row in dossier.case.facts.get("matters", ()) if not only or row["number"] in decided]
    return Grid(
        columns=("序号", "失信信息", "公示起止", "可申请修复之日"),
        rows=tuple(
            (
                str(place), "\n".join(filter(None, (row["number"], day(row.get("decided_on")), _category(row)))),
                _publicity(row), day(row["first_on"]) or "待定",
            )
            for place, row in enumerate(found, 1)
        ),
    )  # fmt: skip


def _publicity(matter: Mapping[str, Any]) -> str:
    until = day(matter["last_on"]) or "（截止日待定）"
    return f"{day(matter['start_on'])}至\n{until}"


def _category(matter: Mapping[str, Any]) -> str:
    return f"{matter['category']}失信信息" if matter["category"] else "类别待定"


def periods(dossier: Dossier) -> str:
    """Return what the periods of the records rest on; empty where no text sets them."""
    articles = dict.fromkeys(row["article"] for row in dossier.case.facts.get("matters", ()) if row.get("article"))
    return f"公示期的规定为：{'；'.join(each.replace('：', '，', 1) for each in articles)}。" if articles else ""


def fulfilment(dossier: Dossier) -> Grid:
    """Return what the applicant says was done about each record."""
    return Grid(
        columns=("序号", "决定文号", "完成日期", "票据号", "纠正和履行情况"),
        rows=tuple(
            (str(place), matter["number"], day(matter["fulfilled_on"]), matter["payment_number"], matter["done"])
            for place, matter in enumerate(dossier.case.facts.get("matters", ()), 1)
        ),
    )


def decided(dossier: Dossier, decision: str) -> Grid:
    """Return the records decided one way, each with its reasons."""
    rows = [row for row in dossier.case.facts.get("decisions", ()) if row["decision"] == decision]
    return Grid(
        columns=("序号", "决定文号", f"{DECISIONS[decision]}的理由与依据"),
        rows=tuple((str(place), row["number"], reasoned(row)) for place, row in enumerate(rows, 1)),
    )


def decided_words(dossier: Dossier, decision: str) -> tuple[str, ...]:
    """Return the same as paragraphs, which a letter may break at the end of a page; several are numbered."""
    rows = [row for row in dossier.case.facts.get("decisions", ()) if row["decision"] == decision]
    lines = tuple(f"{row['number']}信息：{reasoned(row)}" for row in rows)
    return lines if len(lines) < 2 else tuple(f"{place}. {line}" for place, line in enumerate(lines, 1))


def reasoned(row: Any) -> str:
    """Return the reasons of one decision, with the coded reason and its article where it is refused."""
    text: str = row["reasons"]
    code = row.get("reason")
    if not code:
        return text
    again = f"可自{day(row['again_on'])}起再次申请。" if row.get("again_on") else ""
    article = row.get("never_article") or REASON_ARTICLES[code]
    return f"{REFUSAL_REASONS[code]}（{article}）。{text}{again}"

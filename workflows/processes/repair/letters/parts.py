"""Pieces that several letters of credit repair print: last days, fulfilment, decisions with their reasons."""

from typing import Any

from workflows.domain.dossier import Dossier, DueDate
from workflows.domain.letter_body import Grid
from workflows.processes.letter_parts import cite, maybe_cn, sentence
from workflows.processes.repair.rules.eligibility import bans_of
from workflows.processes.repair.words import DECISIONS, REASON_ARTICLES, REFUSAL_REASONS
from workflows.processes.repair_information import day


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


def bans_told(dossier: Dossier, code: str) -> tuple[str, ...]:
    """Return the bans because of which a repair is refused; none where another reason is given."""
    bans = bans_of(dossier.case) if code == "banned" else ()
    return tuple(
        f"禁入范围：{sentence(each['scope'])}依据：{sentence(each['basis'])}"
        f"期限：{'至' + day(each['until']) if each['until'] else '永久'}。"
        for each in bans
    )


def reasoned(row: Any) -> str:
    """Return the reasons of one decision, with the coded reason and its article where it is refused."""
    text: str = row["reasons"]
    code = row.get("reason")
    if not code:
        return text
    again = f"可自{day(row['again_on'])}起再次申请。" if row.get("again_on") else ""
    article = row.get("never_article") or REASON_ARTICLES[code]
    return f"{REFUSAL_REASONS[code]}（{article}）。{text}{again}"

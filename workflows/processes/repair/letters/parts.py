"""Pieces that several letters of credit repair print: records with their periods, decisions, free of charge."""

from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Grid
from workflows.processes.letter_parts import date_cn
from workflows.processes.repair.words import DECISIONS, REASON_ARTICLES, REFUSAL_REASONS

#: Repair costs nothing (Order 36, S0 三(一)2).
FREE = "信用修复不收取任何费用。任何以收费代办“信用修复”名义进行的行为均与本机关无关。"


def day(value: Any) -> str:
    """Return a remembered day in words; empty where there is none."""
    return date_cn(date.fromisoformat(value)) if value else ""


def records(dossier: Dossier) -> Grid:
    """Return the records with their class and periods."""
    return Grid(
        columns=("序号", "决定文号", "类别", "公示起始日", "可申请修复之日", "公示截止日"),
        rows=tuple(
            (
                str(place), matter["number"], matter["category"] or "待定", day(matter["start_on"]),
                day(matter["first_on"]) or "待定", day(matter["last_on"]) or "待定",
            )
            for place, matter in enumerate(dossier.case.facts.get("matters", ()), 1)
        ),
    )  # fmt: skip


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
        columns=("序号", "决定文号", "决定", "理由与依据"),
        rows=tuple(
            (str(place), row["number"], DECISIONS[decision], reasoned(row)) for place, row in enumerate(rows, 1)
        ),
    )


def reasoned(row: Any) -> str:
    """Return the reasons of one decision, with the coded reason and its article where it is refused."""
    text: str = row["reasons"]
    code = row.get("reason")
    if not code:
        return text
    again = f"可自{day(row['again_on'])}起再次申请。" if row.get("again_on") else ""
    return f"{REFUSAL_REASONS[code]}（{REASON_ARTICLES[code]}）。{text}{again}"

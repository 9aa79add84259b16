"""Pieces that several letters print: dates, grids, citations, relief."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.case import CHANNEL_NAMES, Channel
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.processes.objection.letters.catalogue import LETTERS
from workflows.processes.objection.words import GROUNDS

#: S1-06: filing does not suspend record, publicity or handling.
PUBLICITY = "异议处理期间，不影响失信行为的记录、公示与处理。"

SUBJECT_KINDS = {
    "legal_person": "法人及非法人组织",
    "individual_business": "个体工商户",
    "natural_person": "自然人",
}

_CODE_TYPES = {"uscc": "统一社会信用代码", "resident_id": "公民身份号码"}
_CATEGORIES = ("登记", "许可", "处罚", "名单", "承诺", "其他")


def date_cn(day: date) -> str:
    """Return a date as GB/T 9704-2012 §7.3.5.4 writes it: Arabic digits, not padded."""
    return f"{day.year}年{day.month}月{day.day}日"


def maybe_cn(due: DueDate | None) -> str:
    """Return a last day in words, empty where there is none."""
    return "" if due is None or due.due_on is None else date_cn(due.due_on)


def channel(key: Channel) -> str:
    """Return how the application came in."""
    return CHANNEL_NAMES[key]


def code_type(key: str) -> str:
    """Return the name of an identifier."""
    return _CODE_TYPES.get(key, "证件号码")


def ticks(labels: Mapping[str, str], ticked: Iterable[str]) -> list[dict[str, object]]:
    """Return boxes in order, the chosen ones ticked."""
    chosen = set(ticked)
    return [{"label": label, "ticked": key in chosen} for key, label in labels.items()]


def grounds(application: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the boxes of 异议理由."""
    return ticks(GROUNDS, {application.get("grounds", "")})


def record(dossier: Dossier) -> dict[str, object]:
    """Return the record as letters name it."""
    row = dossier.record
    fields: Mapping[str, str] = row.get("fields", {})
    return {
        "number": str(row.get("id", "")),
        "decision_number": row.get("decision_number", ""),
        "provider_name": "" if dossier.provider is None else dossier.provider.name,
        "title": "行政处罚信息",
        "decided_on": date_cn(row["decided_on"]) if row else "",
        "category": row.get("category") or fields.get("CF_CFLB", "") or "行政处罚",
        "found_through": "公共信用信息公示",
        "categories": [{"label": label, "ticked": label == "处罚"} for label in _CATEGORIES],
    }


def claims(dossier: Dossier) -> list[dict[str, str]]:
    """Return the field grid 异议项 / 系统信息 / 主张值."""
    fields: Mapping[str, str] = dossier.record.get("fields", {})
    return [
        {
            "label": row.get("label") or dossier.labels.get(row["field"], row["field"]),
            "system_value": row.get("system") or fields.get(row["field"], ""),
            "claimed_value": row["claimed"],
            "new_value": "",
        }
        for row in dossier.application.get("claims", ())
    ]


def changes(dossier: Dossier, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the table before → after; a change that is carried out already brings its own old value."""
    fields: Mapping[str, str] = dossier.record.get("fields", {})
    return [
        {
            "label": dossier.labels.get(row["field"], row["field"]),
            "system_value": row.get("old") or fields.get(row["field"], ""),
            "claimed_value": "",
            "new_value": row["new"],
        }
        for row in rows
    ]


def materials(dossier: Dossier) -> list[dict[str, object]]:
    """Return the list of papers handed in."""
    return [{"name": name, "copies": 1, "form": "电子件"} for name in dossier.attachments]


def printed(due: DueDate | None, note: str) -> dict[str, object]:
    """Return a last day as letters print it, provisional ones marked (暂定)."""
    return {
        "date_cn": maybe_cn(due),
        "provisional": bool(due and due.provisional),
        "note": note,
    }


def due(dossier: Dossier, rule: str, note: str = "") -> dict[str, object]:
    """Return the last day under ``rule``, with its article."""
    found = dossier.deadlines.get(rule)
    article = "" if found is None or not found.article else f"依据{cite(found)}。"
    return printed(found, note or article)


def expected(dossier: Dossier, rule: str, note: str) -> dict[str, object]:
    """Return the last day that ``rule`` would have if its clock started today."""
    return printed(dossier.deadlines.get(rule) or dossier.expected.get(rule), note)


def cite(found: DueDate) -> str:
    """Return text and article of a deadline."""
    title = found.pack if found.pack.startswith("《") else f"《{found.pack}》"
    return f"{title}{found.article}"


def basis(dossier: Dossier, rule: str) -> list[str]:
    """Return the citation on which a letter stands."""
    found = dossier.deadlines.get(rule) or dossier.expected.get(rule)
    return [] if found is None or not found.article else [cite(found)]


def clock_note(dossier: Dossier) -> str:
    """Say whether the clock stands still during 补正 (S1 has no such clause)."""
    if dossier.requires.get("correction_stops"):
        return "依据所适用的规则，补正期间不计入办理期限。"
    return "依据所适用的规则，补正期间不停止计算办理期限。"


def approval(dossier: Dossier, node: str, step: str, post: str, words: str) -> dict[str, object]:
    """Return one line of the approval sheet (OBJ-10)."""
    answers = dossier.answers.get(node, {})
    name, day = dossier.doers.get(node, ("", None))
    return {
        "step": step,
        "opinion": answers.get(words) or ("同意。" if answers.get("decision") == "approve" else ""),
        "no_conflict": answers.get("no_conflict") == "yes",
        "post": post,
        "signed_by": name,
        "date_cn": "" if day is None else date_cn(day),
    }


def relief(organ: Organ) -> list[str]:
    """Return the relief paragraph (行政复议法 Art. 20: 60 days; 行政诉讼法 Art. 46: 6 months)."""
    review = organ.review_body or "有管辖权的行政复议机关"
    court = organ.court or "有管辖权的人民法院"
    return [
        f"如认为本通知侵犯您的合法权益，可以自知道或者应当知道之日起60日内依法向{review}申请行政复议，"
        f"也可以自知道或者应当知道之日起6个月内依法向{court}提起行政诉讼。"
    ]


def recipient(code: str, dossier: Dossier) -> str:
    """Return whom a letter is addressed to."""
    to = LETTERS[code].recipient
    if code == "OBJ-08":
        return dossier.authority.name
    if to == "provider":
        return "" if dossier.provider is None else dossier.provider.name
    if to == "executors":
        return "、".join(dossier.organs[org].name for org in dossier.case.facts.get("executors", ()))
    name: str = dossier.subject["name"]
    return name

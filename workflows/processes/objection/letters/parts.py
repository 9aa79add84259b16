"""Pieces that several letters of objection handling print: the record, what is claimed, what changes, to whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.domain.dossier import Dossier
from workflows.processes import letter_parts
from workflows.processes.objection.letters.catalogue import LETTERS
from workflows.processes.objection.words import GROUNDS

#: S1-06: filing does not suspend record, publicity or handling.
PUBLICITY = "异议处理期间，不影响失信行为的记录、公示与处理。"

SUBJECT_KINDS = {
    "legal_person": "法人及非法人组织",
    "individual_business": "个体工商户",
    "natural_person": "自然人",
}

_CATEGORIES = ("登记", "许可", "处罚", "名单", "承诺", "其他")


def grounds(application: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the boxes of 异议理由."""
    return letter_parts.ticks(GROUNDS, {application.get("grounds", "")})


def record(dossier: Dossier) -> dict[str, object]:
    """Return the record as letters name it."""
    row = dossier.record
    fields: Mapping[str, str] = row.get("fields", {})
    return {
        "number": str(row.get("id", "")),
        "decision_number": row.get("decision_number", ""),
        "provider_name": "" if dossier.provider is None else dossier.provider.name,
        "title": "行政处罚信息",
        "decided_on": letter_parts.date_cn(row["decided_on"]) if row else "",
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


def clock_note(dossier: Dossier) -> str:
    """Say whether the clock stands still during 补正 (S1 has no such clause)."""
    if dossier.requires.get("correction_stops"):
        return "依据所适用的规则，补正期间不计入办理期限。"
    return "依据所适用的规则，补正期间不停止计算办理期限。"


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

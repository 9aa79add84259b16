"""What the letters between centre and provider print: 核查函, 核查意见书, 催办函."""

from workflows.domain.dossier import Dossier
from workflows.processes import letter_parts
from workflows.processes.objection.letters import parts
from workflows.processes.objection.words import FINDINGS

Context = dict[str, object]


def inquiry(dossier: Dossier) -> Context:
    """Return what 核查函 (OBJ-07) prints."""
    return {
        "letter": letter_parts.head(dossier, f"关于核查{dossier.subject['name']}信用信息异议的函"),
        "due": letter_parts.expected(
            dossier, "objection.verify", "自签收本函之日起计算，签收当日不计；上列日期按本函签发当日签收推算。"
        ),
        "items": parts.claims(dossier),
        "reasons": dossier.answers.get("draft_inquiry", {}).get("summary", ""),
        "basis": letter_parts.basis(dossier, "objection.verify"),
    }


def opinion(dossier: Dossier) -> Context:
    """Return what 核查意见书 (OBJ-08) prints."""
    answers = dossier.answers.get("verify", {})
    return {
        "letter": letter_parts.head(dossier, f"关于{dossier.subject['name']}信用信息异议核查情况的复函"),
        "inquiry": _inquiry_reference(dossier),
        "verification": {
            "process": answers.get("course", ""),
            "conclusions": letter_parts.ticks(FINDINGS, {answers.get("finding", "")}),
        },
        "items": parts.changes(dossier, answers.get("changes", ())),
        "reasons": "",
        "basis": [line.strip().rstrip("。;；") for line in str(answers.get("basis", "")).splitlines() if line.strip()],
    }


def _inquiry_reference(dossier: Dossier) -> Context:
    signed = dossier.doers.get("sign_inquiry")
    return {
        "number": dossier.numbers.get("OBJ-07", ""),
        "date_cn": "" if signed is None else letter_parts.date_cn(signed[1]),
        "title": f"关于核查{dossier.subject['name']}信用信息异议的函",
    }


def urging(dossier: Dossier) -> Context:
    """Return what 催办函 (OBJ-09) prints."""
    running = dossier.deadlines.get("objection.verify")
    overdue = running is not None and running.due_on is not None and running.due_on < dossier.today
    return {
        "letter": letter_parts.head(dossier, f"关于催办{dossier.subject['name']}信用信息异议核查事项的函"),
        "due": letter_parts.due(dossier, "objection.verify"),
        "inquiry": _inquiry_reference(dossier),
        "urge": {"overdue": overdue, "days": dossier.days_late, "as_of": letter_parts.date_cn(dossier.today)},
        "basis": letter_parts.basis(dossier, "objection.verify"),
    }

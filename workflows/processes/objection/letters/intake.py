"""What the letters of intake print: application, receipt, acceptance, 补正, refusal, 标注, termination."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier, DueDate
from workflows.domain.identifiers import mask_code
from workflows.processes import letter_parts
from workflows.processes.objection.letters import parts
from workflows.processes.objection.words import REFUSAL_REASONS

Context = dict[str, object]


def application(dossier: Dossier) -> Context:
    """Return what 异议申请表 (OBJ-01) prints."""
    application, subject = dossier.application, dossier.subject
    return {
        "applicant": {
            "kinds": letter_parts.ticks(parts.SUBJECT_KINDS, {subject["kind"]}),
            "name": subject["name"],
            "code_type": letter_parts.code_type(subject["code_type"]),
            "code": mask_code(subject["code"]),
            "legal_representative": subject["legal_representative"],
            "agent_name": application.get("contact_name") or "",
            "agent_code": "（见身份证件复印件）",
            "phone": application.get("contact_phone") or "",
            "email": application.get("contact_email") or "",
            "address": application.get("address") or "",
            "e_service": bool(application.get("e_service")),
        },
        "reason_codes": parts.grounds(application),
        "items": parts.claims(dossier),
        "reasons": application.get("statement") or "",
        "materials": letter_parts.materials(dossier),
    }


def receipt(dossier: Dossier) -> Context:
    """Return what 收件回执 (OBJ-03) prints."""
    return {
        "due": letter_parts.due(dossier, "objection.overall"),
        # The application itself was received in any case.
        "materials": [{"name": "信用信息异议申请表", "copies": 1, "form": "电子件"}, *letter_parts.materials(dossier)],
        "qr": f"{dossier.site}/progress?number={dossier.case.number}",
    }


def acceptance(dossier: Dossier) -> Context:
    """Return what 受理通知书 (OBJ-04) prints."""
    own = bool(dossier.case.facts.get("own_scope")) or dossier.provider is None
    return {
        "due": letter_parts.due(dossier, "objection.overall"),
        "publicity": parts.PUBLICITY,
        "verifier": dossier.authority.name if own or dossier.provider is None else dossier.provider.name,
    }


def correction(dossier: Dossier) -> Context:
    """Return what 补正通知书 (OBJ-05) prints."""
    supply_by = dossier.case.facts.get("supply_by") or dossier.today.isoformat()
    return {
        "due": letter_parts.printed(DueDate(rule="", due_on=date.fromisoformat(supply_by), provisional=False), ""),
        "missing": [dict(row) for row in dossier.case.facts.get("missing", ())],
        "clock_note": parts.clock_note(dossier),
        "consequence": "逾期未补正的，本机关按现有材料办理，并在办理期限内答复。",
    }


def refusal(dossier: Dossier) -> Context:
    """Return what 不予受理通知书 (OBJ-06) prints."""
    answers = dossier.answers.get("examine", {})
    return {
        "refusal": {
            "reason": REFUSAL_REASONS.get(answers.get("refuse_code", ""), ""),
            "turn_to": answers.get("refer_to") or "",
        },
        "reasons": answers.get("reasons") or "",
    }


def mark(dossier: Dossier) -> Context:
    """Return what 异议标注(解除标注)单 (OBJ-14) prints."""
    facts: Mapping[str, Any] = dossier.case.facts
    lifted = not facts.get("marked")
    marked_on = facts.get("marked_on")
    return {
        "mark": {
            "text": "该信息存在异议，正在核查",
            "marked_at": letter_parts.date_cn(date.fromisoformat(marked_on)) if marked_on else "",
            "marked_by": dossier.authority.name,
            "lifted_at": letter_parts.date_cn(dossier.today) if lifted else "",
            "lift_reason": "异议处理完毕" if lifted else "",
            "lifted_by": dossier.authority.name if lifted else "",
        },
    }


def termination(dossier: Dossier) -> Context:
    """Return what 终止办理告知书 (OBJ-15) prints."""
    withdrawn_on = dossier.case.facts.get("withdrawn_on")
    return {
        "withdrawal": {
            "received_on": letter_parts.date_cn(date.fromisoformat(withdrawn_on)) if withdrawn_on else "",
            "reason": dossier.case.facts.get("withdrawal_reason", ""),
            "signed_by": dossier.subject["name"],
        },
        "publicity": parts.PUBLICITY,
    }

"""Fills the letters of objection handling from the dossier of a case."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier, DueDate
from workflows.domain.identifiers import mask_code
from workflows.processes.objection import letter_parts as parts
from workflows.processes.objection.letters import LETTERS
from workflows.processes.objection.words import CORRECTING, DECISIONS, FINDINGS, REFUSAL_REASONS, SERVICE_METHODS

Context = dict[str, object]


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Args:
        code: a code of LETTERS.
        dossier: the case as it stands when the letter is drafted or signed.

    Raises:
        KeyError: no such letter.
    """
    return {**_common(code, dossier), **_OWN[code](dossier)}


def _common(code: str, dossier: Dossier) -> Context:
    case, subject = dossier.case, dossier.subject
    provider_writes = code == "OBJ-08" and dossier.provider is not None
    organ = dossier.provider if provider_writes and dossier.provider else dossier.authority
    masked = mask_code(subject["code"])
    return {
        "organ": {
            "name": organ.name,
            "letter_word": organ.letter_word,
            "address": organ.address,
            "postcode": organ.postcode,
            "phone": organ.phone,
            "contact_post": organ.contact_post,
        },
        "letter": {
            "number": dossier.number,
            "date_cn": parts.date_cn(dossier.today),
            "title": LETTERS[code].title,
        },
        "recipient": {
            "name": _recipient(code, dossier),
            "code_masked": masked,
            "address": dossier.application.get("address", ""),
            "postcode": "",
            "phone": dossier.application.get("contact_phone", ""),
            "email": dossier.application.get("contact_email", ""),
            "receiver": dossier.application.get("contact_name", ""),
            "e_service": bool(dossier.application.get("e_service")),
        },
        "case": {
            "number": case.number,
            "received_on": parts.date_cn(case.received_on),
            "query_code": dossier.query_code,
            "channel": parts.channel(case.channel),
        },
        "subject": {
            "name": subject["name"],
            "code_type": parts.code_type(subject["code_type"]),
            "code_masked": masked,
            "legal_representative": subject["legal_representative"],
        },
        "record": parts.record(dossier),
        "basis": parts.basis(dossier, "objection.overall"),
        "attachments": list(dossier.attachments),
        "cc": [],
        "sign": {"organ": organ.name, "date_cn": parts.date_cn(dossier.today)},
        "qr": "",
        "relief": parts.relief(dossier.authority) if LETTERS[code].relief else [],
        "remark": "",
    }


def _recipient(code: str, dossier: Dossier) -> str:
    to = LETTERS[code].recipient
    if code == "OBJ-08":
        return dossier.authority.name
    if to == "provider":
        return "" if dossier.provider is None else dossier.provider.name
    if to == "executors":
        return "、".join(dossier.organs[org].name for org in dossier.case.facts.get("executors", ()))
    name: str = dossier.subject["name"]
    return name


def _application(dossier: Dossier) -> Context:
    application, subject = dossier.application, dossier.subject
    return {
        "applicant": {
            "kinds": parts.ticks(parts.SUBJECT_KINDS, {subject["kind"]}),
            "name": subject["name"],
            "code_type": parts.code_type(subject["code_type"]),
            "code": mask_code(subject["code"]),
            "legal_representative": subject["legal_representative"],
            "agent_name": application.get("contact_name", ""),
            "agent_code": "(见身份证件复印件)",
            "phone": application.get("contact_phone", ""),
            "email": application.get("contact_email", ""),
            "address": application.get("address", ""),
            "e_service": bool(application.get("e_service")),
        },
        "reason_codes": parts.grounds(application),
        "items": parts.claims(dossier),
        "reasons": application.get("statement", ""),
        "materials": parts.materials(dossier),
    }


def _receipt(dossier: Dossier) -> Context:
    return {
        "due": parts.due(dossier, "objection.overall"),
        "materials": parts.materials(dossier),
        "qr": f"{dossier.site}/progress?number={dossier.case.number}",
    }


def _acceptance(dossier: Dossier) -> Context:
    own = bool(dossier.case.facts.get("own_scope")) or dossier.provider is None
    return {
        "due": parts.due(dossier, "objection.overall"),
        "publicity": parts.PUBLICITY,
        "verifier": dossier.authority.name if own or dossier.provider is None else dossier.provider.name,
    }


def _correction(dossier: Dossier) -> Context:
    return {
        "due": parts.due(dossier, "objection.correction"),
        "missing": [dict(row) for row in dossier.case.facts.get("missing", ())],
        "clock_note": parts.clock_note(dossier),
        "consequence": "逾期未补正的,本机关按现有材料办理,并在办理期限内答复。",
    }


def _refusal(dossier: Dossier) -> Context:
    answers = dossier.answers.get("examine", {})
    return {
        "refusal": {
            "reason": REFUSAL_REASONS.get(answers.get("refuse_code", ""), ""),
            "turn_to": answers.get("refer_to") or "",
        },
        "reasons": answers.get("reasons") or "",
    }


def _inquiry(dossier: Dossier) -> Context:
    return {
        "letter": _titled(dossier, f"关于核查{dossier.subject['name']}信用信息异议的函"),
        "due": parts.expected(
            dossier, "objection.verify", "自签收本函之日起计算,签收当日不计;上列日期按本函签发当日签收推算。"
        ),
        "items": parts.claims(dossier),
        "reasons": dossier.answers.get("draft_inquiry", {}).get("summary", ""),
        "basis": parts.basis(dossier, "objection.verify"),
    }


def _titled(dossier: Dossier, title: str) -> Context:
    return {"number": dossier.number, "date_cn": parts.date_cn(dossier.today), "title": title}


def _opinion(dossier: Dossier) -> Context:
    answers = dossier.answers.get("verify", {})
    return {
        "letter": _titled(dossier, f"关于{dossier.subject['name']}信用信息异议核查情况的复函"),
        "inquiry": _inquiry_reference(dossier),
        "verification": {
            "process": answers.get("process", ""),
            "conclusions": parts.ticks(FINDINGS, {answers.get("finding", "")}),
        },
        "items": parts.changes(dossier, answers.get("changes", ())),
        "reasons": answers.get("process", ""),
        "basis": [line for line in str(answers.get("basis", "")).splitlines() if line.strip()],
    }


def _inquiry_reference(dossier: Dossier) -> Context:
    signed = dossier.doers.get("sign_inquiry")
    return {
        "number": dossier.numbers.get("OBJ-07", ""),
        "date_cn": "" if signed is None else parts.date_cn(signed[1]),
        "title": f"关于核查{dossier.subject['name']}信用信息异议的函",
    }


def _urging(dossier: Dossier) -> Context:
    running = dossier.deadlines.get("objection.verify")
    overdue = running is not None and running.due_on is not None and running.due_on < dossier.today
    return {
        "letter": _titled(dossier, f"关于催办{dossier.subject['name']}信用信息异议核查事项的函"),
        "due": parts.due(dossier, "objection.verify"),
        "inquiry": _inquiry_reference(dossier),
        "urge": {"overdue": overdue, "days": dossier.days_late, "as_of": parts.date_cn(dossier.today)},
        "basis": parts.basis(dossier, "objection.verify"),
    }


def _approval(dossier: Dossier) -> Context:
    return {
        **_result(dossier),
        "due": parts.due(dossier, "objection.overall"),
        "approvals": [
            parts.approval(dossier, "draft_decision", "经办意见", "受理岗", "reasons"),
            parts.approval(dossier, "audit_decision", "审核意见", "审核岗", "opinion"),
            parts.approval(dossier, "approve_decision", "负责人意见", "负责人", "opinion"),
        ],
    }


def _result(dossier: Dossier) -> Context:
    answers = dossier.answers.get("draft_decision", {})
    check = dossier.answers.get("verify") or dossier.answers.get("self_check") or {}
    conclusion = answers.get("conclusion", "")
    corrects = conclusion in CORRECTING
    correct = dossier.deadlines.get("objection.correct") or dossier.expected.get("objection.correct")
    executed = dossier.answers.get("execute_correction", {}).get("effective_on")
    checker = dossier.authority.name if dossier.case.facts.get("own_scope") else _recipient("OBJ-07", dossier)
    finding = FINDINGS.get(check.get("finding", ""), "")
    return {
        "claim": dossier.application.get("statement", ""),
        "verification": {"summary": f"经{checker}核查,{finding}。{check.get('process', '')}"},
        "outcome": {"label": DECISIONS.get(conclusion, "")},
        "reasons": answers.get("reasons", ""),
        "items": parts.changes(dossier, answers.get("changes", ())) if corrects else [],
        "correction": {
            "done_on": parts.date_cn(date.fromisoformat(executed)) if executed else "",
            "due_on": parts.maybe_cn(correct) if corrects else "",
        },
    }


def _executed(dossier: Dossier) -> Context:
    answers = dossier.answers.get("execute_correction", {})
    withdrawn = dossier.case.facts.get("conclusion") == "withdraw"
    done_at = str(answers.get("effective_on", ""))
    effective = parts.date_cn(date.fromisoformat(done_at)) if done_at else ""
    return {
        "actions": parts.ticks({"correct": "更正", "withdraw": "撤销"}, {"withdraw" if withdrawn else "correct"}),
        "items": parts.changes(dossier, [row for row in dossier.changes if row["field"] != "state"]),
        "correction": {"effective_on": effective},
        "due": parts.due(dossier, "objection.correct"),
        "systems": [
            {"name": line.strip(), "result": "已更新", "done_at": effective, "signed_by": ""}
            for line in str(answers.get("systems", "")).splitlines()
            if line.strip()
        ],
    }


def _restoration(dossier: Dossier) -> Context:
    answers = dossier.answers.get("order_restoration", {})
    by = answers.get("restore_by")
    restore_by = None if not by else date.fromisoformat(str(by))
    return {
        "measure": {"title": answers.get("measures", ""), "department": _recipient("OBJ-13", dossier), "from_on": ""},
        "restoration": {
            "steps": [line for line in str(answers.get("restoration", "")).splitlines() if line.strip()],
            "notice_text": answers.get("announcement", ""),
        },
        "due": parts.printed(DueDate(rule="", due_on=restore_by, provisional=False), ""),
        "reasons": dossier.answers.get("draft_decision", {}).get("reasons", ""),
    }


def _mark(dossier: Dossier) -> Context:
    facts: Mapping[str, Any] = dossier.case.facts
    lifted = not facts.get("marked")
    marked_on = facts.get("marked_on")
    return {
        "mark": {
            "text": "该信息存在异议,正在核查",
            "marked_at": parts.date_cn(date.fromisoformat(marked_on)) if marked_on else "",
            "marked_by": dossier.authority.name,
            "lifted_at": parts.date_cn(dossier.today) if lifted else "",
            "lift_reason": "异议处理完毕" if lifted else "",
            "lifted_by": dossier.authority.name if lifted else "",
        },
    }


def _termination(dossier: Dossier) -> Context:
    withdrawn_on = dossier.case.facts.get("withdrawn_on")
    return {
        "withdrawal": {
            "received_on": parts.date_cn(date.fromisoformat(withdrawn_on)) if withdrawn_on else "",
            "reason": dossier.case.facts.get("withdrawal_reason", ""),
            "signed_by": dossier.subject["name"],
        },
        "publicity": parts.PUBLICITY,
    }


def _service(dossier: Dossier) -> Context:
    answers = dossier.answers.get("serve_reply", {})
    served_on = str(answers.get("served_on", ""))
    electronic = answers.get("method") == "electronic"
    served_cn = parts.date_cn(date.fromisoformat(served_on)) if served_on else ""
    return {
        "service": {
            "cause": "信用信息异议处理",
            "place": "信案通系统收件箱" if electronic else dossier.application.get("address", ""),
            "delivered_at": served_cn,
            "received_by": answers.get("receiver", ""),
            "relation": answers.get("relation") or "",
            "substitute_reason": "",
            "refusal_reason": "",
            "witness": "",
            "servers": dossier.doers.get("serve_reply", ("", dossier.today))[0],
            "remark": answers.get("note") or "",
            "documents": [{"name": LETTERS["OBJ-11"].title, "number": dossier.numbers.get("OBJ-11", "")}],
            "methods": parts.ticks(SERVICE_METHODS, {answers.get("method", "")}),
            "electronic": {
                "system": "信案通系统收件箱" if electronic else "",
                "arrived_at": served_cn if electronic else "",
                "receipt_hash": dossier.hashes.get("OBJ-11", "") if electronic else "",
            },
        },
    }


_OWN: dict[str, Callable[[Dossier], Context]] = {
    "OBJ-01": _application,
    "OBJ-03": _receipt,
    "OBJ-04": _acceptance,
    "OBJ-05": _correction,
    "OBJ-06": _refusal,
    "OBJ-07": _inquiry,
    "OBJ-08": _opinion,
    "OBJ-09": _urging,
    "OBJ-10": _approval,
    "OBJ-11": _result,
    "OBJ-12": _executed,
    "OBJ-13": _restoration,
    "OBJ-14": _mark,
    "OBJ-15": _termination,
    "SHR-01": _service,
    "SHR-02": lambda _dossier: {},
}

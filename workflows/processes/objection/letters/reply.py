"""What the letters of the decision print: approval sheet, result, correction, restoration."""

from datetime import date

from workflows.domain.dossier import Dossier, DueDate
from workflows.processes import letter_parts
from workflows.processes.objection.letters import parts
from workflows.processes.objection.words import CORRECTING, DECISIONS, FINDINGS

Context = dict[str, object]


def approval(dossier: Dossier) -> Context:
    """Return what 异议处理审批表 (OBJ-10) prints."""
    return {
        **result(dossier),
        "due": letter_parts.due(dossier, "objection.overall"),
        "approvals": [
            letter_parts.approval(dossier, "draft_decision", "经办意见", "受理岗", "reasons"),
            letter_parts.approval(dossier, "audit_decision", "审核意见", "审核岗", "opinion"),
            letter_parts.approval(dossier, "approve_decision", "负责人意见", "负责人", "opinion"),
        ],
    }


def result(dossier: Dossier) -> Context:
    """Return what 异议处理结果告知书 (OBJ-11) prints."""
    answers = dossier.answers.get("draft_decision", {})
    check = dossier.answers.get("verify") or dossier.answers.get("self_check") or {}
    conclusion = answers.get("conclusion", "")
    corrects = conclusion in CORRECTING
    correct = dossier.deadlines.get("objection.correct") or dossier.expected.get("objection.correct")
    executed = dossier.answers.get("execute_correction", {}).get("effective_on")
    checker = dossier.authority.name if dossier.case.facts.get("own_scope") else parts.recipient("OBJ-07", dossier)
    finding = FINDINGS.get(check.get("finding", ""), "")
    return {
        "claim": dossier.application.get("statement", ""),
        "verification": {"summary": f"经{checker}核查，{finding}。{check.get('course', '')}"},
        "outcome": {"label": DECISIONS.get(conclusion, "")},
        "reasons": answers.get("reasons", ""),
        "items": parts.changes(dossier, answers.get("changes", ())) if corrects else [],
        "correction": {
            "done_on": letter_parts.date_cn(date.fromisoformat(executed)) if executed else "",
            "due_on": letter_parts.maybe_cn(correct) if corrects else "",
        },
    }


def executed(dossier: Dossier) -> Context:
    """Return what 信息更正(撤销)通知单 (OBJ-12) prints."""
    answers = dossier.answers.get("execute_correction", {})
    withdrawn = dossier.case.facts.get("conclusion") == "withdraw"
    done_at = str(answers.get("effective_on", ""))
    effective = letter_parts.date_cn(date.fromisoformat(done_at)) if done_at else ""
    return {
        "actions": letter_parts.ticks(
            {"correct": "更正", "withdraw": "撤销"}, {"withdraw" if withdrawn else "correct"}
        ),
        "items": parts.changes(dossier, [row for row in dossier.changes if row["field"] != "state"]),
        "correction": {"effective_on": effective},
        "due": letter_parts.due(dossier, "objection.correct"),
        "systems": [_system(line, effective) for line in str(answers.get("systems", "")).splitlines() if line.strip()],
    }


def _system(line: str, effective: str) -> dict[str, str]:
    """Return one system of the receipt: its name and, behind it, when it was updated or what came of it."""
    name, *told = line.split(maxsplit=1)
    words = "".join(told)
    timed = any(each.isdigit() for each in words)
    return {
        "name": name,
        "result": words if words and not timed else "已更新",
        "done_at": words if timed else effective,
        "signed_by": "",
    }


def restoration(dossier: Dossier) -> Context:
    """Return what 恢复名誉通知书 (OBJ-13) prints."""
    answers = dossier.answers.get("order_restoration", {})
    by = answers.get("restore_by")
    number = dossier.numbers.get("OBJ-11", "")
    told = f"处理结果见《异议处理结果告知书》（{number}）。" if number else ""
    restore_by = None if not by else date.fromisoformat(str(by))
    return {
        "measure": {
            # It stands within a sentence of the office's.
            "title": str(answers.get("measures") or "").strip().rstrip("。；"),
            "department": parts.recipient("OBJ-13", dossier),
            "from_on": "",
        },
        "restoration": {
            "steps": [line for line in str(answers.get("restoration", "")).splitlines() if line.strip()],
            "notice_text": answers.get("announcement", ""),
        },
        "due": letter_parts.printed(DueDate(rule="", due_on=restore_by, provisional=False), ""),
        "reasons": letter_parts.sentence(dossier.answers.get("draft_decision", {}).get("reasons")) + told,
    }

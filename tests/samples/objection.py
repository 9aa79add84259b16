"""What people type in an objection that is right, task by task."""

from typing import Any

#: Filing as an applicant types it.
APPLICATION: dict[str, Any] = {
    "grounds": "wrong",
    "claims": [{"field": "CF_NR_FK", "claimed": "0.5"}],
    "statement": "罚款金额应为五千元。",
    "contact_name": "示例申请人",
    "contact_phone": "13800000000",
    "contact_email": "",
    "address": "示例市示例路1号",
    "e_service": True,
    "truthful": True,
}

_APPROVE: dict[str, Any] = {"decision": "approve", "opinion": "", "no_conflict": "yes"}
_CHANGES = [{"field": "CF_NR_FK", "new": "0.5"}]

#: What is typed into each task's form unless a test says otherwise: an objection that is right.
USUAL: dict[str, dict[str, Any]] = {
    "examine": {
        "identity_ok": True,
        "materials_ok": True,
        "outcome": "accept",
        "own_scope": False,
        "missing": [],
        "supply_by": None,
        "refuse_code": "",
        "refer_to": "",
        "reasons": "",
    },
    "supply_corrections": {"statement": "已补齐。"},
    "draft_inquiry": {"summary": "请核查罚款金额。"},
    "sign_for": {"received": True},
    "verify": {"finding": "wrong", "course": "查阅案卷。", "basis": "处罚决定书原件。", "changes": _CHANGES},
    "self_check": {"finding": "wrong", "course": "查阅案卷。", "basis": "处罚决定书原件。", "changes": _CHANGES},
    "draft_decision": {
        "conclusion": "correct",
        "reasons": "录入有误。",
        "changes": _CHANGES,
        "measure_wronged": False,
        "no_conflict": "yes",
    },
    "serve_reply": {"method": "electronic", "receiver": "示例申请人", "relation": "", "note": ""},
    "execute_correction": {"executed": True, "systems": "示例系统 已更新"},
    "order_restoration": {"measures": "限制投标", "restoration": "恢复资格", "announcement": "更正公告"},
    "confirm_restoration": {"done": "已恢复。"},
    **{f"supervise_{clock}": {"measure": "督促办理。", "cause": ""} for clock in (
        "overall", "forward", "own_scope", "verify", "notify", "correct")},
    **dict.fromkeys(
        (
            "sign_correction_notice", "sign_refusal", "sign_acceptance", "sign_inquiry", "audit_decision",
            "approve_decision", "sign_restoration", "sign_termination",
        ),
        _APPROVE,
    ),
}  # fmt: skip
#: Dates in forms that are today unless a test says otherwise.
TODAY = {"serve_reply": "served_on", "execute_correction": "effective_on", "confirm_restoration": "done_on"}

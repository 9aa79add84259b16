"""What people do in the scenarios of objection handling: forms filled as they are typed."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Act, Do
from workflows.processes.scenario_acts import RETURN, sign

#: Friday before the autumn holidays of 2026: a make-up Sunday, 中秋 and 国庆 lie in the twelve working days.
BEGINS = date(2026, 9, 18)

#: The application form of every scenario.
FILING: dict[str, Any] = {
    "grounds": "wrong",
    "claims": [{"field": "CF_NR_FK", "claimed": "0.5"}],
    "statement": "处罚决定书载明罚款五千元，公示信息误为五万元。",
    "contact_name": "示例联系人",
    "contact_phone": "13800000000",
    "contact_email": "applicant@demo.example",
    "address": "示例市示例路1号",
    "e_service": True,
    "truthful": True,
}
#: One field old → new.
CHANGES = [{"field": "CF_NR_FK", "new": "0.5"}]
#: The coded reason of most breaches.
LATE = "provider_late"


def examine(outcome: str, **more: Any) -> Do:
    """The reviewer examines the application; ``more`` is what the outcome needs besides."""
    return Do(who="reviewer", node="examine", form={"identity_ok": True, "outcome": outcome, **more})


def ask(supply_by: date) -> Do:
    """The reviewer asks for what is missing, by a day."""
    missing = [{"item": "营业执照复印件", "requirement": "加盖公章"}]
    return examine("correct", missing=missing, supply_by=supply_by.isoformat())


def inquire(breach: str | None = None) -> tuple[Act, ...]:
    """The 核查函 is drafted and signed."""
    drafted = Do(who="reviewer", node="draft_inquiry", form={"summary": "请核查罚款金额。"})
    return (drafted, sign("auditor", "sign_inquiry", breach=breach))


def forward() -> tuple[Act, ...]:
    """From the application to the desk of the provider."""
    return (examine("accept", materials_ok=True), sign("auditor", "sign_acceptance"), *inquire())


def find(node: str, finding: str, changes: list[dict[str, str]], breach: str | None = None) -> Do:
    """The provider answers (``verify``) or the centre checks its own record (``self_check``)."""
    who = "provider" if node == "verify" else "reviewer"
    form = {"finding": finding, "course": "调阅案卷核对。", "basis": "处罚决定书原件。", "changes": changes}
    return Do(who=who, node=node, form=form, breach=breach)


#: The provider signs for the 核查函.
SIGN_FOR = Do(who="provider", node="sign_for", form={"received": True})


_REASONS = {
    "correct": "经核查，录入有误，予以更正。",
    "partial": "经核查，罚款金额录入有误，予以更正，其余内容与处罚决定书一致。",
    "withdraw": "经核查，该处罚决定的当事人并非申请人，信息归集有误，予以撤销。",
    "unfounded": "经核查，信息与处罚决定书一致。",
    "unverifiable": "经核查，处罚案卷已经毁损，有关内容无法核实，予以记载。",
}


def draft(conclusion: str, changes: list[dict[str, str]] | None = None, *, wronged: bool = False) -> Do:
    """The reviewer drafts the decision; with changes the objection is upheld."""
    reasons = _REASONS[conclusion]
    form = {"conclusion": conclusion, "reasons": reasons, "changes": changes or [], "no_conflict": "yes"}
    return Do(who="reviewer", node="draft_decision", form={**form, "measure_wronged": wronged})


#: What the provider is asked to supply.
SUPPLEMENT = "核查意见没有说明罚款金额的依据，请补充处罚决定书页码。"


def send_to_provider(who: str, node: str) -> Do:
    """Auditor or head send a poor opinion back to the provider."""
    return Do(who=who, node=node, form={**RETURN, "opinion": SUPPLEMENT, "return_to": "provider"})


#: Auditor and head pass the decision.
DECIDE: tuple[Act, ...] = (sign("auditor", "audit_decision"), sign("head", "approve_decision"))


def serve(on: date, breach: str | None = None) -> Do:
    """The reply is served electronically on a day."""
    form = {"method": "electronic", "served_on": on.isoformat(), "receiver": "示例联系人"}
    return Do(who="reviewer", node="serve_reply", form=form, breach=breach)


def execute(on: date, who: str = "provider", breach: str | None = None) -> Do:
    """The record is corrected with effect from a day."""
    form = {"executed": True, "effective_on": on.isoformat(), "systems": "示例市信用信息平台 已更新"}
    return Do(who=who, node="execute_correction", form=form, breach=breach)


#: Two departments are told to restore the good name.
RESTORE = Do(
    who="reviewer",
    node="order_restoration",
    form={
        "departments": ["executor", "executor2"],
        "measures": "限制参加公共资源交易。",
        "restoration": "恢复资格，在原渠道发布更正公告。",
        "restore_by": "2026-10-16",
        "announcement": "现更正有关信息，消除影响。",
    },
)

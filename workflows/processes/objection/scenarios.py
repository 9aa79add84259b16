"""Whole objections, step by step: together they pass every node and every flow of the diagram."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Act, Do, File, Scenario, Wait, Withdraw
from workflows.domain.words import N_

#: Friday before the autumn holidays of 2026: a make-up Sunday, 中秋 and 国庆 lie in the twelve working days.
_BEGINS = date(2026, 9, 18)

_FILING: dict[str, Any] = {
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
_CHANGES = [{"field": "CF_NR_FK", "new": "0.5"}]
_APPROVE = {"decision": "approve", "opinion": "同意。", "no_conflict": "yes"}
_RETURN = {"decision": "return", "opinion": "表述不清，请修改。", "no_conflict": "yes"}
_LATE = "provider_late"


def _examine(outcome: str, **more: Any) -> Do:
    return Do(who="reviewer", node="examine", form={"identity_ok": True, "outcome": outcome, **more})


def _sign(who: str, node: str, *, back: bool = False, breach: str | None = None) -> Do:
    return Do(who=who, node=node, form=_RETURN if back else _APPROVE, breach=breach)


def _ask(supply_by: date) -> Do:
    missing = [{"item": "营业执照复印件", "requirement": "加盖公章"}]
    return _examine("correct", missing=missing, supply_by=supply_by.isoformat())


def _inquire(breach: str | None = None) -> tuple[Act, ...]:
    draft = Do(who="reviewer", node="draft_inquiry", form={"summary": "请核查罚款金额。"})
    return (draft, _sign("auditor", "sign_inquiry", breach=breach))


def _forward() -> tuple[Act, ...]:
    return (_examine("accept", materials_ok=True), _sign("auditor", "sign_acceptance"), *_inquire())


def _find(node: str, finding: str, changes: list[dict[str, str]], breach: str | None = None) -> Do:
    who = "provider" if node == "verify" else "reviewer"
    form = {"finding": finding, "course": "调阅案卷核对。", "basis": "处罚决定书原件。", "changes": changes}
    return Do(who=who, node=node, form=form, breach=breach)


_SIGN_FOR = Do(who="provider", node="sign_for", form={"received": True})


def _draft(conclusion: str, changes: list[dict[str, str]] | None = None, *, wronged: bool = False) -> Do:
    reasons = "经核查，录入有误，予以更正。" if changes else "经核查，信息与处罚决定书一致。"
    form = {"conclusion": conclusion, "reasons": reasons, "changes": changes or [], "no_conflict": "yes"}
    return Do(who="reviewer", node="draft_decision", form={**form, "measure_wronged": wronged})


_DECIDE: tuple[Act, ...] = (_sign("auditor", "audit_decision"), _sign("head", "approve_decision"))


def _serve(on: date, breach: str | None = None) -> Do:
    form = {"method": "electronic", "served_on": on.isoformat(), "receiver": "示例联系人"}
    return Do(who="reviewer", node="serve_reply", form=form, breach=breach)


def _execute(on: date, who: str = "provider", breach: str | None = None) -> Do:
    form = {"executed": True, "effective_on": on.isoformat(), "systems": "示例市信用信息平台 已更新"}
    return Do(who=who, node="execute_correction", form=form, breach=breach)


def _supervise(clock: str) -> Do:
    return Do(who="supervisor", node=f"supervise_{clock}", form={"measure": "发督办单，限期办结。", "cause": "积压"})


_ON_TIME = Scenario(
    key="on-time",
    name=N_("按期办结，异议不成立"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        *_forward(),
        Wait(until=date(2026, 9, 21)),
        _SIGN_FOR,
        Wait(until=date(2026, 9, 24)),
        _find("verify", "correct", []),
        _draft("unfounded"),
        *_DECIDE,
        Wait(until=date(2026, 9, 28)),
        _serve(date(2026, 9, 28)),
    ),
)

_OVERDUE = Scenario(
    key="overdue",
    name=N_("各环节均逾期：预警、红牌、上报、督办"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        Wait(until=date(2026, 10, 8)),
        _supervise("forward"),
        _examine("accept", materials_ok=True),
        _sign("auditor", "sign_acceptance"),
        *_inquire("handler_overloaded"),
        _SIGN_FOR,
        Wait(until=date(2026, 10, 16)),
        _supervise("overall"),
        _supervise("verify"),
        _find("verify", "wrong", _CHANGES, _LATE),
        _draft("correct", _CHANGES),
        *_DECIDE,
        Wait(until=date(2026, 10, 26)),
        _supervise("notify"),
        _supervise("correct"),
        _serve(date(2026, 10, 26), _LATE),
        _execute(date(2026, 10, 26), breach="handler_missed"),
    ),
)

_CORRECTION = Scenario(
    key="correction",
    name=N_("补正后受理，异议成立，更正信息"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        _ask(date(2026, 9, 23)),
        _sign("auditor", "sign_correction_notice"),
        Wait(until=date(2026, 9, 21)),
        Do(who="applicant", node="supply_corrections", form={"statement": "已补交营业执照复印件。"}),
        *_forward(),
        Wait(until=date(2026, 9, 23)),
        _SIGN_FOR,
        _find("verify", "wrong", _CHANGES),
        _draft("correct", _CHANGES),
        *_DECIDE,
        _serve(date(2026, 9, 23)),
        Wait(until=date(2026, 9, 24)),
        _execute(date(2026, 9, 24)),
    ),
)

_REFUSED = Scenario(
    key="refused",
    name=N_("不予受理"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        _examine("refuse", refuse_code="not_ours", refer_to="中国人民银行示例市分行", reasons="属于征信机构信息。"),
        _sign("auditor", "sign_refusal"),
    ),
)

_WITHDRAWN = Scenario(
    key="withdrawn",
    name=N_("申请人撤回"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        *_forward(),
        Wait(until=date(2026, 9, 22)),
        Withdraw(reason="已与信息提供单位沟通解决。"),
        _sign("auditor", "sign_termination"),
    ),
)

_RETURNED = Scenario(
    key="returned",
    name=N_("各审核环节均退回一次"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING, who="reviewer"),
        _examine("refuse", refuse_code="no_objection", reasons="未写明异议。"),
        _sign("auditor", "sign_refusal", back=True),
        _ask(date(2026, 9, 21)),
        _sign("auditor", "sign_correction_notice", back=True),
        _ask(date(2026, 9, 21)),
        _sign("auditor", "sign_correction_notice"),
        Wait(until=date(2026, 9, 22)),
        _examine("accept"),
        _sign("auditor", "sign_acceptance", back=True),
        _examine("accept"),
        _sign("auditor", "sign_acceptance"),
        Do(who="reviewer", node="draft_inquiry", form={"summary": "请核查。"}),
        _sign("auditor", "sign_inquiry", back=True),
        *_inquire(),
        _SIGN_FOR,
        _find("verify", "unverifiable", []),
        _draft("unverifiable"),
        _sign("auditor", "audit_decision", back=True),
        _draft("unverifiable"),
        _sign("auditor", "audit_decision"),
        _sign("head", "approve_decision", back=True),
        _draft("unverifiable"),
        _sign("auditor", "audit_decision"),
        Do(who="head", node="approve_decision", form={**_RETURN, "return_to": "audit"}),
        *_DECIDE,
        Wait(until=date(2026, 9, 24)),
        Do(
            who="reviewer",
            node="serve_reply",
            form={"method": "direct", "served_on": "2026-09-24", "receiver": "示例联系人", "relation": "本人"},
        ),
    ),
)

_OWN_SCOPE = Scenario(
    key="own-scope",
    name=N_("本单位信息：标注、自查逾期、更正"),
    begins=_BEGINS,
    packs=("xinzheng/2018-03-28", "henan/2020-05-01"),
    acts=(
        File(form=_FILING, own_record=True),
        _examine("accept", own_scope=True),
        _sign("auditor", "sign_acceptance"),
        Wait(until=date(2026, 9, 24)),
        _supervise("own_scope"),
        _find("self_check", "wrong", _CHANGES, "complex"),
        _draft("partial", _CHANGES),
        *_DECIDE,
        Wait(until=date(2026, 9, 28)),
        _serve(date(2026, 9, 28)),
        _execute(date(2026, 9, 28), who="reviewer"),
    ),
)

_RESTORED = Scenario(
    key="restored",
    name=N_("撤销信息并由两个部门恢复名誉"),
    begins=_BEGINS,
    acts=(
        File(form=_FILING),
        *_forward(),
        _SIGN_FOR,
        _find("verify", "should_not_list", []),
        _draft("withdraw", wronged=True),
        *_DECIDE,
        Wait(until=date(2026, 9, 21)),
        _execute(date(2026, 9, 21)),
        _serve(date(2026, 9, 21)),
        *(
            Do(
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
            if step == "order"
            else _sign("head", "sign_restoration", back=step == "back")
            for step in ("order", "back", "order", "sign")
        ),
        Wait(until=date(2026, 10, 9)),
        *(
            Do(who=who, node="confirm_restoration", form={"done": "已恢复资格。", "done_on": "2026-10-09"})
            for who in ("executor", "executor2")
        ),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (_ON_TIME, _OVERDUE, _CORRECTION, _REFUSED, _WITHDRAWN, _RETURNED, _OWN_SCOPE, _RESTORED)
}

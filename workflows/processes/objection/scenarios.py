"""Whole objections, step by step: together they pass every node and every flow of the diagram."""

from datetime import date

from workflows.domain.scenario import Do, File, Scenario, SignLetter, Wait, Withdraw
from workflows.domain.words import N_
from workflows.processes.objection.scenario_acts import (
    BEGINS,
    CHANGES,
    DECIDE,
    FILING,
    LATE,
    RESTORE,
    SIGN_FOR,
    SUPPLEMENT,
    ask,
    draft,
    examine,
    execute,
    find,
    forward,
    inquire,
    send_to_provider,
    serve,
)
from workflows.processes.scenario_acts import RETURN, send_back, sign, sign_revised, supervise

_ON_TIME = Scenario(
    key="on-time",
    name=N_("按期办结，异议不成立"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        *forward(),
        Wait(until=date(2026, 9, 21)),
        SIGN_FOR,
        Wait(until=date(2026, 9, 24)),
        find("verify", "correct", []),
        draft("unfounded"),
        *DECIDE,
        Wait(until=date(2026, 9, 28)),
        serve(date(2026, 9, 28)),
    ),
)

_OVERDUE = Scenario(
    key="overdue",
    name=N_("各环节均逾期：预警、红牌、上报、督办"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        Wait(until=date(2026, 10, 8)),
        supervise("supervisor", "forward"),
        examine("accept", materials_ok=True),
        sign("auditor", "sign_acceptance"),
        *inquire("handler_overloaded"),
        SIGN_FOR,
        Wait(until=date(2026, 10, 16)),
        supervise("supervisor", "overall"),
        supervise("supervisor", "verify"),
        SignLetter(who="auditor", code="OBJ-09"),
        find("verify", "wrong", CHANGES, LATE),
        draft("correct", CHANGES),
        *DECIDE,
        Wait(until=date(2026, 10, 26)),
        supervise("supervisor", "notify"),
        supervise("supervisor", "correct"),
        serve(date(2026, 10, 26), LATE),
        execute(date(2026, 10, 26), breach="handler_missed"),
    ),
)

_CORRECTION = Scenario(
    key="correction",
    name=N_("补正后受理，异议成立，更正信息"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        ask(date(2026, 9, 23)),
        sign("auditor", "sign_correction_notice"),
        Wait(until=date(2026, 9, 21)),
        Do(who="applicant", node="supply_corrections", form={"statement": "已补交营业执照复印件。"}),
        *forward(),
        Wait(until=date(2026, 9, 23)),
        SIGN_FOR,
        find("verify", "wrong", CHANGES),
        draft("correct", CHANGES),
        *DECIDE,
        serve(date(2026, 9, 23)),
        Wait(until=date(2026, 9, 24)),
        execute(date(2026, 9, 24)),
    ),
)

_REFUSED = Scenario(
    key="refused",
    name=N_("不予受理"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        examine("refuse", refuse_code="not_ours", refer_to="中国人民银行示例市分行", reasons="属于征信机构信息。"),
        sign("auditor", "sign_refusal"),
    ),
)

_WITHDRAWN = Scenario(
    key="withdrawn",
    name=N_("申请人撤回"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        *forward(),
        Wait(until=date(2026, 9, 22)),
        Withdraw(reason="已与信息提供单位沟通解决。"),
        sign("auditor", "sign_termination"),
    ),
)

_RETURNED = Scenario(
    key="returned",
    name=N_("各审核环节均退回一次"),
    begins=BEGINS,
    acts=(
        File(form=FILING, who="reviewer"),
        examine("refuse", refuse_code="no_objection", reasons="未写明异议。"),
        send_back("auditor", "sign_refusal"),
        *sign_revised("auditor", "sign_correction_notice", ask(date(2026, 9, 21))),
        Wait(until=date(2026, 9, 22)),
        *sign_revised("auditor", "sign_acceptance", examine("accept")),
        Do(who="reviewer", node="draft_inquiry", form={"summary": "请核查。"}),
        send_back("auditor", "sign_inquiry"),
        *inquire(),
        SIGN_FOR,
        find("verify", "unverifiable", []),
        *sign_revised("auditor", "audit_decision", draft("unverifiable")),
        send_back("head", "approve_decision"),
        draft("unverifiable"),
        sign("auditor", "audit_decision"),
        Do(who="head", node="approve_decision", form={**RETURN, "return_to": "audit"}),
        *DECIDE,
        Wait(until=date(2026, 9, 24)),
        Do(
            who="reviewer",
            node="serve_reply",
            form={"method": "direct", "served_on": "2026-09-24", "receiver": "示例联系人", "relation": "本人"},
        ),
    ),
)

_RETURNED_TO_PROVIDER = Scenario(
    key="returned-to-provider",
    name=N_("核查意见不足，经办、审核、负责人各退回补充核查一次"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        *forward(),
        Wait(until=date(2026, 9, 21)),
        SIGN_FOR,
        Wait(until=date(2026, 9, 22)),
        find("verify", "correct", []),
        Do(
            who="reviewer",
            node="draft_decision",
            form={"conclusion": "supplement", "reasons": SUPPLEMENT, "no_conflict": "yes"},
        ),
        Wait(until=date(2026, 9, 23)),
        find("verify", "correct", []),
        draft("unfounded"),
        send_to_provider("auditor", "audit_decision"),
        find("verify", "wrong", CHANGES),
        draft("correct", CHANGES),
        sign("auditor", "audit_decision"),
        send_to_provider("head", "approve_decision"),
        Wait(until=date(2026, 9, 24)),
        find("verify", "wrong", CHANGES),
        draft("correct", CHANGES),
        *DECIDE,
        serve(date(2026, 9, 24)),
        execute(date(2026, 9, 24)),
    ),
)

_OWN_SCOPE = Scenario(
    key="own-scope",
    name=N_("本单位信息：标注、自查逾期、更正"),
    begins=BEGINS,
    packs=("xinzheng/2018-03-28", "henan/2020-05-01"),
    acts=(
        File(form=FILING, own_record=True),
        examine("accept", own_scope=True),
        sign("auditor", "sign_acceptance"),
        Wait(until=date(2026, 9, 24)),
        supervise("supervisor", "own_scope"),
        find("self_check", "wrong", CHANGES, "complex"),
        draft("partial", CHANGES),
        *DECIDE,
        Wait(until=date(2026, 9, 28)),
        serve(date(2026, 9, 28)),
        execute(date(2026, 9, 28), who="reviewer"),
    ),
)

_RESTORED = Scenario(
    key="restored",
    name=N_("撤销信息并由两个部门恢复名誉"),
    begins=BEGINS,
    acts=(
        File(form=FILING),
        *forward(),
        SIGN_FOR,
        find("verify", "should_not_list", []),
        draft("withdraw", wronged=True),
        *DECIDE,
        Wait(until=date(2026, 9, 21)),
        execute(date(2026, 9, 21)),
        serve(date(2026, 9, 21)),
        *sign_revised("head", "sign_restoration", RESTORE),
        Wait(until=date(2026, 10, 9)),
        *(
            Do(who=who, node="confirm_restoration", form={"done": "已恢复资格。", "done_on": "2026-10-09"})
            for who in ("executor", "executor2")
        ),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (
        _ON_TIME, _OVERDUE, _CORRECTION, _REFUSED, _WITHDRAWN, _RETURNED, _RETURNED_TO_PROVIDER, _OWN_SCOPE, _RESTORED
    )
}  # fmt: skip

"""Whole repairs, step by step: together they pass every node and every flow of the diagram."""

from datetime import date

from workflows.domain.scenario import Acknowledge, Do, File, Open, Scenario, Wait, Withdraw
from workflows.domain.words import N_
from workflows.processes.repair.scenario_acts import (
    ASK_FOR_TIME,
    BEGINS,
    FIRST,
    LATE,
    SECOND,
    SIGN_FOR,
    accept,
    ask,
    check,
    draft,
    examine,
    filing,
    grant,
    refuse,
    serve,
)
from workflows.processes.repair.words import EFFECTS
from workflows.processes.scenario_acts import send_back, sign, sign_revised, supervise

_PACKS = ("xinzheng/2018-03-28", "national/2026-04-01")

_MINOR = Scenario(
    key="minor",
    name=N_("轻微失信，当日准予修复"),
    begins=BEGINS,
    packs=_PACKS,
    record={"category": "轻微"},
    acts=(File(form=filing(FIRST)), *grant(BEGINS)),
)

_SERIOUS = Scenario(
    key="serious",
    name=N_("严重失信，满一年后申请，延期、法制审核后准予修复"),
    begins=BEGINS,
    packs=_PACKS,
    record={"category": "严重", "decided_on": date(2025, 9, 10), "published_on": date(2025, 9, 12)},
    acts=(
        File(form=filing(FIRST)),
        *accept(),
        *sign_revised("chief", "approve_extension", ASK_FOR_TIME),
        Wait(until=date(2026, 10, 12)),
        check(FIRST),
        *sign_revised("legal", "legal_review", draft(FIRST)),
        send_back("chief", "sign_decision"),
        draft(FIRST),
        sign("legal", "legal_review"),
        sign("chief", "sign_decision"),
        serve(date(2026, 10, 12)),
        Wait(until=date(2026, 10, 13)),
        Acknowledge(kinds=("stop_publicity", "stop_sharing")),
        Wait(until=date(2026, 10, 14)),
        Acknowledge(),
    ),
)

_BATCH = Scenario(
    key="batch",
    name=N_("两条信息一次申请，一条准予、一条不予"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST, SECOND, unfulfilled=(SECOND,)), records=2),
        *accept(),
        Do(
            who="recogniser",
            node="verify",
            form={
                "records": [
                    {"number": FIRST, "duties_ok": True, "corrected_ok": True, "fulfilled_on": "2026-03-20"},
                    {"number": SECOND, "note": "罚款未缴。"},
                ],
                "method": "papers",
                "outcome": "conclude",
            },
        ),
        draft(FIRST, SECOND, refused={SECOND: "not_fulfilled"}),
        sign("chief", "sign_decision"),
        serve(BEGINS),
        Acknowledge(),
    ),
)

_REFUSED = Scenario(
    key="refused",
    name=N_("未满最短公示期，不予受理并告知可申请日期"),
    begins=BEGINS,
    packs=_PACKS,
    record={"decided_on": date(2026, 8, 3), "published_on": date(2026, 8, 10)},
    acts=(
        File(form=filing(FIRST), who="reviewer"),
        *sign_revised("auditor", "sign_refusal", refuse("not_due")),
    ),
)

_REVOKING = {"reasons": "提供虚假的履行证明。", "basis": "《信用修复管理办法》关于撤销修复的规定"}
_REVOKED = Scenario(
    key="revoked",
    name=N_("修复后发现材料虚假，撤销修复、恢复公示"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST)),
        *grant(BEGINS),
        Wait(until=date(2026, 10, 19)),
        Open(
            who="recogniser",
            process="repair_revocation",
            about_record=True,
            form={"cause": "false_material", "found": "缴款收据系伪造，国库没有入账记录。"},
        ),
        Do(who="recogniser", node="draft_notice", form={**_REVOKING, "answer_days": "5"}),
        sign("chief", "sign_notice"),
        Do(
            who="recogniser",
            node="serve_notice",
            form={"method": "direct", "served_on": "2026-10-19", "receiver": "示例联系人"},
        ),
        Do(who="applicant", node="state_defence", form={"statement": "缴款由他人代办，单位并不知情。"}),
        Do(
            who="recogniser",
            node="draft_revocation",
            form={
                **_REVOKING,
                "conclusion": "revoke",
                "review": "不予采纳：材料由申请人提交并承诺真实，罚款至今没有入库。",
                "restore_until": "2027-03-12",
                "decide_by": "2026-10-30",
            },
        ),
        sign("chief", "sign_revocation"),
        Do(
            who="recogniser",
            node="serve_revocation",
            form={"method": "direct", "served_on": "2026-10-19", "receiver": "示例联系人"},
        ),
        Acknowledge(),
    ),
)

_DENIED = Scenario(
    key="denied",
    name=N_("核查发现义务未履行，不予修复"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST)),
        examine("accept"),
        send_back("auditor", "sign_acceptance"),
        *accept(),
        check(FIRST, done=False),
        draft(FIRST, refused={FIRST: "not_fulfilled"}),
        sign("chief", "sign_decision"),
        serve(BEGINS),
    ),
)

_CORRECTED = Scenario(
    key="corrected",
    name=N_("补正一次后受理，申请人撤回"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST)),
        *sign_revised("auditor", "sign_correction_notice", ask("2026-09-22")),
        Wait(until=date(2026, 9, 21)),
        Do(who="applicant", node="supply_corrections", form={"statement": "已补交缴款收据。"}),
        *accept(),
        Withdraw(reason="拟待条件成熟后再申请。"),
        sign("auditor", "sign_termination"),
    ),
)

_LAPSED = Scenario(
    key="lapsed",
    name=N_("逾期未补正，不予受理"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST)),
        ask("2026-09-21"),
        sign("auditor", "sign_correction_notice"),
        Wait(until=date(2026, 9, 22)),
        refuse("late_papers"),
        sign("auditor", "sign_refusal"),
    ),
)

_OVERDUE = Scenario(
    key="overdue",
    name=N_("各环节和回执均逾期：预警、红牌、上报、督办"),
    begins=BEGINS,
    packs=_PACKS,
    acts=(
        File(form=filing(FIRST)),
        Wait(until=date(2026, 9, 28)),
        supervise("supervisor", "accept"),
        examine("accept"),
        sign("auditor", "sign_acceptance", breach=LATE),
        SIGN_FOR,
        Wait(until=date(2026, 10, 16)),
        supervise("supervisor", "feedback"),
        supervise("supervisor", "decide"),
        check(FIRST),
        draft(FIRST),
        sign("chief", "sign_decision", breach=LATE),
        Wait(until=date(2026, 10, 26)),
        supervise("supervisor", "return_result"),
        *(supervise("supervisor", kind) for kind in EFFECTS),
        serve(date(2026, 10, 26), breach=LATE),
        Acknowledge(),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (
        _MINOR, _SERIOUS, _BATCH, _REFUSED, _REVOKED, _DENIED, _CORRECTED, _LAPSED, _OVERDUE
    )
}  # fmt: skip

"""Whole cases of rectification, step by step: together they pass every node and every flow of the diagram."""

from datetime import date

from workflows.domain.scenario import Acknowledge, Hear, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.rectification.scenario_acts import (
    BEGINS,
    DROP,
    LATE,
    OPEN,
    REMINDED_ON,
    absent,
    ask_extension,
    close_record,
    draft,
    extend,
    follow_up,
    hold,
    inspect,
    order,
    plan,
    refuse_late,
    reply,
    report,
    serve,
    sign,
    summon,
)
from workflows.processes.scenario_acts import send_back, sign_revised, supervise

_DONE = Scenario(
    key="done",
    name=N_("延期一次后整改到位，两名核查人验收"),
    begins=BEGINS,
    acts=(
        OPEN,
        *sign_revised("chief", "sign_order", draft()),
        serve("serve_order", None),
        draft(),
        sign("sign_order"),
        serve("serve_order", date(2026, 9, 21)),
        ask_extension(date(2026, 10, 31)),
        extend(None),
        Wait(until=REMINDED_ON),
        ask_extension(date(2026, 10, 15)),
        extend(date(2026, 10, 15)),
        Wait(until=date(2026, 10, 13)),
        report(),
        *inspect("done", second="partly"),
        *sign_revised("chief", "sign_conclusion", *inspect("done")),
        Acknowledge(),
    ),
)

_TO_INTERVIEW = Scenario(
    key="to-interview",
    name=N_("逾期未报告，提示约谈未见效，警示约谈后履行到位"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        Wait(until=date(2026, 10, 8)),
        *inspect("not"),
        sign("sign_conclusion"),
        *sign_revised("chief", "approve_interview", plan("prompt", date(2026, 10, 13), date(2026, 10, 12))),
        serve("serve_notice", None),
        *summon("prompt", date(2026, 10, 15), date(2026, 10, 13), date(2026, 10, 8)),
        reply(True),
        Wait(until=date(2026, 10, 15)),
        hold(date(2026, 10, 15), date(2026, 10, 23)),
        *close_record(date(2026, 10, 20)),
        Wait(until=date(2026, 10, 19)),
        Acknowledge(),
        Wait(until=date(2026, 10, 21)),
        *sign_revised("chief", "confirm_failure", follow_up("failed", date(2026, 10, 21))),
        *summon("warning", date(2026, 10, 28), date(2026, 10, 26), date(2026, 10, 21)),
        reply(True),
        Wait(until=date(2026, 10, 28)),
        hold(date(2026, 10, 28), date(2026, 11, 6)),
        *close_record(date(2026, 11, 5)),
        Acknowledge(),
        Wait(until=date(2026, 11, 5)),
        follow_up("kept", date(2026, 11, 5)),
    ),
)

_ABSENT = Scenario(
    key="interview-absent",
    name=N_("无正当理由未到场，转警示约谈仍未到场，负责人确认，归集回执逾期，建议列入名单"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        Wait(until=date(2026, 9, 23)),
        report(),
        *inspect("partly"),
        sign("sign_conclusion"),
        *summon("prompt", date(2026, 9, 28), date(2026, 9, 25), date(2026, 9, 23)),
        Wait(until=date(2026, 9, 28)),
        absent(date(2026, 9, 28)),
        *summon("warning", date(2026, 10, 12), date(2026, 10, 9), date(2026, 9, 28)),
        reply(False),
        Wait(until=date(2026, 10, 12)),
        absent(date(2026, 10, 12), date(2026, 10, 14)),
        sign("confirm_absence"),
        Wait(until=date(2026, 10, 19)),
        supervise("inspector", "receipt"),
        Acknowledge(),
    ),
)

_EXCUSED = Scenario(
    key="interview-excused",
    name=N_("有正当理由的另定时间；负责人不认可无正当理由的，再次约谈"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        report(),
        *inspect("partly"),
        sign("sign_conclusion"),
        *summon("prompt", date(2026, 9, 24), date(2026, 9, 23), date(2026, 9, 21)),
        Wait(until=date(2026, 9, 24)),
        absent(date(2026, 9, 24), justified=True),
        *summon("warning", date(2026, 9, 29), date(2026, 9, 28), date(2026, 9, 24)),
        Wait(until=date(2026, 9, 29)),
        absent(date(2026, 9, 29)),
        *summon("warning", date(2026, 10, 12), date(2026, 10, 9), date(2026, 9, 29)),
        Wait(until=date(2026, 10, 12)),
        absent(date(2026, 10, 12), date(2026, 10, 14)),
        send_back("chief", "confirm_absence"),
        *summon("warning", date(2026, 10, 15), date(2026, 10, 14), date(2026, 10, 12)),
        reply(True),
        Wait(until=date(2026, 10, 15)),
        hold(date(2026, 10, 15), date(2026, 10, 23)),
        *close_record(date(2026, 10, 22)),
        Acknowledge(),
        Wait(until=date(2026, 10, 22)),
        follow_up("kept", date(2026, 10, 22)),
    ),
)

_LATE = Scenario(
    key="interview-late",
    name=N_("约谈和跟踪均逾期，拒签笔录，警示约谈后仍未到位，建议列入名单"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        report(),
        *inspect("not"),
        sign("sign_conclusion"),
        *summon("warning", date(2026, 9, 24), date(2026, 9, 23), date(2026, 9, 21)),
        Wait(until=date(2026, 9, 29)),
        supervise("inspector", "interview"),
        hold(date(2026, 9, 29), date(2026, 10, 30), breach=LATE),
        *close_record(date(2026, 10, 12), refused=True, promised=False),
        Acknowledge(),
        Wait(until=date(2026, 10, 15)),
        supervise("inspector", "commitments"),
        follow_up("failed", date(2026, 10, 15)),
        sign("confirm_failure"),
    ),
)

_BROKEN = Scenario(
    key="promise-broken",
    name=N_("警示约谈后登记违诺，建议列入名单"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        report(),
        *inspect("not"),
        sign("sign_conclusion"),
        *summon("warning", date(2026, 9, 23), date(2026, 9, 22), date(2026, 9, 21)),
        reply(True),
        Wait(until=date(2026, 9, 23)),
        hold(date(2026, 9, 23), date(2026, 9, 30)),
        *close_record(date(2026, 10, 23)),
        Acknowledge(),
        Hear(message="commitment_broken", data={"reason": "宣传材料再次张贴。"}),
    ),
)

_PENDING = Scenario(
    key="extension-pending",
    name=N_("届满前申请延期，届满后才审批：不作逾期，不予延期的另给报告期限"),
    begins=BEGINS,
    acts=(
        *order(date(2026, 9, 21)),
        Wait(until=date(2026, 9, 29)),
        ask_extension(date(2026, 10, 15)),
        Wait(until=date(2026, 10, 8)),
        supervise("inspector", "extension"),
        refuse_late(date(2026, 10, 12)),
        report(),
        *inspect("done"),
        sign("sign_conclusion"),
        Acknowledge(),
    ),
)

_DROPPED = Scenario(
    key="dropped",
    name=N_("不再责令整改"),
    begins=BEGINS,
    acts=(OPEN, draft(), send_back("chief", "sign_order"), DROP),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario for scenario in (_DONE, _TO_INTERVIEW, _ABSENT, _EXCUSED, _LATE, _BROKEN, _PENDING, _DROPPED)
}

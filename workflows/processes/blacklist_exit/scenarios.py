"""Whole removals, step by step: together they pass every node and every flow of the diagram."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do, File, Follow, Hear, Open, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes import list_scenario as entry
from workflows.processes.list_scenario import BEGINS
from workflows.processes.scenario_acts import send_back, sign, sign_revised, supervise

_MARKET = ("xinzheng/2018-03-28", "market/2021-09-01")
_FILING: dict[str, Any] = {
    "cause": "repair",
    "list_key": "market_serious",
    "statement": "已纠正失信行为、履行法定义务，申请移出。",
    "commitment": True,
    "contact_name": "示例联系人",
    "contact_phone": "13800000000",
    "address": "示例市示例路1号",
    "e_service": True,
    "truthful": True,
}
_REASONS = {
    "repair": "经核实，已履行法定义务、纠正失信行为，符合移出条件。",
    "expiry": "经核实，列入期限已经届满。",
    "annulled": "经核实，据以列入的行政处罚已被撤销。",
    "wrong": "经核实，据以列入的事实认定有误，当事人不是该行为的责任主体。",
    "ended": "经核实，该主体已经注销。",
}

#: An application that the page takes within the minimum too.
_ENDED = {**_FILING, "cause": "ended", "statement": _REASONS["ended"]}


def _examine(outcome: str, cause: str = "repair") -> Do:
    remedy = "纠正失信行为后可以再次申请。" if outcome == "refuse" else ""
    return Do(
        who="recogniser",
        node="examine",
        form={
            "cause": cause,
            "fulfilled": outcome == "remove",
            "outcome": outcome,
            "reasons": "罚款尚未缴清，失信行为没有全部纠正。" if outcome == "refuse" else _REASONS[cause],
            "remedy": remedy,
        },
        files=("罚款缴纳凭证.pdf",) if cause == "repair" else (),
    )


def _accept(outcome: str = "accept", **more: Any) -> Do:
    words = {} if outcome == "accept" else {"reasons": "没有提交注销证明。", "remedy": "取得证明后可以再次申请。"}
    return Do(who="recogniser", node="accept", form={"outcome": outcome, "reasons": "", "remedy": "", **words}, **more)


def _opened(cause: str) -> Open:
    return Open(
        who="recogniser", form={**_FILING, "cause": cause, "statement": _REASONS[cause]}, about_record=True,
        process="blacklist_exit",
    )


def _serve(node: str, on: date) -> Do:
    form = {"method": "electronic", "system": "信案通收件箱", "consented": True, "served_on": on.isoformat()}
    return Do(who="recogniser", node=node, form={**form, "receiver": "示例收件人"})


def _lift(on: date, *who: str, breach: str | None = None) -> tuple[Act, ...]:
    """Everything that follows from a removal."""
    form = {"lifted": True, "done_on": on.isoformat()}
    lifted = (Do(who=each, node="lift_measures", form=form, breach=breach) for each in who)
    return (*lifted, Acknowledge())


def _served(on: date) -> Do:
    """The signed decision reached the subject and the person who was listed with it."""
    served = _serve("serve_removal", on)
    persons = [{**entry.PERSON_SERVED, "served_on": on.isoformat()}]
    return replace(served, form={**served.form, "persons": persons})


_ON = BEGINS
_REPAIRED = date(2027, 9, 10)
_EXPIRED = date(2027, 9, 13)


def _listed(on: date, *, measures: bool = True, effective_on: str = "2026-08-03") -> tuple[Act, ...]:
    """A subject stands on the list since a day."""
    without: dict[str, Any] = {"basis_effective_on": effective_on}
    if not measures:
        without |= {"measures": [], "departments": []}
    return (
        Open(who="recogniser", form=entry.FILING, about_record=True, process="blacklist_entry"),
        entry.assess(**without),
        sign("chief", "sign_notice"),
        entry.served("serve_notice", on),
        *entry.heard(on),
        *entry.decided(),
        *(entry.executed(on) if measures else (entry.served("serve_decision", on), Acknowledge())),
    )


_REPAIR = Scenario(
    key="exit-by-repair",
    name=N_("列入满最短期限，修复后移出，两个部门解除措施"),
    begins=BEGINS,
    acts=(
        *_listed(_ON),
        Wait(until=date(2027, 9, 3)),
        Wait(until=_REPAIRED),
        File(form=_FILING, process="blacklist_exit"),
        _accept(),
        *sign_revised("chief", "sign_removal", _examine("remove")),
        _served(_REPAIRED),
        *_lift(_REPAIRED, "executor", "executor2"),
    ),
)

_EXPIRY = Scenario(
    key="exit-by-expiry",
    name=N_("列入期限届满，不经申请移出"),
    begins=entry.LONG_AGO,
    record=entry.OLD_RECORD,
    acts=(
        *_listed(entry.LONG_AGO, measures=False, effective_on="2024-08-01"),
        *entry.YEARS,
        Follow(),
        sign("chief", "approve_afterwards"),
        _served(_EXPIRED),
        *_lift(_EXPIRED, "recogniser"),
    ),
)

_EMERGENCY = Scenario(
    key="emergency-removal",
    name=N_("认定错误，当日移出，负责人补办审批"),
    begins=BEGINS,
    acts=(
        *_listed(_ON),
        Hear(message="ground_lost", data={"cause": "wrong", "list": "market_serious", "note": "异议成立。"}),
        Follow(),
        sign("chief", "approve_afterwards"),
        _served(_ON),
        *_lift(_ON, "executor", "executor2"),
    ),
)

_REFUSED = Scenario(
    key="exit-refused",
    name=N_("不符合条件，不予移出"),
    begins=BEGINS,
    acts=(
        *_listed(_ON, measures=False),
        _opened("ended"),
        *sign_revised("chief", "sign_refusal", _examine("refuse")),
        _serve("serve_refusal", _ON),
    ),
)

_NOT_ACCEPTED = Scenario(
    key="exit-not-accepted",
    name=N_("不符合受理条件，不予受理"),
    begins=BEGINS,
    acts=(
        *_listed(_ON, measures=False),
        File(form=_ENDED, process="blacklist_exit"),
        _accept("not_accept"),
        sign("chief", "sign_refusal"),
        _serve("serve_refusal", _ON),
    ),
)

_LATE = Scenario(
    key="exit-overdue",
    name=N_("各环节逾期：预警、超期、上报、督办；即时移出未获追认，另案重新认定"),
    begins=BEGINS,
    packs=_MARKET,
    acts=(
        *_listed(_ON, measures=False),
        File(form=_ENDED, process="blacklist_exit"),
        Wait(until=date(2026, 9, 21)),
        supervise("inspector", "accept"),
        _accept(breach="handler_overloaded"),
        Wait(until=date(2026, 10, 29)),
        supervise("inspector", "overall"),
        Do(**{**vars(_examine("emergency", "annulled")), "breach": "handler_overloaded"}),
        Wait(until=date(2026, 11, 9)),
        supervise("inspector", "withdraw"),
        supervise("inspector", "at_once"),
        supervise("inspector", "approval"),
        send_back("chief", "approve_afterwards", breach="handler_overloaded"),
        *_lift(date(2026, 11, 9), "recogniser"),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario for scenario in (_REPAIR, _EXPIRY, _EMERGENCY, _REFUSED, _NOT_ACCEPTED, _LATE)
}

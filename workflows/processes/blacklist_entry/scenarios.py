"""Whole listings, step by step: together they pass every node and every flow of the diagram."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do, Hear, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.list_scenario import (
    BEGINS,
    LONG_AGO,
    OLD_RECORD,
    YEARS,
    assess,
    consent,
    decided,
    discuss,
    executed,
    heard,
    notified,
    opened,
    review,
    served,
    served_outcome,
    state,
    state_liable,
    watched,
)
from workflows.processes.scenario_acts import send_back, sign, sign_revised, supervise

_ON = date(2026, 9, 7)
_LEFT = Hear(message="leave_list", data={"reason": "repair", "on": "2027-10-11", "exit_case": 0})
_INSPECTION = {"measure": "提高检查频次，报告信用工作牵头部门。"}
_EASED = {"done_on": _ON.isoformat(), "note": "恢复通常的检查频次，报告信用工作牵头部门。"}
_MANY, _ONE = Hear(message="many_domains", data={"domains": 2}), Hear(message="one_domain", data={"domains": 1})

_PUBLIC: dict[str, Any] = {"method": "public", "receiver": "", "note": "刊登于示例日报；当事人下落不明。"}


def _dropped(on: date) -> tuple[Act, ...]:
    """The basis is annulled; who was told of the proposal is told of its end."""
    return (
        Hear(message="ground_lost", data={"cause": "annulled"}),
        Do(who="chief", node="sign_dropped", form={"opinion": "依据已撤销。", "no_conflict": "yes"}),
        served_outcome(on),
    )


_LISTING = Scenario(
    key="listing",
    name=N_("列入：告知、陈述申辩、法制审核、上级同意、签发、执行；期满告知可以修复，修复后移出"),
    begins=BEGINS,
    acts=(
        *notified(_ON),
        state(final=False),
        state(final=True),
        state_liable(final=False),
        state_liable(),
        review(),
        *decided(),
        *executed(_ON),
        _MANY,
        Do(who="inspector", node="raise_inspection", form=_INSPECTION),
        _ONE,
        Do(who="inspector", node="withdraw_inspection", form=_EASED),
        Wait(until=date(2027, 9, 10)),
        Hear(message="ground_lost", data={"cause": "repair", "list": "market_serious"}),
        _LEFT,
    ),
)

_REFUSED = Scenario(
    key="listing-refused-after-defence",
    name=N_("采纳陈述申辩，决定不予列入"),
    begins=BEGINS,
    acts=(
        *notified(_ON),
        state(final=True),
        state_liable(),
        review("refuse"),
        sign("legal", "legal_review"),
        sign("chief", "sign_decision"),
        served_outcome(_ON),
    ),
)

_SILENT = Scenario(
    key="no-defence",
    name=N_("期满未陈述申辩；逐级退回后签发；逾期未送达被督办，公告送达期满列入；列入期限届满移出"),
    begins=LONG_AGO,
    record=OLD_RECORD,
    acts=(
        opened(),
        assess(basis_effective_on="2024-08-01"),
        send_back("chief", "sign_notice"),
        assess("list", "food_drug_serious", measures=[], departments=[], basis_effective_on="2024-08-01"),
        sign("chief", "sign_notice"),
        served("serve_notice", LONG_AGO),
        Wait(until=date(2024, 9, 20)),
        *sign_revised("legal", "legal_review", review(points=False)),
        consent(),
        send_back("chief", "sign_decision"),
        review(points=False),
        *decided(),
        Wait(until=date(2024, 10, 15)),
        supervise("inspector", "serve"),
        replace(served("serve_decision", date(2024, 10, 15), **_PUBLIC), breach="handler_overloaded"),
        Wait(until=date(2024, 11, 14)),
        Acknowledge(),
        *YEARS,
        Wait(until=date(2027, 11, 15)),
        Hear(message="leave_list", data={"reason": "expiry", "on": "2027-11-15", "exit_case": 0}),
    ),
)

_DROPPED = Scenario(
    key="basis-annulled",
    name=N_("告知后、决定前依据被撤销：停止认定，签发不予列入决定"),
    begins=BEGINS,
    acts=(
        *notified(_ON),
        *heard(),
        *_dropped(_ON),
    ),
)

_UNSERVED = Scenario(
    key="basis-annulled-unserved",
    name=N_("列入决定签发后、送达前依据被撤销：不再列入"),
    begins=BEGINS,
    acts=(*notified(_ON), *heard(), *decided(), *_dropped(_ON)),
)

_UNREACHED = Scenario(
    key="basis-annulled-in-notice",
    name=N_("列入决定公告送达，公告期满前依据被撤销：不再列入"),
    begins=BEGINS,
    acts=(*notified(_ON), *heard(), *decided(), served("serve_decision", _ON, **_PUBLIC), *_dropped(_ON)),
)

_UNTOLD = Scenario(
    key="basis-repaired-untold",
    name=N_("尚未告知当事人时失信信息已修复：停止认定，直接结案"),
    begins=BEGINS,
    acts=(opened(), assess(), Hear(message="ground_lost", data={"cause": "repair"})),
)

_WITHDRAWN = Scenario(
    key="wrong-listing",
    name=N_("集体讨论不同意、上级不同意后重新讨论和报批；通报上级主管；惩戒部门逾期不回执被督办；执行中发现认定错误，即时移出"),
    begins=BEGINS,
    packs=("xinzheng/2018-03-28", "market/2021-09-01"),
    acts=(
        opened(),
        assess(public_body=True, grave=True),
        sign("chief", "sign_notice"),
        served("serve_notice", _ON),
        *heard(),
        sign("legal", "legal_review"),
        discuss(_ON, agreed=False),
        review(),
        sign("legal", "legal_review"),
        discuss(_ON),
        consent(refused=True),
        review(),
        sign("legal", "legal_review"),
        discuss(_ON),
        consent(),
        sign("chief", "sign_decision"),
        served("serve_decision", _ON),
        Do(who="chief", node="sign_circular", form={"addressees": "示例上级主管单位", "content": "列入名单情况。"}),
        Wait(until=date(2026, 9, 28)),
        supervise("inspector", "execute"),
        _MANY,
        _ONE,
        Hear(message="ground_lost", data={"cause": "wrong", "list": "market_serious"}),
        Hear(message="leave_list", data={"reason": "wrong", "on": "2026-09-07", "exit_case": 0}),
    ),
)

_WATCH = Scenario(
    key="watch",
    name=N_("未达到认定标准：告知、陈述申辩、法制审核后纳入重点关注"),
    begins=BEGINS,
    packs=("xinzheng/2018-03-28", "baqiao/2020-09-27"),
    acts=(
        opened(),
        *sign_revised("chief", "sign_notice", assess("watch", "watch")),
        *watched(_ON),
        served_outcome(_ON, persons=False),
    ),
)

_MILDER = Scenario(
    key="watch-after-defence",
    name=N_("拟列入，采纳陈述申辩，决定不予列入、转为重点关注"),
    begins=BEGINS,
    packs=("xinzheng/2018-03-28", "baqiao/2020-09-27"),
    acts=(
        *notified(_ON),
        state(final=True),
        state_liable(),
        review("watch"),
        sign("legal", "legal_review"),
        sign("chief", "sign_decision"),
        served_outcome(_ON),
    ),
)

_NONE = Scenario(
    key="not-listed",
    name=N_("审查后不予列入；总时限预警、超期、上报和督办"),
    begins=BEGINS,
    packs=("xinzheng/2018-03-28", "labour/2022-01-01"),
    acts=(
        opened(),
        assess("none"),
        send_back("chief", "sign_no_listing"),
        Wait(until=date(2026, 10, 20)),
        supervise("inspector", "overall"),
        assess("none"),
        sign("chief", "sign_no_listing", breach="handler_overloaded"),
        served_outcome(date(2026, 10, 20), persons=False),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (
        _LISTING, _REFUSED, _SILENT, _DROPPED, _UNSERVED, _UNREACHED, _UNTOLD, _WITHDRAWN, _WATCH, _MILDER,
        _NONE,
    )
}  # fmt: skip

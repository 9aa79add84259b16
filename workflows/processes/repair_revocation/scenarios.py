"""Whole revocations, step by step: together they pass every node and every flow of the diagram."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do, Open, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.scenario_acts import send_back, sign, supervise

_BEGINS = date(2026, 10, 19)
_PACKS = ("xinzheng/2018-03-28", "national/2026-04-01")
#: The record was repaired before.
_REPAIRED = {"state": "ended", "ended_on": date(2026, 9, 18), "ended_reason": "repaired", "repair_state": "repaired"}
_WORDS = {"reasons": "承诺期内再次发生同类违法行为。", "basis": "《信用修复管理办法》关于撤销修复的规定"}


def _open() -> Open:
    form = {"cause": "broken_commitment", "found": "承诺期内再次虚假宣传，已另案处罚。"}
    return Open(who="recogniser", about_record=True, form=form)


def _draft() -> Do:
    form = {**_WORDS, "restore_until": "2027-03-12", "decide_by": "2026-10-23"}
    return Do(who="recogniser", node="draft_revocation", form=form)


def _serve(on: date) -> Do:
    form: dict[str, Any] = {"method": "post", "served_on": on.isoformat(), "receiver": "示例联系人", "tracking": "EX1"}
    return Do(who="recogniser", node="serve_revocation", form=form)


def _scenario(key: str, name: str, *acts: Act) -> Scenario:
    return Scenario(key=key, name=name, begins=_BEGINS, acts=acts, packs=_PACKS, record=_REPAIRED)


SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (
        _scenario(
            "done",
            N_("退回修改后签发，恢复公示"),
            _open(),
            _draft(),
            send_back("chief", "sign_revocation"),
            Do(who="recogniser", node="redraft_revocation", form=_WORDS),
            sign("chief", "sign_revocation"),
            _serve(_BEGINS),
            Acknowledge(),
        ),
        _scenario(
            "overdue",
            N_("办结和回执均逾期：预警、红牌、上报、督办"),
            _open(),
            _draft(),
            Wait(until=date(2026, 10, 28)),
            supervise("inspector", "decide"),
            sign("chief", "sign_revocation", "handler_missed"),
            Wait(until=date(2026, 11, 5)),
            supervise("inspector", "restore"),
            _serve(date(2026, 11, 5)),
            Acknowledge(),
        ),
    )
}

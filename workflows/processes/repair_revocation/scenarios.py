"""Whole revocations, step by step: together they pass every node and every flow of the diagram."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do, Open, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.scenario_acts import send_back, sign, supervise

_BEGINS = date(2026, 10, 19)
_PACKS = ("xinzheng/2018-03-28", "national/2026-04-01")
#: The last day of the longest publicity of its class.
_LAST = date(2027, 3, 12)
_REVIEW = "复议期间处罚不停止执行，不予采纳。"
#: The record was repaired before.
_REPAIRED = {"state": "ended", "ended_on": date(2026, 9, 18), "ended_reason": "repaired", "repair_state": "repaired"}
_WORDS = {"reasons": "承诺期内再次发生同类违法行为。", "basis": "《信用修复管理办法》关于撤销修复的规定"}


def _open() -> Open:
    form = {"cause": "broken_commitment", "found": "承诺期内再次虚假宣传，已另案处罚。"}
    return Open(who="recogniser", about_record=True, form=form)


def _notice() -> Do:
    return Do(who="recogniser", node="draft_notice", form={**_WORDS, "answer_days": "5"})


def _told(on: date) -> tuple[Act, ...]:
    return (_notice(), sign("chief", "sign_notice"), _serve("serve_notice", on))


def _state() -> Do:
    return Do(who="applicant", node="state_defence", form={"statement": "另案处罚尚在复议，请予考虑。"})


def _decision(**more: str) -> dict[str, str]:
    return {"conclusion": "revoke", **_WORDS, "restore_until": _LAST.isoformat(), **more}


def _draft(decide_by: str, **more: str) -> Do:
    return Do(who="recogniser", node="draft_revocation", form=_decision(decide_by=decide_by, **more))


def _serve(node: str, on: date) -> Do:
    form: dict[str, Any] = {"method": "post", "served_on": on.isoformat(), "receiver": "示例联系人", "tracking": "EX1"}
    return Do(who="recogniser", node=node, form=form)


def _scenario(key: str, name: str, *acts: Act, **record: Any) -> Scenario:
    return Scenario(key=key, name=name, begins=_BEGINS, acts=acts, packs=_PACKS, record={**_REPAIRED, **record})


SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario
    for scenario in (
        _scenario(
            "done",
            N_("告知、陈述申辩后退回修改，送达后恢复公示"),
            _open(),
            _notice(),
            send_back("chief", "sign_notice"),
            *_told(_BEGINS),
            _state(),
            _draft("2026-10-30", review=_REVIEW),
            send_back("chief", "sign_revocation"),
            Do(who="recogniser", node="redraft_revocation", form=_decision(review=_REVIEW, restore_until="2027-03-10")),
            sign("chief", "sign_revocation"),
            _serve("serve_revocation", _BEGINS),
            Acknowledge(),
        ),
        _scenario(
            "overdue",
            N_("期满未陈述申辩，办结和回执均逾期：预警、红牌、上报、督办"),
            _open(),
            *_told(_BEGINS),
            Wait(until=date(2026, 10, 27)),
            _draft("2026-10-29"),
            Wait(until=date(2026, 11, 3)),
            supervise("inspector", "decide"),
            sign("chief", "sign_revocation", "handler_missed"),
            _serve("serve_revocation", date(2026, 11, 3)),
            Wait(until=date(2026, 11, 11)),
            supervise("inspector", "restore"),
            Acknowledge(),
        ),
        _scenario(
            "kept",
            N_("采纳陈述申辩，不予撤销"),
            _open(),
            *_told(_BEGINS),
            _state(),
            _draft("2026-10-30", conclusion="keep", review="另案处罚已被撤销，予以采纳。", restore_until=""),
            sign("chief", "sign_revocation"),
        ),
        _scenario(
            "publicity-over",
            N_("最长公示期已经届满：撤销修复，不再恢复公示"),
            _open(),
            *_told(_BEGINS),
            _state(),
            _draft("2026-10-30", review=_REVIEW, restore_until=""),
            sign("chief", "sign_revocation"),
            _serve("serve_revocation", _BEGINS),
            published_on=date(2025, 9, 1),
        ),
    )
}

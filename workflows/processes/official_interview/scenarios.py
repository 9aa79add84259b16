"""Whole internal interviews: together they pass every node and every flow of the diagram."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Do, Open, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.scenario_acts import sign, sign_revised, supervise

_BEGINS = date(2026, 9, 21)
#: The department whose head is interviewed (demonstration).
_DEPARTMENT = "11410184MB9DEM006T"
_OPEN = Open(
    who="supervisor", form={"grounds": "withheld", "statement": "连续两个月没有报送信用信息。"}, subject=_DEPARTMENT
)


def _draft(on: date) -> Do:
    form: dict[str, Any] = {
        "outcome": "invite", "official": "分管负责人", "basis": "《示例省社会信用体系建设工作要点》三（三）",
        "held_on": on.isoformat(), "begins_at": "15:00", "place": "示例市公共信用信息中心会议室",
        "prepare": "信用信息报送的情况和整改打算。",
    }  # fmt: skip
    return Do(who="supervisor", node="draft_interview", form=form)


def _hold(on: date, by: date | None, breach: str | None = None) -> Do:
    form = {"result": "postponed", "held_on": on.isoformat(), "note": "被约谈人外出开会。"}
    if by is not None:
        form = {
            "result": "held", "held_on": on.isoformat(), "attendees": "分管负责人、信息科科长",
            "record": "说明了未报送的原因。", "measures": "十日内补报全部信息。", "measures_by": by.isoformat(),
        }  # fmt: skip
    return Do(who="supervisor", node="hold_official", form=form, breach=breach)


def _follow(on: date, breach: str | None = None) -> Do:
    form = {"findings": "信息已全部补报。", "followed_on": on.isoformat()}
    return Do(who="supervisor", node="follow_official", form=form, breach=breach)


_HELD = Scenario(
    key="held",
    name=N_("约谈部门负责人，改期一次，要求按期落实"),
    begins=_BEGINS,
    acts=(
        _OPEN,
        *sign_revised("head", "approve_official", _draft(date(2026, 9, 23))),
        _hold(date(2026, 9, 21), None),
        _draft(date(2026, 9, 24)),
        sign("head", "approve_official"),
        Wait(until=date(2026, 9, 24)),
        _hold(date(2026, 9, 24), date(2026, 10, 9)),
        Wait(until=date(2026, 10, 8)),
        _follow(date(2026, 10, 8)),
    ),
)

_LATE = Scenario(
    key="late",
    name=N_("约谈和落实均逾期"),
    begins=_BEGINS,
    acts=(
        _OPEN,
        _draft(date(2026, 9, 22)),
        sign("head", "approve_official"),
        Wait(until=date(2026, 9, 28)),
        supervise("supervisor", "official"),
        _hold(date(2026, 9, 28), date(2026, 9, 30), breach="handler_overloaded"),
        Wait(until=date(2026, 10, 12)),
        supervise("supervisor", "measures"),
        _follow(date(2026, 10, 12), breach="other"),
    ),
)

_DROPPED = Scenario(
    key="dropped",
    name=N_("不再约谈"),
    begins=_BEGINS,
    acts=(
        _OPEN,
        Do(who="supervisor", node="draft_interview", form={"outcome": "drop", "reasons": "该部门已补报全部信息。"}),
    ),
)

SCENARIOS: dict[str, Scenario] = {scenario.key: scenario for scenario in (_HELD, _LATE, _DROPPED)}

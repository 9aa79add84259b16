"""Whole publications, step by step: together they pass every node and every flow of the diagram."""

from datetime import date
from typing import Any

from workflows.domain.process_type import RECORD_WITHDRAWN
from workflows.domain.scenario import Acknowledge, Act, Do, Hear, Open, Scenario, Wait
from workflows.domain.words import N_
from workflows.processes.scenario_acts import sign, sign_revised, supervise

#: A Monday; the decision was made on the Friday before.
_BEGINS, _DECIDED = date(2026, 10, 19), date(2026, 10, 16)
#: In force everywhere; the days for reporting are those of a province.
_NATIONAL = ("market-publicity/2021-09-01", "penalty-law/2021-07-15")
_MARKET = ("shaanxi/2017-05-02", *_NATIONAL)
_SHANDONG = ("shandong/2020-10-01", "shaanxi/2017-05-02")
_BAQIAO = ("baqiao/2020-09-27", "shaanxi/2017-05-02")
#: The record of a natural person.
_PERSON = "示市监罚决〔2026〕81号"
_ANNULLED = Hear(message=RECORD_WITHDRAWN, data={"by": "SL-OBJ-2026-000001"})


def _open(**form: Any) -> Open:
    return Open(who="recogniser", about_record=True, form={"matter": "publish", "procedure": "general", **form})


def _check(outcome: str = "publish", reason: str = "") -> Do:
    form = {"outcome": outcome, "reason": reason, "complete": outcome == "publish", "opinion": "已逐项核对。"}
    return Do(who="recogniser", node="check", form=form)


def _draft_withdrawal() -> Do:
    form = {"reasons": "据以公示的决定已被依法撤销，不应继续公示。"}
    return Do(who="recogniser", node="draft_withdrawal", form=form)


def _scenario(
    key: str, name: str, *acts: Act, packs: tuple[str, ...] = _NATIONAL, about: str = "", **record: Any
) -> Scenario:
    said = {"decided_on": _DECIDED, **record}
    return Scenario(key=key, name=name, begins=_BEGINS, acts=acts, packs=packs, about=about, record=said)


_ALL = (
    _scenario(
        "penalty",
        N_("行政处罚：七个工作日内报送，二十个工作日内公示"),
        _open(),
        _check(),
        Acknowledge(),
        packs=_MARKET,
    ),
    _scenario(
        "withheld-person",
        N_("自然人的信息不得公开公示，仅报送"),
        _open(),
        *sign_revised("chief", "approve_withholding", _check("report", "person")),
        Acknowledge(),
        packs=_SHANDONG,
        about=_PERSON,
    ),
    _scenario(
        "withheld-secret",
        N_("涉及商业秘密，不报送、不公示"),
        _open(),
        _check("withhold", "secret"),
        sign("chief", "approve_withholding"),
    ),
    _scenario(
        "late",
        N_("报送和公示均逾期：预警、红牌、上报、督办"),
        _open(),
        Wait(until=date(2026, 10, 30)),
        supervise("inspector", "report"),
        Wait(until=date(2026, 11, 18)),
        supervise("inspector", "publish"),
        _check(),
        Acknowledge(),
        packs=_MARKET,
    ),
    _scenario(
        "other-act",
        N_("行政奖励：七个工作日内公示，按月报送逾期"),
        _open(procedure="none"),
        _check(),
        Acknowledge(kinds=("publish",)),
        Wait(until=date(2026, 11, 20)),
        supervise("inspector", "monthly"),
        Acknowledge(),
        packs=_BAQIAO,
        act_kind="reward",
    ),
    _scenario(
        "elsewhere",
        N_("登记地在外省：推送和协助公示均逾期"),
        _open(elsewhere=True),
        _check(),
        Wait(until=date(2026, 11, 4)),
        supervise("inspector", "forward"),
        Acknowledge(),
        Wait(until=date(2026, 11, 23)),
        supervise("inspector", "assist"),
        Acknowledge(),
        packs=_NATIONAL,
    ),
    _scenario(
        "withdrawn",
        N_("处罚决定被撤销，三个工作日内撤下公示"),
        _open(matter="withdraw", annulled_on="2026-10-19", annulled_by="示政复决〔2026〕3号行政复议决定书"),
        *sign_revised("chief", "sign_withdrawal", _draft_withdrawal()),
        Acknowledge(),
    ),
    _scenario(
        "annulled",
        N_("等待公示回执时信息被撤销，撤下逾期"),
        _open(),
        _check(),
        _ANNULLED,
        Wait(until=date(2026, 10, 28)),
        supervise("inspector", "withdraw"),
        _draft_withdrawal(),
        sign("chief", "sign_withdrawal"),
        Acknowledge(),
    ),
    _scenario("annulled-before", N_("审查前信息被撤销，不再公示"), _open(), _ANNULLED),
)

SCENARIOS: dict[str, Scenario] = {scenario.key: scenario for scenario in _ALL}

"""The cases of the demonstration: each in another state, told in working days before today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import Staffed
from webapp.demo.timeline import StepClock, Timed, play
from workflows.domain.calendar import WorkCalendar
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Act, Do, File
from workflows.domain.time import at_office_hour, office_date

#: Days of a case, counted in working days before today; an act may need its own date, so it is made on the day.
_Script = Sequence[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class DemoCase:
    """One case of the demonstration."""

    #: Decision number of the record.
    record: str
    applicant: str
    #: Who verifies.
    provider: str
    #: Field, value that the applicant claims, and why.
    claim: tuple[str, str, str]
    #: (working days before today, act), in order; the acts are made by :func:`_act`.
    script: _Script
    channel: str = "applicant"
    changes: Sequence[Mapping[str, str]] = field(default=())


def _forwarded(day: int) -> _Script:
    return tuple((day, act) for act in ("accept", "sign_acceptance", "draft_inquiry", "sign_inquiry"))


def _decided(day: int, conclusion: str) -> _Script:
    return ((day, f"draft:{conclusion}"), (day, "audit_decision"), (day, "approve_decision"))


_FINE = "CF_NR_FK"

CASES: Sequence[DemoCase] = (
    DemoCase(
        record="示市监罚决〔2026〕11号", applicant="applicant", provider="provider",
        claim=(_FINE, "0.5", "处罚决定书载明罚款五千元，公示信息误为五万元。"),
        changes=[{"field": _FINE, "new": "0.5"}],
        script=(
            (22, "file"), *_forwarded(21), (20, "sign_for"), (18, "verify:wrong"), *_decided(17, "correct"),
            (17, "serve"), (16, "execute"),
        ),
    ),
    DemoCase(
        record="示市监罚决〔2026〕77号", applicant="applicant2", provider="provider", channel="reviewer",
        claim=("CF_SY", "已悬挂", "营业执照已悬挂，拍照角度未拍到。"),
        script=(
            (18, "file"), *_forwarded(17), (16, "sign_for"), (13, "verify:correct"), *_decided(12, "unfounded"),
            (12, "serve"),
        ),
    ),
    DemoCase(
        record="示环罚决〔2026〕19号", applicant="applicant", provider="provider2",
        claim=(_FINE, "1", "罚款金额为一万元，公示为十万元。"),
        script=((16, "file"), *_forwarded(15), (14, "sign_for")),
    ),
    DemoCase(
        record="示市监罚决〔2026〕58号", applicant="applicant", provider="provider",
        claim=(_FINE, "0.5", "罚款五千元，公示为五万元。"), changes=[{"field": _FINE, "new": "0.5"}],
        script=((9, "file"), *_forwarded(8), (4, "sign_for"), (1, "verify:wrong"), *_decided(1, "correct")),
    ),
    DemoCase(
        record="示人社罚决〔2026〕8号", applicant="applicant", provider="provider3",
        claim=("CF_SY", "已全部支付", "工资已于责令改正前付清。"),
        script=((6, "file"), *_forwarded(5), (4, "sign_for")),
    ),
    DemoCase(
        record="示环罚决〔2026〕24号", applicant="applicant2", provider="provider2",
        claim=(_FINE, "1.2", "罚款金额单位有误。"),
        script=((5, "file"), *_forwarded(4)),
    ),
    DemoCase(
        record="示市监罚决〔2026〕63号", applicant="applicant2", provider="provider",
        claim=(_FINE, "0.1", "罚款一千元，公示为一万元。"),
        script=((3, "file"), (2, "correct"), (1, "sign_correction_notice")),
    ),
    DemoCase(
        record="示市监罚决〔2026〕27号", applicant="applicant", provider="provider",
        claim=("CF_GSJZQ", "2026-08-20", "公示期限应按轻微情形确定。"),
        script=((4, "file"), (3, "refuse"), (2, "sign_refusal")),
    ),
    DemoCase(
        record="示人社罚决〔2026〕22号", applicant="applicant2", provider="provider3",
        claim=("CF_SY", "已补签", "书面合同已于检查前签订。"),
        script=((2, "file"), (1, "accept")),
    ),
    DemoCase(
        record="示市监罚决〔2026〕81号", applicant="applicant3", provider="provider",
        claim=(_FINE, "0.1", "罚款一千元，公示为二千元。"),
        script=((0, "file"),),
    ),
    DemoCase(
        record="示环罚决〔2026〕31号", applicant="applicant", provider="provider2",
        claim=("CF_SY", "已覆盖", "裸露土方当日已覆盖。"),
        script=((0, "file"),),
    ),
)  # fmt: skip

_APPROVE = {"decision": "approve", "opinion": "同意。", "no_conflict": "yes"}


def drive_cases(
    staffed: Staffed,
    process: ProcessType,
    records: Mapping[str, int],
    clock: StepClock,
    now: datetime,
    others: Sequence[Timed] = (),
) -> list[Timed]:
    """Drive every case to its state, all together in the order of time, and stop at ``now``.

    Args:
        records: decision number → id.
        clock: the office's clock, which is moved.
        now: the present (UTC).
        others: acts of cases besides those of the demonstration.

    Returns:
        What the office would not do on that day; the case stands where it stood before.
    """
    calendar = staffed.office.calendar()
    timeline = list(others)
    for each in CASES:
        drive = Drive(
            staffed=staffed, process=process, record=records[each.record], move=clock.move, applicant=each.applicant,
            posts={**POSTS, "provider": each.provider},
        )  # fmt: skip
        for position, (ago, name) in enumerate(each.script):
            at = _instant(calendar, now, ago, position)
            timeline.append(Timed(at=at, drive=drive, act=_act(each, name, office_date(at))))
    return play(staffed, clock.move, timeline, now)


def begins(calendar: WorkCalendar, now: datetime) -> datetime:
    """Return the instant at which the first case comes in."""
    return _instant(calendar, now, max(ago for each in CASES for ago, _ in each.script), 0) - timedelta(hours=1)


def _instant(calendar: WorkCalendar, now: datetime, ago: int, position: int) -> datetime:
    """Return when an act happens: ``ago`` working days back, each act of a case ten minutes after the one before."""
    if ago == 0:
        return now - timedelta(minutes=5)
    day = office_date(now)
    for _ in range(ago):
        day = calendar.previous_working_day(day)
    return at_office_hour(day, 10) + timedelta(minutes=10 * position)


def _act(case: DemoCase, act: str, today: date) -> Act:
    """Make an act of a script, with the dates of its day."""
    name, _, more = act.partition(":")
    if name == "file":
        return File(form=_filing(case), who=case.channel)
    if name in {"accept", "correct", "refuse"}:
        return Do(who="reviewer", node="examine", form=_examination(name, today))
    if name in {"sign_for", "verify"}:
        return Do(who="provider", node=name, form=_verification(case, more))
    if name == "draft":
        return Do(who="reviewer", node="draft_decision", form=_decision(case, more))
    if name == "draft_inquiry":
        return Do(who="reviewer", node=name, form={"summary": f"请核查{case.claim[2]}"})
    if name == "serve":
        form = {"method": "direct", "served_on": today.isoformat(), "receiver": "示例联系人", "relation": "本人"}
        return Do(who="reviewer", node="serve_reply", form=form)
    if name == "execute":
        systems = "示例市信用信息平台 已更新"
        executed: dict[str, Any] = {"executed": True, "effective_on": today.isoformat(), "systems": systems}
        return Do(who="provider", node="execute_correction", form=executed)
    return Do(who="head" if name == "approve_decision" else "auditor", node=name, form=_APPROVE)


def _filing(case: DemoCase) -> dict[str, Any]:
    field_code, claimed, why = case.claim
    return {
        "grounds": "wrong",
        "claims": [{"field": field_code, "claimed": claimed}],
        "statement": why,
        "contact_name": "示例联系人",
        "contact_phone": "13800000000",
        "contact_email": f"{case.applicant}@demo.example",
        "address": "示例市示例路1号",
        "e_service": True,
        "truthful": True,
    }


def _examination(outcome: str, today: date) -> dict[str, Any]:
    form: dict[str, Any] = {"identity_ok": True, "materials_ok": outcome == "accept", "outcome": outcome}
    if outcome == "correct":
        form["missing"] = [{"item": "授权委托书", "requirement": "加盖公章，写明委托事项和期限"}]
        form["supply_by"] = (today + timedelta(days=10)).isoformat()
    if outcome == "refuse":
        form |= {"refuse_code": "no_objection", "reasons": "所提事项为公示期限的调整，可依法申请信用修复。"}
    return form


def _verification(case: DemoCase, finding: str) -> dict[str, Any]:
    if not finding:
        return {"received": True}
    return {
        "finding": finding,
        "course": "调阅案卷，与原办案人员核对。",
        "basis": f"{case.record}处罚决定书原件",
        "changes": list(case.changes),
    }


def _decision(case: DemoCase, conclusion: str) -> dict[str, Any]:
    found = "录入有误，予以更正。" if case.changes else "公示信息与处罚决定书一致。"
    return {
        "conclusion": conclusion,
        "reasons": f"经信息提供单位核查，{found}",
        "changes": list(case.changes),
        "measure_wronged": False,
        "no_conflict": "yes",
    }

"""Interviews: which one, with whom and when; reply, interview or absence, record, commitments, follow-up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]


def lower_failed(case: CaseView) -> bool:
    """Tell whether a 提示约谈 of this case has failed, so that only the higher one is left."""
    return any(each["kind"] == "prompt" and each["result"] == "failed" for each in interviews(case))


def interviews(case: CaseView) -> list[Mapping[str, Any]]:
    """Return the earlier interviews of the case, oldest first: kind, day and result."""
    return list(case.facts.get("interviews", ()))


def plan(case: CaseView, actor: Actor, data: Data) -> Decision:
    """Which interview, why, with whom, when and where (TLK-01, TLK-02).

    Raises:
        FieldErrors: the lower interview after it has failed, or days in the wrong order.
    """
    errors: dict[str, list[str]] = {}
    if data["kind"] == "prompt" and lower_failed(case):
        errors["kind"] = [N_("提示约谈后仍未整改到位，应当进行警示约谈。")]
    if data["held_on"] <= case.received_on:
        errors["held_on"] = [N_("约谈日期须晚于立案日期。")]
    if not case.received_on <= data["reply_by"] < data["held_on"]:
        errors["reply_by"] = [N_("回执日期须早于约谈日期。")]
    if errors:
        raise FieldErrors(errors)
    summons = {
        "kind": data["kind"],
        "on": data["held_on"].isoformat(),
        "at": data["begins_at"].strftime("%H:%M"),
        "minutes": data["minutes"],
        "place": data["place"],
        "persons": data["persons"],
        "bring": data["bring"],
        "reply_by": data["reply_by"].isoformat(),
    }
    return Decision(
        outcome="planned",
        memory={"summons": summons},
        set_dates={"rectification.interview": data["held_on"], "rectification.reply": data["reply_by"]},
        drafts=("TLK-01", "TLK-02"),
    )


def plan_signed(_case: CaseView) -> Decision:
    """The head approves (TLK-01) and signs the notice (TLK-02)."""
    return Decision(outcome="approve", facts={"approved": True}, signs=("TLK-01", "TLK-02"))


def notice_ends(case: CaseView) -> str:
    """Return the day of the interview, as ISO text."""
    return str(case.facts["summons"]["on"])


def notice_served(case: CaseView) -> Decision:
    """From service on the subject knows the appointment."""
    summons: Mapping[str, Any] = case.facts["summons"]
    shown = {name: summons[name] for name in ("kind", "on", "at", "minutes", "place")}
    return Decision(
        outcome="served",
        memory={"appointment": shown},
        notices=(("interview_called", "applicant"),),
        told={
            **{name: str(summons[name]) for name in ("on", "at", "minutes", "place")}, "due": summons["reply_by"],
        },
    )


def reply(case: CaseView, actor: Actor, data: Data) -> Decision:
    """约谈回执 (TLK-03).

    Raises:
        FieldErrors: nobody named who comes, or no reason for not coming.
    """
    comes = data["attend"] == "yes"
    field = "attendee" if comes else "reason"
    if not (data[field] or "").strip():
        words = N_("请填写参加人及职务。") if comes else N_("请写明不能参加的原因。")
        raise FieldErrors({field: [words]})
    return Decision(
        outcome="attends" if comes else "declines",
        meets=("rectification.reply",),
        drafts=("TLK-03",),
        signs=("TLK-03",),
        notices=(("interview_replied", "recogniser"),),
    )


def authority(data: Data) -> str:
    """An agent comes with an authority letter (授权委托书), which goes with the receipt."""
    return N_("委托他人参加的，请上传委托书。") if data["attend"] == "yes" and data["agent"] else ""


def hold(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The interview, or that nobody came (TLK-07): summoned again once, then it has failed.

    Raises:
        FieldErrors: what belongs to the one or the other is missing.
    """
    absent = data["attended"] == "no"
    again = absent and data["then"] == "again"
    errors = _absent(case, data) if absent else _present(data)
    if data["held_on"] < date.fromisoformat(case.facts["summons"]["on"]):
        errors["held_on"] = [N_("约谈不能早于通知书写明的日期。")]
    if not again and (data["receipt_by"] is None or data["receipt_by"] < data["held_on"]):
        errors["receipt_by"] = [N_("请填写归集回执最迟日期，不早于约谈日期。")]
    if errors:
        raise FieldErrors(errors)
    kind, on = case.facts["summons"]["kind"], data["held_on"].isoformat()
    result = "absent" if absent else "open"
    outcome = "again" if again else "failed" if absent else "held"
    return Decision(
        outcome="absent" if absent else "held",
        facts={"interview": outcome, "aftermath": "failed"},
        memory={
            "interviews": [*interviews(case), {"kind": kind, "on": on, "result": result}],
            "absences": case.facts.get("absences", 0) + absent,
        },
        set_dates={} if again else {"rectification.receipt": data["receipt_by"]},
        meets=("rectification.interview",),
        met_on=data["held_on"],
        drafts=("TLK-07",) if absent else ("TLK-04",),
        signs=("TLK-07",) if absent else (),
    )


def _present(data: Data) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if data["began_at"] is None or data["ended_at"] is None or data["ended_at"] <= data["began_at"]:
        errors["ended_at"] = [N_("请填写起止时间，结束时间须晚于开始时间。")]
    if data["host"].strip() == data["recorder"].strip():
        errors["recorder"] = [N_("主持人和记录人不能是同一人。")]
    if not data["told"]:
        errors["told"] = [N_("约谈前须出示身份并告知事由、依据和权利。")]
    if not data["confirmed"]:
        errors["confirmed"] = [N_("请选择被约谈人是否认可失信事实。")]
    for field, words in (
        ("attendees", N_("请填写被约谈方参加人及职务。")),
        ("statement", N_("请记录被约谈人陈述。")),
        ("requirements", N_("请写明约谈方提出的要求。")),
    ):
        if not (data[field] or "").strip():
            errors[field] = [words]
    return errors


def _absent(case: CaseView, data: Data) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if data["then"] == "again" and case.facts.get("absences", 0):
        errors["then"] = [N_("已经再次约谈过一次，仍未到场的，视为约谈未达到效果。")]
    for field, words in (
        ("notified", N_("请写明通知送达情况。")),
        ("absence_reason", N_("请写明未到场原因，不明的写“不明”。")),
    ):
        if not (data[field] or "").strip():
            errors[field] = [words]
    return errors


def signed_scan(data: Data) -> str:
    """A signed record is kept as it was signed, page by page; where signing was refused there is nothing to scan."""
    return N_("请上传逐页签名的笔录扫描件；拒绝签名的，选择“拒绝签名”。") if data["signing"] == "signed" else ""


def sign_record(case: CaseView, actor: Actor, data: Data) -> Decision:
    """笔录 (TLK-04): read back, then signed page by page, or the refusal noted with its reason and a witness.

    Raises:
        FieldErrors: a refusal without reason or witness.
    """
    refused = data["signing"] == "refused"
    errors: dict[str, list[str]] = {}
    if refused and not (data["refusal"] or "").strip():
        errors["refusal"] = [N_("请写明拒签理由。")]
    if refused and not (data["witness"] or "").strip():
        errors["witness"] = [N_("拒绝签名的，应当有见证人。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(outcome="record_refused" if refused else "record_signed", signs=("TLK-04",))

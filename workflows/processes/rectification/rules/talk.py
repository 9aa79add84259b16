"""Interviews: which one, with whom and when; reply, interview or absence, record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.signing import counted, signing

#: Cleaned data of a form.
Data = Mapping[str, Any]


#: How often a 提示约谈 may be missed without a justified reason: the notice and one more.
_PROMPTS = 2


def interviews(case: CaseView) -> list[Mapping[str, Any]]:
    """Return the earlier interviews of the case, oldest first: kind, day and result.

    The result of one to which nobody came is ``absent``, or ``excused`` where the reason was a justified one.
    """
    return list(case.facts.get("interviews", ()))


def missed(case: CaseView) -> list[Mapping[str, Any]]:
    """Return the interviews to which nobody came, without a justified reason (无正当理由)."""
    return [each for each in interviews(case) if each["result"] == "absent"]


def lower_failed(case: CaseView) -> bool:
    """Tell whether a 提示约谈 of this case has failed or was missed twice, so that only the higher one is left."""
    prompts = [each["result"] for each in interviews(case) if each["kind"] == "prompt"]
    return "failed" in prompts or prompts.count("absent") >= _PROMPTS


def plan(case: CaseView, actor: Actor, data: Data) -> Decision:
    """Which interview, why, with whom, when and where (TLK-01, TLK-02).

    Raises:
        FieldErrors: the lower interview after it has failed or was missed twice, or days in the wrong order.
    """
    errors: dict[str, list[str]] = {}
    if data["kind"] == "prompt" and lower_failed(case):
        errors["kind"] = [N_("提示约谈后仍未整改到位，应当进行警示约谈。")]
    if data["held_on"] <= case.received_on:
        errors["held_on"] = [N_("约谈日期须晚于立案日期。")]
    if not case.received_on < data["reply_by"] < data["held_on"]:
        errors["reply_by"] = [N_("回执日期须晚于立案日期、早于约谈日期。")]
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
        ahead={"reply_by": data["reply_by"]},
        drafts=("TLK-01", "TLK-02"),
    )


def plan_signed(_case: CaseView) -> Decision:
    """The head approves (TLK-01) and signs the notice (TLK-02)."""
    return Decision(outcome="approve", facts={"approved": True}, signs=("TLK-01", "TLK-02"))


def notice_ends(case: CaseView) -> str:
    """Return the last day for the reply, as ISO text: before it the subject must have the notice."""
    return str(case.facts["summons"]["reply_by"])


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
    """The interview, or that nobody came (TLK-07).

    With a justified reason there is a new appointment. Without one the subject is summoned once more or to the higher
    interview; only who was summoned again and stays away from 警示约谈 is put to the head as one with whom it failed.

    Raises:
        FieldErrors: what belongs to the one or the other is missing.
        TooManyRounds: nobody came too often.
    """
    absent = data["attended"] == "no"
    excused = absent and data["justified"] == "yes"
    again = absent and (excused or case.facts["summons"]["kind"] == "prompt" or not missed(case))
    errors = _absent(data) if absent else _present(data)
    if data["held_on"] < date.fromisoformat(case.facts["summons"]["on"]):
        errors["held_on"] = [N_("约谈不能早于通知书写明的日期。")]
    if not again and (data["receipt_by"] is None or data["receipt_by"] < data["held_on"]):
        errors["receipt_by"] = [N_("请填写归集回执最迟日期，不早于约谈日期。")]
    if errors:
        raise FieldErrors(errors)
    kind, on = case.facts["summons"]["kind"], data["held_on"].isoformat()
    result = "excused" if excused else "absent" if absent else "open"
    outcome = "again" if again else "failed" if absent else "held"
    return Decision(
        outcome="absent" if absent else "held",
        facts={"interview": outcome, "aftermath": "failed"},
        memory={
            "interviews": [*interviews(case), {"kind": kind, "on": on, "result": result}],
            "read_back": {},
            **(counted(case, "hold_interview") if again else {}),
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


def _absent(data: Data) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not data["justified"]:
        errors["justified"] = [N_("请认定未到场有无正当理由。")]
    for field, words in (
        ("notified", N_("请写明通知送达情况。")),
        ("absence_reason", N_("请写明未到场原因，不明的写“不明”。")),
    ):
        if not (data[field] or "").strip():
            errors[field] = [words]
    return errors


def confirm_absence(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head confirms that the subject stayed away without a justified reason, or has it summoned anew (S0-03).

    Raises:
        OwnWork: the person held the interview to which nobody came.
        TooManyRounds: it went back too often.
    """
    decided = signing("confirm_absence", ("hold_interview",), (), lambda _case: _CONFIRMED)(case, actor, data)
    if decided is _CONFIRMED:
        return decided
    told = interviews(case)
    return replace(decided, memory={**decided.memory, "interviews": [*told[:-1], {**told[-1], "result": "excused"}]})


_CONFIRMED = Decision(outcome="approve", facts={"approved": True})


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
    told = {name: data[name] or "" for name in ("signing", "refusal", "witness")}
    return Decision(
        outcome="record_refused" if refused else "record_signed", memory={"read_back": told}, signs=("TLK-04",)
    )

"""The rules of the internal interview: pure functions that raise or return a decision."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: The matter may go back this often.
MAX_ROUNDS = 8


def draft(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The notice to the head of a department (TLK-09), or with reasons none after all.

    Raises:
        FieldErrors: whom, when and where is not said, or no reasons for dropping it.
    """
    if data["outcome"] == "drop":
        _need(data, {"reasons": N_("请写明不再约谈的理由。")})
        return Decision(outcome="dropped", facts={"dropped": True}, strikes=("TLK-09",))
    _need(
        data,
        {
            "official": N_("请填写被约谈负责人的职务。"),
            "basis": N_("请填写依据。"),
            "held_on": N_("请填写约谈日期。"),
            "begins_at": N_("请填写开始时间。"),
            "place": N_("请填写约谈地点。"),
        },
    )
    if data["held_on"] < case.received_on:
        raise FieldErrors({"held_on": [N_("约谈日期不能早于立案日期。")]})
    plan = {name: data[name] for name in ("official", "basis", "place", "prepare")}
    plan |= {"on": data["held_on"].isoformat(), "at": data["begins_at"].strftime("%H:%M")}
    return Decision(
        outcome="drafted",
        facts={"dropped": False},
        memory={"plan": plan},
        set_dates={"official_interview.interview": data["held_on"]},
        drafts=("TLK-09",),
    )


def approve(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head signs, or sends it back.

    Raises:
        OwnWork: the head drafted it.
        TooManyRounds: it went back too often.
    """
    if case.did("draft_interview") == actor.user_id:
        raise OwnWork()
    if data["decision"] == "return":
        count = case.rounds("approve_official") + 1
        if count >= MAX_ROUNDS:
            raise TooManyRounds(rounds=MAX_ROUNDS)
        rounds = {"rounds": {**case.facts.get("rounds", {}), "approve_official": count}}
        return Decision(outcome="return", facts={"approved": False}, memory=rounds, strikes=("TLK-09",))
    plan = case.facts["plan"]
    return Decision(
        outcome="approve",
        facts={"approved": True},
        signs=("TLK-09",),
        notices=(("official_interview_set", "supervisor"), ("official_interview_set", "head")),
        told={name: plan[name] for name in ("on", "at", "place")},
    )


def recall(case: CaseView, actor: Actor) -> Decision:
    """The drafter takes it back before anybody has begun with it."""
    if case.did("draft_interview") != actor.user_id:
        raise NotAllowed()
    return Decision(outcome="recalled", facts={"approved": False}, strikes=("TLK-09",))


def hold(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The interview with its record and what is required, or another day.

    Raises:
        FieldErrors: what belongs to the one or the other is missing.
    """
    if data["result"] == "postponed":
        _need(data, {"note": N_("请写明未能约谈的原因。")})
        return Decision(outcome="postponed", facts={"held": False})
    _need(
        data,
        {
            "attendees": N_("请填写参加人员。"),
            "record": N_("请填写约谈记录。"),
            "measures": N_("请填写整改要求。"),
            "measures_by": N_("请填写落实期限。"),
        },
    )
    if data["measures_by"] < data["held_on"]:
        raise FieldErrors({"measures_by": [N_("落实期限不能早于约谈日期。")]})
    return Decision(
        outcome="held",
        facts={"held": True},
        meets=("official_interview.interview",),
        met_on=data["held_on"],
        set_dates={"official_interview.measures": data["measures_by"]},
    )


def follow(case: CaseView, actor: Actor, data: Data) -> Decision:
    """What has become of the requirements."""
    return Decision(outcome="followed", meets=("official_interview.measures",), met_on=data["followed_on"])


def supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """What is done about a breach."""
    return Decision(outcome="supervised")


def _need(data: Data, wanted: Mapping[str, str]) -> None:
    errors = {name: [words] for name, words in wanted.items() if not str(data[name] or "").strip()}
    if errors:
        raise FieldErrors(errors)

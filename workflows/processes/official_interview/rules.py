"""The rules of the internal interview: pure functions that raise or return a decision."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]


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


def signed(case: CaseView) -> Decision:
    """The head signs (TLK-09): those who hold the interview are told of the appointment."""
    plan = case.facts["plan"]
    return Decision(
        outcome="approve",
        facts={"approved": True},
        signs=("TLK-09",),
        notices=(("official_interview_set", "supervisor"), ("official_interview_set", "head")),
        told={name: plan[name] for name in ("on", "at", "place")},
    )


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


def _need(data: Data, wanted: Mapping[str, str]) -> None:
    errors = {name: [words] for name, words in wanted.items() if not str(data[name] or "").strip()}
    if errors:
        raise FieldErrors(errors)

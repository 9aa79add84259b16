"""Removal and what follows from it: register, original channel, measures, approval afterwards in an emergency."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.calendars import library as calendars
from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Begin
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.exchange import Push
from workflows.domain.process_type import Decision
from workflows.domain.removal import LeaveList, LiftMeasures
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]


def removal_signed(_case: CaseView) -> Decision:
    """移出决定 (LST-11) is signed."""
    return Decision(
        outcome="approve", facts={"approved": True}, meets=("blacklist_exit.overall",), signs=("LST-11",)
    )


def leave(case: CaseView, today: date) -> Decision:
    """The subject leaves by decision: register, original channel, every department (S0-17; 河南 Art. 37)."""
    return _left(case, today, letter="LST-11")


def remove_at_once(case: CaseView, today: date) -> Decision:
    """The subject leaves the same day (即时, S0-23); the head approves afterwards, by the next working day."""
    approve_by = calendars.shipped().next_working_day(today)
    return _left(
        case, today, letter="", drafts=("LST-13",), set_dates={"blacklist_exit.approval": approve_by},
        meets=("blacklist_exit.overall",),
    )  # fmt: skip


def _left(case: CaseView, today: date, *, letter: str, drafts: tuple[str, ...] = (), **more: Any) -> Decision:
    cause, list_key = case.facts["cause"], case.facts["list_key"]
    awaited: Any = {"answer": "platform_left", "rules": ("blacklist_exit.withdraw",)}
    told = {"list": list_key, "reason": cause, "left_on": today.isoformat()}
    return Decision(
        outcome="left",
        starts=("left",),
        memory={"left_on": today.isoformat()},
        drafts=("LST-08", "LST-12", *drafts),
        signs=("LST-08", "LST-12"),
        effects=(
            LeaveList(list_key=list_key, reason=cause, on=today, letter=letter),
            # The removal goes out where the listing went out (原发布渠道).
            Push(kind="leave_list", payload=told, **awaited),
            Push(kind="withdraw", target="site", payload=told, **awaited),
            Push(kind="lift_measures", payload=told, **awaited),
        ),
        notices=(("left", "applicant"), ("lift_asked", "executors")),
        **more,
    )


def lift_measures(case: CaseView, actor: Actor, data: Data) -> Decision:
    """One department's receipt that every measure is lifted (LST-12); the recogniser's own where none was ordered.

    Raises:
        FieldErrors: the date lies before the removal.
    """
    if data["done_on"] < date.fromisoformat(case.facts["left_on"]):
        raise FieldErrors({"done_on": [N_("解除日期不能早于移出日期。")]})
    mine = sorted(actor.organisations() & set(case.facts.get("executors", [])))
    receipts = [*case.facts.get("receipts", []), {"organs": mine, "on": data["done_on"].isoformat()}]
    return Decision(
        outcome="lifted",
        memory={"receipts": receipts},
        effects=tuple(LiftMeasures(organ_id=each, on=data["done_on"], note=data["note"] or "") for each in mine),
    )


def hear_platform(_case: CaseView, _told: Mapping[str, Any], _today: date) -> Decision:
    """Platform and site have acknowledged everything: publicity has ended where it was."""
    return Decision(outcome="received", memory={"platform_left": True}, meets=("blacklist_exit.withdraw",))


def approve_afterwards(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head confirms the emergency removal (LST-13), or has the listing decided anew.

    Who examined the exit does not confirm it; a removal that is not confirmed is not undone by hand, for nobody is
    listed without notice and defence.

    Raises:
        OwnWork: the head examined the exit.
        FieldErrors: no reason for refusing.
    """
    if case.did("examine") == actor.user_id:
        raise OwnWork()
    if data["decision"] == "approve":
        return Decision(
            outcome="confirmed",
            facts={"approved": True},
            memory={"confirmed": True},
            meets=("blacklist_exit.approval",),
            signs=("LST-13",),
        )
    return Decision(
        outcome="not_confirmed",
        facts={"approved": False},
        memory={"not_confirmed": data["opinion"]},
        meets=("blacklist_exit.approval",),
        strikes=("LST-13",),
    )


def propose_entry(case: CaseView, _today: date) -> Decision:
    """The listing is proposed anew, with notice and defence."""
    return Decision(
        outcome="proposed",
        effects=(
            Begin(
                process="blacklist_entry",
                authority_id=case.provider_id or case.authority_id,
                subject_id=case.subject_id,
                record_ids=() if case.record_id is None else (case.record_id,),
                application={"source": "即时移出未获追认", "statement": case.facts["not_confirmed"]},
            ),
        ),
        events=(("entry_proposed", {}),),
    )


def archive(_case: CaseView, _today: date) -> Decision:
    """Everything has come back; the case ends."""
    return Decision(
        outcome="archived",
        settles=CaseState.ARCHIVED,
        events=(("case_archived", {}),),
    )

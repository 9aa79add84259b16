"""Removal and what follows from it: register, original channel, measures, approval afterwards in an emergency."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.calendars import library as calendars
from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Begin
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.exchange import Push, PushListings
from workflows.domain.listing import ANNULLING
from workflows.domain.process_type import Decision
from workflows.domain.removal import LeaveList, LiftMeasures, NumberRemoval
from workflows.domain.words import N_
from workflows.processes import list_service as service

#: Cleaned data of a form.
Data = Mapping[str, Any]

#: Met when platform, site and every department have answered; the second runs where all of it is due the same day.
_LIFTED = ("blacklist_exit.withdraw", "blacklist_exit.at_once")


def removal_signed(case: CaseView) -> Decision:
    """移出决定 (LST-11) is signed, and with it what each liable person is told."""
    signs = decision_letters(case)
    return Decision(outcome="approve", facts={"approved": True}, meets=("blacklist_exit.overall",), signs=signs)


def decision_letter(case: CaseView) -> str:
    """Return the code of the decision that ends the listing: 撤销列入决定书 or 移出名单决定书."""
    return "LST-13" if case.facts.get("cause") in ANNULLING else "LST-11"


def decision_letters(case: CaseView) -> tuple[str, ...]:
    """Return the decision with the letter that each liable person who leaves with it gets for themselves (S1-13)."""
    code = decision_letter(case)
    return (code, *service.person_letters(case, f"{code}P"))


def leave(case: CaseView, today: date) -> Decision:
    """The subject leaves by decision: register, original channel, every department (S0-17; 河南 Art. 37)."""
    return _left(case, today, letter="LST-11")


def leave_expired(case: CaseView, today: date) -> Decision:
    """The period has run: the subject leaves on the day after, by law; the head signs the decision afterwards."""
    return _left_unsigned(case, today, {})


def remove_at_once(case: CaseView, today: date) -> Decision:
    """The subject leaves the same day (即时, S0-23); the head approves afterwards.

    Whatever is to be withdrawn and lifted is due the same day, whichever pack binds the department.
    """
    return _left_unsigned(case, today, {"blacklist_exit.at_once": today})


def _left_unsigned(case: CaseView, today: date, due: Mapping[str, date]) -> Decision:
    """Return what follows from a removal that the head signs by the next working day."""
    approve_by = calendars.shipped().next_working_day(today)
    return _left(
        case, today, letter="", drafts=decision_letters(case), meets=("blacklist_exit.overall",),
        set_dates={"blacklist_exit.approval": approve_by, **due},
    )  # fmt: skip


def _left(case: CaseView, today: date, *, letter: str, drafts: tuple[str, ...] = (), **more: Any) -> Decision:
    cause, list_key = case.facts["cause"], case.facts["list_key"]
    awaited: Any = {"answer": "platform_left", "rules": _LIFTED}
    told = {"reason": cause, "left_on": today.isoformat()}
    return Decision(
        outcome="left",
        starts=("left",),
        memory={"left_on": today.isoformat()},
        drafts=("LST-08", "LST-12", *drafts),
        signs=("LST-08", "LST-12"),
        effects=(
            LeaveList(list_key=list_key, reason=cause, on=today, letter=letter),
            # The removal goes out where the listing went out (原发布渠道).
            PushListings(asks=(("platform", "leave_list"), ("site", "withdraw")), payload=told, **awaited),
            Push(kind="lift_measures", payload={"list": list_key, **told}, **awaited),
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
        meets=_LIFTED if case.facts.get("platform_left") and _all_lifted(case, receipts) else (),
        effects=tuple(LiftMeasures(organ_id=each, on=data["done_on"], note=data["note"] or "") for each in mine),
    )


def _all_lifted(case: CaseView, receipts: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether every department has lifted its measures; where none was ordered any, the recogniser says so."""
    answered = {organ for each in receipts for organ in each["organs"]}
    return bool(receipts) and answered.issuperset(case.facts.get("executors", ()))


def hear_platform(case: CaseView, _told: Mapping[str, Any], _today: date) -> Decision:
    """Platform and site have acknowledged everything; the time is kept when every department has lifted too."""
    lifted = _all_lifted(case, case.facts.get("receipts", ()))
    return Decision(outcome="received", memory={"platform_left": True}, meets=_LIFTED if lifted else ())


def approve_afterwards(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head confirms the emergency removal (LST-13), or has the listing decided anew; what expired is only signed.

    Who examined the exit does not confirm it; a removal that is not confirmed is not undone by hand, for nobody is
    listed without notice and defence.

    Raises:
        OwnWork: the head examined the exit.
        FieldErrors: no reason for refusing, or expiry is refused, which takes effect by itself.
    """
    if case.did("examine") == actor.user_id:
        raise OwnWork()
    if case.facts.get("cause") == "expiry" and data["decision"] != "approve":
        raise FieldErrors({"decision": [N_("列入期限届满的当然移出，无须追认；请签发移出决定书。")]})
    if data["decision"] == "approve":
        return Decision(
            outcome="confirmed",
            facts={"approved": True},
            meets=("blacklist_exit.approval",),
            signs=decision_letters(case),
            effects=(NumberRemoval(letter=decision_letter(case)),),
        )
    return Decision(
        outcome="not_confirmed",
        facts={"approved": False},
        memory={"not_confirmed": data["opinion"]},
        meets=("blacklist_exit.approval",),
        strikes=("LST-13", "LST-13P"),
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

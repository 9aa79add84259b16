"""What may be decided when a repair is revoked: told first, heard, decided by two people, public again once served."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.calendars import library as calendars
from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.exchange import Push
from workflows.domain.policy import demands_in_force
from workflows.domain.process_type import Decision, Opening
from workflows.domain.publicity import Publicity, RestorePublicity, last_public_day, terms_of
from workflows.domain.service import served_on
from workflows.domain.words import N_
from workflows.policies import library as policies

#: Cleaned data of a form.
Data = Mapping[str, Any]


class NotRepaired(OfficeError):
    """Only a repair that stands can be revoked, by the organisation that granted it."""

    message = N_("该信息没有经本单位准予的修复，不能撤销修复。")
    status = 409


def remember(opening: Opening) -> Mapping[str, Any]:
    """Return the memory of a new case: the record, since when it was public, and until when it may be at the latest.

    Raises:
        NotRepaired: the case is not about one record that this organisation has repaired.
    """
    records = opening.records
    own = [row for row in records if row["provider_id"] == opening.case.authority_id]
    if len(records) != 1 or not own or own[0]["repair_state"] != "repaired":
        raise NotRepaired()
    record = Publicity.of(own[0], own[0]["subject_kind"])
    demands = demands_in_force(policies.packs(), opening.case.packs, "repair", opening.case.received_on)
    last_on = last_public_day(record, terms_of(demands).get(record.category))
    return {
        "record": own[0]["id"],
        "number": own[0]["decision_number"],
        "start_on": None if record.published_on is None else record.published_on.isoformat(),
        "last_on": None if last_on is None else last_on.isoformat(),
    }


def draft_notice(case: CaseView, actor: Actor, data: Data) -> Decision:
    """拟撤销告知书 (REP-12): facts, reasons and basis, and the time for an answer."""
    return Decision(
        outcome="drafted",
        memory={"proposed": {"reasons": data["reasons"], "basis": data["basis"], "answer_days": data["answer_days"]}},
        drafts=("REP-12",),
    )


def notice_signed(_case: CaseView) -> Decision:
    """The head signs 拟撤销告知书 (REP-12)."""
    return Decision(outcome="approve", facts={"approved": True}, starts=("notice_signed",), signs=("REP-12",))


def serve_notice(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The notice reached the subject: from the next working day on it has its time to answer.

    Raises:
        FieldErrors: the method lacks what makes it good, or the service lies before the notice.
    """
    day = served_on(data, consented=False, not_before=date.fromisoformat(case.clocks["starts"]["notice_signed"]))
    answer_by = calendars.shipped().nth_working_day(day, case.facts["proposed"]["answer_days"])
    slips = _slips(data)
    return Decision(
        outcome="served",
        memory={"serving": "REP-12", "notice_served_on": day.isoformat(), "answer_by": answer_by.isoformat()},
        set_dates={"repair_revocation.defence": answer_by},
        drafts=slips,
        signs=slips,
        serves=("REP-12",),
        notices=(("revocation_notice", "applicant"),),
        told={"due": answer_by.isoformat()},
    )


def state_defence(case: CaseView, actor: Actor, data: Data) -> Decision:
    """陈述申辩 (REP-13): what the subject brings forward stands in the case and is answered in the decision."""
    return Decision(
        outcome="stated",
        memory={"defence": data["statement"]},
        meets=("repair_revocation.defence",),
        drafts=("REP-13",),
        signs=("REP-13",),
        notices=(("revocation_stated", "recogniser"),),
    )


def draft(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision (REP-11 or REP-14), and by when it is made.

    Raises:
        FieldErrors: as :func:`redraft`, or a day that has passed.
    """
    by = data["decide_by"]
    if by <= case.received_on:
        raise FieldErrors({"decide_by": [N_("日期须晚于立案日期。")]})
    return _drafted(case, data, {"repair_revocation.decide": by}, {"decide_by": by})


def redraft(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision after a return; all of it but the day on which it is due may be another.

    Raises:
        FieldErrors: what the subject said is not answered, or publicity would last longer than the law allows.
    """
    return _drafted(case, data, {}, {})


def _drafted(case: CaseView, data: Data, dates: Mapping[str, date], ahead: Mapping[str, date]) -> Decision:
    errors: dict[str, list[str]] = {}
    revoking, until = data["conclusion"] == "revoke", data["restore_until"]
    if case.facts.get("defence") and not (data["review"] or "").strip():
        errors["review"] = [N_("当事人提出了陈述申辩，须写明是否采纳及理由。")]
    if revoking and (wrong := _wrong_end(case, until)):
        errors["restore_until"] = [wrong]
    if errors:
        raise FieldErrors(errors)
    drafted, struck = ("REP-11", "REP-14") if revoking else ("REP-14", "REP-11")
    last = until if revoking else None
    return Decision(
        outcome="drafted",
        facts={"revoke": revoking},
        memory={"revoking": revoking, "restore_until": None if last is None else last.isoformat()},
        set_dates=dates,
        ahead={**ahead, **({"restore_until": last} if last and last.isoformat() != case.facts.get("last_on") else {})},
        strikes=(struck,),
        drafts=(drafted,),
    )


def _wrong_end(case: CaseView, until: date | None) -> str:
    """Return why a last day of publicity cannot be; empty where it can."""
    longest = case.facts.get("last_on")
    over = longest is not None and date.fromisoformat(longest) <= case.received_on
    if over:
        return N_("该信息的最长公示期已经届满，撤销后不再恢复公示，请不要填写。") if until else ""
    if until is None:
        return N_("请填写恢复公示的截止日期。")
    if until <= case.received_on:
        return N_("日期须晚于立案日期。")
    if longest is not None and until.isoformat() > longest:
        return N_("不能晚于该类信息最长公示期的最后一日：%(day)s。") % {"day": longest}
    return ""


def signed(case: CaseView) -> Decision:
    """The head signs: the repair is revoked (REP-11), which has effect from service on, or stands (REP-14)."""
    if not case.facts.get("revoking", True):
        return Decision(
            outcome="approve",
            facts={"approved": True},
            meets=("repair_revocation.decide",),
            signs=("REP-14",),
            notices=(("repair_stands", "applicant"),),
        )
    return Decision(
        outcome="approve",
        facts={"approved": True},
        starts=("revocation_signed",),
        meets=("repair_revocation.decide",),
        signs=("REP-11",),
    )


def serve(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision reached the subject: now it has effect, and the time for restoring publicity begins.

    Raises:
        FieldErrors: the method lacks what makes it good, or the service lies before the decision.
    """
    starts = case.clocks["starts"]
    # Cases from before publicity waited for service began that clock with the signature.
    signed_on = date.fromisoformat(starts.get("revocation_signed") or starts["revoked"])
    day, slips = served_on(data, consented=False, not_before=signed_on), _slips(data)
    until = case.facts["restore_until"]
    return Decision(
        outcome="served",
        facts={"restores": until is not None and until >= day.isoformat()},
        memory={"serving": "REP-11"},
        starts=("revoked",),
        started_on=day,
        met_on=day,
        drafts=slips,
        signs=slips,
        serves=("REP-11",),
        notices=(("repair_revoked", "applicant"),),
    )


def _slips(data: Data) -> tuple[str, ...]:
    return ("SHR-01", "SHR-03") if data["method"] == "public" else ("SHR-01",)


def restore(case: CaseView, _today: date) -> Decision:
    """The record is public again, here at once and on the platform with a receipt."""
    record, until = case.facts["record"], case.facts["restore_until"]
    return Decision(
        outcome="restored",
        effects=(
            RestorePublicity(record_id=record, until=date.fromisoformat(until)),
            Push(
                kind="restore_publicity",
                record_id=record,
                payload={"number": case.facts["number"], "until": until},
                answer="publicity_restored",
                rules=("repair_revocation.restore",),
            ),
        ),
    )


def restored(_case: CaseView, _data: Data, _today: date) -> Decision:
    """The platform has acknowledged it."""
    return Decision(outcome="received", meets=("repair_revocation.restore",))


def archive(_case: CaseView, _today: date) -> Decision:
    """The case is closed."""
    return Decision(outcome="archived", settles=CaseState.ARCHIVED, events=(("case_archived", {}),))

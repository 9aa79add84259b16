"""The recognising department signs for the matter, checks every record, extends, decides and feeds back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.answer import Answer
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.extension import AskToExtend, Extend
from workflows.domain.letter_code import sheets
from workflows.domain.process_type import Decision
from workflows.domain.repair_bars import RequireNoBan, SeekBans
from workflows.domain.service import served_on
from workflows.domain.words import N_
from workflows.processes.repair.rules.eligibility import (
    bans_of,
    cited,
    found_bars,
    granted,
    matters_of,
    names_article,
    requires_article,
)
from workflows.processes.repair.words import DECISIONS, REFUSAL_REASONS

#: Cleaned data of a form.
Data = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]
#: The decision and the cap that would otherwise hold it back are extended together.
_EXTENDED = ("repair.decide", "repair.feedback")


def sign_for(case: CaseView, actor: Actor, data: Data) -> Decision:
    """签收: from now on the department holds the matter."""
    return Decision(outcome="signed_for")


def verify(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The checklist of every record (REP-06), or a request for more time (REP-07).

    Raises:
        FieldErrors: a record is left out, or the request has no length or reasons.
    """
    if data["outcome"] == "extend":
        return _ask_for_time(case, data)
    rows = each_record_once(case, data["records"])
    kept = [{**row, "fulfilled_on": _iso(row["fulfilled_on"])} for row in rows]
    # Fulfilment is certified only where there is some.
    papers = ("REP-03", "REP-06") if any(row["duties_ok"] and row["corrected_ok"] for row in rows) else ("REP-06",)
    return Decision(
        outcome="conclude",
        facts={"verification": "conclude"},
        memory={"findings": kept, "method": data["method"]},
        drafts=papers,
        signs=papers,
        effects=(SeekBans(),) if case.facts.get("ban_article") else (),
    )


def _ask_for_time(case: CaseView, data: Data) -> Decision:
    errors: dict[str, list[str]] = {}
    if case.facts.get("extended"):
        errors["outcome"] = [N_("本办件已经延期一次，不能再延期。")]
    if not data["extend_by"] or data["extend_by"] < 1:
        errors["extend_by"] = [N_("请填写延长的工作日数。")]
    if not (data["extend_reasons"] or "").strip():
        errors["extend_reasons"] = [N_("请写明延期的理由。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="extend",
        facts={"verification": "extend"},
        memory={"extension": {"n": data["extend_by"], "reason": data["extend_reasons"].strip()}},
        drafts=("REP-07A",),
        effects=(AskToExtend(rules=_EXTENDED, n=data["extend_by"]),),
    )


def extension_approved(case: CaseView) -> Decision:
    """The department's head approves: the decision, and with it the feedback, is due later."""
    asked = case.facts["extension"]
    return Decision(
        outcome="approve",
        facts={"approved": True},
        memory={"extended": True},
        signs=("REP-07A",),
        effects=(Extend(rules=_EXTENDED, n=asked["n"], reason=asked["reason"]),),
    )


def draft_decision(case: CaseView, actor: Actor, data: Data) -> Decision:
    """A decision for each record, with its reasons.

    Raises:
        FieldErrors: a record is left out; a repair is granted that may not be, or refused for a reason that the
            record does not bear out.
    """
    rows = each_record_once(case, data["records"])
    findings = {row["number"]: row for row in case.facts.get("findings", ())}
    for row, matter in zip(rows, matters_of(case), strict=True):
        found = found_bars(matter, findings.get(row["number"], {}), case.received_on, bans_of(case))
        if row["decision"] == "grant" and found:
            raise FieldErrors({"records": [_barred(row["number"], found)]})
        if row["decision"] == "refuse":
            _require_reason(row, matter, found)
    if granted_rows(rows) and data["follow_up_on"] and data["follow_up_on"] <= case.received_on:
        raise FieldErrors({"follow_up_on": [N_("承诺复核日期须晚于收件日期。")]})
    decisions = [
        {
            **row, "again_on": _iso(row["again_on"]),
            "never_article": row.get("never_article") or cited(case, str(row["reason"] or ""), matter),
        }
        for row, matter in zip(rows, matters_of(case), strict=True)
    ]  # fmt: skip
    codes = _decision_codes(rows)
    return Decision(
        outcome="drafted",
        facts={"granted": bool(granted_rows(rows))},
        memory={"decisions": decisions, "decided_codes": list(codes), "follow_up_on": _iso(data["follow_up_on"])},
        drafts=codes,
        strikes=("REP-08", "REP-09"),
    )


def _require_reason(row: Mapping[str, Any], matter: Mapping[str, Any], found: tuple[str, ...]) -> None:
    """Raise FieldErrors unless the record bears the coded reason out, or the text that forbids its repair is named."""
    if requires_article(row["reason"], matter):
        if not names_article(row["never_article"] or ""):
            words = N_(
                "%(number)s 属于不可修复情形的，请写明法律、法规或者政策文件的名称和条款，例如《某某条例》第三十条。"
            )
            raise FieldErrors({"records": [words % {"number": row["number"]}]})
    elif row["reason"] not in found:
        words = N_("%(number)s 没有所选的不予修复情形。")
        raise FieldErrors({"records": [words % {"number": row["number"]}]})


def _decision_codes(rows: Rows) -> tuple[str, ...]:
    """Return the decisions: REP-08 or REP-09 for each record by itself, numbered and served one by one (domain §6)."""
    kinds = {"grant": "REP-08", "refuse": "REP-09"}
    if len(rows) == 1:
        return (kinds[rows[0]["decision"]],)
    return tuple(code for place, row in enumerate(rows, 1) for code in sheets(kinds[row["decision"]], [place]))


def _barred(number: str, found: tuple[str, ...]) -> str:
    why = "、".join(REFUSAL_REASONS[code] for code in found)
    return N_("%(number)s 不能准予修复：%(why)s。") % {"number": number, "why": why}


def each_record_once(case: CaseView, rows: Rows) -> list[Mapping[str, Any]]:
    """Return the rows in the order of the case's records.

    Raises:
        FieldErrors: a record has no row or two, or a row names another record.
    """
    by_number = {row["number"]: row for row in rows}
    numbers = [matter["number"] for matter in matters_of(case)]
    if len(rows) != len(numbers) or set(by_number) != set(numbers):
        raise FieldErrors({"records": [N_("须对所申请的每条信息逐一填写，不能遗漏或者增加。")]})
    return [by_number[number] for number in numbers]


def granted_rows(rows: Rows) -> Rows:
    """Return the rows by which a repair is granted."""
    return [row for row in rows if row["decision"] == "grant"]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def decided_codes(case: CaseView) -> tuple[str, ...]:
    """Return the letters that hold the decisions, record by record."""
    return tuple(case.facts.get("decided_codes", ()))


def reviewed(_case: CaseView) -> Decision:
    """法制审核 passed; the head signs next."""
    return Decision(outcome="approve", facts={"approved": True})


def decision_signed(case: CaseView) -> Decision:
    """The head signs: the time for feedback and for the effects begins."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        memory={"reply_signed": True},
        starts=("decided",),
        meets=("repair.decide",),
        signs=decided_codes(case),
        # A ban may have begun since the department checked.
        effects=(RequireNoBan(),) if case.facts.get("ban_article") and granted(case) else (),
    )


def serve(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision reached the applicant.

    Raises:
        FieldErrors: the method lacks what makes it good, or the service lies before the application.
    """
    served_on(data, consented=bool(case.facts.get("e_service")), not_before=case.received_on)
    slips = ("SHR-01", "SHR-03") if data["method"] == "public" else ("SHR-01",)
    return Decision(
        outcome="served",
        meets=("repair.return_result", "repair.feedback"),
        met_on=data["served_on"],
        drafts=slips,
        signs=slips,
        serves=decided_codes(case),
        notices=(("repair_decided", "applicant"),),
    )


def answers(case: CaseView) -> tuple[Answer, ...]:
    """Return what was decided of each record, once the decision was served."""
    if not case.did("serve_decision"):
        return ()
    return tuple(
        Answer(
            about=row["number"],
            granted=row["decision"] == "grant",
            words=DECISIONS[row["decision"]],
            reason="" if row["decision"] == "grant" else REFUSAL_REASONS[row["reason"]],
            again_on=date.fromisoformat(row["again_on"]) if row["again_on"] else None,
        )
        for row in case.facts["decisions"]
    )

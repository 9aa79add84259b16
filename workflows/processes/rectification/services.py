"""What the service tasks of bpmn/rectification.bpmn do, and what follows when the platform has acknowledged."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.case import CaseState, CaseView
from workflows.domain.commitment import BROKEN_MESSAGE
from workflows.domain.effects import Begin, Effect
from workflows.domain.exchange import Push
from workflows.domain.process_type import Decision, Hearing, Service
from workflows.domain.record_entry import EnterRecord
from workflows.domain.words import N_
from workflows.processes import discover
from workflows.processes.rectification.rules import aftermath
from workflows.processes.rectification.words import INTERVIEWS

#: How an interview to which nobody came is told of.
_AWAY = {"absent": "（无正当理由未到场）", "excused": "（因正当理由未到场）"}
#: The process that failure proposes.
_LISTING = "blacklist_entry"


def _remind_report(case: CaseView, _today: date) -> Decision:
    """Three working days before the last day the subject is reminded (the packs say the three)."""
    return Decision(
        outcome="reminded",
        notices=(("rectification_reminder", "applicant"),),
        told={"due": str(case.facts["report_by"])},
    )


def _note_overdue(case: CaseView, _today: date) -> Decision:
    """The last day has passed without a report: what was done is inspected all the same."""
    return Decision(
        outcome="overdue",
        memory={"reported": False},
        events=(("report_overdue", {"due_on": case.facts["report_by"]}),),
        notices=(("rectification_overdue", "applicant"),),
        told={"due": str(case.facts["report_by"])},
    )


def _remind_interview(case: CaseView, _today: date) -> Decision:
    """The working day before the interview both sides are reminded."""
    at = case.facts["appointment"]
    return Decision(
        outcome="reminded",
        notices=(("interview_reminder", "applicant"),),
        told={name: str(at[name]) for name in ("on", "at", "minutes", "place")},
    )


def _remind_commitments(case: CaseView, today: date) -> Decision:
    """The subject is reminded of what it promised or was told to do, unless the last day is over."""
    last = max(row["due"] for row in case.facts["commitments"])
    notices = (("commitments_reminder", "applicant"),) if today.isoformat() <= last else ()
    return Decision(outcome="reminded", notices=notices, told={"due": last})


def _push_record(case: CaseView, _today: date) -> Decision:
    """S0-08: the interview stands in the subject's credit record and goes to the platform, also where nobody came."""
    last = case.facts["interviews"][-1]
    kind = INTERVIEWS[last["kind"]]
    result = "未到场" if last["result"] == "absent" else "已约谈"
    says = {N_("事项"): "约谈记录", N_("类型"): kind, N_("日期"): last["on"], N_("结果"): result}
    by = case.clocks["set_dates"]["rectification.receipt"]
    return Decision(
        outcome="pushed",
        drafts=("TLK-08",),
        signs=("TLK-08",),
        effects=(
            EnterRecord(letter="TLK-02", says=says),
            Push(
                kind="add_record",
                answer="interview_recorded",
                payload={"matter": "interview", "type": last["kind"], "on": last["on"], "result": last["result"]},
                due_on=date.fromisoformat(by),
            ),
        ),
    )


def _interview_recorded(_case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    """The platform has acknowledged the record."""
    return Decision(outcome="recorded", meets=("rectification.receipt",))


def _close_rectified(case: CaseView, today: date) -> Decision:
    """Done: the acceptance stands in the credit record, in the subject's favour, and the case is closed."""
    on = today.isoformat()
    return Decision(
        outcome=str(CaseState.ARCHIVED),
        settles=CaseState.ARCHIVED,
        events=(("case_archived", {}),),
        effects=(
            EnterRecord(letter="REC-04", says={"事项": "限期整改", "日期": on, "结果": "整改到位"}),
            Push(kind="add_record", payload={"matter": "rectification", "on": on, "result": "done"}),
        ),
    )


def _closing(*events: str) -> Service:
    """Return the service that closes a case."""

    def close(_case: CaseView, _today: date) -> Decision:
        return Decision(
            outcome=str(CaseState.ARCHIVED),
            settles=CaseState.ARCHIVED,
            events=tuple((kind, {}) for kind in (*events, "case_archived")),
        )

    return close


def _propose_listing(case: CaseView, today: date) -> Decision:
    """Neither order nor interviews have helped: listing is proposed, which has its own gate, notice and defence."""
    closed = _closing("listing_proposed")(case, today)
    return Decision(
        outcome=closed.outcome,
        settles=closed.settles,
        events=closed.events,
        effects=_proposal(case),
        notices=(("listing_proposed", "recogniser"),),
    )


def _proposal(case: CaseView) -> tuple[Effect, ...]:
    if _LISTING not in discover():
        return ()
    records = tuple(case.facts.get("records", ())) or ((case.record_id,) if case.record_id is not None else ())
    told = "；".join(
        f"{each['on']}{INTERVIEWS[each['kind']]}{_AWAY.get(each['result'], '')}" for each in case.facts["interviews"]
    )
    return (
        Begin(
            process=_LISTING,
            authority_id=case.authority_id,
            subject_id=case.subject_id,
            record_ids=records,
            application={
                "source": f"限期整改办件{case.number}",
                "statement": f"责令整改并经约谈（{told}）后仍未到位。",
            },
        ),
    )


SERVICES: dict[str, Service] = {
    "remind_report": _remind_report,
    "note_overdue": _note_overdue,
    "remind_interview": _remind_interview,
    "remind_commitments": _remind_commitments,
    "push_record": _push_record,
    "close_rectified": _close_rectified,
    "close_kept": _closing(),
    "close_dropped": _closing("rectification_dropped"),
    "propose_listing": _propose_listing,
}

HEARS: dict[str, Hearing] = {
    "interview_recorded": _interview_recorded,
    BROKEN_MESSAGE: aftermath.promise_broken,
}

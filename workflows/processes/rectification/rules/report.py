"""The subject's report, more time, and the acceptance by two officers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.rectification.rules import TwoOfficersNeeded
from workflows.processes.rectification.rules.order import LONGEST
from workflows.processes.signing import counted

#: Cleaned data of a form.
Data = Mapping[str, Any]


def report(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The subject reports item by item (REC-02), or asks for more time before the last day has passed (REC-03).

    Raises:
        FieldErrors: an item without an answer, nobody responsible; or no later day, no reason for more time.
        TooManyRounds: more time was asked for too often.
    """
    return _ask(case, data) if data["request"] == "extend" else _report(case, data)


def _report(case: CaseView, data: Data) -> Decision:
    errors: dict[str, list[str]] = {}
    if not _answers_all(case, data["report_items"]):
        errors["report_items"] = [N_("请对通知书所列的每一项都写明整改措施和完成情况。")]
    if not (data["responsible"] or "").strip():
        errors["responsible"] = [N_("请填写整改责任人及职务。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="reported",
        facts={"report_outcome": "reported"},
        memory={"report": list(data["report_items"]), "reported": True},
        meets=("rectification.report",),
        drafts=("REC-02",),
        signs=("REC-02",),
        notices=(("rectification_reported", "recogniser"),),
    )


def _ask(case: CaseView, data: Data) -> Decision:
    errors: dict[str, list[str]] = {}
    until = data["extend_to"]
    if until is None:
        errors["extend_to"] = [N_("请填写申请延长到的日期。")]
    elif not last_day(case) < until <= case.received_on + LONGEST:
        errors["extend_to"] = [N_("申请延长到的日期须晚于现在的整改期限届满日，且不超过两年。")]
    if not (data["extend_reason"] or "").strip():
        errors["extend_reason"] = [N_("请写明延期理由。")]
    if errors:
        raise FieldErrors(errors)
    wish = {"from": last_day(case).isoformat(), "to": until.isoformat(), "reason": data["extend_reason"]}
    return Decision(
        outcome="asked",
        facts={"report_outcome": "asked"},
        memory={"extension": wish, **counted(case, "report")},
        drafts=("REC-03",),
        notices=(("extension_asked", "head"),),
        told={"until": wish["to"]},
    )


def decide_extension(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head grants more time or not. Whoever asked in time is not overdue while this waits, however long it takes.

    Where more time is refused the day stands; once it has come, the subject gets a short term in which to report.

    Raises:
        OwnWork: who entered the wish at the counter does not decide on it.
        FieldErrors: a new last day that is none.
    """
    if case.did("report") == actor.user_id:
        raise OwnWork()
    granted, last = data["grant"] == "yes", last_day(case)
    until = data["until"] or last
    if granted and until <= last:
        raise FieldErrors({"until": [N_("新的届满日须晚于现在的整改期限届满日，且不超过两年。")]})
    if not last <= until <= case.received_on + LONGEST:
        raise FieldErrors({"until": [N_("不得早于现在的整改期限届满日，且不超过两年。")]})
    return Decision(
        outcome="extended" if granted else "kept_date",
        facts={"report_outcome": "extended" if granted else "refused"},
        memory={
            "report_by": until.isoformat(),
            "extension": {**case.facts.get("extension", {}), "decided": True},
            **({"items": _moved(case, until - last)} if granted else {}),
        },
        set_dates={"rectification.report": until},
        ahead={"until": until},
        signs=("REC-03",),
        notices=(("extension_granted" if granted else "extension_refused", "applicant"),),
        told={"due": until.isoformat()},
    )


def _moved(case: CaseView, by: timedelta) -> list[dict[str, Any]]:
    """Return the items of the order with their days moved as far as the last day is."""
    return [{**row, "due": (date.fromisoformat(row["due"]) + by).isoformat()} for row in case.facts["items"]]


def last_day(case: CaseView) -> date:
    """Return the last day that is now in force."""
    return date.fromisoformat(case.facts["report_by"])


def inspect_first(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The first officer's finding, item by item and as a whole.

    Raises:
        FieldErrors: an item without a finding, or a whole that is better than its parts.
    """
    if not _answers_all(case, data["inspect_items"]):
        raise FieldErrors({"inspect_items": [N_("请对通知书所列的每一项都写明结论和核查情况。")]})
    all_done = all(row["finding"] == "done" for row in data["inspect_items"])
    if (data["conclusion"] == "done") != all_done:
        raise FieldErrors({"conclusion": [N_("各项全部到位，总体结论才是到位；请核对。")]})
    return Decision(outcome="inspected", memory={"inspection": list(data["inspect_items"])})


def inspect_second(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The second officer's own finding; where the two differ, it is inspected anew.

    Raises:
        TwoOfficersNeeded: the same person as the first officer.
        TooManyRounds: they differed too often.
    """
    if case.did("inspect_first") == actor.user_id:
        raise TwoOfficersNeeded()
    done = all(row["finding"] == "done" for row in case.facts["inspection"])
    if (data["conclusion"] == "done") != done:
        return Decision(outcome="differs", facts={"agreed": False}, memory=counted(case, "inspect_second"))
    return Decision(
        outcome="agreed",
        facts={"agreed": True, "conclusion": data["conclusion"]},
        memory={"conclusion": data["conclusion"]},
        drafts=("REC-04",),
    )


def conclusion_signed(case: CaseView) -> Decision:
    """The head signs 验收意见书 (REC-04); the subject is told how it stands."""
    done = case.facts["conclusion"] == "done"
    return Decision(
        outcome="approve",
        facts={"approved": True},
        signs=("REC-04",),
        notices=(("rectification_accepted" if done else "rectification_failed", "applicant"),),
    )


def _answers_all(case: CaseView, rows: Any) -> bool:
    """Tell whether every item of the order is answered once, by its number."""
    wanted = [str(no) for no in range(1, len(case.facts["items"]) + 1)]
    return sorted((row["no"].strip() for row in rows), key=lambda no: (len(no), no)) == wanted

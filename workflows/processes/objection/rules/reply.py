"""The decision, its service, the correction of the record and the restoring of reputation."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision, FieldChange
from workflows.domain.removal import GroundLost
from workflows.domain.service import served_on
from workflows.domain.words import N_
from workflows.processes.objection.rules.supplement import send_to_provider
from workflows.processes.objection.words import CORRECTING, SUPPLEMENT

#: Cleaned data of a form.
Data = Mapping[str, Any]


def draft_decision(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision with its reasons (S1-05) and, where upheld, field by field old → new (S1-04).

    Or none yet: the opinion is too poor to decide upon and goes back to the provider.

    Raises:
        FieldErrors: a correction without a changed field, changes where nothing is corrected, or no provider to ask.
        TooManyRounds: it was sent back to the provider too often.
    """
    conclusion = data["conclusion"]
    if conclusion == SUPPLEMENT:
        # What the form proposes to change is left aside: nothing is decided yet.
        return send_to_provider(case, "conclusion", data["reasons"])
    if conclusion in {"correct", "partial"} and not data["changes"]:
        raise FieldErrors({"changes": [N_("更正须逐项写明字段和更正后内容。")]})
    if conclusion not in CORRECTING and data["changes"]:
        raise FieldErrors({"changes": [N_("所选结论不更正信息，请删除更正内容或改选结论。")]})
    if conclusion not in CORRECTING and data["measure_wronged"]:
        raise FieldErrors({"measure_wronged": [N_("异议成立或部分成立时才需要恢复名誉。")]})
    return Decision(
        outcome="decided",
        facts={
            "correction_needed": conclusion in CORRECTING,
            "measure_wronged": bool(data["measure_wronged"]),
            "return_to": "draft",
        },
        memory={"conclusion": conclusion, "changes": list(data["changes"])},
        drafts=("OBJ-10", "OBJ-11"),
    )


def audited(_case: CaseView) -> Decision:
    """审核 passed; the head signs next."""
    return Decision(outcome="approve", facts={"approved": True})


def decision_signed(_case: CaseView) -> Decision:
    """The head signs the reply (OBJ-11); the approval sheet (OBJ-10) is closed with it."""
    return Decision(
        outcome="approve", facts={"approved": True}, memory={"reply_signed": True}, signs=("OBJ-10", "OBJ-11")
    )


def serve(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The reply reached the applicant: S1-04 and the cap of S1-05 are met by the date of service.

    Raises:
        FieldErrors: service before the reply was signed, or without what its method needs.
    """
    slips = ("SHR-01", "SHR-03") if data["method"] == "public" else ("SHR-01",)
    served_on(data, consented=bool(case.facts.get("e_service")), not_before=case.received_on)
    return Decision(
        outcome="served",
        meets=("objection.notify", "objection.overall"),
        # The days of a public notice belong to service, not to handling.
        met_on=data["served_on"],
        drafts=slips,
        signs=slips,
        serves=("OBJ-11",),
        notices=(("replied", "applicant"),),
    )


def execute_correction(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The record takes the decided values, or is withdrawn as a whole (S1-04 撤销或者纠正)."""
    _not_before_receipt(case, data, "effective_on")
    withdraw = case.facts.get("conclusion") == "withdraw"
    changes = tuple(
        FieldChange(field=row["field"], label="", old="", new=row["new"])
        for row in ([] if withdraw else case.facts.get("changes", []))
    )
    return Decision(
        outcome="executed",
        meets=("objection.correct",),
        changes=changes,
        withdraws_record=withdraw,
        drafts=("OBJ-12",),
        signs=("OBJ-12",),
        # What was listed because of the record loses its ground with it (S0-23).
        effects=(GroundLost(cause="annulled"),) if withdraw else (),
    )


def order_restoration(case: CaseView, actor: Actor, data: Data) -> Decision:
    """S1-07: every department that executed a measure is told to restore."""
    _not_before_receipt(case, data, "restore_by")
    return Decision(outcome="ordered", memory={"executors": list(data["departments"])}, drafts=("OBJ-13",))


def restoration_signed(_case: CaseView) -> Decision:
    """The notice to restore goes out (OBJ-13)."""
    return Decision(
        outcome="approve", facts={"approved": True}, signs=("OBJ-13",), notices=(("restoration", "executors"),)
    )


def restored(case: CaseView, actor: Actor, data: Data) -> Decision:
    """One department's receipt."""
    _not_before_receipt(case, data, "done_on")
    return Decision(outcome="restored")


def _not_before_receipt(case: CaseView, data: Data, field: str) -> None:
    """What the objection brought about cannot have happened before it came in."""
    if data[field] < case.received_on:
        raise FieldErrors({field: [N_("日期不能早于收件日期。")]})

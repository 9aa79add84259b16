"""What may be decided when a repair is revoked: false material or a broken commitment, and publicity again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.process_type import Decision, Opening
from workflows.domain.service import served_on
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]


class NotRepaired(OfficeError):
    """Only a repair that stands can be revoked, by the organisation that granted it."""

    message = N_("该信息没有经本单位准予的修复，不能撤销修复。")
    status = 409


def remember(opening: Opening) -> Mapping[str, Any]:
    """Return the memory of a new case.

    Raises:
        NotRepaired: the case is not about one record that this organisation has repaired.
    """
    records = opening.records
    own = [row for row in records if row["provider_id"] == opening.case.authority_id]
    if len(records) != 1 or not own or own[0]["repair_state"] != "repaired":
        raise NotRepaired()
    return {"record": own[0]["id"], "number": own[0]["decision_number"]}


def draft(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision to revoke (REP-11), with the day until which the record is public again.

    Raises:
        FieldErrors: a day that has passed when the case began.
    """
    errors: dict[str, list[str]] = {}
    for name in ("decide_by", "restore_until"):
        if data[name] <= case.received_on:
            errors[name] = [N_("日期须晚于立案日期。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="drafted",
        memory={"restore_until": data["restore_until"].isoformat()},
        set_dates={"repair_revocation.decide": data["decide_by"]},
        drafts=("REP-11",),
    )


def redraft(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision after a return; its last day stays."""
    return Decision(outcome="drafted", drafts=("REP-11",))


def signed(_case: CaseView) -> Decision:
    """The head signs (REP-11): the time for restoring publicity begins."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        starts=("revoked",),
        meets=("repair_revocation.decide",),
        signs=("REP-11",),
        notices=(("repair_revoked", "applicant"),),
    )


def serve(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision reached the subject.

    Raises:
        FieldErrors: the method lacks what makes it good, or the service lies before the decision.
    """
    served_on(data, consented=False, not_before=date.fromisoformat(case.clocks["starts"]["revoked"]))
    slips = ("SHR-01", "SHR-03") if data["method"] == "public" else ("SHR-01",)
    return Decision(outcome="served", drafts=slips, signs=slips, serves=("REP-11",))

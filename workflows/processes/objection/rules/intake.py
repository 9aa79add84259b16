"""Completeness, scope, acceptance: until the matter is refused, taken up or sent to the provider."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.process_type import Decision
from workflows.domain.words import N_

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: A longer term is a slip of the finger: no text lets a correction wait for years, and some years cannot be counted.
LONGEST_SUPPLY = timedelta(days=366)


class CorrectionOnlyOnce(OfficeError):
    """The missing papers have been asked for before: one structured list, all at once (一次性告知)."""

    message = N_("补正只能一次性告知，本办件已通知过补正；请按现有材料受理或作出决定。")
    status = 409


def examine(case: CaseView, actor: Actor, data: Data) -> Decision:
    """Completeness and scope. 补正 is asked for once; a refusal needs a coded reason and words.

    Raises:
        FieldErrors: the fields of the chosen outcome are missing.
        CorrectionOnlyOnce: a second 补正 list.
    """
    outcome = data["outcome"]
    if outcome == "accept":
        return _accept(data)
    if outcome == "correct":
        return _ask_for_corrections(case, data)
    return _refuse(data)


def _accept(data: Data) -> Decision:
    if not data["identity_ok"]:
        raise FieldErrors({"identity_ok": [N_("受理前须核对申请人身份及代理权限。")]})
    return Decision(
        outcome="accept",
        facts={"examination": "accept", "own_scope": bool(data["own_scope"])},
        memory={"own_scope": bool(data["own_scope"])},
        drafts=("OBJ-04",),
        strikes=("OBJ-05", "OBJ-06"),
    )


def _ask_for_corrections(case: CaseView, data: Data) -> Decision:
    if case.facts.get("correction_sent"):
        raise CorrectionOnlyOnce()
    errors: dict[str, list[str]] = {}
    if not data["missing"]:
        errors["missing"] = [N_("请逐项列明缺少的材料。")]
    if not data["supply_by"]:
        errors["supply_by"] = [N_("请填写补正期限。")]
    elif data["supply_by"] <= case.received_on:
        errors["supply_by"] = [N_("补正期限须晚于收件日期。")]
    elif data["supply_by"] > case.received_on + LONGEST_SUPPLY:
        errors["supply_by"] = [N_("补正期限距收件日期超过一年，请核对年份。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="correct",
        facts={"examination": "correct"},
        memory={"missing": list(data["missing"]), "supply_by": data["supply_by"].isoformat()},
        set_dates={"objection.correction": data["supply_by"]},
        drafts=("OBJ-05",),
        strikes=("OBJ-04", "OBJ-06"),
    )


def _refuse(data: Data) -> Decision:
    errors: dict[str, list[str]] = {}
    if not data["refuse_code"]:
        errors["refuse_code"] = [N_("请选择不予受理的理由。")]
    if not (data["reasons"] or "").strip():
        errors["reasons"] = [N_("请写明理由。")]
    if data["refuse_code"] == "not_ours" and not (data["refer_to"] or "").strip():
        errors["refer_to"] = [N_("请写明申请人可向何机关提出。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(outcome="refuse", facts={"examination": "refuse"}, drafts=("OBJ-06",), strikes=("OBJ-04", "OBJ-05"))


def correction_notice_signed(_case: CaseView) -> Decision:
    """The one structured 补正 list goes out (OBJ-05)."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        memory={"correction_sent": True},
        signs=("OBJ-05",),
        notices=(("correction_asked", "applicant"),),
    )


def refusal_signed(_case: CaseView) -> Decision:
    """A refusal with its reasons is the office's reply: it meets every clock that ran."""
    return Decision(
        outcome="approve",
        facts={"approved": True, "intake_outcome": "refused"},
        memory={"reply_signed": True},
        meets=("objection.forward", "objection.overall"),
        signs=("OBJ-06",),
        notices=(("refused", "applicant"),),
    )


def acceptance_signed(case: CaseView) -> Decision:
    """Accepted; own scope goes to the centre's own check, the rest to the provider."""
    own = bool(case.facts.get("own_scope"))
    return Decision(
        outcome="approve",
        facts={"approved": True, "intake_outcome": "own" if own else "forwarded"},
        meets=("objection.forward",) if own else (),
        signs=("OBJ-04",),
        notices=(("accepted", "applicant"),),
    )


def supply(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The applicant answers the 补正 list."""
    return Decision(outcome="supplied", meets=("objection.correction",))


def draft_inquiry(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The 核查函 is drafted for signature."""
    return Decision(outcome="drafted", drafts=("OBJ-07",))


def inquiry_signed(_case: CaseView) -> Decision:
    """The 核查函 reaches the provider: the forwarding clock is met (S1-02)."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        meets=("objection.forward",),
        signs=("OBJ-07",),
        notices=(("inquiry", "provider"),),
    )

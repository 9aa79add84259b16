"""受理: accept, ask once for what is missing, or refuse with a coded reason that the rules bear out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.repair.rules.eligibility import bans_of, bars, matters_of, names_article, requires_article

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: A longer term is a slip of the finger.
LONGEST_SUPPLY = timedelta(days=366)
#: Reasons that the records themselves must bear out.
_OF_RECORDS = frozenset({"not_due", "not_fulfilled", "unrepairable", "banned", "not_public"})


class AskedBefore(OfficeError):
    """The missing papers have been asked for before: one structured list, all at once (一次性告知)."""

    message = N_("补正只能一次性告知，本办件已通知过补正；请受理，或者以逾期未补正为由不予受理。")
    status = 409


def examine(case: CaseView, actor: Actor, data: Data) -> Decision:
    """Decide on acceptance.

    Raises:
        FieldErrors: the fields of the chosen outcome are missing, or the records do not bear it out.
        AskedBefore: a second 补正 list.
    """
    outcome = data["outcome"]
    if outcome == "accept":
        return _accept(case, data)
    return _ask(case, data) if outcome == "correct" else _refuse(case, data)


def _accept(case: CaseView, data: Data) -> Decision:
    if not data["identity_ok"]:
        raise FieldErrors({"identity_ok": [N_("受理前须核对申请人身份及代理权限。")]})
    if all(bars(matter, case.received_on, bans_of(case)) for matter in matters_of(case)):
        raise FieldErrors({"outcome": [N_("所申请的信息均不符合修复条件，请不予受理并写明理由。")]})
    return Decision(
        outcome="accept", facts={"examination": "accept"}, drafts=("REP-04B",), strikes=("REP-04C", "REP-04D")
    )


def _ask(case: CaseView, data: Data) -> Decision:
    if case.facts.get("correction_sent"):
        raise AskedBefore()
    errors: dict[str, list[str]] = {}
    if not data["missing"]:
        errors["missing"] = [N_("请逐项列明缺少的材料。")]
    needed = case.facts.get("materials", {})
    for row in data["missing"]:
        if row["item"] not in needed:
            # S0 三(一)2: training is never a precondition, and under Order 36 nothing beyond proof and commitment is.
            errors["missing"] = [N_("所适用的规则没有要求该项材料，不得要求申请人提供。")]
    if not data["supply_by"]:
        errors["supply_by"] = [N_("请填写补正期限。")]
    elif not case.received_on < data["supply_by"] <= case.received_on + LONGEST_SUPPLY:
        errors["supply_by"] = [N_("补正期限须晚于收件日期，且不超过一年。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="correct",
        facts={"examination": "correct"},
        memory={"missing": list(data["missing"]), "supply_by": data["supply_by"].isoformat()},
        set_dates={"repair.correction": data["supply_by"]},
        drafts=("REP-04C",),
        strikes=("REP-04B", "REP-04D"),
    )


def _refuse(case: CaseView, data: Data) -> Decision:
    code = data["refuse_code"]
    errors: dict[str, list[str]] = {}
    if not code:
        errors["refuse_code"] = [N_("请选择不予受理的理由。")]
    elif any(requires_article(code, matter) for matter in matters_of(case)):
        if not names_article(data["never_article"] or ""):
            errors["never_article"] = [N_("请写明法律、法规或者政策文件的名称和条款，例如《某某条例》第三十条。")]
    elif code in _OF_RECORDS and not _borne_out(case, code):
        errors["refuse_code"] = [N_("所申请的信息并不都有这一情形，不能以此不予受理。")]
    elif code == "late_papers" and not case.facts.get("lapsed"):
        errors["refuse_code"] = [N_("申请人没有逾期未补正，不能以此不予受理。")]
    if code == "not_ours" and not (data["refer_to"] or "").strip():
        errors["refer_to"] = [N_("请写明认定单位，告知申请人转办去向。")]
    if not (data["reasons"] or "").strip():
        errors["reasons"] = [N_("请写明理由。")]
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="refuse",
        facts={"examination": "refuse"},
        memory={"refuse_code": code},
        drafts=("REP-04D",),
        strikes=("REP-04B", "REP-04C"),
    )


def _borne_out(case: CaseView, code: str) -> bool:
    """No record could be repaired, and at least one for this very reason."""
    found = [bars(matter, case.received_on, bans_of(case)) for matter in matters_of(case)]
    return all(found) and any(code in each for each in found)


def correction_notice_signed(case: CaseView) -> Decision:
    """The one structured 补正 list goes out."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        memory={"correction_sent": True},
        signs=("REP-04C",),
        notices=(("repair_correction_asked", "applicant"),),
        told={"supply_by": case.facts["supply_by"]},
    )


def supply(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The applicant answers the 补正 list."""
    return Decision(outcome="supplied", meets=("repair.correction",))


def refusal_signed(case: CaseView) -> Decision:
    """A refusal with its reasons is fed back; who came too early is told by REP-00 when and how to come again."""
    early = ("REP-00",) if case.facts.get("refuse_code") == "not_due" else ()
    return Decision(
        outcome="approve",
        facts={"approved": True, "intake_outcome": "refused"},
        memory={"reply_signed": True},
        meets=("repair.accept", "repair.feedback"),
        drafts=early,
        signs=("REP-04D", *early),
        notices=(("repair_refused", "applicant"),),
    )


def acceptance_signed(_case: CaseView) -> Decision:
    """Accepted: the time for the decision begins."""
    return Decision(
        outcome="approve",
        facts={"approved": True, "intake_outcome": "accepted"},
        starts=("accepted",),
        meets=("repair.accept",),
        signs=("REP-04B",),
        notices=(("repair_accepted", "applicant"),),
    )

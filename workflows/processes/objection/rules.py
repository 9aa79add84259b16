"""What may be decided in objection handling, and what follows. Pure: raises or returns a Decision."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView
from workflows.domain.errors import FieldErrors, OfficeError, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision, FieldChange
from workflows.domain.words import N_
from workflows.processes.objection.words import CORRECTING

#: A matter may be sent back this often before the supervisor must step in (reliability T2).
MAX_ROUNDS = 8

Data = Mapping[str, Any]


class CorrectionOnlyOnce(OfficeError):
    """The missing papers have been asked for before: one structured list, all at once (一次性告知)."""

    message = N_("补正只能一次性告知,本办件已通知过补正;请按现有材料受理或作出决定。")
    status = 409


class ReplyAlreadySigned(OfficeError):
    """The reply is signed or the case withdrawn already; there is nothing left to withdraw."""

    message = N_("处理结果已经签发,或申请已经撤回,不能再撤回。")
    status = 409


def may_withdraw(case: CaseView) -> None:
    """Raise unless the applicant may still withdraw: any time until the reply or the refusal is signed.

    Raises:
        ReplyAlreadySigned: the decision is signed or the case is closed.
    """
    if case.state is not CaseState.OPEN or case.facts.get("reply_signed") or case.facts.get("withdrawal_reason"):
        raise ReplyAlreadySigned()


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
    if errors:
        raise FieldErrors(errors)
    return Decision(
        outcome="correct",
        facts={"examination": "correct"},
        memory={"missing": list(data["missing"])},
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


def signing(
    node: str, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: approve and sign ``codes``, or send back.

    Args:
        node: the signing task.
        drafted_at: tasks whose last doer may not sign (四眼: 经办、审核、负责人 are different people).
        codes: letters struck out when the matter goes back.
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        if any(case.did(task) == actor.user_id for task in drafted_at):
            raise OwnWork()
        if data["decision"] == "return":
            if case.rounds(node) + 1 >= MAX_ROUNDS:
                raise TooManyRounds(rounds=MAX_ROUNDS)
            rounds = {**case.facts.get("rounds", {}), node: case.rounds(node) + 1}
            return Decision(outcome="return", facts={"approved": False}, memory={"rounds": rounds}, strikes=codes)
        return then(case)

    return decide


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
        case_state=CaseState.REFUSED,
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


def inquiry_signed(_case: CaseView) -> Decision:
    """The 核查函 reaches the provider: the forwarding clock is met (S1-02)."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        meets=("objection.forward",),
        signs=("OBJ-07",),
        notices=(("inquiry", "provider"),),
    )


def supply(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The applicant answers the 补正 list."""
    return Decision(outcome="supplied", meets=("objection.correction",))


def draft_inquiry(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The 核查函 is drafted for signature."""
    return Decision(outcome="drafted", drafts=("OBJ-07",))


def sign_for(case: CaseView, actor: Actor, data: Data) -> Decision:
    """签收: the provider's clock starts (S1-03 自收到申请之日起)."""
    return Decision(outcome="signed_for", starts=("received_by_provider",))


def verify(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The provider's written opinion (OBJ-08): the centre's two working days start (S1-04)."""
    return Decision(
        outcome="verified",
        memory={"finding": data["finding"], "proposed": list(data["changes"])},
        starts=("result_received",),
        meets=("objection.verify",),
        strikes=("OBJ-09",),
        drafts=("OBJ-08",),
        signs=("OBJ-08",),
    )


def self_check(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The centre checks a record of its own."""
    return Decision(
        outcome="verified",
        memory={"finding": data["finding"], "proposed": list(data["changes"])},
        starts=("result_received",),
        meets=("objection.own_scope",),
    )


def draft_decision(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The decision with its reasons (S1-05) and, where upheld, field by field old → new (S1-04).

    Raises:
        FieldErrors: a correction without a changed field, or changes where nothing is corrected.
    """
    conclusion = data["conclusion"]
    if conclusion in {"correct", "partial"} and not data["changes"]:
        raise FieldErrors({"changes": [N_("更正须逐项写明字段和更正后内容。")]})
    if conclusion not in CORRECTING and data["changes"]:
        raise FieldErrors({"changes": [N_("所选结论不更正信息,请删除更正内容或改选结论。")]})
    if conclusion not in CORRECTING and data["measure_wronged"]:
        raise FieldErrors({"measure_wronged": [N_("异议成立或部分成立时才需要恢复名誉。")]})
    return Decision(
        outcome="decided",
        facts={"correction_needed": conclusion in CORRECTING, "measure_wronged": bool(data["measure_wronged"])},
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
        FieldErrors: service before the reply was signed or without the consent that electronic service needs.
    """
    if data["method"] == "electronic" and not case.facts.get("e_service"):
        raise FieldErrors({"method": [N_("申请人没有同意电子送达,请选择其他方式。")]})
    if data["served_on"] < case.received_on:
        raise FieldErrors({"served_on": [N_("送达日期不能早于收件日期。")]})
    return Decision(
        outcome="served",
        meets=("objection.notify", "objection.overall"),
        met_on=data["served_on"],
        drafts=("SHR-01",),
        signs=("SHR-01",),
        notices=(("replied", "applicant"),),
    )


def execute_correction(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The record takes the decided values, or is withdrawn as a whole (S1-04 撤销或者纠正)."""
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
    )


def order_restoration(case: CaseView, actor: Actor, data: Data) -> Decision:
    """S1-07: every department that executed a measure is told to restore."""
    return Decision(outcome="ordered", memory={"executors": list(data["departments"])}, drafts=("OBJ-13",))


def restoration_signed(_case: CaseView) -> Decision:
    """The notice to restore goes out (OBJ-13)."""
    return Decision(
        outcome="approve", facts={"approved": True}, signs=("OBJ-13",), notices=(("restoration", "executors"),)
    )


def restored(case: CaseView, actor: Actor, data: Data) -> Decision:
    """One department's receipt."""
    return Decision(outcome="restored")


def supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a breach."""
    return Decision(outcome="supervised")


def termination_signed(_case: CaseView) -> Decision:
    """终止办理告知书 (OBJ-15) after the applicant withdrew."""
    return Decision(
        outcome="approve", signs=("OBJ-15",), notices=(("terminated", "applicant"),), case_state=CaseState.WITHDRAWN
    )

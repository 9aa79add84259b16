"""The user tasks of credit repair, node by node of bpmn/repair.bpmn: who, with which form, deciding what."""

from collections.abc import Callable

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.repair import forms
from workflows.processes.repair.rules import decision, intake, withdrawal
from workflows.processes.repair.words import RULES
from workflows.processes.service_form import ServiceForm
from workflows.processes.signing import recalling, signing

Desks = Callable[[CaseView], tuple[Desk, ...]]
#: Posts of the organisation that recognised the record and decides on its repair.
_OF_PROVIDER = frozenset({Role.RECOGNISER, Role.LEGAL})

_EXAMINING = N_("信用中心正在审查您的申请")
_DECIDING = N_("认定单位正在作出决定")


def _desk(role: Role, *, of_provider: bool = False) -> Desks:
    if of_provider or role in _OF_PROVIDER:
        return lambda case: (Desk(role=role, org_id=case.provider_id),)
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _applicant(case: CaseView) -> tuple[Desk, ...]:
    # A form that came in on paper is supplemented at the counter, by the clerk who takes it in.
    if case.applicant_id is None:
        return (Desk(role=Role.REVIEWER, org_id=case.authority_id),)
    return (Desk(role=Role.APPLICANT, user_id=case.applicant_id),)


def _sign(
    node: str,
    name: str,
    role: Role,
    drafted_at: tuple[str, ...],
    codes: tuple[str, ...],
    then: Callable[[CaseView], Decision],
    *,
    of_provider: bool = False,
    pending: Callable[[CaseView], tuple[str, ...]] | None = None,
    **more: object,
) -> TaskType:
    """A signing task; ``pending`` names the letters that wait where they are not always ``codes``."""
    waiting = pending or (lambda _case: codes)
    return TaskType(
        node=node,
        name=name,
        role=role,
        desks=_desk(role, of_provider=of_provider),
        form=forms.SignForm,
        decide=signing(node, drafted_at, waiting, then),
        letters=codes,
        recall=recalling(drafted_at[0], waiting) if len(drafted_at) == 1 else None,
        **more,  # type: ignore[arg-type]
    )


def _supervise(rule: str) -> TaskType:
    clock = rule.partition(".")[2]
    return TaskType(
        node=f"supervise_{clock}",
        name=N_("督办"),
        role=Role.SUPERVISOR,
        desks=_desk(Role.SUPERVISOR),
        form=forms.SuperviseForm,
        decide=decision.supervise,
        rules=(rule,),
    )


ALL = (
    TaskType(
        node="examine",
        name=N_("受理审查"),
        role=Role.REVIEWER,
        desks=_desk(Role.REVIEWER),
        form=forms.ExamineForm,
        decide=intake.examine,
        rules=("repair.accept",),
        letters=("REP-04B", "REP-04C", "REP-04D"),
        step="examining",
        waiting=_EXAMINING,
    ),
    _sign(
        "sign_correction_notice", N_("审核签发补正通知"), Role.AUDITOR, ("examine",), ("REP-04C",),
        intake.correction_notice_signed, rules=("repair.accept",), step="examining", waiting=_EXAMINING,
    ),
    TaskType(
        node="supply_corrections",
        name=N_("补正材料"),
        role=Role.APPLICANT,
        desks=_applicant,
        form=forms.SupplyForm,
        decide=intake.supply,
        rules=("repair.correction",),
        step="examining",
        waiting=N_("请您补交材料"),
    ),
    _sign(
        "sign_refusal", N_("审核签发不予受理通知"), Role.AUDITOR, ("examine",), ("REP-04D",),
        intake.refusal_signed, rules=("repair.accept",), step="examining", waiting=_EXAMINING,
    ),
    _sign(
        "sign_acceptance", N_("审核签发受理通知"), Role.AUDITOR, ("examine",), ("REP-04B",),
        intake.acceptance_signed, rules=("repair.accept",), step="examining", waiting=_EXAMINING,
    ),
    TaskType(
        node="sign_for",
        name=N_("签收转办单"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.SignForForm,
        decide=decision.sign_for,
        letters=("REP-05",),
        step="verifying",
        waiting=N_("等待认定单位签收"),
    ),
    TaskType(
        node="verify",
        name=N_("核查"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.VerifyForm,
        decide=decision.verify,
        rules=("repair.decide",),
        letters=("REP-01", "REP-02", "REP-06"),
        step="verifying",
        waiting=N_("认定单位正在核查"),
    ),
    _sign(
        "approve_extension", N_("审批延期"), Role.HEAD, ("verify",), ("REP-07A",), decision.extension_approved,
        of_provider=True, rules=("repair.decide",), step="verifying", waiting=N_("认定单位正在核查"),
    ),
    TaskType(
        node="draft_decision",
        name=N_("拟修复决定"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.DecideForm,
        decide=decision.draft_decision,
        rules=("repair.decide",),
        letters=("REP-08", "REP-09"),
        step="deciding",
        waiting=_DECIDING,
    ),
    _sign(
        "legal_review", N_("法制审核"), Role.LEGAL, ("draft_decision",), ("REP-08", "REP-09"), decision.reviewed,
        pending=decision.decided_codes, rules=("repair.decide",), step="deciding", waiting=_DECIDING,
    ),
    _sign(
        "sign_decision", N_("负责人签发修复决定"), Role.HEAD, ("draft_decision",), ("REP-08", "REP-09"),
        decision.decision_signed, of_provider=True, pending=decision.decided_codes, rules=("repair.decide",),
        step="deciding", waiting=_DECIDING,
    ),
    TaskType(
        node="serve_decision",
        name=N_("反馈结果并送达"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=ServiceForm,
        decide=decision.serve,
        rules=("repair.return_result",),
        letters=("REP-08", "REP-09", "SHR-01", "SHR-03"),
        step="effecting",
        waiting=N_("认定单位正在向您送达决定"),
    ),
    _sign(
        "sign_termination", N_("签发终止办理告知书"), Role.AUDITOR, (), ("REP-04E",),
        withdrawal.termination_signed, step="closed", waiting=N_("信用中心正在办理撤回"),
    ),
    *(_supervise(rule) for rule in RULES if rule != "repair.correction"),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

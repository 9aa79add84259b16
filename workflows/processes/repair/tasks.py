"""The user tasks of credit repair, node by node of bpmn/repair.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import at_provider, with_applicant
from workflows.processes.forms import AgreeForm, LegalForm
from workflows.processes.repair import forms
from workflows.processes.repair.rules import decision, intake, withdrawal
from workflows.processes.repair.words import RULES
from workflows.processes.service_form import ServiceForm

# The organisation that recognised the record decides on its repair.
_RECOGNISER, _LEGAL, _CHIEF = at_provider(Role.RECOGNISER), at_provider(Role.LEGAL), at_provider(Role.HEAD)
_DECIDE = ("repair.decide",)
_DECISIONS = ("REP-08", "REP-09")
_EXAMINING = {"rules": ("repair.accept",), "step": "examining", "waiting": N_("信用中心正在审查您的申请")}
_VERIFYING = {"rules": _DECIDE, "step": "verifying", "waiting": N_("认定单位正在核查")}
_DECIDING = {"rules": _DECIDE, "step": "deciding", "waiting": N_("认定单位正在作出决定")}

ALL = (
    desk_task(
        "examine", N_("受理审查"), Role.REVIEWER, forms.ExamineForm, intake.examine,
        letters=("REP-04B", "REP-04C", "REP-04D"), **_EXAMINING,
    ),
    sign_task(
        "sign_correction_notice", N_("审核签发补正通知"), Role.AUDITOR, ("examine",), ("REP-04C",),
        intake.correction_notice_signed, **_EXAMINING,
    ),
    desk_task(
        "supply_corrections", N_("补正材料"), Role.APPLICANT, forms.SupplyForm, intake.supply,
        desks=with_applicant(Role.REVIEWER), rules=("repair.correction",), step="examining",
        waiting=N_("请您补交材料"),
    ),
    sign_task(
        "sign_refusal", N_("审核签发不予受理通知"), Role.AUDITOR, ("examine",), ("REP-04D",),
        intake.refusal_signed, **_EXAMINING,
    ),
    sign_task(
        "sign_acceptance", N_("审核签发受理通知"), Role.AUDITOR, ("examine",), ("REP-04B",),
        intake.acceptance_signed, **_EXAMINING,
    ),
    desk_task(
        "sign_for", N_("签收转办单"), Role.RECOGNISER, forms.SignForForm, decision.sign_for,
        desks=_RECOGNISER, letters=("REP-05",), step="verifying", waiting=N_("等待认定单位签收"),
    ),
    desk_task(
        "verify", N_("核查"), Role.RECOGNISER, forms.VerifyForm, decision.verify,
        desks=_RECOGNISER, letters=("REP-01", "REP-02", "REP-06"), **_VERIFYING,
    ),
    sign_task(
        "approve_extension", N_("审批延期"), Role.HEAD, ("verify",), ("REP-07A",), decision.extension_approved,
        form=AgreeForm, desks=_CHIEF, **_VERIFYING,
    ),
    desk_task(
        "draft_decision", N_("拟修复决定"), Role.RECOGNISER, forms.DecideForm, decision.draft_decision,
        desks=_RECOGNISER, letters=_DECISIONS, **_DECIDING,
    ),
    sign_task(
        "legal_review", N_("法制审核"), Role.LEGAL, ("draft_decision",), _DECISIONS, decision.reviewed,
        form=LegalForm, desks=_LEGAL, **_DECIDING,
    ),
    sign_task(
        "sign_decision", N_("负责人签发修复决定"), Role.HEAD, ("draft_decision",), _DECISIONS,
        decision.decision_signed, desks=_CHIEF, **_DECIDING,
    ),
    desk_task(
        "serve_decision", N_("反馈结果并送达"), Role.RECOGNISER, ServiceForm, decision.serve,
        desks=_RECOGNISER, rules=("repair.return_result",), letters=(*_DECISIONS, "SHR-01", "SHR-03"),
        step="effecting", waiting=N_("认定单位正在向您送达决定"),
    ),
    sign_task(
        "sign_termination", N_("签发终止办理告知书"), Role.AUDITOR, (), ("REP-04E",),
        withdrawal.termination_signed, step="closed", waiting=N_("信用中心正在办理撤回"),
    ),
    *(supervise_task(rule) for rule in RULES if rule != "repair.correction"),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks of objection handling, node by node of bpmn/objection.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import at_authority, at_provider, with_applicant, with_executors
from workflows.processes.objection import forms
from workflows.processes.objection.rules import intake, reply, supervision, verification, withdrawal
from workflows.processes.objection.rules.signing import reviewing
from workflows.processes.objection.rules.supplement import DRAFTS
from workflows.processes.service_form import ServiceForm
from workflows.processes.signing import recalling

_FORWARD, _VERIFY, _NOTIFY = ("objection.forward",), ("objection.verify",), ("objection.notify",)
_EXAMINING = {"rules": _FORWARD, "step": "examining", "waiting": N_("信用中心正在审查您的申请")}
_INQUIRING = {"rules": _FORWARD, "step": "verifying", "waiting": N_("信用中心正在将您的申请转信息提供单位")}
_DECIDING = {"rules": _NOTIFY, "step": "deciding", "waiting": N_("信用中心正在作出处理")}
_RESTORING = {"step": "replied", "waiting": N_("信用中心正在通知有关部门消除影响")}


def _corrector(case: CaseView) -> tuple[Desk, ...]:
    return (at_authority(Role.REVIEWER) if case.facts.get("own_scope") else at_provider(Role.PROVIDER))(case)


ALL = (
    desk_task(
        "examine", N_("受理审查"), Role.REVIEWER, forms.ExamineForm, intake.examine,
        letters=("OBJ-04", "OBJ-05", "OBJ-06"), **_EXAMINING,
    ),
    sign_task(
        "sign_correction_notice", N_("审核签发补正通知"), Role.AUDITOR, ("examine",), ("OBJ-05",),
        intake.correction_notice_signed, **_EXAMINING,
    ),
    desk_task(
        "supply_corrections", N_("补正材料"), Role.APPLICANT, forms.SupplyForm, intake.supply,
        desks=with_applicant(Role.REVIEWER), rules=("objection.correction",), step="examining",
        waiting=N_("请您补交材料"),
    ),
    sign_task(
        "sign_refusal", N_("审核签发不予受理通知"), Role.AUDITOR, ("examine",), ("OBJ-06",),
        intake.refusal_signed, **_EXAMINING,
    ),
    sign_task(
        "sign_acceptance", N_("审核签发受理通知"), Role.AUDITOR, ("examine",), ("OBJ-04",),
        intake.acceptance_signed, **_EXAMINING,
    ),
    desk_task(
        "draft_inquiry", N_("拟核查函"), Role.REVIEWER, forms.InquiryForm, intake.draft_inquiry,
        letters=("OBJ-07",), **_INQUIRING,
    ),
    sign_task(
        "sign_inquiry", N_("审核签发核查函"), Role.AUDITOR, ("draft_inquiry",), ("OBJ-07",),
        intake.inquiry_signed, **_INQUIRING,
    ),
    desk_task(
        "self_check", N_("自查核实"), Role.REVIEWER, forms.FindingForm, verification.self_check,
        rules=("objection.own_scope",), step="verifying", waiting=N_("信用中心正在核实信息"),
    ),
    desk_task(
        "sign_for", N_("签收核查函"), Role.PROVIDER, forms.SignForForm, verification.sign_for,
        desks=at_provider(Role.PROVIDER), rules=_VERIFY, letters=("OBJ-07",), step="verifying",
        waiting=N_("等待信息提供单位签收"),
    ),
    desk_task(
        "verify", N_("部门核查"), Role.PROVIDER, forms.FindingForm, verification.verify,
        desks=at_provider(Role.PROVIDER), rules=_VERIFY, letters=("OBJ-08",), step="verifying",
        waiting=N_("信息提供单位正在核查"),
    ),
    desk_task(
        "draft_decision", N_("拟处理决定"), Role.REVIEWER, forms.DecideForm, reply.draft_decision,
        letters=DRAFTS, **_DECIDING,
    ),
    desk_task(
        "audit_decision", N_("审核处理决定"), Role.AUDITOR, forms.AuditForm,
        reviewing("audit_decision", ("draft_decision",), reply.audited),
        letters=DRAFTS, recall=recalling("draft_decision", DRAFTS), **_DECIDING,
    ),
    desk_task(
        "approve_decision", N_("负责人审批签发"), Role.HEAD, forms.ApproveForm,
        reviewing("approve_decision", ("draft_decision", "audit_decision"), reply.decision_signed),
        letters=DRAFTS, **_DECIDING,
    ),
    desk_task(
        "serve_reply", N_("告知送达"), Role.REVIEWER, ServiceForm, reply.serve,
        rules=_NOTIFY, letters=("OBJ-11", "SHR-01", "SHR-03"), step="replied",
        waiting=N_("信用中心正在向您送达处理结果"),
    ),
    desk_task(
        "execute_correction", N_("执行更正（撤销）"), Role.PROVIDER, forms.ExecuteForm, reply.execute_correction,
        desks=_corrector, rules=("objection.correct",), letters=("OBJ-12",), step="replied",
        waiting=N_("正在更正信息"),
        carries=Carries(what=N_("更正（撤销）信息"), day="effective_on", words="systems"),
    ),
    desk_task(
        "order_restoration", N_("部署恢复名誉"), Role.REVIEWER, forms.RestoreForm, reply.order_restoration,
        letters=("OBJ-13",), **_RESTORING,
    ),
    sign_task(
        "sign_restoration", N_("签发恢复名誉通知"), Role.HEAD, ("order_restoration",), ("OBJ-13",),
        reply.restoration_signed, **_RESTORING,
    ),
    desk_task(
        "confirm_restoration", N_("执行恢复并回执"), Role.EXECUTOR, forms.RestoredForm, reply.restored,
        desks=with_executors, letters=("OBJ-13",), step="replied", waiting=N_("有关部门正在消除影响"),
        carries=Carries(what=N_("恢复名誉"), words="done"),
    ),
    sign_task(
        "sign_termination", N_("签发终止办理告知书"), Role.AUDITOR, (), ("OBJ-15",),
        withdrawal.termination_signed, step="closed", waiting=N_("信用中心正在办理撤回"),
    ),
    desk_task(
        "supervise_overall", N_("督办"), Role.SUPERVISOR, forms.SuperviseReplyForm, supervision.supervise_reply,
        rules=("objection.overall",),
    ),
    *(supervise_task(f"objection.{clock}") for clock in ("forward", "own_scope", "verify", "notify", "correct")),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks of objection handling, node by node of bpmn/objection.bpmn: who, with which form, deciding what."""

from collections.abc import Callable

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.objection import forms
from workflows.processes.objection.rules import intake, reply, signing, supervision, verification, withdrawal
from workflows.processes.service_form import ServiceForm

Desks = Callable[[CaseView], tuple[Desk, ...]]


def _centre(role: Role) -> Desks:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _provider(case: CaseView) -> tuple[Desk, ...]:
    return (Desk(role=Role.PROVIDER, org_id=case.provider_id),)


def _applicant(case: CaseView) -> tuple[Desk, ...]:
    # A form that came in on paper is supplemented at the counter, by the clerk who takes it in.
    if case.applicant_id is None:
        return (Desk(role=Role.REVIEWER, org_id=case.authority_id),)
    return (Desk(role=Role.APPLICANT, user_id=case.applicant_id),)


def _corrector(case: CaseView) -> tuple[Desk, ...]:
    if case.facts.get("own_scope"):
        return (Desk(role=Role.REVIEWER, org_id=case.authority_id),)
    return _provider(case)


def _executors(case: CaseView) -> tuple[Desk, ...]:
    return tuple(Desk(role=Role.EXECUTOR, org_id=org) for org in case.facts.get("executors", ()))


def _sign(
    node: str,
    name: str,
    role: Role,
    drafted_at: tuple[str, ...],
    codes: tuple[str, ...],
    then: Callable[[CaseView], Decision],
    form: type[forms.SignForm] = forms.SignForm,
    **more: object,
) -> TaskType:
    return TaskType(
        node=node,
        name=name,
        role=role,
        desks=_centre(role),
        form=form,
        decide=signing.signing(node, drafted_at, codes, then),
        letters=codes,
        recall=signing.recalling(drafted_at[0], codes) if len(drafted_at) == 1 else None,
        **more,  # type: ignore[arg-type]
    )


def _supervise(clock: str, rule: str) -> TaskType:
    return TaskType(
        node=f"supervise_{clock}",
        name=N_("督办"),
        role=Role.SUPERVISOR,
        desks=_centre(Role.SUPERVISOR),
        form=forms.SuperviseReplyForm if clock == "overall" else forms.SuperviseForm,
        decide=supervision.supervise_reply if clock == "overall" else supervision.supervise,
        rules=(rule,),
    )


ALL = (
    TaskType(
        node="examine",
        name=N_("受理审查"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.ExamineForm,
        decide=intake.examine,
        rules=("objection.forward",),
        letters=("OBJ-04", "OBJ-05", "OBJ-06"),
        step="examining",
        waiting=N_("信用中心正在审查您的申请"),
    ),
    _sign(
        "sign_correction_notice",
        N_("审核签发补正通知"),
        Role.AUDITOR,
        ("examine",),
        ("OBJ-05",),
        intake.correction_notice_signed,
        rules=("objection.forward",),
        step="examining",
        waiting=N_("信用中心正在审查您的申请"),
    ),
    TaskType(
        node="supply_corrections",
        name=N_("补正材料"),
        role=Role.APPLICANT,
        desks=_applicant,
        form=forms.SupplyForm,
        decide=intake.supply,
        rules=("objection.correction",),
        step="examining",
        waiting=N_("请您补交材料"),
    ),
    _sign(
        "sign_refusal",
        N_("审核签发不予受理通知"),
        Role.AUDITOR,
        ("examine",),
        ("OBJ-06",),
        intake.refusal_signed,
        rules=("objection.forward",),
        step="examining",
        waiting=N_("信用中心正在审查您的申请"),
    ),
    _sign(
        "sign_acceptance",
        N_("审核签发受理通知"),
        Role.AUDITOR,
        ("examine",),
        ("OBJ-04",),
        intake.acceptance_signed,
        rules=("objection.forward",),
        step="examining",
        waiting=N_("信用中心正在审查您的申请"),
    ),
    TaskType(
        node="draft_inquiry",
        name=N_("拟核查函"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.InquiryForm,
        decide=intake.draft_inquiry,
        rules=("objection.forward",),
        letters=("OBJ-07",),
        step="verifying",
        waiting=N_("信用中心正在将您的申请转信息提供单位"),
    ),
    _sign(
        "sign_inquiry",
        N_("审核签发核查函"),
        Role.AUDITOR,
        ("draft_inquiry",),
        ("OBJ-07",),
        intake.inquiry_signed,
        rules=("objection.forward",),
        step="verifying",
        waiting=N_("信用中心正在将您的申请转信息提供单位"),
    ),
    TaskType(
        node="self_check",
        name=N_("自查核实"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.FindingForm,
        decide=verification.self_check,
        rules=("objection.own_scope",),
        step="verifying",
        waiting=N_("信用中心正在核实信息"),
    ),
    TaskType(
        node="sign_for",
        name=N_("签收核查函"),
        role=Role.PROVIDER,
        desks=_provider,
        form=forms.SignForForm,
        decide=verification.sign_for,
        rules=("objection.verify",),
        letters=("OBJ-07",),
        step="verifying",
        waiting=N_("等待信息提供单位签收"),
    ),
    TaskType(
        node="verify",
        name=N_("部门核查"),
        role=Role.PROVIDER,
        desks=_provider,
        form=forms.FindingForm,
        decide=verification.verify,
        rules=("objection.verify",),
        letters=("OBJ-08",),
        step="verifying",
        waiting=N_("信息提供单位正在核查"),
    ),
    TaskType(
        node="draft_decision",
        name=N_("拟处理决定"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.DecideForm,
        decide=reply.draft_decision,
        rules=("objection.notify",),
        letters=("OBJ-10", "OBJ-11"),
        step="deciding",
        waiting=N_("信用中心正在作出处理"),
    ),
    _sign(
        "audit_decision",
        N_("审核处理决定"),
        Role.AUDITOR,
        ("draft_decision",),
        ("OBJ-10", "OBJ-11"),
        reply.audited,
        forms.AuditForm,
        rules=("objection.notify",),
        step="deciding",
        waiting=N_("信用中心正在作出处理"),
    ),
    _sign(
        "approve_decision",
        N_("负责人审批签发"),
        Role.HEAD,
        ("draft_decision", "audit_decision"),
        ("OBJ-10", "OBJ-11"),
        reply.decision_signed,
        forms.ApproveForm,
        rules=("objection.notify",),
        step="deciding",
        waiting=N_("信用中心正在作出处理"),
    ),
    TaskType(
        node="serve_reply",
        name=N_("告知送达"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=ServiceForm,
        decide=reply.serve,
        rules=("objection.notify",),
        letters=("OBJ-11", "SHR-01"),
        step="replied",
        waiting=N_("信用中心正在向您送达处理结果"),
    ),
    TaskType(
        node="execute_correction",
        name=N_("执行更正（撤销）"),
        role=Role.PROVIDER,
        desks=_corrector,
        form=forms.ExecuteForm,
        decide=reply.execute_correction,
        rules=("objection.correct",),
        letters=("OBJ-12",),
        step="replied",
        waiting=N_("正在更正信息"),
        carries=Carries(what=N_("更正（撤销）信息"), day="effective_on", words="systems"),
    ),
    TaskType(
        node="order_restoration",
        name=N_("部署恢复名誉"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.RestoreForm,
        decide=reply.order_restoration,
        letters=("OBJ-13",),
        step="replied",
        waiting=N_("信用中心正在通知有关部门消除影响"),
    ),
    _sign(
        "sign_restoration",
        N_("签发恢复名誉通知"),
        Role.HEAD,
        ("order_restoration",),
        ("OBJ-13",),
        reply.restoration_signed,
        step="replied",
        waiting=N_("信用中心正在通知有关部门消除影响"),
    ),
    TaskType(
        node="confirm_restoration",
        name=N_("执行恢复并回执"),
        role=Role.EXECUTOR,
        desks=_executors,
        form=forms.RestoredForm,
        decide=reply.restored,
        letters=("OBJ-13",),
        step="replied",
        waiting=N_("有关部门正在消除影响"),
        carries=Carries(what=N_("恢复名誉"), words="done"),
    ),
    _sign(
        "sign_termination",
        N_("签发终止办理告知书"),
        Role.AUDITOR,
        (),
        ("OBJ-15",),
        withdrawal.termination_signed,
        step="closed",
        waiting=N_("信用中心正在办理撤回"),
    ),
    *(
        _supervise(clock, f"objection.{clock}")
        for clock in ("overall", "forward", "own_scope", "verify", "notify", "correct")
    ),
)

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

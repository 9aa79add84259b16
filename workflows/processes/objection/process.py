"""PROCESS: the tasks, letters and notices of objection handling, node by node of bpmn/objection.bpmn."""

from collections.abc import Callable, Mapping

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Fact, ProcessType, TaskType
from workflows.domain.words import N_
from workflows.processes.objection import forms, rules
from workflows.processes.objection.letter_context import letter_context
from workflows.processes.objection.letters import LETTERS
from workflows.processes.objection.notices import NOTICES
from workflows.processes.objection.words import OUTCOMES, RULES, STEPS

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
    node: str, name: str, role: Role, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: object, **more: object
) -> TaskType:
    return TaskType(
        node=node,
        name=name,
        role=role,
        desks=_centre(role),
        form=forms.SignForm,
        decide=rules.signing(node, drafted_at, codes, then),  # type: ignore[arg-type]
        letters=codes,
        **more,  # type: ignore[arg-type]
    )


def _supervise(clock: str, rule: str) -> TaskType:
    return TaskType(
        node=f"supervise_{clock}",
        name=N_("督办"),
        role=Role.SUPERVISOR,
        desks=_centre(Role.SUPERVISOR),
        form=forms.SuperviseForm,
        decide=rules.supervise,
        rules=(rule,),
    )


_TASKS = (
    TaskType(
        node="examine",
        name=N_("受理审查"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.ExamineForm,
        decide=rules.examine,
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
        rules.correction_notice_signed,
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
        decide=rules.supply,
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
        rules.refusal_signed,
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
        rules.acceptance_signed,
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
        decide=rules.draft_inquiry,
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
        rules.inquiry_signed,
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
        decide=rules.self_check,
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
        decide=rules.sign_for,
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
        decide=rules.verify,
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
        decide=rules.draft_decision,
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
        rules.audited,
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
        rules.decision_signed,
        rules=("objection.notify",),
        step="deciding",
        waiting=N_("信用中心正在作出处理"),
    ),
    TaskType(
        node="serve_reply",
        name=N_("告知送达"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.ServeForm,
        decide=rules.serve,
        rules=("objection.notify",),
        letters=("OBJ-11", "SHR-01"),
        step="replied",
        waiting=N_("信用中心正在向您送达处理结果"),
    ),
    TaskType(
        node="execute_correction",
        name=N_("执行更正(撤销)"),
        role=Role.PROVIDER,
        desks=_corrector,
        form=forms.ExecuteForm,
        decide=rules.execute_correction,
        rules=("objection.correct",),
        letters=("OBJ-12",),
        step="replied",
        waiting=N_("正在更正信息"),
    ),
    TaskType(
        node="order_restoration",
        name=N_("部署恢复名誉"),
        role=Role.REVIEWER,
        desks=_centre(Role.REVIEWER),
        form=forms.RestoreForm,
        decide=rules.order_restoration,
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
        rules.restoration_signed,
        step="replied",
        waiting=N_("信用中心正在通知有关部门消除影响"),
    ),
    TaskType(
        node="confirm_restoration",
        name=N_("执行恢复并回执"),
        role=Role.EXECUTOR,
        desks=_executors,
        form=forms.RestoredForm,
        decide=rules.restored,
        letters=("OBJ-13",),
        step="replied",
        waiting=N_("有关部门正在消除影响"),
    ),
    _sign(
        "sign_termination",
        N_("签发终止办理告知书"),
        Role.AUDITOR,
        (),
        ("OBJ-15",),
        rules.termination_signed,
        step="closed",
        waiting=N_("信用中心正在办理撤回"),
    ),
    *(
        _supervise(clock, f"objection.{clock}")
        for clock in ("overall", "forward", "own_scope", "verify", "notify", "correct")
    ),
)


def _opening_facts(case: CaseView, requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {
        "mark_required": bool(requires.get("marking")),
        "examination": "accept",
        "approved": False,
        "own_scope": False,
        "intake_outcome": "forwarded",
        "correction_needed": False,
        "measure_wronged": False,
    }


PROCESS = ProcessType(
    key="objection",
    name=N_("信用信息异议处理"),
    code="OBJ",
    diagram="objection.bpmn",
    cap_rule="objection.overall",
    tasks={task.node: task for task in _TASKS},
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    may_withdraw=rules.may_withdraw,
)

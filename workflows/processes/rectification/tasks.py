"""The user tasks of bpmn/rectification.bpmn: who, with which form, deciding what."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.rectification import forms, forms_talk
from workflows.processes.rectification.rules import aftermath, order, report, signing, talk

Desks = Callable[[CaseView], tuple[Desk, ...]]

_REPORT, _REPLY = ("rectification.report",), ("rectification.reply",)
_INTERVIEW, _RECEIPT = ("rectification.interview",), ("rectification.receipt",)
_COMMITMENTS = ("rectification.commitments",)
_ORDERING = N_("正在拟制限期整改通知书")
_INSPECTING = N_("正在核查验收整改情况")
_SUMMONING = N_("正在安排约谈")


def _office(role: Role) -> Desks:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _subject(case: CaseView) -> tuple[Desk, ...]:
    # Who has no account reports on paper; the department's clerk enters it.
    if case.applicant_id is None:
        return (Desk(role=Role.RECOGNISER, org_id=case.authority_id),)
    return (Desk(role=Role.APPLICANT, user_id=case.applicant_id),)


def _task(node: str, name: str, form: Any, decide: Any, *, role: Role = Role.RECOGNISER, **more: Any) -> TaskType:
    desks = _subject if role is Role.APPLICANT else _office(role)
    return TaskType(node=node, name=name, role=role, desks=desks, form=form, decide=decide, **more)


def _sign(
    node: str,
    name: str,
    drafted_at: tuple[str, ...],
    codes: tuple[str, ...],
    then: Callable[[CaseView], Decision],
    **more: Any,
) -> TaskType:
    recall = signing.recalling(drafted_at[0], codes) if len(drafted_at) == 1 else None
    decide = signing.signing(node, drafted_at, codes, then)
    return _task(node, name, forms.SignForm, decide, role=Role.HEAD, letters=codes, recall=recall, **more)


def _supervise(clock: str, rules: tuple[str, ...]) -> TaskType:
    return _task(
        f"supervise_{clock}", N_("督办"), forms.SuperviseForm, signing.supervise, role=Role.SUPERVISOR, rules=rules
    )


ALL = (
    _task(
        "draft_order", N_("拟限期整改通知书"), forms.OrderForm, order.draft_order,
        letters=("REC-01",), step="ordering", waiting=_ORDERING,
    ),
    _sign(
        "sign_order", N_("签发限期整改通知书"), ("draft_order",), ("REC-01",), order.order_signed,
        step="ordering", waiting=_ORDERING,
    ),
    _task(
        "serve_order", N_("送达限期整改通知书"), forms.ServeForm,
        order.serving("serve_order", "REC-01", order.order_ends, order.order_served),
        letters=("REC-01", "SHR-01"), step="ordering", waiting=N_("正在送达限期整改通知书"),
    ),
    _task(
        "report", N_("提交整改报告"), forms.ReportForm, report.report, role=Role.APPLICANT,
        rules=_REPORT, letters=("REC-02", "REC-03"), step="reporting", waiting=N_("请整改并逐项报告"),
    ),
    _task(
        "decide_extension", N_("审批整改延期"), forms.ExtensionForm, report.decide_extension, role=Role.HEAD,
        rules=_REPORT, letters=("REC-03",), step="reporting", waiting=N_("正在审批延期申请"),
    ),
    _task(
        "inspect_first", N_("核查验收（第一核查人）"), forms.InspectForm, report.inspect_first,
        step="inspecting", waiting=_INSPECTING,
    ),
    _task(
        "inspect_second", N_("核查验收（第二核查人）"), forms.SecondForm, report.inspect_second,
        letters=("REC-04",), step="inspecting", waiting=_INSPECTING,
    ),
    _sign(
        "sign_conclusion", N_("签发验收意见书"), ("inspect_first", "inspect_second"), ("REC-04",),
        report.conclusion_signed, step="inspecting", waiting=_INSPECTING,
    ),
    _task(
        "choose_interview", N_("拟约谈方案"), forms_talk.PlanForm, talk.plan,
        letters=("TLK-01", "TLK-02"), step="summoning", waiting=_SUMMONING,
    ),
    _sign(
        "approve_interview", N_("审批约谈并签发通知书"), ("choose_interview",), ("TLK-01", "TLK-02"), talk.plan_signed,
        step="summoning", waiting=_SUMMONING,
    ),
    _task(
        "serve_notice", N_("送达约谈通知书"), forms.ServeForm,
        order.serving("serve_notice", "TLK-02", talk.notice_ends, talk.notice_served),
        letters=("TLK-02", "SHR-01"), step="summoning", waiting=_SUMMONING,
    ),
    _task(
        "reply_attendance", N_("约谈回执"), forms_talk.ReplyForm, talk.reply, role=Role.APPLICANT,
        needs_file=talk.authority, rules=_REPLY, letters=("TLK-03",), step="interviewing",
        waiting=N_("请回复是否参加约谈"),
    ),
    _task(
        "hold_interview", N_("约谈"), forms_talk.InterviewForm, talk.hold,
        rules=_INTERVIEW, letters=("TLK-04", "TLK-07"), step="interviewing", waiting=N_("等待约谈"),
    ),
    _task(
        "sign_record", N_("核对并签署笔录"), forms_talk.RecordForm, talk.sign_record, needs_file=talk.signed_scan,
        letters=("TLK-04",), step="interviewing", waiting=N_("正在核对约谈笔录"),
    ),
    _task(
        "record_commitments", N_("登记承诺和要求"), forms_talk.CommitmentsForm, aftermath.record_commitments,
        letters=("TLK-05", "TLK-06"), step="interviewing", waiting=N_("正在登记约谈中的承诺和要求"),
    ),
    _task(
        "follow_up", N_("核查承诺履行"), forms_talk.FollowUpForm, aftermath.follow_up,
        rules=_COMMITMENTS, step="following", waiting=N_("请按期履行约谈中的承诺和要求"),
    ),
    _sign(
        "confirm_failure", N_("确认未履行到位"), ("follow_up",), (), aftermath.failure_confirmed,
        step="following", waiting=N_("正在核查约谈中的承诺和要求"),
    ),
    _supervise("interview", _INTERVIEW),
    _supervise("receipt", _RECEIPT),
    _supervise("commitments", _COMMITMENTS),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

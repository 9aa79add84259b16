"""The user tasks of bpmn/rectification.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import with_applicant
from workflows.processes.forms import AgreeForm
from workflows.processes.rectification import forms, forms_talk
from workflows.processes.rectification.rules import aftermath, order, report, talk

_REPORT, _REPLY = ("rectification.report",), ("rectification.reply",)
# Who has no account reports on paper; the department's clerk enters it.
_SUBJECT = with_applicant(Role.RECOGNISER)
_SERVED = ("SHR-01", "SHR-02", "SHR-03")
_ORDERING = N_("正在拟制限期整改通知书")
_INSPECTING = N_("正在核查验收整改情况")
_SUMMONING = N_("正在安排约谈")

ALL = (
    desk_task(
        "draft_order", N_("拟限期整改通知书"), Role.RECOGNISER, forms.OrderForm, order.draft_order,
        letters=("REC-01",), step="ordering", waiting=_ORDERING,
    ),
    sign_task(
        "sign_order", N_("签发限期整改通知书"), Role.HEAD, ("draft_order",), ("REC-01",), order.order_signed,
        step="ordering", waiting=_ORDERING,
    ),
    desk_task(
        "serve_order", N_("送达限期整改通知书"), Role.RECOGNISER, forms.ServeForm,
        order.serving("serve_order", "REC-01", order.order_ends, order.order_served),
        letters=("REC-01", *_SERVED), step="ordering", waiting=N_("正在送达限期整改通知书"),
    ),
    desk_task(
        "report", N_("提交整改报告"), Role.APPLICANT, forms.ReportForm, report.report,
        desks=_SUBJECT, rules=_REPORT, letters=("REC-02", "REC-03"), step="reporting", waiting=N_("请整改并逐项报告"),
    ),
    desk_task(
        "decide_extension", N_("审批整改延期"), Role.HEAD, forms.ExtensionForm, report.decide_extension,
        rules=_REPORT, letters=("REC-03",), step="reporting", waiting=N_("正在审批延期申请"),
    ),
    desk_task(
        "inspect_first", N_("核查验收（第一核查人）"), Role.RECOGNISER, forms.InspectForm, report.inspect_first,
        step="inspecting", waiting=_INSPECTING,
    ),
    desk_task(
        "inspect_second", N_("核查验收（第二核查人）"), Role.RECOGNISER, forms.SecondForm, report.inspect_second,
        letters=("REC-04",), step="inspecting", waiting=_INSPECTING,
    ),
    sign_task(
        "sign_conclusion", N_("签发验收意见书"), Role.HEAD, ("inspect_first", "inspect_second"), ("REC-04",),
        report.conclusion_signed, step="inspecting", waiting=_INSPECTING,
    ),
    desk_task(
        "choose_interview", N_("拟约谈方案"), Role.RECOGNISER, forms_talk.PlanForm, talk.plan,
        letters=("TLK-01", "TLK-02"), step="summoning", waiting=_SUMMONING,
    ),
    sign_task(
        "approve_interview", N_("审批约谈并签发通知书"), Role.HEAD, ("choose_interview",), ("TLK-01", "TLK-02"),
        talk.plan_signed, step="summoning", waiting=_SUMMONING,
    ),
    desk_task(
        "serve_notice", N_("送达约谈通知书"), Role.RECOGNISER, forms.ServeForm,
        order.serving("serve_notice", "TLK-02", talk.notice_ends, talk.notice_served),
        letters=("TLK-02", *_SERVED), step="summoning", waiting=_SUMMONING,
    ),
    desk_task(
        "reply_attendance", N_("约谈回执"), Role.APPLICANT, forms_talk.ReplyForm, talk.reply,
        desks=_SUBJECT, needs_file=talk.authority, rules=_REPLY, letters=("TLK-03",), step="interviewing",
        waiting=N_("请回复是否参加约谈"),
    ),
    desk_task(
        "hold_interview", N_("约谈"), Role.RECOGNISER, forms_talk.InterviewForm, talk.hold,
        rules=("rectification.interview",), letters=("TLK-04", "TLK-07"), step="interviewing", waiting=N_("等待约谈"),
    ),
    desk_task(
        "confirm_absence", N_("确认无正当理由未到场"), Role.HEAD, AgreeForm, talk.confirm_absence,
        reads=("hold_interview",), letters=("TLK-07",), step="interviewing", waiting=N_("正在核实未到场的情况"),
    ),
    desk_task(
        "sign_record", N_("核对并签署笔录"), Role.RECOGNISER, forms_talk.RecordForm, talk.sign_record,
        needs_file=talk.signed_scan, letters=("TLK-04",), step="interviewing", waiting=N_("正在核对约谈笔录"),
    ),
    desk_task(
        "record_commitments", N_("登记承诺和要求"), Role.RECOGNISER, forms_talk.CommitmentsForm,
        aftermath.record_commitments, needs_file=aftermath.signed_promise, letters=("TLK-05", "TLK-06"),
        step="interviewing", waiting=N_("正在登记约谈中的承诺和要求"),
    ),
    desk_task(
        "follow_up", N_("核查承诺履行"), Role.RECOGNISER, forms_talk.FollowUpForm, aftermath.follow_up,
        rules=("rectification.commitments",), step="following", waiting=N_("请按期履行约谈中的承诺和要求"),
    ),
    sign_task(
        "confirm_failure", N_("确认未履行到位"), Role.HEAD, ("follow_up",), (), aftermath.failure_confirmed,
        form=AgreeForm, step="following", waiting=N_("正在核查约谈中的承诺和要求"),
    ),
    supervise_task("rectification.report", node="supervise_extension"),
    *(supervise_task(f"rectification.{clock}") for clock in ("interview", "receipt", "commitments")),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

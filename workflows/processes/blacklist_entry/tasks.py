"""The user tasks of listing, node by node of bpmn/blacklist_entry.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, TaskType
from workflows.domain.words import N_
from workflows.processes.blacklist_entry import forms
from workflows.processes.blacklist_entry.rules import (
    decision,
    defence,
    domains,
    dropping,
    execution,
    legality,
    serving,
    voices,
)
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import with_executors
from workflows.processes.forms import LegalForm, SignForm
from workflows.processes.list_forms import ServeEachForm

_OVERALL = ("blacklist_entry.overall",)
_ASSESSED = ("assess",)
_ASSESSING = {"step": "assessing", "waiting": N_("认定单位正在审查"), "rules": _OVERALL}
_DECIDING = {"step": "deciding", "waiting": N_("认定单位正在作出决定"), "rules": _OVERALL}
# The level above consents to facts, defence and law, and to a procedure that was kept.
_CONSENTED = ("assess", "serve_notice", "state_defence", "review_defence", "legal_review")
#: What is decided, from the proposal on; and what is handed over with it.
_DECIDED = (
    "LST-01", "LST-03", "LST-03P", "LST-04", "LST-05", "LST-05A", "LST-05D", "LST-06", "LST-06P", "LST-07",
    "LST-07P", "LST-14", "REP-00",
)  # fmt: skip
_SERVED = ("SHR-01", "SHR-02", "SHR-03")
_SERVING = {"waiting": N_("认定单位正在送达决定"), "rules": ("blacklist_entry.serve",)}
_EXECUTING = {"step": "executing", "waiting": N_("列入决定正在执行")}


def _superior(case: CaseView) -> tuple[Desk, ...]:
    return (Desk(role=Role.SUPERIOR, org_id=case.facts["superior"]),)


ALL = (
    desk_task(
        "assess", N_("合法性审查与列入建议"), Role.RECOGNISER, forms.AssessForm, legality.assess,
        letters=("LST-01", "LST-02", "LST-02P"), **_ASSESSING,
    ),
    sign_task(
        "sign_no_listing", N_("签发不予列入决定"), Role.HEAD, _ASSESSED, ("LST-07",), decision.no_listing_signed,
        letters=("LST-01", "LST-07"), **_ASSESSING,
    ),
    sign_task(
        "sign_notice", N_("签发拟列入告知书"), Role.HEAD, _ASSESSED, ("LST-02", "LST-02P"), defence.notice_signed,
        letters=("LST-01", "LST-02", "LST-02P"), **_ASSESSING,
    ),
    desk_task(
        "serve_notice", N_("送达拟列入告知书"), Role.RECOGNISER, forms.ServeNoticeForm, defence.serve_notice,
        letters=("LST-02", "LST-02P", *_SERVED), step="notified", waiting=N_("正在送达拟列入告知书"), rules=_OVERALL,
    ),
    desk_task(
        "state_defence", N_("陈述申辩"), Role.APPLICANT, forms.StateForm, defence.state_defence,
        desks=voices.desks, needs_file=defence.scan_missing, letters=("LST-02", "LST-02P", "LST-03", "LST-03P"),
        step="defence", waiting=N_("请您陈述申辩"), rules=("blacklist_entry.defence",), asks="defence_open",
    ),
    desk_task(
        "review_defence", N_("复核陈述申辩"), Role.RECOGNISER, forms.ReviewForm, defence.review_defence,
        letters=("LST-03", "LST-03P", "LST-04", "LST-06", "LST-06P", "LST-07", "LST-07P", "LST-14", "REP-00"),
        **_DECIDING,
    ),
    desk_task(
        "legal_review", N_("法制审核"), Role.LEGAL, LegalForm, decision.legal_review,
        letters=_DECIDED, **_DECIDING,
    ),
    desk_task(
        "discuss", N_("负责人集体讨论"), Role.RECOGNISER, forms.DiscussForm, decision.discuss,
        letters=_DECIDED, **_DECIDING,
    ),
    desk_task(
        "consent", N_("上级机关同意"), Role.SUPERIOR, forms.ConsentForm, decision.consent, desks=_superior,
        letters=("LST-01", "LST-02", "LST-03", "LST-03P", "LST-04", "LST-05", "LST-05A", "LST-05D", "LST-06"),
        reads=_CONSENTED, **_DECIDING,
    ),
    desk_task(
        "sign_decision", N_("负责人签发决定"), Role.HEAD, SignForm, decision.sign_decision,
        letters=_DECIDED, **_DECIDING,
    ),
    desk_task(
        "sign_dropped", N_("签发不予列入决定（失去依据）"), Role.HEAD, forms.DroppedForm, dropping.drop_signed,
        letters=("LST-01", "LST-07", "LST-07P"), **_DECIDING,
    ),
    desk_task(
        "serve_decision", N_("送达列入决定书与修复告知书"), Role.RECOGNISER, ServeEachForm, serving.serve_decision,
        letters=("LST-06", "REP-00", "LST-06P", *_SERVED), step="executing", **_SERVING,
    ),
    desk_task(
        "serve_outcome", N_("送达决定或者告知书"), Role.RECOGNISER, forms.ServeOutcomeForm, serving.serve_outcome,
        letters=("LST-07", "LST-07P", "LST-14", *_SERVED), step="deciding", **_SERVING,
    ),
    desk_task(
        "execute_measures", N_("执行惩戒措施并回执"), Role.EXECUTOR, forms.ExecuteForm, execution.execute_measures,
        desks=with_executors, letters=("LST-09",), carries=Carries(what=N_("执行惩戒措施"), parts=execution.carried),
        rules=("blacklist_entry.execute",), **_EXECUTING,
    ),
    desk_task(
        "sign_circular", N_("签发通报函"), Role.HEAD, forms.CircularForm, execution.sign_circular,
        letters=("LST-15",), **_EXECUTING,
    ),
    desk_task(
        "raise_inspection", N_("加大惩戒力度"), Role.SUPERVISOR, forms.InspectionForm, domains.raise_inspection,
        step="listed", waiting=N_("在列"),
    ),
    desk_task(
        "withdraw_inspection", N_("恢复通常的惩戒力度"), Role.SUPERVISOR, forms.EasingForm, domains.withdraw_inspection,
        reads=("raise_inspection",), step="listed", waiting=N_("在列"),
    ),
    supervise_task("blacklist_entry.overall"),
    *(supervise_task(f"blacklist_entry.{clock}") for clock in ("serve", "execute")),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks of listing, node by node of bpmn/blacklist_entry.bpmn: who, with which form, deciding what."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.blacklist_entry import forms
from workflows.processes.blacklist_entry.rules import decision, defence, execution, legality
from workflows.processes.signing import Data, recalling, signing

Desks = Callable[[CaseView], tuple[Desk, ...]]
_OVERALL = ("blacklist_entry.overall",)
_ASSESSING = {"step": "assessing", "waiting": N_("认定单位正在审查"), "rules": _OVERALL}
_DECIDING = {"step": "deciding", "waiting": N_("认定单位正在作出决定"), "rules": _OVERALL}
_SERVED = ("SHR-01", "SHR-02", "SHR-03")
_EXECUTING = {"step": "executing", "waiting": N_("列入决定正在执行")}


def _department(role: Role) -> Desks:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _subject(case: CaseView) -> tuple[Desk, ...]:
    # Who has no account is heard at the counter; the department takes down what is said.
    if case.applicant_id is None:
        return _department(Role.RECOGNISER)(case)
    return (Desk(role=Role.APPLICANT, user_id=case.applicant_id),)


def _superior(case: CaseView) -> tuple[Desk, ...]:
    return (Desk(role=Role.SUPERIOR, org_id=case.facts["superior"]),)


def _executors(case: CaseView) -> tuple[Desk, ...]:
    return tuple(Desk(role=Role.EXECUTOR, org_id=org) for org in case.facts["executors"])


def _task(
    node: str, name: str, role: Role, form: Any, decide: Callable[[CaseView, Actor, Data], Decision], **more: Any
) -> TaskType:
    return TaskType(
        node=node, name=name, role=role, desks=more.pop("desks", _department(role)), form=form, decide=decide, **more
    )


def _supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a breach."""
    return Decision(outcome="supervised")


def _sign(
    node: str, name: str, codes: tuple[str, ...], then: Callable[[CaseView], Decision], **more: Any
) -> TaskType:
    return _task(
        node,
        name,
        Role.HEAD,
        forms.SealForm,
        signing(node, ("assess",), lambda _case: codes, then),
        letters=("LST-01", *codes),
        recall=recalling("assess", lambda _case: codes),
        **more,
    )


ALL = (
    _task(
        "assess", N_("合法性审查与列入建议"), Role.RECOGNISER, forms.AssessForm, legality.assess,
        letters=("LST-01", "LST-02", "LST-02P"), **_ASSESSING,
    ),
    _sign("sign_watch", N_("签发重点关注告知书"), ("LST-14",), decision.watch_signed, **_ASSESSING),
    _sign("sign_no_listing", N_("签发不予列入决定"), ("LST-07",), decision.no_listing_signed, **_ASSESSING),
    _sign("sign_notice", N_("签发拟列入告知书"), ("LST-02", "LST-02P"), defence.notice_signed, **_ASSESSING),
    _task(
        "serve_notice", N_("送达拟列入告知书"), Role.RECOGNISER, forms.ServeNoticeForm, defence.serve_notice,
        letters=("LST-02", "LST-02P", *_SERVED), step="notified", waiting=N_("正在送达拟列入告知书"), rules=_OVERALL,
    ),
    _task(
        "state_defence", N_("陈述申辩"), Role.APPLICANT, forms.StateForm, defence.state_defence, desks=_subject,
        letters=("LST-02", "LST-03"), step="defence", waiting=N_("请您陈述申辩"), rules=("blacklist_entry.defence",),
        asks="defence_open",
    ),
    _task(
        "review_defence", N_("复核陈述申辩"), Role.RECOGNISER, forms.ReviewForm, defence.review_defence,
        letters=("LST-03", "LST-04", "LST-06", "LST-06P", "LST-07", "REP-00"), **_DECIDING,
    ),
    _task(
        "legal_review", N_("法制审核"), Role.LEGAL, forms.SealForm, decision.legal_review,
        letters=("LST-01", "LST-03", "LST-04", "LST-05", "LST-06", "LST-07"), **_DECIDING,
    ),
    _task(
        "consent", N_("上级机关同意"), Role.SUPERIOR, forms.ConsentForm, decision.consent, desks=_superior,
        letters=("LST-01", "LST-04", "LST-05", "LST-06"), **_DECIDING,
    ),
    _task(
        "sign_decision", N_("负责人签发决定"), Role.HEAD, forms.SealForm, decision.sign_decision,
        letters=("LST-01", "LST-04", "LST-05", "LST-06", "LST-06P", "LST-07", "REP-00"), **_DECIDING,
    ),
    _task(
        "serve_decision", N_("送达列入决定书与修复告知书"), Role.RECOGNISER, forms.ServeEachForm,
        execution.serve_decision,
        letters=("LST-06", "REP-00", "LST-06P", *_SERVED), **_EXECUTING,
    ),
    _task(
        "execute_measures", N_("执行惩戒措施并回执"), Role.EXECUTOR, forms.ExecuteForm, execution.execute_measures,
        desks=_executors, letters=("LST-09",), carries=Carries(what=N_("执行惩戒措施")), **_EXECUTING,
    ),
    _task(
        "sign_circular", N_("签发通报函"), Role.HEAD, forms.CircularForm, execution.sign_circular,
        letters=("LST-15",), **_EXECUTING,
    ),
    _task(
        "raise_inspection", N_("加大惩戒力度"), Role.SUPERVISOR, forms.InspectionForm, execution.raise_inspection,
        step="listed", waiting=N_("在列"),
    ),
    _task("supervise_overall", N_("督办"), Role.SUPERVISOR, forms.SuperviseForm, _supervise, rules=_OVERALL),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

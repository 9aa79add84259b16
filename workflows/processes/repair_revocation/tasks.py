"""The user tasks of a revocation, node by node of bpmn/repair_revocation.bpmn."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import with_applicant
from workflows.processes.repair_revocation import forms, rules
from workflows.processes.repair_revocation.words import RULES

_DECIDE = ("repair_revocation.decide",)
_DECIDING = {"step": "deciding", "waiting": N_("认定单位正在审查修复决定")}
_HEARING = {"step": "hearing", "waiting": N_("认定单位正在告知拟撤销的理由和陈述申辩的权利")}
_DECISIONS = ("REP-11", "REP-14")
_SERVED = ("SHR-01", "SHR-03")

ALL = (
    desk_task(
        "draft_notice", N_("拟撤销告知书"), Role.RECOGNISER, forms.NoticeForm, rules.draft_notice,
        letters=("REP-12",), **_HEARING,
    ),
    sign_task(
        "sign_notice", N_("签发拟撤销告知书"), Role.HEAD, ("draft_notice",), ("REP-12",), rules.notice_signed,
        **_HEARING,
    ),
    desk_task(
        "serve_notice", N_("送达拟撤销告知书"), Role.RECOGNISER, forms.ServeForm, rules.serve_notice,
        letters=("REP-12", *_SERVED), **_HEARING,
    ),
    desk_task(
        "state_defence", N_("陈述申辩"), Role.APPLICANT, forms.StateForm, rules.state_defence,
        desks=with_applicant(Role.RECOGNISER), rules=("repair_revocation.defence",), letters=("REP-12", "REP-13"),
        step="hearing", waiting=N_("请您陈述申辩"),
    ),
    desk_task(
        "draft_revocation", N_("拟撤销决定"), Role.RECOGNISER, forms.DraftForm, rules.draft,
        letters=("REP-12", "REP-13", *_DECISIONS), **_DECIDING,
    ),
    sign_task(
        "sign_revocation", N_("负责人签发撤销决定"), Role.HEAD, ("draft_revocation", "redraft_revocation"),
        _DECISIONS, rules.signed, rules=_DECIDE, reads=("state_defence",), **_DECIDING,
    ),
    desk_task(
        "redraft_revocation", N_("修改撤销决定"), Role.RECOGNISER, forms.RedraftForm, rules.redraft,
        rules=_DECIDE, letters=("REP-13", *_DECISIONS), **_DECIDING,
    ),
    desk_task(
        "serve_revocation", N_("送达撤销决定"), Role.RECOGNISER, forms.ServeDecisionForm, rules.serve,
        letters=("REP-11", *_SERVED), step="effecting", waiting=N_("认定单位正在送达撤销决定"),
    ),
    *(supervise_task(rule) for rule in RULES if rule != "repair_revocation.defence"),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

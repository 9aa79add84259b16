"""The user tasks of a revocation, node by node of bpmn/repair_revocation.bpmn."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.repair_revocation import forms, rules
from workflows.processes.repair_revocation.words import RULES

_DECIDE = ("repair_revocation.decide",)
_DECIDING = {"step": "deciding", "waiting": N_("认定单位正在审查修复决定")}

ALL = (
    desk_task(
        "draft_revocation", N_("拟撤销决定"), Role.RECOGNISER, forms.DraftForm, rules.draft,
        letters=("REP-11",), **_DECIDING,
    ),
    sign_task(
        "sign_revocation", N_("负责人签发撤销决定"), Role.HEAD, ("draft_revocation", "redraft_revocation"),
        ("REP-11",), rules.signed, rules=_DECIDE, **_DECIDING,
    ),
    desk_task(
        "redraft_revocation", N_("修改撤销决定"), Role.RECOGNISER, forms.RedraftForm, rules.redraft,
        rules=_DECIDE, letters=("REP-11",), **_DECIDING,
    ),
    desk_task(
        "serve_revocation", N_("送达撤销决定"), Role.RECOGNISER, forms.ServeForm, rules.serve,
        letters=("REP-11", "SHR-01", "SHR-03"), step="effecting", waiting=N_("认定单位正在送达撤销决定"),
    ),
    *(supervise_task(rule) for rule in RULES),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks of a revocation, node by node of bpmn/repair_revocation.bpmn."""

from collections.abc import Callable

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.repair_revocation import forms, rules
from workflows.processes.repair_revocation.words import RULES
from workflows.processes.signing import signing

_DECIDING = N_("认定单位正在审查修复决定")


def _desk(role: Role) -> Callable[[CaseView], tuple[Desk, ...]]:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _supervise(rule: str) -> TaskType:
    return TaskType(
        node=f"supervise_{rule.partition('.')[2]}",
        name=N_("督办"),
        role=Role.SUPERVISOR,
        desks=_desk(Role.SUPERVISOR),
        form=forms.SuperviseForm,
        decide=rules.supervise,
        rules=(rule,),
    )


ALL = (
    TaskType(
        node="draft_revocation",
        name=N_("拟撤销决定"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.DraftForm,
        decide=rules.draft,
        letters=("REP-11",),
        step="deciding",
        waiting=_DECIDING,
    ),
    TaskType(
        node="sign_revocation",
        name=N_("负责人签发撤销决定"),
        role=Role.HEAD,
        desks=_desk(Role.HEAD),
        form=forms.SignForm,
        decide=signing(
            "sign_revocation", ("draft_revocation", "redraft_revocation"), lambda _case: ("REP-11",), rules.signed
        ),
        rules=("repair_revocation.decide",),
        letters=("REP-11",),
        step="deciding",
        waiting=_DECIDING,
    ),
    TaskType(
        node="redraft_revocation",
        name=N_("修改撤销决定"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.RedraftForm,
        decide=rules.redraft,
        rules=("repair_revocation.decide",),
        letters=("REP-11",),
        step="deciding",
        waiting=_DECIDING,
    ),
    TaskType(
        node="serve_revocation",
        name=N_("送达撤销决定"),
        role=Role.RECOGNISER,
        desks=_desk(Role.RECOGNISER),
        form=forms.ServeForm,
        decide=rules.serve,
        letters=("REP-11", "SHR-01", "SHR-03"),
        step="effecting",
        waiting=N_("认定单位正在送达撤销决定"),
    ),
    *(_supervise(rule) for rule in RULES),
)

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

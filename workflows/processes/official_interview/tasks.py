"""The user tasks of bpmn/official_interview.bpmn."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.official_interview import forms, rules


def _desk(role: Role) -> Callable[[CaseView], tuple[Desk, ...]]:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _task(node: str, name: str, form: Any, decide: Any, *, role: Role = Role.SUPERVISOR, **more: Any) -> TaskType:
    return TaskType(node=node, name=name, role=role, desks=_desk(role), form=form, decide=decide, **more)


_INTERVIEW, _MEASURES = ("official_interview.interview",), ("official_interview.measures",)

ALL = (
    _task("draft_interview", N_("拟行政约谈通知"), forms.DraftForm, rules.draft, letters=("TLK-09",), step="drafting"),
    _task(
        "approve_official", N_("签发行政约谈通知"), forms.SignForm, rules.approve, role=Role.HEAD,
        letters=("TLK-09",), recall=rules.recall, step="approving",
    ),
    _task("hold_official", N_("约谈并记录"), forms.HoldForm, rules.hold, rules=_INTERVIEW, step="interviewing"),
    _task("follow_official", N_("跟踪落实"), forms.FollowForm, rules.follow, rules=_MEASURES, step="following"),
    _task("supervise_official", N_("督办"), forms.SuperviseForm, rules.supervise, rules=_INTERVIEW),
    _task("supervise_measures", N_("督办"), forms.SuperviseForm, rules.supervise, rules=_MEASURES),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

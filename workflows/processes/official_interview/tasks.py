"""The user tasks of bpmn/official_interview.bpmn."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.official_interview import forms, rules

_INTERVIEW, _MEASURES = "official_interview.interview", "official_interview.measures"

ALL = (
    desk_task(
        "draft_interview", N_("拟行政约谈通知"), Role.SUPERVISOR, forms.DraftForm, rules.draft,
        letters=("TLK-09",), step="drafting",
    ),
    sign_task(
        "approve_official", N_("签发行政约谈通知"), Role.HEAD, ("draft_interview",), ("TLK-09",), rules.signed,
        step="approving",
    ),
    desk_task(
        "hold_official", N_("约谈并记录"), Role.SUPERVISOR, forms.HoldForm, rules.hold,
        rules=(_INTERVIEW,), step="interviewing",
    ),
    desk_task(
        "follow_official", N_("跟踪落实"), Role.SUPERVISOR, forms.FollowForm, rules.follow,
        rules=(_MEASURES,), step="following",
    ),
    supervise_task(_INTERVIEW, node="supervise_official"),
    supervise_task(_MEASURES),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

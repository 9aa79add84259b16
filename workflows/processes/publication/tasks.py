"""The user tasks of bpmn/publication.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Role
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.forms import AgreeForm
from workflows.processes.publication import forms
from workflows.processes.publication.rules import deciding
from workflows.processes.publication.words import RULES

_CLOCKS = ("publication.report", "publication.monthly", "publication.publish", "publication.forward")
_CHECKING = {"rules": _CLOCKS, "step": "checking", "waiting": N_("作出决定的机关正在审查能否公示")}
_WITHDRAWING = {
    "rules": ("publication.withdraw",), "step": "withdrawing", "waiting": N_("作出决定的机关正在撤下公示"),
}  # fmt: skip

ALL = (
    desk_task(
        "check", N_("公示审查"), Role.RECOGNISER, forms.CheckForm, deciding.check, letters=("PUB-01", "REP-00"),
        **_CHECKING,
    ),
    sign_task(
        "approve_withholding", N_("审批不予公示"), Role.HEAD, ("check",), ("PUB-01",), deciding.withheld,
        form=AgreeForm, **_CHECKING,
    ),
    desk_task(
        "draft_withdrawal", N_("拟撤下公示公告"), Role.RECOGNISER, forms.WithdrawalForm, deciding.draft_withdrawal,
        letters=("PUB-02",), **_WITHDRAWING,
    ),
    sign_task(
        "sign_withdrawal", N_("签发撤下公示公告"), Role.HEAD, ("draft_withdrawal",), ("PUB-02",),
        deciding.withdrawal_signed, **_WITHDRAWING,
    ),
    *(supervise_task(rule) for rule in RULES),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

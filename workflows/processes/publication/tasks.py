"""The user tasks of bpmn/publication.bpmn: who, with which form, deciding what."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import TaskType
from workflows.domain.words import N_
from workflows.processes.publication import forms
from workflows.processes.publication.rules import deciding
from workflows.processes.publication.words import RULES
from workflows.processes.signing import recalling, signing

_CLOCKS = ("publication.report", "publication.monthly", "publication.publish", "publication.forward")
_WITHDRAW = ("publication.withdraw",)
_CHECKING = N_("作出决定的机关正在审查能否公示")
_WITHDRAWING = N_("作出决定的机关正在撤下公示")


def _desk(role: Role) -> Callable[[CaseView], tuple[Desk, ...]]:
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def _task(node: str, name: str, role: Role, form: Any, decide: Any, **more: Any) -> TaskType:
    return TaskType(node=node, name=name, role=role, desks=_desk(role), form=form, decide=decide, **more)


def _supervise(rule: str) -> TaskType:
    node = f"supervise_{rule.partition('.')[2]}"
    return _task(node, N_("督办"), Role.SUPERVISOR, forms.SuperviseForm, deciding.supervise, rules=(rule,))


ALL = (
    _task(
        "check", N_("公示审查"), Role.RECOGNISER, forms.CheckForm, deciding.check,
        rules=_CLOCKS, letters=("PUB-01",), step="checking", waiting=_CHECKING,
    ),
    _task(
        "approve_withholding", N_("审批不予公示"), Role.HEAD, forms.SignForm,
        signing("approve_withholding", ("check",), deciding.withholding_codes, deciding.withheld),
        recall=recalling("check", deciding.withholding_codes),
        rules=_CLOCKS, letters=("PUB-01",), step="checking", waiting=_CHECKING,
    ),
    _task(
        "draft_withdrawal", N_("拟撤下公示公告"), Role.RECOGNISER, forms.WithdrawalForm, deciding.draft_withdrawal,
        rules=_WITHDRAW, letters=("PUB-02",), step="withdrawing", waiting=_WITHDRAWING,
    ),
    _task(
        "sign_withdrawal", N_("签发撤下公示公告"), Role.HEAD, forms.SignForm,
        signing("sign_withdrawal", ("draft_withdrawal",), deciding.withdrawal_codes, deciding.withdrawal_signed),
        recall=recalling("draft_withdrawal", deciding.withdrawal_codes),
        rules=_WITHDRAW, letters=("PUB-02",), step="withdrawing", waiting=_WITHDRAWING,
    ),
    *(_supervise(rule) for rule in RULES),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

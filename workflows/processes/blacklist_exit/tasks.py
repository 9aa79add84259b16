"""The user tasks of removal, node by node of bpmn/blacklist_exit.bpmn: who, with which form, deciding what."""

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, TaskType
from workflows.domain.words import N_
from workflows.processes.blacklist_exit import forms
from workflows.processes.blacklist_exit.rules import examination, removal
from workflows.processes.desk_tasks import desk_task, sign_task, supervise_task
from workflows.processes.desks import Desks, with_executors
from workflows.processes.list_forms import ServeEachForm, ServeForm


def department(case: CaseView) -> int:
    """Return who recognised the subject and so decides on its removal: the record's provider, else who handles it."""
    return case.provider_id or case.authority_id


def _at_department(role: Role) -> Desks:
    return lambda case: (Desk(role=role, org_id=department(case)),)


_RECOGNISER, _CHIEF = _at_department(Role.RECOGNISER), _at_department(Role.HEAD)
_OVERALL = ("blacklist_exit.overall",)
_DECIDING = {
    "desks": _CHIEF, "step": "deciding", "waiting": N_("认定单位正在作出决定"), "rules": _OVERALL,
}  # fmt: skip
_LIFTING = {
    "step": "lifting", "waiting": N_("正在撤下公示、解除惩戒措施"),
    "rules": ("blacklist_exit.withdraw", "blacklist_exit.at_once"),
}  # fmt: skip
_SERVED = ("SHR-01", "SHR-02", "SHR-03")


def _lifters(case: CaseView) -> tuple[Desk, ...]:
    # Where no department was ordered anything, the recogniser notes that nothing is left to lift.
    return with_executors(case) or _RECOGNISER(case)


ALL = (
    desk_task(
        "accept", N_("受理审查"), Role.RECOGNISER, forms.AcceptForm, examination.accept,
        desks=_RECOGNISER, letters=("LST-10", "LST-11N"), step="examining",
        waiting=N_("认定单位正在审查是否受理"), rules=("blacklist_exit.accept",),
    ),
    desk_task(
        "examine", N_("移出审查"), Role.RECOGNISER, forms.ExamineForm, examination.examine,
        desks=_RECOGNISER, letters=("LST-10", "LST-11", "LST-11P", "LST-11N"), step="examining",
        waiting=N_("认定单位正在审查"), rules=_OVERALL,
    ),
    sign_task(
        "sign_refusal", N_("签发不予移出决定"), Role.HEAD, ("examine", "accept"), ("LST-11N",),
        examination.refusal_signed, letters=("LST-10", "LST-11N"), **_DECIDING,
    ),
    desk_task(
        "serve_refusal", N_("送达不予移出决定"), Role.RECOGNISER, ServeForm, examination.serve_refusal,
        desks=_RECOGNISER, letters=("LST-11N", *_SERVED), step="deciding", waiting=N_("正在送达决定"),
    ),
    sign_task(
        "sign_removal", N_("签发移出决定"), Role.HEAD, ("examine",), ("LST-11", "LST-11P"), removal.removal_signed,
        letters=("LST-10", "LST-11", "LST-11P"), **_DECIDING,
    ),
    desk_task(
        "approve_afterwards", N_("补办移出审批、签发决定书"), Role.HEAD, forms.ConfirmForm, removal.approve_afterwards,
        desks=_CHIEF, letters=("LST-11", "LST-11P", "LST-13", "LST-13P"), rules=("blacklist_exit.approval",),
    ),
    desk_task(
        "lift_measures", N_("解除惩戒措施并回执"), Role.EXECUTOR, forms.LiftForm, removal.lift_measures,
        desks=_lifters, letters=("LST-12",), carries=Carries(what=N_("解除惩戒措施")), **_LIFTING,
    ),
    desk_task(
        "serve_removal", N_("送达移出决定"), Role.RECOGNISER, ServeEachForm, examination.serve_removal,
        desks=_RECOGNISER, letters=("LST-11", "LST-11P", "LST-13", "LST-13P", *_SERVED), step="lifting",
        waiting=N_("认定单位正在送达移出决定"),
    ),
    *(
        supervise_task(f"blacklist_exit.{clock}", desks=_at_department(Role.SUPERVISOR))
        for clock in ("accept", "overall", "withdraw", "at_once", "approval")
    ),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks of removal, node by node of bpmn/blacklist_exit.bpmn: who, with which form, deciding what."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Carries, Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.blacklist_exit import forms
from workflows.processes.blacklist_exit.rules import examination, removal
from workflows.processes.signing import Data, recalling, signing

_OVERALL = ("blacklist_exit.overall",)
_DECIDING = {"step": "deciding", "waiting": N_("认定单位正在作出决定"), "rules": _OVERALL}
_LIFTING = {"step": "lifting", "waiting": N_("正在撤下公示、解除惩戒措施"), "rules": ("blacklist_exit.withdraw",)}
_SERVED = ("SHR-01", "SHR-02", "SHR-03")


def department(case: CaseView) -> int:
    """Return who recognised the subject and so decides on its removal: the record's provider, else who handles it."""
    return case.provider_id or case.authority_id


def _desk(role: Role) -> Callable[[CaseView], tuple[Desk, ...]]:
    return lambda case: (Desk(role=role, org_id=department(case)),)


def _executors(case: CaseView) -> tuple[Desk, ...]:
    # Where no department was ordered anything, the recogniser notes that nothing is left to lift.
    desks = tuple(Desk(role=Role.EXECUTOR, org_id=org) for org in case.facts.get("executors", ()))
    return desks or _desk(Role.RECOGNISER)(case)


def _task(
    node: str, name: str, role: Role, form: Any, decide: Callable[[CaseView, Actor, Data], Decision], **more: Any
) -> TaskType:
    return TaskType(
        node=node, name=name, role=role, desks=more.pop("desks", _desk(role)), form=form, decide=decide, **more
    )


def _supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a breach."""
    return Decision(outcome="supervised")


def _sign(node: str, name: str, code: str, then: Callable[[CaseView], Decision]) -> TaskType:
    return _task(
        node, name, Role.HEAD, forms.SealForm, signing(node, ("examine",), lambda _case: (code,), then),
        letters=("LST-10", code), recall=recalling("examine", lambda _case: (code,)), **_DECIDING,
    )  # fmt: skip


ALL = (
    _task(
        "examine", N_("移出审查"), Role.RECOGNISER, forms.ExamineForm, examination.examine,
        letters=("LST-10", "LST-11", "LST-11N"), step="examining", waiting=N_("认定单位正在审查"), rules=_OVERALL,
    ),
    _sign("sign_refusal", N_("签发不予移出决定"), "LST-11N", examination.refusal_signed),
    _task(
        "serve_refusal", N_("送达不予移出决定"), Role.RECOGNISER, forms.ServeForm, examination.serve_refusal,
        letters=("LST-11N", *_SERVED), step="deciding", waiting=N_("正在送达决定"),
    ),
    _sign("sign_removal", N_("签发移出决定"), "LST-11", removal.removal_signed),
    _task(
        "approve_afterwards", N_("补办移出审批"), Role.HEAD, forms.SealForm, removal.approve_afterwards,
        letters=("LST-13",), rules=("blacklist_exit.approval",),
    ),
    _task(
        "lift_measures", N_("解除惩戒措施并回执"), Role.EXECUTOR, forms.LiftForm, removal.lift_measures,
        desks=_executors, letters=("LST-12",), carries=Carries(what=N_("解除惩戒措施")), **_LIFTING,
    ),
    _task(
        "serve_removal", N_("送达移出决定"), Role.RECOGNISER, forms.ServeForm, examination.serve_removal,
        letters=("LST-11", "LST-13", *_SERVED), **_LIFTING,
    ),
    *(
        _task(
            f"supervise_{node}", N_("督办"), Role.SUPERVISOR, forms.SuperviseForm, _supervise,
            rules=(f"blacklist_exit.{clock}",),
        )
        for node, clock in (("overall", "overall"), ("withdraw", "withdraw"), ("approval", "approval"))
    ),
)  # fmt: skip

TASKS: dict[str, TaskType] = {task.node: task for task in ALL}

"""The user tasks that every process has: work at a desk, a signature by four eyes, supervision of a breach (督办)."""

from collections.abc import Callable
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision, TaskType
from workflows.domain.words import N_
from workflows.processes.desks import at_authority
from workflows.processes.forms import SignForm, SuperviseForm
from workflows.processes.signing import Data, recalling, signing


def desk_task(
    node: str, name: str, role: Role, form: Any, decide: Callable[[CaseView, Actor, Data], Decision], **more: Any
) -> TaskType:
    """Return a task at the authority's desk of ``role``, unless ``more`` names other ``desks``."""
    return TaskType(node=node, name=name, role=role, form=form, decide=decide, **{"desks": at_authority(role), **more})


def sign_task(
    node: str,
    name: str,
    role: Role,
    drafted_at: tuple[str, ...],
    codes: tuple[str, ...],
    then: Callable[[CaseView], Decision],
    *,
    form: Any = SignForm,
    **more: Any,
) -> TaskType:
    """Return a signing task; a single drafter may take the matter back before anybody has begun (撤回).

    Args:
        drafted_at: tasks whose last doer may not sign.
        codes: letters shown, and struck out when the matter goes back.
        then: what follows from approval.
        more: further declarations of the task, which go before these.
    """
    recall = recalling(drafted_at[0], codes) if len(drafted_at) == 1 else None
    declared = {"letters": codes, "recall": recall, **more}
    return desk_task(node, name, role, form, signing(node, drafted_at, codes, then), **declared)


def supervised(_case: CaseView, _actor: Actor, _data: Data) -> Decision:
    """The supervisor's measure on a breach: what was typed is kept, nothing else follows."""
    return Decision(outcome="supervised")


def supervise_task(rule: str, *, node: str = "", **more: Any) -> TaskType:
    """Return the supervision of a rule's breach; its node is named after the rule's clock unless ``node`` is given."""
    node = node or f"supervise_{rule.partition('.')[2]}"
    return desk_task(node, N_("督办"), Role.SUPERVISOR, SuperviseForm, supervised, rules=(rule,), **more)

"""What the verbs on an open task share: hand it on, delegate it, urge, recall. None of them touches a clock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.errors import (
    ClaimedByOther,
    FieldErrors,
    Hidden,
    NotAllowed,
    OfficeError,
    StaleVersion,
    TaskNotOpen,
)
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.fire_due_deadlines import fire_overdue_of
from workflows.operations.four_eyes import is_own_work
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act_on_task
from workflows.operations.retry import once
from workflows.operations.substitute import stands_in
from workflows.store import cases, people, task_verbs, tasks
from workflows.store.task_verbs import Hands
from workflows.store.tasks import StoredTask


class Delegated(OfficeError):
    """The task is with a delegate, who only answers; params: ``who``."""

    message = N_("该待办已委派给%(who)s征求意见，意见答复或收回后才能继续办理。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class TaskAct:
    """The command of a verb: which task, seen at which ``CaseView.substance``, why, and whom it concerns."""

    task_id: int
    seen: int
    #: Idempotency key of the form.
    key: str
    reason: str
    #: The colleague, for verbs that name one; 0 for the others.
    to: int = 0


def carry_out(
    office: Office,
    actor: Actor,
    command: TaskAct,
    decide: Callable[[Act, StoredTask], Hands | None],
    *,
    substantive: bool = False,
) -> int:
    """Carry out a verb once, in one transaction, and return the case's id.

    Args:
        decide: fills the act; returns the new hands of the task, or None where they stay.
        substantive: whether forms that people have open become stale.

    Raises:
        FieldErrors: no reason given.
        Hidden: the case is not this person's to see.
        TaskNotOpen: the task is done or cancelled.
        StaleVersion: the case changed since the form was opened.
    """
    if not command.reason.strip():
        raise FieldErrors({"reason": [N_("请写明理由。")]})

    def act_once() -> int:
        act, task = _open(office, actor, command.task_id, substantive)
        if not may_see(actor, act.case):
            raise Hidden()
        if task.state == "open" and fire_overdue_of(office, act):
            act, task = _open(office, actor, command.task_id, substantive)
        if task.state != "open":
            raise TaskNotOpen()
        if act.case.substance != command.seen:
            raise StaleVersion(final=True)
        hands = decide(act, task)
        with office.database.act() as uow:
            act.write(uow)
            was = (task.assignee_id, task.owner_id)
            if hands is not None and not task_verbs.hand_on(uow.connection, task.id, was, hands):
                raise StaleVersion()
            cases.keep_result(uow.connection, command.key, actor.user_id, str(task.case_id), act.now)
            uow.commit()
        return task.case_id

    return once(office, actor, command.key, act_once, int)


def _open(office: Office, actor: Actor, task_id: int, substantive: bool) -> tuple[Act, StoredTask]:
    act = open_act_on_task(office, actor, task_id)
    act.substantive = substantive
    return act, next(task for task in act.all_tasks if task.id == task_id)


def require_hands(act: Act, task: StoredTask) -> None:
    """Raise unless the actor may hand the task on: it lies in the own pool or hands, or in those one stands in for.

    Raises:
        NotAllowed: another desk's, or an applicant's own task.
        Delegated: it is with a delegate.
        ClaimedByOther: a colleague has claimed it.
    """
    if task.user_id is not None or not desk_of(task).admits(act.actor):
        raise NotAllowed()
    if task.owner_id is not None:
        raise Delegated(who=name_of(act.office, task.assignee_id))
    if task.assignee_id in (None, act.actor.user_id):
        return
    if not stands_in(act.office, act.actor, task.assignee_id, act.today):
        raise ClaimedByOther(who=name_of(act.office, task.assignee_id))


def desk_of(task: StoredTask) -> Desk:
    """Return the desk on which a task landed."""
    return Desk(role=Role(task.role), org_id=task.org_id, user_id=task.user_id)


def colleagues(office: Office, task: StoredTask, without: int) -> list[tuple[int, str]]:
    """Return the active people (id, name) of the task's desk besides one, and besides those whose own work it is."""
    if task.org_id is None:
        return []
    post = (Role(task.role), task.org_id)
    with office.database.read() as connection:
        found: Any = people.holders(connection, *post)
        stored = cases.load(connection, task.case_id)
    if stored is None:
        return []
    kind = office.processes[stored.view.process].tasks[task.node]
    return [
        (row.id, row.name)
        for row in found
        if row.id not in (without, task.assignee_id)
        and not is_own_work(kind, stored.view, Actor(user_id=row.id, name=row.name, posts=frozenset({post})))
    ]


def named_colleague(act: Act, task: StoredTask, to: int) -> str:
    """Return the name of a colleague of the task's desk.

    Raises:
        FieldErrors: no such colleague.
    """
    name = dict(colleagues(act.office, task, act.actor.user_id)).get(to)
    if name is None:
        raise FieldErrors({"to": [N_("请选择同一单位、同一岗位、未经办过该事项的在岗人员。")]})
    return name


def name_of(office: Office, user_id: int | None) -> str:
    """Return a person's name for words that refuse or tell."""
    with office.database.read() as connection:
        return tasks.person(connection, user_id)

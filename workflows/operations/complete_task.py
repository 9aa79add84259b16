"""Completes a task: the office's main act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.chain import answers_mac
from workflows.domain.errors import (
    AlreadyDone,
    ClaimedByOther,
    FieldErrors,
    Hidden,
    NotAllowed,
    StaleVersion,
    TaskNotOpen,
)
from workflows.domain.process_type import Decision, TaskType
from workflows.domain.time import OFFICE_ZONE, office_date
from workflows.engine.steps import Complete
from workflows.intake.filestore import StoredFile
from workflows.operations import serving
from workflows.operations.act import Act
from workflows.operations.advance import advance, open_on
from workflows.operations.attach import attach
from workflows.operations.carry_out import carry_out, note_clocks
from workflows.operations.fire_due_deadlines import fire_overdue_of
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act_on_task, take_step
from workflows.operations.retry import decided_again
from workflows.operations.substitute import stands_in
from workflows.operations.task_acts import Delegated, desk_of, name_of
from workflows.store import tasks
from workflows.store.tasks import Done, StoredTask


@dataclass(frozen=True, kw_only=True)
class CompleteTask:
    """The command: which task, what was typed, which state of the case the person saw."""

    task_id: int
    #: ``CaseView.substance`` of the page that was open.
    seen: int
    #: Cleaned data of the task's declared form fields, nothing else.
    data: Mapping[str, Any]
    files: Sequence[StoredFile] = ()
    #: Idempotency key of the form.
    key: str
    breach_reason: str | None = None
    breach_note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Completed:
    """What was done; ``repeated`` when the same form had been sent before."""

    case_id: int
    outcome: str
    repeated: bool = False


def complete_task(office: Office, actor: Actor, command: CompleteTask) -> Completed:
    """Complete a task in one transaction, after the case's overdue deadlines have fired.

    Raises:
        Hidden: the task is not this person's to see.
        AlreadyDone: somebody completed it before; the message says who and when.
        ClaimedByOther: somebody else has claimed it.
        StaleVersion: the case changed since the form was opened.
        FieldErrors: something in the form cannot be taken.
    """
    return decided_again(lambda: _complete(office, actor, command))


def _complete(office: Office, actor: Actor, command: CompleteTask) -> Completed:
    with office.database.read():
        act, task = _open(office, actor, command.task_id)
        if task.is_of(command.key) and task.completed_by == actor.user_id:
            return Completed(case_id=task.case_id, outcome=task.outcome or "", repeated=True)
        act, outcome = _decide(office, actor, command, act, task)
    with office.database.act() as uow:
        act.write(uow)
        uow.commit()
    return Completed(case_id=act.case.id, outcome=outcome)


def _decide(office: Office, actor: Actor, command: CompleteTask, act: Act, task: StoredTask) -> tuple[Act, str]:
    """Decide and let the engine step; nothing is written. Return the act, which may have been opened anew."""
    _require_open(office, task, actor, act.case)
    if fire_overdue_of(office, act):
        act, task = _open(office, actor, command.task_id)
        if task.state != "open":
            raise TaskNotOpen()
    if act.case.substance != command.seen:
        raise StaleVersion(final=True)
    kind = act.process.tasks[task.node]
    decision = kind.decide(act.case, actor, command.data)
    if not command.files and (missing := kind.needs_file(command.data)):
        raise FieldErrors({"files": [missing]})
    _apply(act, kind, task, decision, command)
    others = [each.id for each in act.open_tasks if each.engine_task == task.engine_task and each.id != task.id]
    if others and decision.stays:
        open_on(act, desk_of(task), task.engine_task, task.node)
    if decision.closes:
        act.cancelled_tasks += others
    if decision.closes or not others:
        step = take_step(act, Complete(task=task.engine_task, facts=dict(decision.facts)))
        advance(act, step, done_engine_task=task.engine_task)
    return act, decision.outcome


def _open(office: Office, actor: Actor, task_id: int) -> tuple[Act, StoredTask]:
    act = open_act_on_task(office, actor, task_id)
    return act, next(task for task in act.all_tasks if task.id == task_id)


def _require_open(office: Office, task: StoredTask, actor: Actor, case: CaseView) -> None:
    if not desk_of(task).admits(actor):
        raise NotAllowed() if may_see(actor, case) else Hidden()
    if task.state == "open" and task.owner_id is not None:
        raise Delegated(who=name_of(office, task.assignee_id))
    if task.state == "open" and task.assignee_id in (None, actor.user_id):
        return
    if task.state == "open" and stands_in(office, actor, task.assignee_id, office_date(office.clock())):
        return
    with office.database.read() as connection:
        who = tasks.person(connection, task.completed_by or task.assignee_id)
    if task.state == "done" and task.completed_at is not None:
        raise AlreadyDone(who=who, when=task.completed_at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M"))
    if task.state != "open":
        raise TaskNotOpen()
    raise ClaimedByOther(who=who)


def _apply(act: Act, kind: TaskType, task: StoredTask, decision: Decision, command: CompleteTask) -> None:
    """Put what the decision says into the act."""
    data = note_decision(act, task, decision, command.data, key=command.key)
    answers = answers_mac(act.office.audit_key, case_id=act.case.id, task_id=task.id, data=orjson.dumps(data))
    event = act.record(
        "task_completed", node=task.node, outcome=decision.outcome, task=task.id, answers=answers, **_behalf(act, task)
    )
    attach(act, command.files, purpose=_purpose(kind), task_id=task.id)
    carry_out(act, decision, event, reason=command.breach_reason, note=command.breach_note)
    for code in decision.serves:
        serving.record_service(act, data, code)
    for code, told in decision.serves_apart.items():
        serving.record_service(act, {name: _plain(value) for name, value in told.items()}, code)


def note_decision(
    act: Act, task: StoredTask, decision: Decision, typed: Mapping[str, Any], *, key: str
) -> dict[str, Any]:
    """Note in the act who did the task with which answers, what is remembered and which clock events happen.

    Returns:
        What was typed, as JSON values.
    """
    data = {name: _plain(value) for name, value in typed.items()}
    act.done_task = (task, Done(outcome=decision.outcome, data=data, form_key=key))
    act.remember(by={**act.case.facts.get("by", {}), task.node: act.actor.user_id}, **decision.memory)
    note_clocks(act, decision)
    return data


def _behalf(act: Act, task: StoredTask) -> dict[str, str]:
    """Return for whom a substitute has acted, for the history; nothing where people do their own tasks."""
    if task.assignee_id in (None, act.actor.user_id):
        return {}
    return {"on_behalf": name_of(act.office, task.assignee_id)}


def _purpose(kind: TaskType) -> str:
    return "evidence" if kind.role is Role.APPLICANT else "opinion"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

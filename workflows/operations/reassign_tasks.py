"""改派: the supervisor gives open tasks to a named colleague of the same post. A job with an act per task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotFound, OfficeError, ReasonsRequired, StaleVersion, TaskNotOpen
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.operations.start_job import require_supervisor, start_job
from workflows.operations.supervise_cases import open_watched
from workflows.store import cases, jobs, people, tasks
from workflows.store.tasks import StoredTask


class OtherPost(OfficeError):
    """The person does not hold the post that the task needs in its organisation."""

    message = N_("所选人员不在该待办的单位和岗位，不能改派。")
    status = 422


class HasItAlready(OfficeError):
    """The person holds the task already."""

    message = N_("该待办已经由所选人员办理。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class ReassignTasks:
    """The command."""

    task_ids: Sequence[int]
    #: The colleague who shall work on them.
    to_user: int
    reason: str
    key: str
    #: Local address to which the job's page leads back.
    back: str = ""


def reassign_tasks(office: Office, actor: Actor, command: ReassignTasks) -> int:
    """Hand in a job that reassigns each task, and return its id; the same command again is the same job.

    Raises:
        FieldErrors: no reason.
        NotAllowed, NotFound, Hidden: not the supervisor of every task's case.
    """
    reason = command.reason.strip()
    if not reason:
        raise FieldErrors({"reason": [ReasonsRequired.message]})
    chosen = list(dict.fromkeys(command.task_ids))
    with office.database.read() as connection:
        case_of = jobs.cases_of(connection, chosen)
    if len(case_of) < len(chosen):
        raise NotFound()
    require_supervisor(office, actor, sorted(set(case_of.values())))
    return start_job(
        office,
        actor,
        "reassign",
        {"to_user": command.to_user, "reason": reason},
        [(task_id, case_of[task_id]) for task_id in chosen],
        key=command.key,
        back=command.back,
    )


def reassign_task(office: Office, actor: Actor, data: Mapping[str, Any], task_id: int, key: str) -> None:
    """Reassign one task; old and new holder stand in the history, the new one is told.

    Args:
        data: ``to_user`` and ``reason``.
        key: of this act; under the same key nothing is done twice.

    Raises:
        OtherPost: the person does not hold the task's post.
        HasItAlready: nothing to move.
        TaskNotOpen, Hidden, NotAllowed: done or closed, or not the person's to supervise.
    """
    once(office, actor, key, lambda: _move(office, actor, data, task_id, key), lambda _result: None)


def _move(office: Office, actor: Actor, data: Mapping[str, Any], task_id: int, key: str) -> None:
    to_user, reason = data["to_user"], data["reason"]
    with office.database.read() as connection:
        found = tasks.load(connection, task_id)
    if found is None:
        raise NotFound()
    act = open_watched(office, actor, found.case_id)
    task = next(each for each in act.all_tasks if each.id == task_id)
    refusal = _refusal(act, task, to_user)
    if refusal is not None:
        raise refusal
    event = act.record("task_reassigned", node=task.node, task=task.id, old=task.assignee_id, to=to_user, note=reason)
    act.open_tasks = [task._replace(assignee_id=to_user)]
    notify.owe(act, "reassigned", "handlers", event, step=act.process.tasks[task.node].name, reason=reason)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, key, actor.user_id, str(task_id), act.now)
        if not tasks.assign(uow.connection, task.id, to_user, task.assignee_id):
            # Claimed or done since it was read.
            raise StaleVersion()
        act.write(uow)
        uow.commit()


def _refusal(act: Act, task: StoredTask, to_user: int) -> OfficeError | None:
    if task.state != "open":
        return TaskNotOpen()
    if task.assignee_id == to_user:
        return HasItAlready()
    if task.org_id is None or task.role == Role.SUPERVISOR:
        return OtherPost()
    with act.office.database.read() as connection:
        holders = people.holders(connection, Role(task.role), task.org_id)
    return None if any(holder.id == to_user for holder in holders) else OtherPost()

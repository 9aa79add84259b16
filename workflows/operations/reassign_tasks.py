"""改派: the supervisor gives open tasks to a named colleague of the same post. One act per case, a result for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflows.domain.access import Actor, Role
from workflows.domain.errors import (
    FieldErrors,
    NotFound,
    OfficeError,
    ReasonsRequired,
    StaleVersion,
    TaskNotOpen,
)
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.operations.supervise_cases import ItemResult, each_once, item_key, open_watched
from workflows.store import cases, people, tasks
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


def reassign_tasks(office: Office, actor: Actor, command: ReassignTasks) -> list[ItemResult]:
    """Reassign each task, the tasks of one case in one act; old and new holder stand in the history.

    A task that cannot be reassigned is refused by itself; the others of its case are moved.

    Raises:
        ReasonsRequired: no reason.
        TooManyItems: more than BULK_LIMIT.
    """
    if not command.reason.strip():
        raise FieldErrors({"reason": [ReasonsRequired.message]})
    refusals: dict[int, OfficeError] = {}
    with office.database.read() as connection:
        found = {task_id: tasks.load(connection, task_id) for task_id in dict.fromkeys(command.task_ids)}
    of_case: dict[int, list[int]] = {}
    for task_id, task in found.items():
        if task is None:
            refusals[task_id] = NotFound()
        else:
            of_case.setdefault(task.case_id, []).append(task_id)

    by_case = {
        result.item_id: result.refusal
        for result in each_once(
            list(of_case), lambda case_id: _reassign(office, actor, case_id, of_case[case_id], command, refusals)
        )
    }
    return [
        ItemResult(item_id=task_id, refusal=refusals.get(task_id) or (by_case[task.case_id] if task else None))
        for task_id, task in found.items()
    ]


def _reassign(
    office: Office,
    actor: Actor,
    case_id: int,
    task_ids: Sequence[int],
    command: ReassignTasks,
    refusals: dict[int, OfficeError],
) -> None:
    """Move the tasks of one case; put into ``refusals`` why some of them could not be."""

    def move() -> None:
        for task_id in task_ids:
            refusals.pop(task_id, None)
        _move(office, actor, case_id, task_ids, command, refusals)

    def moved_before(_result: str) -> None:
        for task_id in task_ids:
            if isinstance(refusals.get(task_id), HasItAlready):
                del refusals[task_id]

    once(office, actor, item_key(command.key, case_id), move, moved_before)


def _move(
    office: Office,
    actor: Actor,
    case_id: int,
    task_ids: Sequence[int],
    command: ReassignTasks,
    refusals: dict[int, OfficeError],
) -> None:
    act = open_watched(office, actor, case_id)
    wanted = [task for task in act.all_tasks if task.id in task_ids]
    refusals.update({task.id: why for task in wanted if (why := _refusal(act, task, command.to_user))})
    moving = [task for task in wanted if task.id not in refusals]
    if not moving:
        # Nothing to write; a repeated form finds its tasks moved and is answered with what it did.
        raise refusals[wanted[0].id]
    reason = command.reason.strip()
    for task in moving:
        event = act.record(
            "task_reassigned", node=task.node, task=task.id, old=task.assignee_id, to=command.to_user, note=reason
        )
        act.open_tasks = [replace(task, assignee_id=command.to_user)]
        step = act.process.tasks[task.node].name
        notify.owe(act, "reassigned", "handlers", event, step=step, reason=reason)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, item_key(command.key, case_id), actor.user_id, str(case_id), act.now)
        for task in moving:
            if not tasks.assign(uow.connection, task.id, command.to_user, task.assignee_id):
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

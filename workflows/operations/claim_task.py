"""Claims a task from its pool, or gives it back."""

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.errors import ClaimedByOther, Hidden, NotFound, TaskNotOpen
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.operations.task_acts import Delegated, name_of
from workflows.store import tasks
from workflows.store.tasks import StoredTask


def claim_task(office: Office, actor: Actor, task_id: int) -> int:
    """Take a task from the pool; claiming what one holds already changes nothing. Return the case's id.

    Raises:
        ClaimedByOther: somebody was faster.
    """
    return decided_again(lambda: _move(office, actor, task_id, to=actor.user_id))


def release_task(office: Office, actor: Actor, task_id: int) -> int:
    """Give a claimed task back to its pool. Return the case's id."""
    return decided_again(lambda: _move(office, actor, task_id, to=None))


def _move(office: Office, actor: Actor, task_id: int, *, to: int | None) -> int:
    task = _readable(office, actor, task_id)
    if task.assignee_id == to:
        return task.case_id
    expected = None if to is not None else actor.user_id
    act = open_act(office, actor, task.case_id, substantive=False)
    act.record("task_claimed" if to else "task_released", node=task.node, task=task.id)
    _write(office, act, task, to, expected)
    return task.case_id


def _write(office: Office, act: Act, task: StoredTask, to: int | None, expected: int | None) -> None:
    with office.database.act() as uow:
        if not tasks.assign(uow.connection, task.id, to, expected):
            now = tasks.load(uow.connection, task.id)
            if now is None or now.state != "open":
                raise TaskNotOpen()
            raise ClaimedByOther(who=tasks.person(uow.connection, now.assignee_id))
        act.write(uow)
        uow.commit()


def _readable(office: Office, actor: Actor, task_id: int) -> StoredTask:
    with office.database.read() as connection:
        task = tasks.load(connection, task_id)
    if task is None:
        raise NotFound()
    if not Desk(role=Role(task.role), org_id=task.org_id, user_id=task.user_id).admits(actor):
        raise Hidden()
    if task.state != "open":
        raise TaskNotOpen()
    if task.owner_id is not None:
        raise Delegated(who=name_of(office, task.assignee_id))
    return task

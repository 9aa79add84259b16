"""委派: a colleague of the same desk is asked for an opinion; with the answer the task goes back to its owner."""

from workflows.domain.access import Actor
from workflows.domain.errors import NotAllowed
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.task_acts import TaskAct, carry_out, named_colleague, require_hands
from workflows.store.task_verbs import Hands
from workflows.store.tasks import StoredTask


def delegate_task(office: Office, actor: Actor, command: TaskAct) -> int:
    """Ask ``command.to`` for an opinion on a task; until the answer nobody can complete it. Return the case's id.

    Raises:
        NotAllowed, ClaimedByOther, Delegated: the task is not in the actor's hands.
        FieldErrors: no question, or nobody of this desk.
    """

    def decide(act: Act, task: StoredTask) -> Hands:
        require_hands(act, task)
        to, reason = named_colleague(act, task, command.to), command.reason.strip()
        event = act.record("task_delegated", node=task.node, task=task.id, to=to, reason=reason)
        step = act.process.tasks[task.node].name
        notify.owe(act, "task_delegated", f"user:{command.to}", event, step=step, who=actor.name, reason=reason)
        # The owner is whose work it is: of a claimed task its holder, also where a substitute delegates it.
        return command.to, task.assignee_id or actor.user_id

    return carry_out(office, actor, command, decide)


def answer_task(office: Office, actor: Actor, command: TaskAct) -> int:
    """The delegate answers with an opinion, or the owner takes the task back with a reason. Return the case's id.

    Raises:
        NotAllowed: the task is not delegated, or neither to nor by this person.
    """

    def decide(act: Act, task: StoredTask) -> Hands:
        if task.owner_id is None or actor.user_id not in (task.assignee_id, task.owner_id):
            raise NotAllowed()
        reason, step = command.reason.strip(), act.process.tasks[task.node].name
        back = actor.user_id == task.owner_id
        kind, told = ("task_taken_back", task.assignee_id) if back else ("task_answered", task.owner_id)
        event = act.record(kind, node=task.node, task=task.id, reason=reason)
        notify.owe(act, kind, f"user:{told}", event, step=step, who=actor.name, reason=reason)
        return task.owner_id, None

    return carry_out(office, actor, command, decide)

"""转办: a task goes over to a colleague of the same desk, with the reason. Its clock runs on."""

from workflows.domain.access import Actor
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.task_acts import TaskAct, carry_out, named_colleague, require_hands
from workflows.store.task_verbs import Hands
from workflows.store.tasks import StoredTask


def transfer_task(office: Office, actor: Actor, command: TaskAct) -> int:
    """Hand a task over to ``command.to``, who becomes its holder and is told. Return the case's id.

    Raises:
        NotAllowed, ClaimedByOther, Delegated: the task is not in the actor's hands.
        FieldErrors: no reason, or nobody of this desk.
    """

    def decide(act: Act, task: StoredTask) -> Hands:
        require_hands(act, task)
        to, reason = named_colleague(act, task, command.to), command.reason.strip()
        event = act.record("task_transferred", node=task.node, task=task.id, to=to, reason=reason)
        step = act.process.tasks[task.node].name
        notify.owe(act, "task_transferred", f"user:{command.to}", event, step=step, who=actor.name, reason=reason)
        return command.to, None

    return carry_out(office, actor, command, decide)

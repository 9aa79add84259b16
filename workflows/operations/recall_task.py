"""撤回: who put a matter up for signature takes it back while nobody has begun with it."""

from workflows.domain.access import Actor
from workflows.domain.errors import NotAllowed, OfficeError
from workflows.domain.words import N_
from workflows.engine.steps import Complete
from workflows.operations import notify, papers
from workflows.operations.act import Act
from workflows.operations.advance import advance
from workflows.operations.office import Office
from workflows.operations.reading import take_step
from workflows.operations.task_acts import TaskAct, carry_out
from workflows.store.tasks import StoredTask


class BegunAlready(OfficeError):
    """Somebody has claimed the task; what was put up can no longer be taken back."""

    message = N_("下一环节已有人签收，不能撤回；请与办理人联系，由其退回。")
    status = 409


def recall_task(office: Office, actor: Actor, command: TaskAct) -> int:
    """Take back what was put up on ``command.task_id`` (a signing task). Return the case's id.

    The task ends as recalled, its drafts are struck out and the matter lies with its drafter again. It counts as no
    return, and every clock runs on.

    Raises:
        NotAllowed: the step knows no recall, or somebody else put it up.
        BegunAlready: somebody has claimed the task.
    """

    def decide(act: Act, task: StoredTask) -> None:
        recall = act.process.tasks[task.node].recall
        if recall is None:
            raise NotAllowed()
        if task.assignee_id is not None:
            raise BegunAlready()
        decision, reason = recall(act.case, actor), command.reason.strip()
        # Cancelled and not done: nobody has answered, and no letter may quote the reason as an opinion.
        act.cancelled_tasks.append(task.id)
        event = act.record("task_recalled", node=task.node, task=task.id, reason=reason)
        for code in decision.strikes:
            papers.strike(act, code)
        step = act.process.tasks[task.node].name
        desk = f"desk:{task.role}:{task.org_id}"
        notify.owe(act, "task_recalled", desk, event, step=step, who=actor.name, reason=reason)
        taken = take_step(act, Complete(task=task.engine_task, facts=dict(decision.facts)))
        advance(act, taken, done_engine_task=task.engine_task)

    return carry_out(office, actor, command, decide, substantive=True)

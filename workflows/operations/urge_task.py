"""催办: a colleague reminds whoever holds an open task, at most once on a working day."""

from datetime import date, datetime

from workflows.domain.access import Actor, Role
from workflows.domain.calendar import WorkCalendar
from workflows.domain.errors import NotAllowed, OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.task_acts import TaskAct, carry_out
from workflows.store import task_verbs
from workflows.store.tasks import StoredTask

#: Who may urge in the name of the authority.
_STAFF = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR, Role.RECOGNISER)


class UrgedAlready(OfficeError):
    """The task was urged on this working day; params: ``on``, the day from which it may be urged again."""

    message = N_("该待办本工作日已经催办过，%(on)s起可以再次催办。")
    status = 429
    retry = True


def urge_task(office: Office, actor: Actor, command: TaskAct) -> int:
    """Remind the holder of a task, or its whole pool, in the inbox and by e-mail. Return the case's id.

    Raises:
        NotAllowed: not staff of the authority, or one's own task.
        UrgedAlready: somebody urged it since the last working day began.
    """

    def decide(act: Act, task: StoredTask) -> None:
        if not may_urge(actor, act.case.authority_id, task.assignee_id):
            raise NotAllowed()
        with office.database.read() as connection:
            last = task_verbs.last_urged(connection, task.case_id, task.id)
        again = urged_again_on(last, office.calendar())
        if again is not None and again > act.today:
            raise UrgedAlready(on=again.isoformat())
        reason, kind = command.reason.strip(), act.process.tasks[task.node]
        event = act.record("task_urged", node=task.node, task=task.id, reason=reason)
        for to in _holders(task):
            notify.owe(act, "task_urged", to, event, step=kind.name, who=actor.name, reason=reason)

    return carry_out(office, actor, command, decide)


def may_urge(actor: Actor, authority_id: int, holder_id: int | None) -> bool:
    """Tell whether a person may urge the holders of a task: staff of the authority, and not oneself."""
    return holder_id != actor.user_id and any(actor.holds(role, authority_id) for role in _STAFF)


def urged_again_on(last: datetime | None, calendar: WorkCalendar) -> date | None:
    """Return the first working day after the last time; None where nobody has urged yet."""
    return None if last is None else calendar.next_working_day(office_date(last))


def _holders(task: StoredTask) -> tuple[str, ...]:
    if task.assignee_id is not None:
        return (f"user:{task.assignee_id}",)
    return (f"desk:{task.role}:{task.org_id}",)

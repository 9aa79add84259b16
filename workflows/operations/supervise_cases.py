"""督办: the supervisor tells whose turn it is to finish by a day. A job with one act per case, a result for each."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseState
from workflows.domain.errors import AlreadyDone, FieldErrors, Hidden, NotAllowed, OfficeError, TaskNotOpen
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act
from workflows.operations.retry import once
from workflows.operations.start_job import require_supervisor, start_job
from workflows.store import cases


class NobodyToUrge(OfficeError):
    """No office has the case in hand: it waits for the applicant, or its process has ended."""

    message = N_("该办件没有单位的待办，无从督办。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class SuperviseCases:
    """The command."""

    case_ids: Sequence[int]
    note: str
    #: The day by which the handlers must finish (Asia/Shanghai).
    promised_on: date
    key: str
    #: Local address to which the job's page leads back.
    back: str = ""


def supervise_cases(office: Office, actor: Actor, command: SuperviseCases) -> int:
    """Hand in a job that supervises each case, and return its id; the same command again is the same job.

    Raises:
        FieldErrors: no note, or a day that has passed.
        NotAllowed, NotFound, Hidden: not the supervisor of every case.
    """
    errors: dict[str, list[str]] = {}
    if not command.note.strip():
        errors["note"] = [N_("请写明督办意见。")]
    if command.promised_on < office_date(office.clock()):
        errors["promised_on"] = [N_("办结日期不能早于今天。")]
    if errors:
        raise FieldErrors(errors)
    chosen = list(dict.fromkeys(command.case_ids))
    require_supervisor(office, actor, chosen)
    return start_job(
        office,
        actor,
        "supervise",
        {"note": command.note.strip(), "promised_on": command.promised_on.isoformat()},
        [(case_id, case_id) for case_id in chosen],
        key=command.key,
        back=command.back,
    )


def supervise_case(office: Office, actor: Actor, data: Mapping[str, Any], case_id: int, key: str) -> None:
    """Supervise one case: the note stands in its history, whose turn it is gets a notice with the promised day.

    A 督办 task that a breach has opened for the supervisor is completed with it.

    Args:
        data: ``note`` and ``promised_on``.
        key: of this act; under the same key nothing is done twice.

    Raises:
        NobodyToUrge: no office has the case in hand.
        Hidden, NotAllowed, TaskNotOpen: not the person's to supervise, or closed.
    """
    note, promised_on = data["note"], date.fromisoformat(data["promised_on"])
    once(office, actor, key, lambda: _note(office, actor, case_id, note, promised_on, key), lambda _result: None)
    # What is closed or done by now needs no more; the note stands.
    with suppress(TaskNotOpen, AlreadyDone):
        _complete_own_tasks(office, actor, case_id, note, promised_on, key)


def open_watched(office: Office, actor: Actor, case_id: int) -> Act:
    """Begin a supervisor's act on an open case; forms that its handlers have open stay valid.

    Raises:
        Hidden: not a case that the person may know of.
        NotAllowed: not its supervisor.
        TaskNotOpen: the case is closed.
    """
    act = open_act(office, actor, case_id, substantive=False)
    if not actor.holds(Role.SUPERVISOR, act.case.authority_id):
        raise NotAllowed() if may_see(actor, act.case) else Hidden()
    if act.case.state is not CaseState.OPEN:
        raise TaskNotOpen()
    return act


def _note(office: Office, actor: Actor, case_id: int, note: str, promised_on: date, key: str) -> None:
    act = open_watched(office, actor, case_id)
    act.open_tasks = [task for task in act.open_tasks if task.org_id is not None and task.role != Role.SUPERVISOR]
    if not act.open_tasks:
        raise NobodyToUrge()
    event = act.record(
        "case_supervised", note=note, on=promised_on.isoformat(), nodes=[task.node for task in act.open_tasks]
    )
    notify.owe(act, "supervised", "handlers", event, note=note, promised=promised_on)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, key, actor.user_id, str(case_id), act.now)
        act.write(uow)
        uow.commit()


def _complete_own_tasks(office: Office, actor: Actor, case_id: int, note: str, promised_on: date, key: str) -> None:
    """Complete the case's open 督办 tasks, each in its own act; a colleague's stay with the colleague."""
    act = open_watched(office, actor, case_id)
    for task in act.open_tasks:
        desk = Desk(role=Role(task.role), org_id=task.org_id, user_id=task.user_id)
        if task.role == Role.SUPERVISOR and desk.admits(actor) and task.assignee_id in (None, actor.user_id):
            with office.database.read() as connection:
                stored = cases.load(connection, case_id)
            assert stored is not None
            complete_task(
                office,
                actor,
                CompleteTask(
                    task_id=task.id,
                    seen=stored.view.substance,
                    data={"measure": note, "cause": "", "promised_on": promised_on},
                    key=sha256(f"{key} {task.id}".encode()).hexdigest(),
                ),
            )

"""督办: the supervisor tells whose turn it is to finish by a day. One act per case, a result for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseState
from workflows.domain.errors import FieldErrors, Hidden, NotAllowed, OfficeError, TaskNotOpen
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act
from workflows.operations.retry import once
from workflows.store import cases

#: Items of one bulk act; they are worked through while the supervisor waits.
BULK_LIMIT = 200


class TooManyItems(OfficeError):
    """More was chosen than one bulk act takes; params: ``limit``."""

    message = N_("一次最多办理 %(limit)s 件，请分次选择。")
    status = 422


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


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """What became of one item of a bulk act: ``refusal`` is None where it was done."""

    item_id: int
    refusal: OfficeError | None = None


def supervise_cases(office: Office, actor: Actor, command: SuperviseCases) -> list[ItemResult]:
    """Supervise each case: the note stands in its history, whose turn it is gets a notice with the promised day.

    A 督办 task that a breach has opened for the supervisor is completed with it. The same command again does nothing
    twice: each case keeps the command's key.

    Raises:
        FieldErrors: no note, or a day that has passed.
        TooManyItems: more than BULK_LIMIT.
    """
    errors: dict[str, list[str]] = {}
    if not command.note.strip():
        errors["note"] = [N_("请写明督办意见。")]
    if command.promised_on < office_date(office.clock()):
        errors["promised_on"] = [N_("办结日期不能早于今天。")]
    if errors:
        raise FieldErrors(errors)
    return each_once(command.case_ids, lambda case_id: _supervise(office, actor, case_id, command))


def each_once(item_ids: Sequence[int], act: Callable[[int], object]) -> list[ItemResult]:
    """Carry out ``act`` for every item; what one refuses stops none of the others.

    Raises:
        TooManyItems: more than BULK_LIMIT.
    """
    items = list(dict.fromkeys(item_ids))
    if len(items) > BULK_LIMIT:
        raise TooManyItems(limit=BULK_LIMIT)
    results = []
    for item_id in items:
        try:
            act(item_id)
            results.append(ItemResult(item_id=item_id))
        except OfficeError as refusal:
            results.append(ItemResult(item_id=item_id, refusal=refusal))
    return results


def item_key(key: str, item_id: int) -> str:
    """Return the idempotency key of one item of a bulk act."""
    return sha256(f"{key} {item_id}".encode()).hexdigest()


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


def _supervise(office: Office, actor: Actor, case_id: int, command: SuperviseCases) -> None:
    key = item_key(command.key, case_id)
    once(office, actor, key, lambda: _note(office, actor, case_id, command, key), lambda _result: None)
    _complete_own_tasks(office, actor, case_id, command)


def _note(office: Office, actor: Actor, case_id: int, command: SuperviseCases, key: str) -> None:
    act = open_watched(office, actor, case_id)
    act.open_tasks = [task for task in act.open_tasks if task.org_id is not None and task.role != Role.SUPERVISOR]
    if not act.open_tasks:
        raise NobodyToUrge()
    note, promised = command.note.strip(), command.promised_on.isoformat()
    event = act.record(
        "case_supervised", note=note, on=promised, nodes=[task.node for task in act.open_tasks]
    )
    notify.owe(act, "supervised", "handlers", event, note=note, promised=command.promised_on)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, key, actor.user_id, str(case_id), act.now)
        act.write(uow)
        uow.commit()


def _complete_own_tasks(office: Office, actor: Actor, case_id: int, command: SuperviseCases) -> None:
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
                    data={"measure": command.note.strip(), "cause": "", "promised_on": command.promised_on},
                    key=item_key(command.key, task.id),
                ),
            )

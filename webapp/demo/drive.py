"""Drives cases by the acts of a scenario: real operations, real forms, the worker's sweep, a clock that is moved."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp.demo.people import AUTHORITY, STAFF, Staffed
from webapp.demo.scan import scanned
from workflows.domain.case import Channel
from workflows.domain.effects import Tell
from workflows.domain.errors import BreachReasonRequired, FieldErrors
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Acknowledge, Act, Do, File, Follow, Hear, Open, SignLetter, Wait, Withdraw
from workflows.domain.time import at_office_hour
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.operations.send_message import send_message
from workflows.operations.sign_letter import LetterAct, sign_letter
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.store import cases, deadlines, dispatches, letters, messages, people, records, representations, tasks

#: Moves the office's clock forward to an instant (UTC); an instant that has passed changes nothing.
MoveClock = Callable[[datetime], None]
#: What stands around an act of the office itself, without what is read to prepare it; given the act's name.
Around = Callable[[str], AbstractContextManager[Any]]


class NothingToDo(RuntimeError):
    """The scenario wants a task done that is not open."""


def wait(staffed: Staffed, move: MoveClock, until: datetime) -> None:
    """Let time go by to ``until``, from signal to signal; the worker fires each when it falls due.

    Raises:
        RuntimeError: a signal could not be fired.
    """
    office = staffed.office
    while True:
        with office.database.read() as connection:
            due = deadlines.next_signal(connection)
        if due is None or due > until:
            break
        move(due)
        if fire_due_deadlines(office, "scenario").failed:
            raise RuntimeError("a deadline of the scenario could not be fired; see the log")
    move(until)


def acknowledge(office: Office, case_id: int, kinds: Sequence[str] = ()) -> None:
    """Let the platform acknowledge what a case has sent it.

    Args:
        kinds: what is acknowledged; everything unless named.
    """
    with office.database.read() as connection:
        waiting = [row for row in dispatches.of_case(connection, case_id) if row.state in dispatches.WAITING]
    for row in waiting:
        if not kinds or row.kind in kinds:
            receive_receipt(office, Receipt(key=row.key, number=f"HZ-{row.id:06d}"))


@dataclass(kw_only=True)
class Drive:
    """One case that is driven step by step."""

    staffed: Staffed
    process: ProcessType
    #: The record that is objected to.
    record: int
    move: MoveClock
    #: Login of the applicant, and logins that stand for a post in this case (``provider`` → ``provider2``).
    applicant: str = "applicant"
    posts: Mapping[str, str]
    around: Around = nullcontext
    #: The coded reason of acts that are late because the case lives on other days than its scenario; none: refused.
    excuse: str = ""
    opened: Opened | None = None
    _acts: int = 0

    def run(self, acts: Sequence[Act]) -> None:
        """Take every step.

        Raises:
            NothingToDo: the task of a step is not open.
            FieldErrors: a form does not validate.
            OfficeError: the office refuses a step.
        """
        for act in acts:
            self.take(act)

    def take(self, act: Act) -> None:
        """Take one step; see :meth:`run`."""
        self._acts += 1
        match act:
            case Wait(until=until, hour=hour):
                wait(self.staffed, self.move, at_office_hour(until, hour))
            case File():
                self._file(act)
            case Open():
                self._open(act)
            case Acknowledge(kinds=kinds):
                acknowledge(self.staffed.office, self._case_id, kinds)
            case Hear(message=message, data=data):
                told = Tell(message=message, case_id=self._case_id, data=data)
                send_message(self.staffed.office, told, case_id=self._case_id, key=self._key())
            case Do():
                self._do(act)
            case Follow():
                self._follow()
            case SignLetter():
                self._sign_letter(act)
            case Withdraw(reason=reason):
                command = WithdrawCase(case_id=self._case_id, seen=self._seen(), reason=reason, key=self._key())
                withdraw_case(self.staffed.office, self.staffed.actor(self.applicant), command)
        deliver_messages(self.staffed.office, "scenario")

    @property
    def _case_id(self) -> int:
        if self.opened is None:
            raise RuntimeError("a scenario begins with an application")
        return self.opened.case_id

    def _key(self) -> str:
        return f"drive-{self.process.key}-{self.record}-{self._acts}"

    def _login(self, who: str) -> str:
        return self.applicant if who == "applicant" else self.posts.get(who, who)

    def _seen(self) -> int:
        with self.staffed.office.database.read() as connection:
            stored = cases.load(connection, self._case_id)
        if stored is None:
            raise RuntimeError("the case of the scenario is gone")
        return stored.view.substance

    def _file(self, act: File) -> None:
        if act.process:
            self.process = self.staffed.office.processes[act.process]
        command = OpenCase(
            process=self.process.key,
            authority_id=self.staffed.organisations[AUTHORITY],
            record_id=self.record if act.records == 1 else None,
            record_ids=self._records(act.records) if act.records > 1 else (),
            channel=Channel.ONLINE if act.who == "applicant" else Channel.COUNTER,
            application=self._typed(self.process.filing_form, act.form),
            key=self._key(),
        )
        self._open_case(act.who, command)

    def _open(self, act: Open) -> None:
        office = self.staffed.office
        with office.database.read() as connection:
            subject_id = records.load(connection, self.record).subject_id
            if act.subject:
                subject_id = representations.subject_of(connection, "uscc", act.subject).id
        if act.process:
            self.process = office.processes[act.process]
        command = OpenCase(
            process=self.process.key,
            authority_id=self.staffed.employer(self._login(act.who)),
            record_id=self.record if act.about_record else None,
            subject_id=None if act.about_record else subject_id,
            channel=Channel.OFFICE,
            application=self._typed(self.process.filing_form, act.form),
            key=self._key(),
        )
        self._open_case(act.who, command)

    def _open_case(self, who: str, command: OpenCase) -> None:
        actor = self.staffed.actor(self._login(who))
        with self.around("open_case"):
            self.opened = open_case(self.staffed.office, actor, command)

    def _follow(self) -> None:
        office = self.staffed.office
        with office.database.read() as connection:
            begun = messages.begun_by(connection, self._case_id)
            stored = None if begun is None else cases.load(connection, begun)
        if stored is None:
            raise RuntimeError("no case has begun because of this one")
        self.process = office.processes[stored.view.process]
        self.opened = Opened(case_id=stored.view.id, number=stored.view.number, query_code=stored.query_code)

    def _records(self, count: int) -> tuple[int, ...]:
        """Return the record of the case and as many others of its subject, those of the same organisation first."""
        with self.staffed.office.database.read() as connection:
            own = records.load(connection, self.record)
            others = [row for row in records.of_subject(connection, own.subject_id) if row.id != own.id]
        others.sort(key=lambda row: row.provider_id != own.provider_id)
        return (own.id, *(row.id for row in others[: count - 1]))

    def _sign_letter(self, act: SignLetter) -> None:
        with self.staffed.office.database.read() as connection:
            drafts = [row for row in letters.of_case(connection, self._case_id) if row.state == "draft"]
        draft = next(row for row in drafts if row.code == act.code)
        command = LetterAct(case_id=self._case_id, letter_id=draft.id, seen=self._seen(), key=self._key())
        sign_letter(self.staffed.office, self.staffed.actor(self._login(act.who)), command)

    def _do(self, act: Do) -> None:
        actor = self.staffed.actor(self._login(act.who))
        with self.staffed.office.database.read() as connection:
            open_tasks = tasks.open_of(connection, self._case_id)
        mine = [
            task
            for task in open_tasks
            if task.node == act.node
            and (task.user_id == actor.user_id or task.org_id in actor.organisations())
        ]
        if not mine:
            raise NothingToDo(f"{act.who} has no open task {act.node}; open are {[task.node for task in open_tasks]}")
        command = CompleteTask(
            task_id=mine[0].id,
            seen=self._seen(),
            data=self._typed(self.process.tasks[act.node].form, act.form),
            files=[scanned(self.staffed.office, name) for name in act.files],
            key=self._key(),
            breach_reason=act.breach,
        )
        with self.around(act.node):
            try:
                complete_task(self.staffed.office, actor, command)
            except BreachReasonRequired:
                if not self.excuse:
                    raise
                complete_task(self.staffed.office, actor, replace(command, breach_reason=self.excuse))

    def _typed(self, form_class: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Send what is typed through the real form and return its cleaned values."""
        values = dict(typed)
        if "departments" in values:
            values["departments"] = [self.staffed.employer(self._login(who)) for who in values["departments"]]
        form: Form = form_class(MultiDict(posted(values)))
        if "departments" in values:
            form["departments"].choices = self._departments()
        if not form.validate():
            raise FieldErrors({name: [str(each) for each in found] for name, found in form.errors.items()})
        return dict(form.data)

    def _departments(self) -> list[tuple[int, str]]:
        with self.staffed.office.database.read() as connection:
            return [(row.id, row.name) for row in people.organisations(connection, "executor")]


def posted(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Return values as a browser posts them: ticked boxes as ``y``, rows of a grid as ``name-0-field``."""
    sent: list[tuple[str, str]] = []
    for name, value in values.items():
        field = prefix + name
        if isinstance(value, bool):
            sent += [(field, "y")] if value else []
        elif isinstance(value, list):
            for position, entry in enumerate(value):
                row = f"{field}-{position}-"
                sent += posted(entry, row) if isinstance(entry, dict) else [(field, str(entry))]
        else:
            sent.append((field, str(value)))
    return sent


#: Posts stand for the accounts of the same name unless a case says otherwise.
POSTS: Mapping[str, str] = {each.login: each.login for each in STAFF}

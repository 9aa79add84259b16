"""An office that knows a process which waits for messages, and one objection from which messages go out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from wtforms import Form

from tests.factories import MovingClock, Walk, demo_people, make_office
from webapp.settings import ROOT
from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Begin, Effect, Tell
from workflows.domain.process_type import Decision, Opener, ProcessType, TaskType
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.office import Office
from workflows.operations.send_message import send_message
from workflows.operations.shelves import DiagramShelf
from workflows.processes.desk_tasks import desk_task
from workflows.store import cases, history, tasks
from workflows.store.tables import case, message


def _done(view: CaseView, actor: Actor, data: Mapping[str, Any]) -> Decision:
    ends = data.get("ends", False)
    return Decision(outcome="done", settles=CaseState.ARCHIVED if ends else None)


def _decided(view: CaseView, data: Mapping[str, Any], today: date) -> Decision:
    if data.get("damaged"):
        raise ValueError("a fault of the process")
    return Decision(outcome="heard", facts={"outcome": data["outcome"]}, memory={"why": data.get("why", "")})


def _task(node: str) -> TaskType:
    return desk_task(node, node, Role.REVIEWER, Form, _done, step="listed")


#: A subject that is published on a list, waits for the receipt, and then for what another case decides.
WAITING = ProcessType(
    key="waiting",
    name="在列",
    code="WAI",
    diagram="waiting.bpmn",
    cap_rule="waiting.listed",
    tasks={node: _task(node) for node in ("publish", "confirm")},
    letters={},
    notices={},
    outcomes={"done": "已办", "heard": "收到"},
    steps={"listed": "在列"},
    rules={"waiting.listed": "在列"},
    opening_facts=lambda _case, _requires: {},
    letter_context=lambda _code, _dossier: {},
    filing_form=Form,
    scenarios={},
    hears={"decided": _decided, "answered": lambda _case, _data, _today: Decision(outcome="heard")},
    opened_by=Opener.OFFICE,
)


@dataclass(kw_only=True)
class House:
    """An office that knows the waiting process too, with one objection from which messages go out."""

    walk: Walk
    sent: int = 0

    @property
    def office(self) -> Office:
        """The office."""
        return self.walk.office

    @property
    def clock(self) -> MovingClock:
        """Its clock."""
        return self.walk.clock

    def send(self, effect: Effect) -> None:
        """Let the objection carry out an effect."""
        self.sent += 1
        send_message(self.office, effect, case_id=self.walk.case_id, key=f"effect-{self.sent}")

    def deliver(self, owner: str = "w1") -> int:
        """One round of a worker."""
        return deliver_messages(self.office, owner)

    def begin(self) -> Begin:
        """What begins a waiting case about the subject."""
        people = self.walk.people
        return Begin(process="waiting", authority_id=people.authority, subject_id=people.subject)

    def begun(self) -> int:
        """Begin a waiting case and return its id."""
        self.send(self.begin())
        assert self.deliver() == 1
        return self.cases()[-1]

    def cases(self) -> list[int]:
        """Every waiting case."""
        with self.office.database.read() as connection:
            query = select(case.c.id).where(case.c.process == "waiting").order_by(case.c.id)
            return list(connection.execute(query).scalars())

    def do(self, case_id: int, **data: Any) -> None:
        """Complete the one open task of a waiting case."""
        with self.office.database.read() as connection:
            [task] = tasks.open_of(connection, case_id)
            stored = cases.load(connection, case_id)
        assert stored is not None
        self.sent += 1
        command = CompleteTask(task_id=task.id, seen=stored.view.substance, data=data, key=f"do-{self.sent}")
        complete_task(self.office, self.walk.people.actor("reviewer"), command)

    def listed(self) -> int:
        """A waiting case that waits for what is decided."""
        case_id = self.begun()
        self.do(case_id)
        self.send(Tell(message="answered", case_id=case_id))
        assert self.deliver() == 1
        return case_id

    def nodes(self, case_id: int) -> list[str]:
        """The nodes of its open tasks."""
        with self.office.database.read() as connection:
            return [task.node for task in tasks.open_of(connection, case_id)]

    def kinds(self, case_id: int) -> list[str]:
        """Its history."""
        with self.office.database.read() as connection:
            return [event.kind for event in history.events_of(connection, case_id)]

    def messages(self) -> list[Any]:
        """Every message."""
        with self.office.database.read() as connection:
            return list(connection.execute(select(message).order_by(message.c.id)).all())


def make_house(url: str, folder: Path) -> House:
    """Return such an office on a fresh database."""
    office = make_office(url, folder)
    processes = {**office.processes, "waiting": WAITING}
    theirs = DiagramShelf(office.database, ROOT / "tests" / "process" / "diagrams", processes, office.clock)
    newest = office.newest_diagram
    office = replace(
        office,
        processes=processes,
        newest_diagram=lambda key: theirs.newest(key) if key == "waiting" else newest(key),
        diagram=theirs.by_hash,
    )
    return House(walk=Walk(demo_people(office)).open())

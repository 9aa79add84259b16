"""Messages between cases: heard once wherever a process dies; early ones wait, those of ended cases are audited."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from wtforms import Form

from tests.factories import APPLICATION, MovingClock, Walk, demo_people, make_office
from webapp.settings import ROOT
from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Begin, Effect, Tell
from workflows.domain.errors import NotAllowed
from workflows.domain.process_type import Decision, Opener, ProcessType, TaskType
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.deliver_messages import LATEST, LEASE, MAX_ATTEMPTS, SOON, deliver_messages
from workflows.operations.office import Office
from workflows.operations.reconcile import reconcile
from workflows.operations.resend_message import NotFailed, resend_message
from workflows.operations.send_message import send_message
from workflows.operations.shelves import DiagramShelf
from workflows.store import cases, history, messages, tasks
from workflows.store.office import OFFICE_CASE
from workflows.store.tables import case, message
from workflows.store.unit_of_work import UnitOfWork


def _desk(view: CaseView) -> tuple[Desk, ...]:
    return (Desk(role=Role.REVIEWER, org_id=view.authority_id),)


def _done(view: CaseView, actor: Actor, data: Mapping[str, Any]) -> Decision:
    ends = data.get("ends", False)
    return Decision(outcome="done", settles=CaseState.ARCHIVED if ends else None)


def _decided(view: CaseView, data: Mapping[str, Any], today: date) -> Decision:
    if data.get("damaged"):
        raise ValueError("a fault of the process")
    return Decision(outcome="heard", facts={"outcome": data["outcome"]}, memory={"why": data.get("why", "")})


def _task(node: str) -> TaskType:
    return TaskType(node=node, name=node, role=Role.REVIEWER, desks=_desk, form=Form, decide=_done, step="listed")


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
class Office2:
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


def _make(url: str, folder: Path) -> Office2:
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
    return Office2(walk=Walk(demo_people(office)).open())


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Office2:
    """The office on each kind of database."""
    return _make(database_url, tmp_path)


EXIT = {"outcome": "exit", "why": "修复"}


def test_a_message_moves_the_case_that_waits_for_it_and_both_histories_tell(house: Office2) -> None:
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1
    assert house.nodes(listed) == ["confirm"]
    assert house.kinds(listed)[-1] == "message_heard"
    assert house.kinds(house.walk.case_id)[-1] == "message_sent"
    with house.office.database.read() as connection:
        stored = cases.load(connection, listed)
    assert stored is not None
    assert stored.view.facts["why"] == "修复"
    assert house.deliver() == 0


def test_a_message_is_heard_once_when_the_worker_dies_before_the_commit(
    house: Office2, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    commit, left = UnitOfWork.commit, [1]

    def die(self: UnitOfWork) -> None:
        # The first commit keeps the claim; the worker dies at the one that would keep what the message causes.
        if left.pop() if left else False:
            return commit(self)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(UnitOfWork, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            house.deliver("w1")
    assert house.nodes(listed) == []
    assert house.deliver("w2") == 0, "the dead worker's claim still holds"
    house.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert house.deliver("w2") == 1
    assert house.kinds(listed).count("message_heard") == 2
    assert house.nodes(listed) == ["confirm"]


def test_a_message_is_heard_once_when_the_worker_dies_after_the_commit(
    house: Office2, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    commit, left = UnitOfWork.commit, [2, 1]

    def die(self: UnitOfWork) -> None:
        commit(self)
        if left.pop() == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(UnitOfWork, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            house.deliver("w1")
    house.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert house.deliver("w2") == 0
    assert house.kinds(listed).count("message_heard") == 2
    assert house.messages()[-1].state == "done"


def test_an_early_message_waits_for_its_case_however_long_that_takes(house: Office2) -> None:
    begun = house.begun()
    house.send(Tell(message="answered", case_id=begun))
    for _ in range(MAX_ATTEMPTS + 5):
        assert house.deliver() == 0
        house.clock.advance(seconds=LATEST.total_seconds())
    assert house.messages()[-1].state == "pending"
    assert house.messages()[-1].last_error == "not_awaited"
    house.do(begun)
    assert house.deliver() == 1
    assert house.kinds(begun)[-1] == "message_heard"


def test_an_early_message_does_not_hold_up_the_others(house: Office2) -> None:
    begun, listed = house.begun(), house.listed()
    house.send(Tell(message="answered", case_id=begun))
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1
    assert house.nodes(listed) == ["confirm"]


def test_the_waiting_of_messages_follows_the_office_clock(house: Office2) -> None:
    """The training clock stands months ahead of the machine's: messages still arrive."""
    house.clock.advance(days=90)
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1


def test_a_message_to_a_case_that_has_ended_is_unheard_and_audited(house: Office2) -> None:
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    house.deliver()
    house.do(listed, ends=True)
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1
    assert house.messages()[-1].state == "unheard"
    assert house.kinds(listed)[-1] == "message_unheard"
    assert house.deliver() == 0
    with house.office.database.read() as connection:
        assert [row.state for row in messages.undelivered(connection)] == ["unheard"]


def test_a_message_that_cannot_be_carried_out_is_kept_and_in_the_end_shown(house: Office2) -> None:
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data={"damaged": True}))
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1, "the other message is delivered"
    for _ in range(MAX_ATTEMPTS):
        house.clock.advance(seconds=LATEST.total_seconds())
        house.deliver()
    damaged = house.messages()[-2]
    assert (damaged.state, damaged.attempts, damaged.last_error) == ("failed", MAX_ATTEMPTS, "ValueError")
    with house.office.database.read() as connection:
        assert [row.id for row in messages.undelivered(connection)] == [damaged.id]


def test_an_administrator_hands_a_failed_message_back_once_and_nobody_else_does(house: Office2) -> None:
    listed, actor = house.listed(), house.walk.people.actor
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    failed = house.messages()[-1].id
    with house.office.database.act() as uow:
        uow.connection.execute(update(message).where(message.c.id == failed).values(state="failed", attempts=30))
        uow.commit()
    assert house.deliver() == 0, "nobody tries it by itself"
    for login in ("supervisor", "reviewer", "applicant"):
        with pytest.raises(NotAllowed):
            resend_message(house.office, actor(login), failed)
    resend_message(house.office, actor("admin"), failed)
    assert house.deliver() == 1
    with pytest.raises(NotFailed):
        resend_message(house.office, actor("admin"), failed)
    assert house.kinds(listed)[-1] == "message_heard"
    with house.office.database.read() as connection:
        noted = [event for event in history.events_of(connection, OFFICE_CASE) if event.kind == "incident"]
    assert [(event.actor_id, event.data["message"]) for event in noted] == [(actor("admin").user_id, failed)]


def test_a_case_whose_like_is_open_about_the_same_record_begins_when_that_one_has_ended(house: Office2) -> None:
    people = house.walk.people
    again = Begin(
        process="objection", authority_id=people.authority, subject_id=people.subject, record_ids=(people.record,),
        application=APPLICATION,
    )  # fmt: skip
    house.send(again)
    for _ in range(MAX_ATTEMPTS + 2):
        assert house.deliver() == 0
        house.clock.advance(seconds=LATEST.total_seconds())
    [waiting] = house.messages()
    assert waiting.state not in ("failed", "done"), "it is nobody's fault, so it is put before nobody"
    with house.office.database.act() as uow:
        uow.connection.execute(update(case).values(state="archived"))
        uow.commit()
    assert house.deliver() == 1
    with house.office.database.read() as connection:
        assert len(connection.execute(select(case.c.id).where(case.c.process == "objection")).all()) == 2


def test_what_is_to_begin_once_begins_no_second_case_beside_the_first_but_another_when_that_has_ended(
    house: Office2,
) -> None:
    """The ground of a listing told twice owes one removal; a new ground after a refusal owes another."""
    once = replace(house.begin(), once=True, memory={"cause": "repair"})
    house.send(once)
    house.send(once)
    assert (house.deliver(), len(house.cases())) == (1, 1)
    house.send(once)
    assert (house.deliver(), len(house.cases())) == (0, 1), "while it is open"
    house.send(replace(once, memory={"cause": "annulled"}))
    assert (house.deliver(), len(house.cases())) == (1, 2), "another ground has its own way out"
    house.do(house.cases()[0], ends=True)
    house.send(once)
    assert (house.deliver(), len(house.cases())) == (1, 3), "after the first has ended"


def test_a_case_that_begins_because_of_another_begins_once(
    house: Office2, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.send(house.begin())
    commit, left = UnitOfWork.commit, [2, 1]

    def die(self: UnitOfWork) -> None:
        commit(self)
        # After the claim, and after the case has begun.
        if left.pop() == 2:
            raise KeyboardInterrupt

    house.office.newest_diagram("waiting")
    with monkeypatch.context() as patched:
        patched.setattr(UnitOfWork, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            house.deliver("w1")
    house.clock.advance(seconds=LEASE.total_seconds() + 1)
    house.deliver("w2")
    [begun] = house.cases()
    assert house.messages()[-1].begun_case_id == begun
    assert house.kinds(house.walk.case_id)[-1] == "case_proposed"


def test_two_workers_hear_each_message_once_and_begin_each_case_once(house: Office2) -> None:
    listed = [house.listed() for _ in range(3)]
    for case_id in listed:
        house.send(Tell(message="decided", case_id=case_id, data=EXIT))
    for _ in range(3):
        house.send(house.begin())
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(house.deliver, ("w1", "w2"))) <= 6
    house.clock.advance(seconds=max(LEASE, SOON).total_seconds() + 1)
    house.deliver("w3")
    assert len(house.cases()) == 6
    assert all(house.nodes(case_id) == ["confirm"] for case_id in listed)
    assert all(house.kinds(case_id).count("message_heard") == 2 for case_id in listed)
    assert {row.state for row in house.messages()} == {"done"}


def test_what_was_not_written_with_its_act_is_not_told(house: Office2, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = house.listed()
    before = len(house.messages())

    def die(self: UnitOfWork) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(UnitOfWork, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert len(house.messages()) == before


def test_the_same_act_sent_twice_tells_once(house: Office2) -> None:
    listed = house.listed()
    for _ in range(2):
        told = Tell(message="decided", case_id=listed, data=EXIT)
        send_message(house.office, told, case_id=house.walk.case_id, key="the-same")
    with house.office.database.read() as connection:
        count = connection.execute(select(func.count()).where(message.c.name == "decided")).scalar_one()
    assert count == 1


def test_a_case_that_waits_for_nothing_but_a_message_is_no_incident(house: Office2) -> None:
    house.listed()
    assert reconcile(house.office).drifts == []

"""Messages between cases: heard once wherever a process dies; early ones wait, those of ended cases are audited."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests.factories import APPLICATION
from tests.support.house import House, make_house
from workflows.domain.effects import Begin, Tell
from workflows.domain.errors import NotAllowed
from workflows.operations.deliver_messages import LATEST, LEASE, MAX_ATTEMPTS, SOON
from workflows.operations.reconcile import reconcile
from workflows.operations.resend_message import NotFailed, resend_message
from workflows.operations.send_message import send_message
from workflows.store import cases, history, messages
from workflows.store.office import OFFICE_CASE
from workflows.store.tables import case, message
from workflows.store.unit_of_work import UnitOfWork


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> House:
    """The office on each kind of database."""
    return make_house(database_url, tmp_path)


EXIT = {"outcome": "exit", "why": "修复"}


def test_a_message_moves_the_case_that_waits_for_it_and_both_histories_tell(house: House) -> None:
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
    house: House, monkeypatch: pytest.MonkeyPatch
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
    house: House, monkeypatch: pytest.MonkeyPatch
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


def test_an_early_message_waits_for_its_case_however_long_that_takes(house: House) -> None:
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


def test_an_early_message_does_not_hold_up_the_others(house: House) -> None:
    begun, listed = house.begun(), house.listed()
    house.send(Tell(message="answered", case_id=begun))
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1
    assert house.nodes(listed) == ["confirm"]


def test_the_waiting_of_messages_follows_the_office_clock(house: House) -> None:
    """The training clock stands months ahead of the machine's: messages still arrive."""
    house.clock.advance(days=90)
    listed = house.listed()
    house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert house.deliver() == 1


def test_a_message_to_a_case_that_has_ended_is_unheard_and_audited(house: House) -> None:
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


def test_a_message_that_cannot_be_carried_out_is_kept_and_in_the_end_shown(house: House) -> None:
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


def test_an_administrator_hands_a_failed_message_back_once_and_nobody_else_does(house: House) -> None:
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


def test_a_case_whose_like_is_open_about_the_same_record_begins_when_that_one_has_ended(house: House) -> None:
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
    house: House,
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
    house: House, monkeypatch: pytest.MonkeyPatch
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


def test_two_workers_hear_each_message_once_and_begin_each_case_once(house: House) -> None:
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


def test_what_was_not_written_with_its_act_is_not_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = house.listed()
    before = len(house.messages())

    def die(self: UnitOfWork) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(UnitOfWork, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            house.send(Tell(message="decided", case_id=listed, data=EXIT))
    assert len(house.messages()) == before


def test_the_same_act_sent_twice_tells_once(house: House) -> None:
    listed = house.listed()
    for _ in range(2):
        told = Tell(message="decided", case_id=listed, data=EXIT)
        send_message(house.office, told, case_id=house.walk.case_id, key="the-same")
    with house.office.database.read() as connection:
        count = connection.execute(select(func.count()).where(message.c.name == "decided")).scalar_one()
    assert count == 1


def test_a_case_that_waits_for_nothing_but_a_message_is_no_incident(house: House) -> None:
    house.listed()
    assert reconcile(house.office).drifts == []

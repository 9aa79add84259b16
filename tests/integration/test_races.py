"""Two people at once, a process that dies at any line: exactly one order, nothing lost, nothing doubled."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.factories import START, MovingClock, People, Walk, add_record, demo_people, make_office
from workflows.domain.errors import AlreadyDone, OfficeError, OpenCaseExists, StaleVersion, TaskNotOpen
from workflows.engine.errors import MessageNotAwaited
from workflows.operations.complete_task import Completed, complete_task
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.processes.objection.rules import ReplyAlreadySigned
from workflows.store import cases, deadlines, letters, tasks
from workflows.store.history import events_of
from workflows.store.unit_of_work import UnitOfWork


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """A filed objection in an office on each kind of database."""
    return Walk(demo_people(make_office(database_url, tmp_path))).open()


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Let acts begin at the same moment; return each one's answer or refusal."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except OfficeError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds_of_events(walk: Walk) -> list[str]:
    """The kinds of the events of the case, in order."""
    with walk.office.database.read() as connection:
        return [event.kind for event in events_of(connection, walk.case_id)]


def records_of(people: People, first: int) -> list[int]:
    """Four more records of the subject."""
    with people.office.database.act() as uow:
        ids = [
            add_record(uow.connection, people.subject, people.provider, f"示罚〔2026〕{number}号")
            for number in range(first, first + 4)
        ]
        uow.commit()
    return ids


def test_two_reviewers_complete_one_task_and_one_of_them_wins(walk: Walk) -> None:
    first, second = walk.command("examine"), walk.command("examine")
    one, two = walk.people.actor("reviewer"), walk.people.actor("reviewer2")
    answers = together(lambda: complete_task(walk.office, one, first), lambda: complete_task(walk.office, two, second))
    assert sum(isinstance(answer, Completed) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyDone | StaleVersion) for answer in answers) == 1
    assert walk.open_nodes() == ["sign_acceptance"]


def test_a_double_click_is_one_act_with_one_answer(walk: Walk) -> None:
    command, actor = walk.command("examine"), walk.people.actor("reviewer")
    answers = together(*[lambda: complete_task(walk.office, actor, command) for _ in range(4)])
    assert {answer.outcome for answer in answers} == {"accept"}
    assert sum(not answer.repeated for answer in answers) == 1
    assert walk.open_nodes() == ["sign_acceptance"]


def test_two_applications_about_one_record_make_one_case(database_url: str, tmp_path: Path) -> None:
    people = demo_people(make_office(database_url, tmp_path))
    walks = [Walk(people), Walk(people)]
    answers = together(*[walk.open for walk in walks])
    assert sum(isinstance(answer, OpenCaseExists) for answer in answers) == 1


def test_cases_and_letters_are_numbered_without_gap_or_double(database_url: str, tmp_path: Path) -> None:
    people = demo_people(make_office(database_url, tmp_path))
    walks = [Walk(people) for _ in range(4)]
    pairs = zip(walks, records_of(people, 101), strict=True)
    together(*[lambda walk=walk, record=record: walk.open(record=record) for walk, record in pairs])
    assert sorted(walk.opened.number[-2:] for walk in walks if walk.opened) == ["01", "02", "03", "04"]
    for walk in walks:
        walk.do("reviewer", "examine")
    answers = together(*[lambda walk=walk: walk.do("auditor", "sign_acceptance") for walk in walks])
    assert all(isinstance(answer, Completed) for answer in answers), answers
    with people.office.database.read() as connection:
        numbers = sorted(
            row.number for walk in walks for row in letters.of_case(connection, walk.case_id) if row.code == "OBJ-04"
        )
    assert [number.rpartition("〕")[2] for number in numbers] == ["1号", "2号", "3号", "4号"]


def test_withdrawal_and_decision_at_once_leave_one_order(walk: Walk) -> None:
    command, actor = walk.command("examine"), walk.people.actor("reviewer")
    answers = together(lambda: complete_task(walk.office, actor, command), walk.withdraw)
    refused = [answer for answer in answers if isinstance(answer, OfficeError)]
    assert len(refused) <= 1
    assert all(
        isinstance(each, StaleVersion | TaskNotOpen | ReplyAlreadySigned | MessageNotAwaited) for each in refused
    )
    nodes = walk.open_nodes()
    assert nodes in (["sign_termination"], ["sign_acceptance"])


def test_an_answer_in_the_moment_of_its_lapse_takes_exactly_one_path(database_url: str, tmp_path: Path) -> None:
    clock = MovingClock()
    walk = Walk(demo_people(make_office(database_url, tmp_path, clock=clock))).open()
    walk.do(
        "reviewer",
        "examine",
        outcome="correct",
        missing=[{"item": "营业执照", "requirement": "加盖公章"}],
        supply_by=START.date().replace(day=21),
    )
    walk.do("auditor", "sign_correction_notice")
    command, actor = walk.command("supply_corrections"), walk.people.actor("applicant")
    clock.now = START.replace(day=21, hour=16)
    answers = together(
        lambda: complete_task(walk.office, actor, command), lambda: fire_due_deadlines(walk.office, "worker-1")
    )
    assert walk.open_nodes() == ["examine"]
    with walk.office.database.read() as connection:
        states = [task.state for task in tasks.all_of(connection, walk.case_id) if task.node == "supply_corrections"]
    assert states in (["done"], ["cancelled"])
    assert isinstance(answers[0], Completed) == (states == ["done"])


def test_two_workers_fire_each_signal_once(database_url: str, tmp_path: Path) -> None:
    clock = MovingClock()
    people = demo_people(make_office(database_url, tmp_path, clock=clock))
    walks = [Walk(people).open(record=record) for record in records_of(people, 201)]
    clock.now = START.replace(day=24, hour=16, minute=1)
    sweeps = together(*[lambda name=name: fire_due_deadlines(people.office, name) for name in ("a", "b", "c")])
    assert sum(sweep.failed for sweep in sweeps) == 0
    for walk in walks:
        events = kinds_of_events(walk)
        assert events.count("deadline_warned") == 1
        assert events.count("deadline_breached") == 1


def in_a_process_that_dies(before: bool, make: Callable[[], Office], act: Callable[[Office], Any]) -> None:
    """Run ``act`` in a process that is killed just before or just after its commit."""
    child = os.fork()
    if child == 0:
        office = make()
        office.newest_diagram("objection")
        commit = UnitOfWork.commit

        def die(uow: UnitOfWork) -> None:
            if not before:
                commit(uow)
            os.kill(os.getpid(), 9)

        UnitOfWork.commit = die  # type: ignore[method-assign]
        try:
            act(office)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the act never reached its commit"


@pytest.mark.parametrize("before", [True, False], ids=["before the commit", "after the commit"])
def test_a_killed_act_is_whole_or_not_at_all(database_url: str, tmp_path: Path, before: bool) -> None:
    walk = Walk(demo_people(make_office(database_url, tmp_path))).open()
    command, actor = walk.command("examine"), walk.people.actor("reviewer")
    with walk.office.database.read() as connection:
        seen = cases.load(connection, walk.case_id)
    walk.office.database.close()

    in_a_process_that_dies(
        before, lambda: make_office(database_url, tmp_path), lambda office: complete_task(office, actor, command)
    )
    with walk.office.database.read() as connection:
        now = cases.load(connection, walk.case_id)
    assert seen is not None
    assert now is not None
    if before:
        assert now == seen
    else:
        assert now.view.version == seen.view.version + 1
    answer = complete_task(walk.office, actor, command)
    assert answer.repeated == (not before)
    assert walk.open_nodes() == ["sign_acceptance"]
    assert kinds_of_events(walk).count("task_completed") == 1


def test_a_worker_that_died_with_a_claim_is_followed_by_another(database_url: str, tmp_path: Path) -> None:
    clock, real = MovingClock(), MovingClock()
    office = make_office(database_url, tmp_path, clock=clock, real_clock=real)
    walk = Walk(demo_people(office)).open()
    clock.now = START.replace(day=24, hour=16, minute=1)
    with office.database.act() as uow:
        claimed = deadlines.claim_due(
            uow.connection,
            now=clock(),
            real_now=real(),
            lease_until=real() + timedelta(minutes=2),
            owner="dead",
            limit=50,
        )
        uow.commit()
    assert claimed
    assert fire_due_deadlines(office, "alive").fired == 0
    real.advance(minutes=3)
    assert fire_due_deadlines(office, "alive").fired > 0
    assert kinds_of_events(walk).count("deadline_breached") == 1

"""Jobs: no item twice and none lost, wherever a worker dies and however many work; seen by who started them."""

import multiprocessing
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import orjson
import pytest

from tests.factories import MovingClock, People, Walk, demo_people, make_office
from webapp.worker import Worker
from workflows.domain.access import Actor
from workflows.domain.errors import Busy, Hidden, NotFound, TaskNotOpen
from workflows.operations import run_jobs as running
from workflows.operations.job_kinds import KINDS, JobKind
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.operations.run_jobs import LEASE, run_jobs
from workflows.operations.seal_audit import seal_audit
from workflows.operations.start_job import read_job, start_job, stop_job
from workflows.store import audit, cases, jobs, people
from workflows.store.unit_of_work import UnitOfWork

ANCHOR = Path("audit.anchor")


class Death(BaseException):
    """The process ends here; nothing that follows is carried out."""


def count_item(office: Office, actor: Actor, _data: Mapping[str, Any], item_id: int, key: str) -> None:
    """An act that leaves one event each time it is really carried out; every 7th item refuses."""
    if item_id % 7 == 0:
        raise TaskNotOpen()

    def write() -> None:
        with office.database.act() as uow:
            cases.keep_result(uow.connection, key, actor.user_id, "", office.clock())
            note_within(office, uow, actor.user_id, "signed_out", item=item_id)
            uow.commit()

    once(office, actor, key, write, lambda _result: None)


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of job whose acts can be counted."""
    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=count_item))


@pytest.fixture
def staff(database_url: str, tmp_path: Path) -> People:
    """The small office with one case."""
    found = demo_people(make_office(database_url, tmp_path))
    Walk(found).open()
    return found


def started(staff: People, items: range, key: str = "job-key", kind: str = "counting") -> int:
    """A job of the supervisor's."""
    with staff.office.database.read() as connection:
        case_id = audit.last_case(connection)
    return start_job(staff.office, staff.actor("supervisor"), kind, {}, [(item, case_id) for item in items], key=key)


def job(office: Office, job_id: int) -> Any:
    with office.database.read() as connection:
        return jobs.load(connection, job_id)


def acts(office: Office) -> Counter[int]:
    """How often each item was really carried out, as the office's own log says."""
    with office.database.read() as connection:
        found = audit.office_events(connection, 0, 100_000, 100_000)
    return Counter(data["item"] for row in found if "item" in (data := orjson.loads(row.data)))


def real(office: Office) -> MovingClock:
    assert isinstance(office.real_clock, MovingClock)
    return office.real_clock


def assert_each_once(office: Office, job_id: int, items: range) -> None:
    """Every item has one result, which is what really happened, and was carried out exactly once."""
    row = job(office, job_id)
    refused = [item for item in items if item % 7 == 0]
    assert (row.state, row.total, row.done, row.refused) == ("done", len(items), len(items), len(refused))
    with office.database.read() as connection:
        found = jobs.items_of(connection, job_id, limit=1000)
    assert [each.item_id for each in found] == list(items)
    assert [each.item_id for each in found if each.state == "refused"] == refused
    counted = acts(office)
    assert {item: counted[item] for item in items} == {item: int(item % 7 != 0) for item in items}


def test_a_job_of_300_items_has_a_result_for_each(staff: People) -> None:
    job_id = started(staff, range(300))
    assert run_jobs(staff.office, "w1", ANCHOR) == 1
    assert_each_once(staff.office, job_id, range(300))
    with staff.office.database.read() as connection:
        page = jobs.items_of(connection, job_id, after=199, limit=200)
        assert [row.position for row in page] == list(range(200, 300))
        assert len(jobs.items_of(connection, job_id, refused=True)) == 43


def test_the_same_form_sent_twice_is_one_job(staff: People) -> None:
    assert started(staff, range(1, 3)) == started(staff, range(1, 3))
    assert started(staff, range(1, 3), key="another") != started(staff, range(1, 3))


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
def test_wherever_the_worker_dies_no_item_is_done_twice_and_none_is_lost(
    staff: People, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Every transaction of the job in turn is the last thing that the worker lives to do, or to try."""
    commit = UnitOfWork.commit
    # The claim, the first step, then a step for each of four items, and an act for the three that do not refuse.
    for place in range(1, 10):
        items = range(place * 70 + 5, place * 70 + 9)
        job_id = started(staff, items, key=f"kill-{place}")
        left = [place]

        def dying(uow: UnitOfWork, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0 and not after:
                raise Death
            commit(uow)
            if left[0] == 0:
                raise Death

        monkeypatch.setattr(UnitOfWork, "commit", dying)
        with pytest.raises(Death):
            run_jobs(staff.office, "killed", ANCHOR)
        monkeypatch.undo()
        monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=count_item))
        real(staff.office).advance(seconds=LEASE.total_seconds() + 1)
        run_jobs(staff.office, "heir", ANCHOR)
        assert_each_once(staff.office, job_id, items)


def _work(url: str, folder: Path, pipe: Connection) -> None:
    """A worker process of its own, which stands still for ever once its 20th item is done but not settled."""

    def act(office: Office, actor: Actor, data: Mapping[str, Any], item_id: int, key: str) -> None:
        count_item(office, actor, data, item_id, key)
        if item_id == 20:
            pipe.send(item_id)
            pipe.recv()

    KINDS["counting"] = JobKind(name="计数", item=act)  # type: ignore[index]
    run_jobs(make_office(url, folder), "process", ANCHOR)


def test_a_killed_process_is_followed_by_another_worker(staff: People, database_url: str, tmp_path: Path) -> None:
    items = range(1, 61)
    job_id = started(staff, items)
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_work, args=(database_url, tmp_path, there))
    process.start()
    assert here.poll(120), "the worker process did nothing"
    process.kill()
    process.join()
    row = job(staff.office, job_id)
    assert (row.state, row.done, acts(staff.office)[20]) == ("running", 19, 1)
    assert run_jobs(staff.office, "early", ANCHOR) == 0, "the claim of the dead holds until its lease ends"
    real(staff.office).advance(seconds=LEASE.total_seconds() + 1)
    assert run_jobs(staff.office, "heir", ANCHOR) == 1
    assert_each_once(staff.office, job_id, items)


def test_two_workers_at_once_do_every_item_once(staff: People) -> None:
    ids = {started(staff, range(n * 100, n * 100 + 20), key=f"job-{n}"): n for n in range(1, 5)}
    barrier, ended = Barrier(2), [0, 0]

    def work(place: int) -> None:
        barrier.wait()
        ended[place] = run_jobs(staff.office, f"w{place}", ANCHOR)

    threads = [Thread(target=work, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(ended) == 4
    for job_id, n in ids.items():
        assert_each_once(staff.office, job_id, range(n * 100, n * 100 + 20))


def test_a_slow_worker_whose_job_was_taken_over_does_nothing_twice_and_leaves_the_rest(
    staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = range(1, 6)
    job_id = started(staff, items)
    taken: list[int] = []

    def slow(office: Office, actor: Actor, data: Mapping[str, Any], item_id: int, key: str) -> None:
        if item_id == 3 and not taken:
            taken.append(item_id)
            real(office).advance(seconds=LEASE.total_seconds() + 1)
            assert run_jobs(office, "other", ANCHOR) == 1
        count_item(office, actor, data, item_id, key)

    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=slow))
    assert run_jobs(staff.office, "slow", ANCHOR) == 0
    assert_each_once(staff.office, job_id, items)


def test_a_worker_that_is_asked_to_end_gives_the_job_back_at_once(staff: People) -> None:
    job_id = started(staff, range(1, 6))
    answers = iter([True, True, True, False, False])
    assert run_jobs(staff.office, "w1", ANCHOR, carry_on=lambda: next(answers)) == 0
    assert (job(staff.office, job_id).state, job(staff.office, job_id).done) == ("waiting", 2)
    assert run_jobs(staff.office, "w2", ANCHOR) == 1
    assert_each_once(staff.office, job_id, range(1, 6))


def test_a_busy_database_only_puts_the_item_off(staff: People, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = started(staff, range(1, 4))
    busy = [True]

    def act(office: Office, actor: Actor, data: Mapping[str, Any], item_id: int, key: str) -> None:
        if item_id == 2 and busy:
            busy.clear()
            raise Busy()
        count_item(office, actor, data, item_id, key)

    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=act))
    assert run_jobs(staff.office, "w1", ANCHOR) == 0
    real(staff.office).advance(seconds=6)
    assert run_jobs(staff.office, "w1", ANCHOR) == 1
    assert_each_once(staff.office, job_id, range(1, 4))


def test_an_item_that_breaks_is_told_and_stops_none_of_the_others(
    staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(_office: Office, _actor: Actor, _data: Mapping[str, Any], item_id: int, _key: str) -> None:
        if item_id == 2:
            raise ValueError("broken")

    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=act))
    job_id = started(staff, range(1, 4))
    assert run_jobs(staff.office, "w1", ANCHOR) == 1
    with staff.office.database.read() as connection:
        found = [(row.state, row.refusal and row.refusal["code"]) for row in jobs.items_of(connection, job_id)]
    assert found == [("done", None), ("refused", "Fault"), ("done", None)]


def test_a_stopped_job_ends_after_the_item_at_hand_even_if_its_worker_dies(
    staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun may have been done: it is carried to its end, and its result is true."""
    job_id = started(staff, range(1, 6))
    supervisor = staff.actor("supervisor")

    def dies_in_the_second(office: Office, actor: Actor, data: Mapping[str, Any], item_id: int, key: str) -> None:
        count_item(office, actor, data, item_id, key)
        if item_id == 2:
            stop_job(office, supervisor, job_id)
            raise Death

    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=dies_in_the_second))
    with pytest.raises(Death):
        run_jobs(staff.office, "w1", ANCHOR)
    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=count_item))
    real(staff.office).advance(seconds=LEASE.total_seconds() + 1)
    assert run_jobs(staff.office, "w2", ANCHOR) == 1
    row = job(staff.office, job_id)
    assert (row.state, row.done) == ("stopped", 2)
    with staff.office.database.read() as connection:
        states = [each.state for each in jobs.items_of(connection, job_id)]
    assert states == ["done", "done", "waiting", "waiting", "waiting"]
    assert acts(staff.office) == {1: 1, 2: 1}
    stop_job(staff.office, supervisor, job_id)
    assert run_jobs(staff.office, "w3", ANCHOR) == 0


def test_a_job_of_a_closed_account_is_not_carried_out(staff: People) -> None:
    job_id = started(staff, range(1, 3))
    with staff.office.database.act() as uow:
        people.change_user(uow.connection, staff.ids["supervisor"], {"active": False})
        uow.commit()
    assert run_jobs(staff.office, "w1", ANCHOR) == 1
    assert (job(staff.office, job_id).state, acts(staff.office)) == ("failed", Counter())


def test_the_log_is_verified_as_a_job_and_begins_anew_after_a_crash(
    staff: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchor = tmp_path / "audit.anchor"
    seal_audit(staff.office, anchor)
    job_id = start_job(staff.office, staff.actor("admin"), "verify_audit", {}, key="k")
    real_verify = KINDS["verify_audit"]

    def dies(*_arguments: Any) -> Any:
        raise Death

    monkeypatch.setitem(KINDS, "verify_audit", replace(real_verify, whole=dies))
    with pytest.raises(Death):
        run_jobs(staff.office, "w1", anchor)
    monkeypatch.setitem(KINDS, "verify_audit", real_verify)
    real(staff.office).advance(seconds=LEASE.total_seconds() + 1)
    assert run_jobs(staff.office, "w2", anchor) == 1
    row = job(staff.office, job_id)
    assert (row.state, row.done, row.total, row.result["found"]) == ("done", 1, 1, 0)


def test_a_verification_can_be_stopped_and_is_given_back_when_its_worker_ends(
    staff: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_TELL", -LEASE)
    job_id = start_job(staff.office, staff.actor("admin"), "verify_audit", {}, key="k")
    answers = iter([True, False, False])
    assert run_jobs(staff.office, "w1", tmp_path / "a", carry_on=lambda: next(answers)) == 0
    assert job(staff.office, job_id).state == "waiting"
    stop_job(staff.office, staff.actor("admin"), job_id)
    assert run_jobs(staff.office, "w2", tmp_path / "a") == 1
    assert (job(staff.office, job_id).state, job(staff.office, job_id).result) == ("stopped", None)


def test_the_worker_takes_jobs_and_lets_a_short_one_pass_a_long_one(staff: People, tmp_path: Path) -> None:
    job_id = started(staff, range(1, 4))
    made = Worker(staff.office, {}, tmp_path / "audit.anchor")
    [ticks] = [each for each in made.jobs if each.name == "jobs"]
    assert ticks.at_once > 1
    made.tick(ticks)
    assert_each_once(staff.office, job_id, range(1, 4))


def test_only_who_started_a_job_and_the_administrator_see_it(staff: People) -> None:
    job_id = started(staff, range(1, 3))
    for who in ("supervisor", "admin"):
        assert read_job(staff.office, staff.actor(who), job_id).id == job_id
    for who in ("reviewer", "head", "applicant"):
        with pytest.raises(Hidden):
            read_job(staff.office, staff.actor(who), job_id)
        with pytest.raises(Hidden):
            stop_job(staff.office, staff.actor(who), job_id)
    with pytest.raises(NotFound):
        read_job(staff.office, staff.actor("admin"), 999_999)
    assert not job(staff.office, job_id).stop_asked

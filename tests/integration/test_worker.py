"""The worker: ticks whatever is done to the clock, stops in order, and any number of them do everything once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import apscheduler.schedulers.base
import pytest
from sqlalchemy import func, select, update

from tests.factories import MovingClock, Walk, add_record, demo_people, make_office
from tests.support.clock import START
from webapp import worker
from webapp.bootstrap import real_clock
from webapp.clockwatch import ClockWatch
from webapp.worker import Job, Worker
from workflows.operations.fire_due_deadlines import LEASE, fire_due_deadlines, fire_one
from workflows.operations.heartbeats import confirm_clock
from workflows.operations.office import Office
from workflows.store import deadlines
from workflows.store import office as store
from workflows.store.tables import deadline, event


class Seconds:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Office:
    """An office with one case under way."""
    made = make_office(database_url, tmp_path)
    Walk(demo_people(made)).open()
    return made


def moved(office: Office) -> tuple[MovingClock, MovingClock]:
    """The office's clock and the real one, both to be moved."""
    assert isinstance(office.clock, MovingClock)
    assert isinstance(office.real_clock, MovingClock)
    return office.clock, office.real_clock


def beats(office: Office) -> dict[str, tuple[bool, str]]:
    with office.database.read() as connection:
        return {row.job: (row.ok, row.note) for row in store.beats(connection)}


def job(made: Worker, name: str) -> Job:
    return next(each for each in made.jobs if each.name == name)


def test_a_small_step_of_the_clock_is_believed_and_a_large_one_held_until_it_goes_back() -> None:
    clock, seconds = MovingClock(), Seconds()
    watch = ClockWatch(clock, seconds)
    clock.advance(minutes=59)
    assert not watch.look()
    assert not watch.held
    clock.advance(days=15)
    assert not watch.look()
    assert watch.held
    clock.advance(days=-15)
    assert watch.look(), "the schedule must be made anew"
    assert not watch.held


def test_time_that_really_passed_is_no_jump() -> None:
    clock, seconds = MovingClock(), Seconds()
    watch = ClockWatch(clock, seconds)
    clock.advance(days=3)
    seconds.now += timedelta(days=3).total_seconds()
    assert not watch.look()
    assert not watch.held


def test_a_clock_set_back_is_noticed_once() -> None:
    clock, seconds = MovingClock(), Seconds()
    watch = ClockWatch(clock, seconds)
    clock.advance(days=-15)
    assert watch.look()
    assert not watch.look()


def test_after_a_jump_ahead_nothing_is_fired_until_an_operator_confirms_the_clock(
    office: Office, tmp_path: Path
) -> None:
    legal, real = moved(office)
    made = Worker(office, {}, tmp_path / "audit.anchor", monotonic=Seconds())
    for clock in (legal, real):
        clock.advance(days=15)
    made.tick(job(made, "deadlines"))
    ok, note = beats(office)["deadlines"]
    assert not ok
    assert "confirm-clock" in note
    with office.database.read() as connection:
        assert all(row.breached_at is None for row in deadlines.running(connection))
    confirm_clock(office, 0)
    made.tick(job(made, "deadlines"))
    assert beats(office)["deadlines"] == (True, "")
    with office.database.read() as connection:
        assert any(row.breached_at is not None for row in deadlines.running(connection))


def test_moving_the_training_clock_is_no_jump(office: Office, tmp_path: Path) -> None:
    legal, _ = moved(office)
    made = Worker(office, {}, tmp_path / "audit.anchor", monotonic=Seconds())
    legal.advance(days=60)
    made.tick(job(made, "deadlines"))
    assert beats(office)["deadlines"] == (True, "")


class Jumping(datetime):
    """The machine's clock as APScheduler reads it."""

    offset = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        """The machine's instant, as somebody has set it."""
        return datetime.now(tz) + cls.offset


def test_the_ticks_go_on_after_the_machines_clock_was_set_back_15_days(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler alone would not tick for 15 days (T7)."""
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Jumping)
    monkeypatch.setattr(Jumping, "offset", timedelta())
    monkeypatch.setattr(worker, "WATCH", 0.05)
    office = make_office(sqlite_url, tmp_path)
    office = replace(office, real_clock=lambda: Jumping.now(START.tzinfo))
    made = Worker(office, {}, tmp_path / "audit.anchor")
    ticked, ticks = threading.Condition(), [0]

    def tick() -> str:
        with ticked:
            ticks[0] += 1
            ticked.notify_all()
        return ""

    def more(than: int) -> bool:
        with ticked:
            return ticked.wait_for(lambda: ticks[0] > than, 20)

    made.jobs = (Job(name="deadlines", seconds=0.1, run=tick),)
    thread = Thread(target=made.run)
    thread.start()
    try:
        assert more(2)
        Jumping.offset = timedelta(days=-15)
        assert more(ticks[0] + 3), "no tick after the clock was set back"
    finally:
        made.stop()
        thread.join(30)
    assert not thread.is_alive()


def test_a_worker_that_is_told_to_stop_ends_its_act_and_is_not_shown_as_dead(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = replace(make_office(sqlite_url, tmp_path), real_clock=real_clock)
    made = Worker(office, {}, tmp_path / "audit.anchor")
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def slow() -> str:
        began.set()
        assert may_end.wait(20)
        ended.set()
        return ""

    made.jobs = (Job(name="deadlines", seconds=60, run=slow),)
    thread = Thread(target=made.run)
    thread.start()
    assert began.wait(20)
    made.stop()
    assert not ended.is_set()
    may_end.set()
    thread.join(30)
    assert ended.is_set()
    assert not thread.is_alive()
    assert beats(office) == {}


def test_a_failing_job_is_shown_and_ticks_again(office: Office, tmp_path: Path) -> None:
    made = Worker(office, {}, tmp_path / "audit.anchor", monotonic=Seconds())
    answers: list[Callable[[], str]] = [lambda: str(1 / 0), lambda: "ok"]
    broken = Job(name="deadlines", seconds=1, run=lambda: answers.pop(0)())
    made.tick(broken)
    assert beats(office)["deadlines"] == (False, "ZeroDivisionError")
    made.tick(broken)
    assert beats(office)["deadlines"] == (True, "ok")


def test_the_nightly_round_is_run_once_a_day_over_all_workers(office: Office, tmp_path: Path) -> None:
    _, real = moved(office)
    first = Worker(office, {}, tmp_path / "audit.anchor", monotonic=Seconds())
    second = Worker(office, {}, tmp_path / "audit.anchor", monotonic=Seconds())
    first.tick(job(first, "night"))
    assert "核对 1 件" in beats(office)["nightly"][1]
    assert job(second, "night").run() == ""
    real.advance(days=1)
    assert "核对 1 件" in job(second, "night").run()


def _cases(office: Office, count: int) -> None:
    people = demo_people(office)
    for number in range(count):
        with office.database.act() as uow:
            record = add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕{number}号")
            uow.commit()
        Walk(people).open(record=record)


def _signals(office: Office) -> int:
    kinds = ("deadline_warned", "deadline_breached", "deadline_escalated")
    with office.database.read() as connection:
        return connection.execute(select(func.count()).where(event.c.kind.in_(kinds))).scalar_one()


def test_three_workers_at_once_fire_every_signal_once(database_url: str, tmp_path: Path) -> None:
    office = make_office(database_url, tmp_path)
    _cases(office, 6)
    moved(office)[0].advance(days=60)
    barrier, fired = Barrier(3), []

    def work(owner: str) -> None:
        barrier.wait()
        fired.append(fire_due_deadlines(office, owner))

    threads = [Thread(target=work, args=(f"w{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    fire_due_deadlines(office, "last")
    # Six cases, each with two clocks, each with three signals.
    assert _signals(office) == 36
    assert sum(sweep.failed for sweep in fired) == 0


def test_a_dead_workers_claim_is_taken_over_and_a_frozen_workers_late_write_refused(office: Office) -> None:
    legal, real = moved(office)
    legal.advance(days=60)
    now = real()
    with office.database.act() as uow:
        claimed = deadlines.claim_due(
            uow.connection, now=legal(), real_now=now, lease_until=now + LEASE, owner="frozen", limit=50
        )
        uow.commit()
    assert claimed
    assert fire_due_deadlines(office, "w2").fired == 0, "the claim still holds"
    real.advance(seconds=LEASE.total_seconds() + 1)
    assert fire_due_deadlines(office, "w2").fired > 0
    signals = _signals(office)
    for deadline_id, case_id in claimed:
        assert not fire_one(office, case_id, deadline_id, owner="frozen")
    assert _signals(office) == signals


def test_a_claim_taken_over_between_reading_and_writing_refuses_the_late_write(office: Office) -> None:
    legal, real = moved(office)
    legal.advance(days=60)
    with office.database.act() as uow:
        claimed = deadlines.claim_due(
            uow.connection, now=legal(), real_now=real(), lease_until=real() + LEASE, owner="frozen", limit=1
        )
        uow.connection.execute(update(deadline).where(deadline.c.id == claimed[0][0]).values(owner="w2"))
        uow.commit()
    assert not fire_one(office, claimed[0][1], claimed[0][0], owner="frozen")
    assert _signals(office) == 0

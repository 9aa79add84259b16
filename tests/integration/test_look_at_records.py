"""The daily look at records: told once when repair opens, ended by the clock, the unknown goes to a person."""

from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.factories import MovingClock, People, add_record, demo_people, make_office
from tests.support.repair_law import with_repair_law
from webapp.worker import Worker
from workflows.operations.look_at_records import look_at_records
from workflows.store import publicity, records
from workflows.store.tables import dispatch, event, notice

PUBLISHED = date(2026, 9, 18)


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office under the national classes; its record is of the general class, published today."""
    made = demo_people(with_repair_law(make_office(database_url, tmp_path)))
    put(made, made.record, published_on=PUBLISHED, publish_until=None, look_on=date(2026, 12, 18))
    return made


def put(people: People, record_id: int, **values: Any) -> None:
    with people.office.database.act() as uow:
        row = publicity.load(uow.connection, record_id)
        publicity.change(uow.connection, record_id, row.version, {"category": "一般", **values})
        uow.commit()


def at(people: People, year: int, month: int, day: int) -> None:
    assert isinstance(people.office.clock, MovingClock)
    people.office.clock.now = datetime(year, month, day, 2, tzinfo=UTC)


def now(people: People, record_id: int | None = None) -> Any:
    with people.office.database.read() as connection:
        return publicity.load(connection, record_id or people.record)


def told(people: People) -> list[tuple[str, str]]:
    with people.office.database.read() as connection:
        rows = connection.execute(select(notice.c.kind, notice.c.channel).order_by(notice.c.id)).all()
    return [(row.kind, row.channel) for row in rows if row.channel == "inbox"]


def owed(people: People) -> list[Any]:
    with people.office.database.read() as connection:
        return list(connection.execute(select(dispatch)).all())


def person(people: People) -> int:
    """A record of a natural person whose conduct has ended on 29 February 2024."""
    with people.office.database.act() as uow:
        found = records.add_subject(
            uow.connection,
            {"kind": "natural_person", "name": "示例某", "code_type": "other_id", "code": "S-1", "alt_ids": {}},
        )
        made = add_record(uow.connection, found, people.provider, "示市监罚决〔2026〕9501号")
        uow.commit()
    return made


def test_on_the_last_day_of_the_minimum_the_subject_is_told_once(people: People) -> None:
    at(people, 2026, 12, 17)
    assert look_at_records(people.office).records == 0
    at(people, 2026, 12, 18)
    assert look_at_records(people.office).records == 1
    assert look_at_records(people.office).records == 0
    assert told(people) == [("repair_open", "inbox")]
    assert now(people).look_on == date(2027, 9, 19), "the day after the maximum"
    with people.office.database.read() as connection:
        data = connection.execute(select(notice.c.data)).scalars().first()
    assert data["day"] == "2026-12-19", "the minimum ends at midnight: repair can be asked for from the next day"


def test_a_mail_goes_out_unless_its_person_chose_otherwise(people: People) -> None:
    at(people, 2026, 12, 18)
    with people.office.database.act() as uow:
        uow.connection.execute(text("UPDATE user_account SET notice_choices = '{\"email\": false}'"))
        uow.commit()
    look_at_records(people.office)
    with people.office.database.read() as connection:
        assert connection.execute(select(notice.c.channel)).scalars().all() == ["inbox"]


def test_when_the_maximum_is_over_and_all_duties_are_done_publicity_ends_by_itself(people: People) -> None:
    put(people, people.record, conduct_ended_on=date(2026, 10, 1), fulfilled_on=date(2026, 10, 9),
        look_on=date(2027, 9, 19))  # fmt: skip
    at(people, 2027, 9, 18)
    assert look_at_records(people.office).records == 0, "the last day itself is still public"
    at(people, 2027, 9, 19)
    assert look_at_records(people.office).records == 1
    after = now(people)
    assert (after.state, after.ended_on, after.ended_reason) == ("ended", date(2027, 9, 19), "expired")
    assert after.look_on is None
    [push] = owed(people)
    assert (push.kind, push.target, push.record_id, push.case_id) == (
        "stop_publicity", "platform", people.record, None,
    )  # fmt: skip
    assert told(people) == [("publicity_ended", "inbox")]


@pytest.mark.parametrize("known", [{}, {"fulfilled_on": date(2026, 10, 9)}, {"conduct_ended_on": date(2026, 10, 9)}])
def test_when_anything_is_unknown_a_person_decides_and_nothing_ends_silently(
    people: People, known: dict[str, date]
) -> None:
    put(people, people.record, look_on=date(2027, 9, 19), **known)
    at(people, 2027, 9, 19)
    look_at_records(people.office)
    assert (now(people).state, now(people).asks) == ("published", "verify")
    assert owed(people) == []
    with people.office.database.read() as connection:
        [asked] = publicity.waiting(connection, "verify", places=["xinzheng"], providers=(), limit=9)
        assert asked.id == people.record
        elsewhere = {"places": (), "providers": [people.other_provider]}
        assert publicity.waiting(connection, "verify", **elsewhere, limit=9) == []
        kinds = connection.execute(select(event.c.kind)).scalars().all()
    assert "record_asked" in kinds


def test_a_persons_record_is_put_up_for_destruction_five_years_after_the_conduct_ended(people: People) -> None:
    one = person(people)
    put(people, one, state="ended", conduct_ended_on=date(2024, 2, 29), look_on=date(2029, 3, 1))
    at(people, 2029, 2, 28)
    assert look_at_records(people.office).records == 1, "only the firm's, whose maximum is over"
    at(people, 2029, 3, 1)
    assert look_at_records(people.office).records == 1
    assert now(people, one).asks == "destroy"


def test_a_persons_record_is_shown_no_day_longer_than_five_years(people: People) -> None:
    """S1 六（七）: 保留5年，5年后予以消除; two people are waited for by its destruction alone."""
    one = person(people)
    put(people, one, published_on=date(2022, 3, 1), category="", conduct_ended_on=date(2022, 3, 1),
        look_on=date(2027, 3, 2))  # fmt: skip
    at(people, 2027, 3, 2)
    look_at_records(people.office)
    after = now(people, one)
    assert (after.state, after.ended_on, after.asks) == ("ended", date(2027, 3, 2), "destroy")
    assert [push.kind for push in owed(people) if push.record_id == one] == ["stop_publicity"]


def test_a_record_under_legal_hold_is_let_alone(people: People) -> None:
    one = person(people)
    put(people, one, conduct_ended_on=date(2020, 2, 29), published_on=PUBLISHED, hold_reason="诉讼",
        look_on=date(2026, 9, 18))  # fmt: skip
    look_at_records(people.office)
    assert (now(people, one).asks, now(people, one).look_on) == ("", None)


def test_several_workers_at_once_look_at_each_record_once(people: People) -> None:
    with people.office.database.act() as uow:
        many = [
            add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕96{number:02}号")
            for number in range(12)
        ]
        uow.commit()
    for each in many:
        put(people, each, published_on=PUBLISHED, look_on=date(2026, 12, 18))
    at(people, 2026, 12, 18)
    barrier, done = Barrier(2), []

    def work() -> None:
        barrier.wait()
        done.append(look_at_records(people.office).records)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(done) == 13
    assert told(people) == [("repair_open", "inbox")] * 13


def test_one_record_that_cannot_be_looked_at_holds_up_no_other(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    one = person(people)
    put(people, one, published_on=PUBLISHED, look_on=date(2026, 12, 18))
    at(people, 2026, 12, 18)
    real = publicity.change

    def change(connection: Any, record_id: int, seen: int, values: Any) -> None:
        if record_id == people.record:
            raise RuntimeError("damaged")
        real(connection, record_id, seen, values)

    monkeypatch.setattr(publicity, "change", change)
    looked = look_at_records(people.office)
    assert (looked.records, looked.failed) == (1, 1)
    monkeypatch.undo()
    assert look_at_records(people.office).records == 1, "it is still due"


def test_an_interrupted_run_is_taken_up_where_it_stopped(people: People) -> None:
    one = person(people)
    put(people, one, published_on=PUBLISHED, look_on=date(2026, 12, 18))
    at(people, 2026, 12, 18)
    answers = iter([True, False])
    assert look_at_records(people.office, carry_on=lambda: next(answers)).records == 1
    assert look_at_records(people.office).records == 1


def test_only_what_is_due_is_read(people: People) -> None:
    query = "SELECT id FROM record WHERE look_on IS NOT NULL AND look_on <= '2026-12-18' ORDER BY look_on, id LIMIT 1"
    with people.office.database.read() as connection:
        if connection.dialect.name == "sqlite":
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.execute(text(f"EXPLAIN {query}")).all()
    assert "ix_record_look" in str(plan)


def test_the_worker_does_it_by_itself(people: People, tmp_path: Path) -> None:
    at(people, 2026, 12, 18)
    made = Worker(people.office, {}, tmp_path / "audit.anchor")
    made.tick(next(job for job in made.jobs if job.name == "records"))
    assert told(people) == [("repair_open", "inbox")]

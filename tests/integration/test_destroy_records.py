"""Destruction of what has been kept long enough: two people, no held record, and nothing left in search or files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.factories import People, Walk, add_record, demo_people, make_office
from tests.support.repair_law import with_repair_law
from workflows.domain.errors import Hidden, NotAllowed, StaleVersion
from workflows.operations.destroy_records import (
    NothingToDestroy,
    SamePerson,
    confirm,
    destroy_confirmed,
    digest_of,
    draw_up,
    drop,
)
from workflows.operations.look_at_records import look_at_records
from workflows.operations.verify_record import VerifyRecord, verify_record
from workflows.store import destruction, publicity, records
from workflows.store.tables import destruction_item, dispatch, event, record_change

NAME, CODE, NUMBER = "示例某某", "S-1999", "示市监罚决〔2020〕71号"


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office under a rule of five years."""
    return demo_people(with_repair_law(make_office(database_url, tmp_path)))


def person(people: People, **values: Any) -> int:
    """A record of a natural person whose conduct ended in 2021; it waits to be destroyed."""
    with people.office.database.act() as uow:
        subject = records.add_subject(
            uow.connection,
            {"kind": "natural_person", "name": NAME, "code_type": "other_id", "code": CODE, "alt_ids": {}},
        )
        made = add_record(uow.connection, subject, people.provider, NUMBER)
        row = publicity.load(uow.connection, made)
        ripe = {"conduct_ended_on": date(2021, 6, 1), "state": "ended", "asks": "destroy"}
        publicity.change(uow.connection, made, row.version, {**ripe, **values})
        publicity.note_changes(uow.connection, made, [("CF_NR", "甲", "乙")], people.office.clock(), 1)
        uow.commit()
    return made


def look(people: People, record_id: int) -> Any:
    with people.office.database.read() as connection:
        return publicity.load(connection, record_id)


def everything(people: People) -> str:
    """Every text of the database but the audit log."""
    with people.office.database.read() as connection:
        found = []
        for table in destruction.record.metadata.sorted_tables:
            if table.name != "event":
                found += [str(row) for row in connection.execute(select(table)).all()]
    return "\n".join(found)


def test_one_draws_up_another_confirms_and_nothing_of_it_is_left(people: People) -> None:
    one = person(people)
    digest = digest_of(people.office, people.provider, NUMBER, CODE)
    list_id = draw_up(people.office, people.actor("reviewer"), people.authority)
    with pytest.raises(SamePerson):
        confirm(people.office, people.actor("reviewer"), list_id)
    assert destroy_confirmed(people.office) == 0, "not before it is confirmed"
    confirm(people.office, people.actor("reviewer2"), list_id)
    assert destroy_confirmed(people.office) == 1
    assert destroy_confirmed(people.office) == 0
    after = look(people, one)
    assert (after.state, after.fields, after.query_code, after.asks) == ("destroyed", {}, "", "")
    left = everything(people)
    assert [each for each in (NAME, CODE, NUMBER) if each in left] == []
    with people.office.database.read() as connection:
        assert records.search(connection, NUMBER, centres=[people.authority], providers=()) == []
        assert records.search(connection, after.decision_number, centres=[people.authority], providers=()) == []
        assert connection.execute(select(record_change).where(record_change.c.record_id == one)).all() == []
        assert connection.execute(select(destruction_item.c.digest)).scalars().all() == [digest]
        kinds = connection.execute(select(event.c.kind).where(event.c.case_id == 0)).scalars().all()
        assert destruction.destroyed_before(connection, digest)
        assert destruction.by_id(connection, list_id).state == "done"
    assert kinds[-3:] == ["destruction_drawn", "destruction_confirmed", "record_destroyed"]


@pytest.mark.parametrize(
    "values",
    [{"hold_reason": "诉讼"}, {"asks": ""}, {"conduct_ended_on": None}, {"conduct_ended_on": date(2021, 9, 18)}],
    ids=["held", "not asked for", "end unknown", "last day of keeping"],
)
def test_what_is_held_unknown_or_not_over_gets_on_no_list(people: People, values: dict[str, Any]) -> None:
    person(people, **values)
    with pytest.raises(NothingToDestroy):
        draw_up(people.office, people.actor("reviewer"), people.authority)


def test_a_hold_that_comes_after_the_list_still_keeps_the_record(people: People) -> None:
    one = person(people)
    list_id = draw_up(people.office, people.actor("reviewer"), people.authority)
    confirm(people.office, people.actor("reviewer2"), list_id)
    with people.office.database.act() as uow:
        publicity.change(uow.connection, one, look(people, one).version, {"hold_reason": "诉讼"})
        uow.commit()
    assert destroy_confirmed(people.office) == 0
    assert look(people, one).decision_number == NUMBER


def test_an_open_case_keeps_the_record(people: People) -> None:
    one = person(people)
    with people.office.database.act() as uow:
        uow.connection.execute(
            text("INSERT INTO representation (user_id, subject_id, kind, verified_at) "
                 "SELECT user_id, :subject, kind, verified_at FROM representation"),
            {"subject": look(people, one).subject_id},
        )  # fmt: skip
        uow.commit()
    Walk(people).open(record=one)
    with pytest.raises(NothingToDestroy):
        draw_up(people.office, people.actor("reviewer"), people.authority)


def test_a_record_is_on_one_list_at_a_time_and_a_dropped_list_frees_it(people: People) -> None:
    person(people)
    list_id = draw_up(people.office, people.actor("reviewer"), people.authority)
    with pytest.raises(NothingToDestroy):
        draw_up(people.office, people.actor("reviewer2"), people.authority)
    drop(people.office, people.actor("reviewer2"), list_id)
    with pytest.raises(StaleVersion):
        confirm(people.office, people.actor("reviewer2"), list_id)
    draw_up(people.office, people.actor("reviewer2"), people.authority)


def test_only_the_keepers_of_the_authority_do_this(people: People) -> None:
    person(people)
    for login in ("provider", "auditor", "applicant"):
        with pytest.raises(NotAllowed):
            draw_up(people.office, people.actor(login), people.authority)


def test_a_person_finds_out_that_duties_are_done_and_publicity_ends(people: People) -> None:
    one = person(people, state="published", asks="verify", conduct_ended_on=None, publish_until=date(2026, 9, 1))
    command = VerifyRecord(
        record_id=one,
        seen=look(people, one).version,
        conduct_ended_on=date(2026, 8, 1),
        fulfilled_on=date(2026, 8, 2),
        note="缴款系统已核对",
    )
    with pytest.raises(Hidden):
        verify_record(people.office, people.actor("provider2"), command)
    assert verify_record(people.office, people.actor("provider"), command)
    after = look(people, one)
    assert (after.state, after.asks, after.look_on) == ("ended", "", date(2031, 8, 2))
    with people.office.database.read() as connection:
        assert connection.execute(select(dispatch.c.kind)).scalars().all() == ["stop_publicity"]


def test_an_end_that_lies_long_back_leads_to_the_list_at_the_next_look(people: People) -> None:
    one = person(people, asks="conduct_end", conduct_ended_on=None)
    command = VerifyRecord(
        record_id=one,
        seen=look(people, one).version,
        conduct_ended_on=date(2020, 8, 1),
        fulfilled_on=None,
        note="卷宗已核对",
    )
    assert not verify_record(people.office, people.actor("reviewer"), command)
    look_at_records(people.office)
    assert look(people, one).asks == "destroy"

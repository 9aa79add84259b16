"""A record that is withdrawn concerns every other case about it: open ones are told, ended ones may begin another."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import Walk, demo_people, make_office
from workflows.domain.access import OFFICE
from workflows.domain.case import CaseView
from workflows.domain.effects import Begin
from workflows.domain.process_type import RECORD_WITHDRAWN, Decision
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.record_followers import follow_withdrawal
from workflows.store import messages
from workflows.store.tables import case, message


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """An office with an open objection about a record."""
    return Walk(demo_people(make_office(database_url, tmp_path))).open()


def withdrawn(walk: Walk, **more: Any) -> list[Any]:
    """Another case withdraws the record of the objection; return the messages that are owed because of it."""
    objection = walk.office.processes["objection"]
    office: Office = replace(walk.office, processes={"objection": replace(objection, **more)})
    act = open_act(office, OFFICE, walk.case_id)
    record_id = act.case.record_id
    assert record_id is not None
    act.case = replace(act.case, id=act.case.id + 1)
    follow_withdrawal(act, record_id)
    with office.database.act() as uow:
        if act.new_messages:
            messages.add(uow.connection, act.new_messages)
        uow.commit()
    with office.database.read() as connection:
        return list(connection.execute(select(message)).all())


def end(walk: Walk) -> None:
    with walk.office.database.act() as uow:
        uow.connection.execute(update(case).where(case.c.id == walk.case_id).values(state="archived"))
        uow.commit()


def heard(_case: CaseView, _data: Any, _today: date) -> Decision:
    return Decision(outcome="heard")


def begin(view: CaseView, today: date) -> Begin:
    told = {"on": today.isoformat()}
    return Begin(process=view.process, authority_id=1, subject_id=view.subject_id, application=told)


def test_an_open_case_whose_process_listens_is_told(walk: Walk) -> None:
    [owed] = withdrawn(walk, hears={RECORD_WITHDRAWN: heard}, after_withdrawal=begin)
    assert (owed.name, owed.case_id) == (RECORD_WITHDRAWN, walk.case_id)


def test_an_ended_case_begins_what_its_process_says(walk: Walk) -> None:
    end(walk)
    [owed] = withdrawn(walk, hears={RECORD_WITHDRAWN: heard}, after_withdrawal=begin)
    assert (owed.name, owed.case_id, owed.process) == ("", None, "objection")
    assert list(owed.data["application"]) == ["on"]


@pytest.mark.parametrize("ended", [False, True])
def test_a_process_that_does_not_listen_is_left_alone(walk: Walk, ended: bool) -> None:
    if ended:
        end(walk)
    assert withdrawn(walk) == []

"""What a listing rests on falls before anybody is listed: the case hears of it, and no act lists nevertheless.

S0-05, S4-04 (the basis must stand), S1-10 (rectified or repaired in time); an objection reaches the list by message.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, update

from tests.factories import Walk, blank_docx, demo_people, make_office
from webapp.demo.scenario import run_scenario
from workflows.domain.access import OFFICE
from workflows.domain.basis import CheckBasis, lost
from workflows.domain.removal import GroundLost
from workflows.operations import effects
from workflows.operations.effects.basis import BasisLost
from workflows.operations.reading import open_act
from workflows.processes import discover
from workflows.store.tables import case, letter, listing, record

ENTRY = discover()["blacklist_entry"]


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """An office with an open case about a record."""
    return Walk(demo_people(make_office(database_url, tmp_path))).open()


@pytest.mark.parametrize(
    ("state", "repaired", "why"),
    [
        ("published", "", ""),
        ("ended", "", ""),
        ("published", "revoked", ""),
        ("published", "repaired", "repair"),
        ("withdrawn", "", "annulled"),
        ("withdrawn", "repaired", "annulled"),
        ("destroyed", "", "annulled"),
    ],
)
def test_which_records_carry_a_listing(state: str, repaired: str, why: str) -> None:
    assert lost(state, repaired) == why


def test_an_act_towards_a_listing_is_refused_once_its_record_is_annulled(walk: Walk) -> None:
    effects.apply(CheckBasis(), open_act(walk.office, OFFICE, walk.case_id))
    with walk.office.database.act() as uow:
        uow.connection.execute(update(record).values(state="withdrawn"))
        uow.commit()
    with pytest.raises(BasisLost):
        effects.apply(CheckBasis(), open_act(walk.office, OFFICE, walk.case_id))


def test_a_case_that_has_not_decided_yet_is_told_that_its_ground_is_lost(walk: Walk) -> None:
    def told(**changes: Any) -> list[tuple[str, int]]:
        act = open_act(replace(walk.office, processes={"objection": objection}), OFFICE, walk.case_id)
        effect = GroundLost(cause="annulled", record_ids=(act.case.record_id or 0,))
        act.case = replace(act.case, id=act.case.id + 1)
        effects.apply(replace(effect, **changes), act)
        return [(row["name"], row["case_id"]) for row in act.new_messages]

    objection = replace(walk.office.processes["objection"], hears={"ground_lost": ENTRY.hears["ground_lost"]})
    assert told() == [("ground_lost", walk.case_id)]
    assert told(record_ids=(99,)) == [], "a case about another record hears nothing"
    with walk.office.database.act() as uow:
        uow.connection.execute(update(case).values(state="archived"))
        uow.commit()
    assert told() == [], "who has ended hears nothing"


@pytest.mark.parametrize(("key", "letters"), [("basis-annulled", {"LST-07"}), ("basis-repaired-untold", set())])
def test_nobody_is_listed_and_whoever_was_told_is_told_so(
    key: str, letters: set[str], sqlite_url: str, tmp_path: Path
) -> None:
    run_scenario(ENTRY, ENTRY.scenarios[key], tmp_path, database_url=sqlite_url, render=lambda *_: blank_docx())
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(select(listing)).all() == []
        assert connection.execute(select(case.c.state)).scalar_one() == "archived"
        signed = select(letter.c.code).where(letter.c.state == "signed")
        assert {code for (code,) in connection.execute(signed) if code in ("LST-06", "LST-07")} == letters
    engine.dispose()

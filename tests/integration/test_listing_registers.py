"""A listing in the registers: entered with its persons and measures, executed, left through the exit, lifted."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from tests.factories import blank_docx
from webapp.demo.scenario import run_scenario
from workflows.processes import discover
from workflows.store.tables import case, imposed_measure, letter, listing

EXIT = discover()["blacklist_exit"]
ENTRY = discover()["blacklist_entry"]


def rows(url: str, table: Any) -> list[Any]:
    """Everything in a table after a scenario, oldest first."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(select(table).order_by(table.c.id)).all())
    engine.dispose()
    return found


def run(key: str, folder: Path, url: str, process: Any = EXIT) -> Any:
    """Run a whole scenario on a database of its own."""
    return run_scenario(
        process, process.scenarios[key], folder, database_url=url, render=lambda _template, _context: blank_docx()
    )


def test_a_listing_enters_with_its_person_and_measures_and_leaves_whole(database_url: str, tmp_path: Path) -> None:
    run("exit-by-repair", tmp_path, database_url)
    entity, person = rows(database_url, listing)
    assert (entity.register, entity.list_key, entity.domain) == ("serious", "market_serious", "market")
    assert (entity.state, entity.left_reason, entity.public) == ("left", "repair", True)
    assert entity.number.startswith("示市监列〔2026〕")
    assert entity.left_number.startswith("示市监移〔2027〕")
    assert entity.basis["kind"] == "penalty"
    assert (str(entity.repairable_on), str(entity.until_on)) == ("2027-09-08", "2029-09-07")
    assert (person.of_listing_id, person.liable_as, person.state) == (entity.id, "legal_representative", "left")
    measures = rows(database_url, imposed_measure)
    assert len(measures) == 2, "each measure at the department in whose power it is; none binds the person"
    assert {row.listing_id for row in measures} == {entity.id}
    assert {row.state for row in measures} == {"lifted"}
    assert {row.state for row in rows(database_url, case)} == {"archived"}, "entry and exit both ended"
    told = [row for row in rows(database_url, letter) if row.code == "LST-11P.1" and row.state != "void"]
    assert [(row.state, row.number) for row in told] == [("signed", "示市监移责〔2027〕1号")], "惩戒到人，移出也到人"


@pytest.mark.parametrize(
    ("key", "reason", "number"),
    [("exit-by-expiry", "expiry", "示市监移〔2027〕1号"), ("emergency-removal", "wrong", "示市监列撤〔2026〕1号")],
)
def test_expiry_and_lost_ground_begin_the_exit_by_themselves(
    key: str, reason: str, number: str, sqlite_url: str, tmp_path: Path
) -> None:
    told = run(key, tmp_path, sqlite_url)
    assert {row.left_reason for row in rows(sqlite_url, listing)} == {reason}
    assert {row.left_number for row in rows(sqlite_url, listing)} == {number}, "the decision that was signed after"
    assert told.state == "已办结"
    assert number in {row.number for row in rows(sqlite_url, letter)}
    assert {row.state for row in rows(sqlite_url, case)} == {"archived"}


def test_a_watch_listing_is_internal_and_has_a_last_day(sqlite_url: str, tmp_path: Path) -> None:
    run("watch", tmp_path, sqlite_url, ENTRY)
    (row,) = rows(sqlite_url, listing)
    assert (row.register, row.public, row.state, str(row.until_on)) == ("watch", False, "listed", "2027-09-07")


def test_who_is_not_listed_stands_in_no_register(sqlite_url: str, tmp_path: Path) -> None:
    run("listing-refused-after-defence", tmp_path, sqlite_url, ENTRY)
    assert rows(sqlite_url, listing) == []
    assert rows(sqlite_url, imposed_measure) == []

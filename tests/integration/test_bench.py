"""The benchmark runs end to end on tiny sizes and counts what is really done. No speed is judged here."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import main
from bench.acts import BARE, FLOOR, OURS, RAW, WHOLE
from bench.limits import raw_commits
from bench.meter import Meter
from bench.pages import PAGES
from bench.report import targets
from bench.walks import PATH, Load, without_files
from workflows.store import tasks
from workflows.store.database import Database


def _measured(folder: Path, options: str) -> dict[str, Any]:
    """A run on SQLite with the smallest sizes that mean something."""
    file = folder / "bench.json"
    whole = main([*f"--databases sqlite --json {file} {options}".split()])
    assert json.loads(file.read_text("utf-8")) == json.loads(json.dumps(whole))
    figures: dict[str, Any] = whole["databases"]["sqlite"]
    return figures


# Each of these is far from the time limit of a test even on a busy machine; all parts in one run were not.
@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What needs neither a web server nor whole cases of every process."""
    return _measured(
        tmp_path_factory.mktemp("bench"),
        "--only acts size sweep queue --cases 1 --rounds 2 --size-cases 2 --due 3 --pending 10 20 --queue 60 120",
    )


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One case of each process after the one that warms up; statements and commits are the same in every case."""
    found: dict[str, Any] = _measured(
        tmp_path_factory.mktemp("processes"), "--only processes --process-cases 1 --rounds 1"
    )["processes"]
    return found


@pytest.fixture
def load(database_url: str, tmp_path: Path) -> Iterator[Load]:
    """An office under load with two records, without letter files, on each kind of database."""
    full = Load.on(database_url, tmp_path, 2)
    yield full.with_office(without_files(full.office))
    full.office.database.close()


def test_every_part_says_what_it_found(figures: dict[str, Any]) -> None:
    assert set(figures) == {"acts", "size", "sweep", "queue", "targets"}
    assert {RAW, BARE, FLOOR, OURS, WHOLE} < set(figures["acts"])
    assert all(figures["acts"][way]["per_second"] > 0 for way in (RAW, BARE, FLOOR, OURS, WHOLE))
    assert figures["size"]["as_grown"] > 0
    assert set(figures["sweep"]["seconds"]) == {"10", "20"}
    assert set(figures["queue"]["milliseconds"]) == {"60", "120"}


def test_every_page_is_looked_at_in_both_offices(tmp_path: Path) -> None:
    pages = _measured(tmp_path, "--only pages --office 100 200 --looks 2")["pages"]
    assert set(pages["pages"]) == {f"{login or 'public'} {path}" for login, path in PAGES}
    assert all(set(page["p95_ms"]) == {"100", "200"} for page in pages["pages"].values())
    for server in ("limit", "100", "200"):
        assert pages[server]["per_second"] > 0
        assert pages[server]["memory_mb"] > 10, "an interpreter alone has more"
    assert pages["limit"]["bytes"] > 10_000, "the limit is that of a whole page"


def test_each_process_is_measured_from_the_beginning_of_a_case_to_its_end(processes: dict[str, Any]) -> None:
    assert set(processes) == {"objection", "repair", "rectification", "blacklist_exit"}
    for process, row in processes.items():
        assert row["completions"] >= 7, "every task of the scenario"
        assert row["commits"] == [1, 1], "each completion is one transaction"
        assert row["per_second"] > 0
        assert row["statements_max"] <= 25, f"{process}: {row['by_task']}"
        assert row["packed"] > 1000, f"{process} leaves a case behind"
        assert set(row["by_task"]) > {"open_case"}


def test_each_target_is_judged_by_its_own_figure(figures: dict[str, Any]) -> None:
    worse = json.loads(json.dumps(figures))
    worse["acts"][OURS]["commits_max"] = 2
    worse["acts"][OURS]["statements_max"] = 26
    worse["sweep"]["times"]["20"] = 1.21
    missed = {target["name"] for target in targets("sqlite", worse) if not target["met"]}
    assert {"one commit", "at most 25 statements, BEGIN and COMMIT included"} <= missed
    assert any(name.startswith("sweep") for name in missed)
    better = {**worse["acts"][OURS], "commits_max": 1, "statements_max": 25}
    worse["acts"][OURS] = better
    worse["sweep"]["times"]["20"] = 1.2
    met = {target["name"] for target in targets("sqlite", worse) if target["met"]}
    assert {"one commit", "at most 25 statements, BEGIN and COMMIT included"} <= met


def test_a_completion_is_one_commit_of_few_statements(load: Load) -> None:
    costs = load.whole_case()
    assert len(costs) == len(PATH) == 11
    assert [(cost.begins, cost.commits) for cost in costs] == [(1, 1)] * 11
    assert max(cost.calls for cost in costs) + 2 <= 25, "BEGIN and COMMIT count too"
    assert all(cost.statements >= cost.calls > 5 for cost in costs)


def test_the_measured_case_is_really_finished(load: Load) -> None:
    load.whole_case()
    with load.office.database.read() as connection:
        done = tasks.all_of(connection, 1)
    assert [task.node for task in done] == [node for _, node in PATH]
    assert {task.state for task in done} == {"done"}


def test_the_meter_counts_inside_its_measure_only(database_url: str) -> None:
    database = Database(database_url)
    meter = Meter(database.engine)
    meter.listen()
    with database.act() as uow:
        uow.connection.exec_driver_sql("SELECT 1")
        uow.commit()
    with meter.measured() as reading, database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    with meter.measured() as acting, database.act() as uow:
        uow.connection.exec_driver_sql("CREATE TABLE counted (id integer)")
        uow.connection.exec_driver_sql("DROP TABLE counted")
        uow.commit()
    with meter.measured() as given_up, database.act() as uow:
        uow.connection.exec_driver_sql("SELECT 1")
    database.close()
    assert (reading.statements, reading.begins, reading.commits) == (1, 0, 0)
    assert (acting.statements, acting.begins, acting.commits) == (2, 1, 1)
    assert (given_up.begins, given_up.commits) == (1, 0)


def test_the_raw_limit_commits_each_row(database_url: str) -> None:
    with raw_commits(database_url) as raw:
        raw(7)
    database = Database(database_url)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM raw_commit").scalar_one() == 7
    database.close()

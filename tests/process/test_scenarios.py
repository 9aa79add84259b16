"""Whole cases on the training clock, with real forms, real letters and the worker's own sweep, on both databases."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.databases import BACKENDS
from tests.support.scenarios import ran
from webapp.demo.scenario import Told, run_scenario
from workflows.processes import discover
from workflows.store.database import Database
from workflows.store.tables import task

OBJECTION = discover()["objection"]
#: Those that ``flask scenario`` promises by name.
PROMISED = {"on-time", "overdue", "correction", "refused", "withdrawn"}


def run(key: str) -> Told:
    return ran("objection", key).told


def on(url: str, key: str, folder: Path) -> Told:
    return run_scenario(OBJECTION, OBJECTION.scenarios[key], folder, database_url=url)


def clock(told: Told, rule: str) -> dict[str, object]:
    """The last answer about a rule."""
    return [row for row in told.deadlines if row["rule"] == f"objection.{rule}"][-1]


def signed(told: Told) -> dict[str, str | None]:
    """The letters in force, with their numbers."""
    return {row["code"]: row["number"] for row in told.letters if row["state"] in ("signed", "issued")}


def kinds(told: Told) -> list[str]:
    return [event["kind"] for event in told.events]


def test_the_promised_scenarios_exist() -> None:
    assert set(OBJECTION.scenarios) >= PROMISED
    assert all(key == scenario.key for key, scenario in OBJECTION.scenarios.items())


@pytest.mark.parametrize("key", OBJECTION.scenarios)
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_scenario_ends_with_nothing_left_running_or_unsigned(
    key: str, backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    told = run(key) if backend == "sqlite" else on(request.getfixturevalue("postgresql_url"), key, tmp_path)
    assert told.state != "办理中"
    assert {row["state"] for row in told.deadlines} <= {"met", "late", "cancelled", "superseded"}
    assert {row["state"] for row in told.letters} <= {"signed", "issued", "void"}
    assert all(len(row["sha256"]) == 64 for row in told.letters if row["state"] != "void")
    assert [event["seq"] for event in told.events] == list(range(1, len(told.events) + 1))
    assert [event["at"] for event in told.events] == sorted(event["at"] for event in told.events)


def test_a_case_on_time_meets_every_clock_and_warns_nobody_of_a_breach() -> None:
    told = run("on-time")
    assert told.state == "已办结"
    assert {row["rule"]: row["state"] for row in told.deadlines} == {
        "objection.overall": "met",
        "objection.forward": "met",
        "objection.verify": "met",
        "objection.notify": "met",
    }
    overall = clock(told, "overall")
    assert (overall["due_on"], overall["met_on"]) == (date(2026, 10, 12), date(2026, 9, 28))
    assert overall["governing"]["article"] == "六（三）"  # type: ignore[index]
    assert "deadline_breached" not in kinds(told)
    assert signed(told)["OBJ-11"] == "示信用异告〔2026〕1号"
    assert signed(told)["OBJ-08"] == "示市监异核复〔2026〕1号"


def test_an_overdue_case_warns_breaches_and_escalates_on_each_clock() -> None:
    told = run("overdue")
    assert told.state == "已办结"
    for rule in ("forward", "verify", "notify", "correct", "overall"):
        row = clock(told, rule)
        assert row["state"] == "late"
        assert row["breach_reason"]
        assert row["warned_at"] <= row["breached_at"] <= row["escalated_at"]  # type: ignore[operator]
    assert kinds(told).count("deadline_escalated") == 5


def test_the_provider_is_urged_by_a_draft_that_a_person_must_sign() -> None:
    told = run("overdue")
    urged = [row for row in told.letters if row["code"] == "OBJ-09"]
    assert [(row["state"], row["number"]) for row in urged] == [("signed", "示信用异催〔2026〕1号")]
    events = [event for event in told.events if event["data"].get("code") == "OBJ-09"]
    assert [event["kind"] for event in events] == ["letter_drafted", "letter_signed"]
    assert [event["actor"] for event in events] == ["系统", "auditor"]


def test_a_correction_changes_the_record_field_by_field() -> None:
    told = run("correction")
    changed = next(event for event in told.events if event["kind"] == "record_corrected")
    assert changed["data"]["changes"] == [{"field": "CF_NR_FK", "old": "5", "new": "0.5"}]
    assert clock(told, "correction")["state"] == "met"
    assert clock(told, "overall")["due_on"] == date(2026, 10, 12), "补正 does not stop the clock under 新郑"
    assert {"OBJ-05", "OBJ-12"} <= signed(told).keys()


def test_a_refusal_is_the_offices_reply_and_stops_every_clock() -> None:
    told = run("refused")
    assert told.state == "不予受理"
    assert {row["state"] for row in told.deadlines} == {"met"}
    assert signed(told)["OBJ-06"] == "示信用异不〔2026〕1号"


def test_a_withdrawal_stops_every_clock_and_is_answered_in_writing() -> None:
    told = run("withdrawn")
    assert told.state == "已撤回"
    assert clock(told, "overall")["state"] == "cancelled"
    assert signed(told)["OBJ-15"] == "示信用异终〔2026〕1号"


def test_a_return_leaves_no_number_behind() -> None:
    told = run("returned")
    void = [row["number"] for row in told.letters if row["state"] == "void"]
    assert void == [None] * kinds(told).count("letter_void")
    assert len(void) >= 5
    assert signed(told)["OBJ-11"] == "示信用异告〔2026〕1号"


def test_under_henan_the_record_is_marked_and_its_three_days_rule_the_own_check() -> None:
    """河南条例 Art. 41 ¶2: three working days in the office's own scope, and 异议标注."""
    told = run("own-scope")
    row = clock(told, "own_scope")
    assert (row["due_on"], row["state"], row["pack"]) == (date(2026, 9, 22), "late", "henan/2020-05-01")
    assert clock(told, "overall")["due_on"] == date(2026, 9, 29), "seven working days beat 新郑's twelve"
    assert kinds(told).index("record_marked") < kinds(told).index("record_unmarked")


def test_reputation_is_restored_by_every_department() -> None:
    told = run("restored")
    restored = [event for event in told.events if event["data"].get("node") == "confirm_restoration"]
    assert [event["actor"] for event in restored] == ["executor", "executor2"]
    assert "record_withdrawn" in kinds(told)


def test_sending_back_to_the_provider_moves_no_date_and_buys_nobody_time() -> None:
    """S1 六(三): 5 working days from the one receipt of the letter, 2 from the first result, 12 in all."""
    told = run("returned-to-provider")
    days = {
        rule: [
            (row["start_on"], row["due_on"], row["state"])
            for row in told.deadlines if row["rule"] == f"objection.{rule}"
        ]
        for rule in ("verify", "notify", "overall")
    }  # fmt: skip
    assert days["verify"] == [(date(2026, 9, 21), date(2026, 9, 29), "met")] * 4
    notify = (date(2026, 9, 22), date(2026, 9, 24))
    assert days["notify"] == [(*notify, "cancelled")] * 3 + [(*notify, "met")]
    assert days["overall"] == [(date(2026, 9, 18), date(2026, 10, 12), "met")]


def test_the_history_shows_who_sent_back_to_the_provider_and_what_was_to_be_supplied(
    sqlite_url: str, tmp_path: Path
) -> None:
    told = on(sqlite_url, "returned-to-provider", tmp_path)
    back = [event for event in told.events if event["data"].get("outcome") == "supplement"]
    assert [event["actor"] for event in back] == ["reviewer", "auditor", "head"]
    database = Database(sqlite_url)
    with database.read() as connection:
        said = connection.execute(select(task.c.data).where(task.c.outcome == "supplement")).scalars().all()
    database.close()
    assert len(said) == len(back)
    assert all("请补充处罚决定书页码" in (each.get("opinion") or each.get("reasons")) for each in said)
    opinions = [row for row in told.letters if row["code"] == "OBJ-08"]
    assert [(row["state"], row["number"]) for row in opinions] == [
        ("signed", f"示市监异核复〔2026〕{serial}号") for serial in (1, 2, 3, 4)
    ], "every opinion is a letter of its own; none is taken back"

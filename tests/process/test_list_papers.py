"""The papers of lists in whole cases: one letter, number, slip and service for each liable person; both databases."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from webapp.demo.scenario import Told, run_scenario
from workflows.domain.scenario import Do, Scenario
from workflows.processes import discover

ENTRY = discover()["blacklist_entry"]
SECOND = {"name": "示例主管", "code": "410184199002020022", "role": "directly_liable"}
SAID = "整改由本人主动完成。"
ANSWER = {"person": SECOND["name"], "point": "主动整改", "taken": "taken", "reason": "有整改记录。"}


def of_two_persons(scenario: Scenario) -> Scenario:
    """The same listing, for which two persons answer."""

    def told(act: Any) -> Any:
        if not isinstance(act, Do):
            return act
        if act.node == "assess":
            return replace(act, form={**act.form, "persons": [*act.form["persons"], SECOND]})
        if act.node in ("serve_notice", "serve_decision"):
            row = {**act.form["persons"][0], "name": SECOND["name"], "method": "post", "proof": "EX20260907"}
            return replace(act, form={**act.form, "persons": [*act.form["persons"], row]})
        if act.node == "review_defence":
            return replace(act, form={**act.form, "points": [*act.form["points"], ANSWER]})
        return act

    acts = [told(act) for act in scenario.acts]
    heard = max(place for place, act in enumerate(acts) if isinstance(act, Do) and act.form.get("person"))
    second = replace(acts[heard], form={**acts[heard].form, "person": SECOND["name"], "statement": SAID})
    return replace(scenario, acts=(*acts[:heard], second, *acts[heard:]))


@pytest.fixture
def listing(database_url: str, tmp_path: Path) -> Told:
    return run_scenario(ENTRY, of_two_persons(ENTRY.scenarios["listing"]), tmp_path, database_url=database_url)


def test_each_liable_person_has_letter_number_and_slip_of_their_own(listing: Told) -> None:
    """惩戒到人 (S1-12, S1-13): notice before the listing and letter after it, numbered one by one."""
    numbers = {row["code"]: row["number"] for row in listing.letters if row["state"] == "signed"}
    assert [numbers[f"LST-02P.{place}"] for place in (1, 2)] == ["示市监责告〔2026〕1号", "示市监责告〔2026〕2号"]
    assert [numbers[f"LST-06P.{place}"] for place in (1, 2)] == ["示市监列责〔2026〕1号", "示市监列责〔2026〕2号"]
    slips = [row["code"] for row in listing.letters if row["code"].startswith("SHR-01") and row["state"] == "issued"]
    assert sorted(slips) == ["SHR-01", "SHR-01", "SHR-01.1", "SHR-01.1", "SHR-01.2", "SHR-01.2"]
    assert len({row["sha256"] for row in listing.letters if row["sha256"]}) == len(
        [row for row in listing.letters if row["sha256"]]
    ), "no two letters are the same paper"


def test_each_liable_person_has_a_paper_of_their_own_words(listing: Told) -> None:
    """行政处罚法 Arts 44, 45: nobody's defence stands in the paper of another."""
    papers = {row["code"] for row in listing.letters if row["state"] in ("signed", "issued")}
    assert {"LST-03", "LST-03P.1", "LST-03P.2"} <= papers


def test_each_liable_person_is_served_on_their_own(listing: Told) -> None:
    """送达 is told letter by letter: method, day and receiver of each."""
    served = {event["data"]["code"]: event["data"] for event in listing.events if event["kind"] == "letter_served"}
    assert set(served) == {"LST-02", "LST-02P.1", "LST-02P.2", "LST-06", "LST-06P.1", "LST-06P.2", "REP-00"}
    assert {code: served[code]["method"] for code in ("LST-06", "LST-06P.1", "LST-06P.2")} == {
        "LST-06": "direct", "LST-06P.1": "direct", "LST-06P.2": "post",
    }  # fmt: skip
    assert date.fromisoformat(served["LST-06P.2"]["on"]) == date(2026, 9, 7)

"""Nobody is listed, published or sanctioned before being told (行政处罚法 Art. 61, 民事诉讼法 Art. 95)."""

from datetime import date
from typing import Any

import pytest

from tests.support.scenarios import ran
from tests.unit.test_listing_rules import CLERK, LISTED, PERSON, SERVED, case
from webapp.demo.scenario import Told
from workflows.domain.time import office_date
from workflows.processes import discover
from workflows.processes.blacklist_entry.rules import execution, serving
from workflows.processes.list_scenario import PERSON_SERVED

ENTRY = discover()["blacklist_entry"]
SIGNED = {"decision_signed": "2026-09-07"}
NOTICE = {"method": "public", "note": "示例日报；下落不明"}


def serve(subject: dict[str, Any], person: dict[str, Any]) -> Any:
    base = {**SERVED, "served_on": date(2026, 9, 10), "consented": False}
    row = {**PERSON_SERVED, "served_on": date(2026, 9, 10), **person}
    return serving.serve_decision(
        case(**LISTED, starts=SIGNED), CLERK, {**base, **subject, "persons": [{**row, "name": PERSON["name"]}]}
    )


@pytest.mark.parametrize(
    ("subject", "person", "effective_on", "at_once"),
    [
        ({}, {}, date(2026, 9, 10), True),
        ({}, {"served_on": date(2026, 9, 11)}, date(2026, 9, 11), True),
        (NOTICE, {}, date(2026, 10, 10), False),
        ({}, {"method": "public", "proof": "示例日报；下落不明"}, date(2026, 10, 10), False),
    ],
)
def test_a_listing_takes_effect_when_the_last_has_been_served(
    subject: dict[str, Any], person: dict[str, Any], effective_on: date, at_once: bool
) -> None:
    decided = serve(subject, person)
    assert (decided.started_on, decided.facts["in_effect"]) == (effective_on, at_once)
    # The wait for a public notice ends at midnight before that day; a notice in the paper meets the limit of service.
    assert decided.set_dates == ({} if at_once else {"blacklist_entry.effect": date(2026, 10, 9)})
    assert (decided.meets, decided.met_on.month) == (("blacklist_entry.serve",), 9)


def test_the_register_counts_from_the_day_of_service() -> None:
    entered = execution.enter(case(**LISTED, starts={**SIGNED, "decision_served": "2026-09-08"}), date(2026, 9, 10))
    assert entered.set_dates["blacklist_entry.minimum"] == date(2027, 9, 8)
    assert entered.effects[1].listed_on == date(2026, 9, 8)  # type: ignore[attr-defined]


def order(told: Told) -> list[str]:
    """What happened, by kind; letters by code."""
    return [str(event["data"].get("code") or event["kind"]) for event in told.events]


def test_nothing_goes_out_before_the_decision_is_served() -> None:
    happened = order(ran("blacklist_entry", "listing").told)
    served = max(place for place, kind in enumerate(happened) if kind == "REP-00")
    for later in ("listed", "measures_ordered", "LST-08", "LST-09"):
        assert served < happened.index(later), later


def test_service_that_is_late_is_warned_supervised_and_reported_and_who_is_not_found_is_listed_nevertheless() -> None:
    told = ran("blacklist_entry", "no-defence").told
    (row,) = [each for each in told.deadlines if each["rule"] == "blacklist_entry.serve"]
    assert (row["due_on"], row["met_on"], row["state"]) == (date(2024, 9, 30), date(2024, 10, 15), "late")
    assert row["warned_at"] < row["breached_at"] < row["escalated_at"]
    listed = next(event for event in told.events if event["kind"] == "listed")
    assert (listed["actor"], office_date(listed["at"])) == ("系统", date(2024, 11, 14)), "the thirtieth day"


@pytest.mark.parametrize("key", ["basis-annulled-unserved", "basis-annulled-in-notice"])
def test_what_is_signed_and_not_in_force_falls_with_its_basis(key: str) -> None:
    told = ran("blacklist_entry", key).told
    assert "listed" not in [event["kind"] for event in told.events]
    assert {row["code"] for row in told.letters if row["state"] == "signed"} >= {"LST-06", "LST-07"}


@pytest.mark.parametrize(("key", "letter"), [("watch", "LST-14"), ("not-listed", "LST-07")])
def test_whoever_is_watched_or_not_listed_is_served_too(key: str, letter: str) -> None:
    told = ran("blacklist_entry", key).told
    assert [event["kind"] for event in told.events if event["data"].get("code") == letter][-1] == "letter_served"
    assert [row["state"] for row in told.deadlines if row["rule"] == "blacklist_entry.serve"] == ["met"]

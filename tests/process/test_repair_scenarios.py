"""Whole repairs on the training clock, with real forms, real letters and the platform's receipts."""

from datetime import date

import pytest

from tests.support.scenarios import ran
from webapp.demo.scenario import Told
from workflows.processes import discover
from workflows.processes.repair.words import EFFECTS, RECIPIENTS

REPAIR = discover()["repair"]
REVOCATION = discover()["repair_revocation"]


def run(key: str) -> Told:
    return ran("repair", key).told


def clock(told: Told, rule: str) -> dict[str, object]:
    """The last answer about a rule."""
    return [row for row in told.deadlines if row["rule"] == f"repair.{rule}"][-1]


def signed(told: Told) -> dict[str, str | None]:
    """The letters in force, with their numbers."""
    return {row["code"]: row["number"] for row in told.letters if row["state"] in ("signed", "issued")}


def kinds(told: Told) -> list[str]:
    return [event["kind"] for event in told.events]


def test_the_promised_scenarios_exist() -> None:
    assert set(REPAIR.scenarios) >= {"minor", "serious", "batch", "refused", "revoked"}


@pytest.mark.parametrize("key", REPAIR.scenarios)
def test_every_repair_ends_with_nothing_left_running_or_unsigned(key: str) -> None:
    told = run(key)
    assert told.state != "办理中"
    assert {row["state"] for row in told.deadlines} <= {"met", "late", "cancelled", "superseded"}
    assert {row["state"] for row in told.letters} <= {"signed", "issued", "void"}


@pytest.mark.parametrize("key", REVOCATION.scenarios)
def test_every_revocation_ends_with_nothing_left_running_or_unsigned(key: str) -> None:
    told = ran("repair_revocation", key).told
    assert told.state == "已办结"
    assert {row["state"] for row in told.deadlines} <= {"met", "late", "cancelled"}
    assert {row["state"] for row in told.letters} <= {"signed", "issued", "void"}
    assert signed(told)["REP-12"] == "示市监修撤告〔2026〕1号"
    decided = {"REP-14": "示市监修不撤〔2026〕1号"} if key == "kept" else {"REP-11": "示市监修撤〔2026〕1号"}
    assert {code: number for code, number in signed(told).items() if code in ("REP-11", "REP-14")} == decided


@pytest.mark.parametrize(
    ("key", "public_again"), [("done", True), ("overdue", True), ("kept", False), ("publicity-over", False)]
)
def test_a_record_is_public_again_only_after_the_decision_is_served_and_within_its_longest_publicity(
    key: str, public_again: bool
) -> None:
    told = ran("repair_revocation", key).told
    seen = kinds(told)
    assert ("publicity_restored" in seen, "push_owed" in seen) == (public_again, public_again)
    if public_again:
        served = [
            place
            for place, event in enumerate(told.events)
            if event["kind"] == "letter_served" and event["data"]["code"] == "REP-11"
        ]
        assert served[0] < seen.index("publicity_restored"), "what nobody was told of has no effect"


def test_the_time_for_restoring_publicity_begins_with_service_and_the_defence_with_the_notice() -> None:
    told = ran("repair_revocation", "overdue").told
    last_days = {row["rule"].partition(".")[2]: row["due_on"] for row in told.deadlines}
    assert last_days["defence"] == date(2026, 10, 26), "five working days after 19 October"
    assert last_days["restore"] == date(2026, 11, 6), "three working days after 3 November"


def test_a_return_mends_the_last_day_of_publicity_too() -> None:
    told = ran("repair_revocation", "done").told
    (restored,) = [event for event in told.events if event["kind"] == "publicity_restored"]
    assert restored["data"]["until"] == "2027-03-10"


def test_a_minor_case_is_repaired_the_same_day_by_the_department_that_recognised_it() -> None:
    told = run("minor")
    assert {row["state"] for row in told.deadlines} == {"met"}
    assert signed(told)["REP-08"] == "示市监修决〔2026〕1号"
    assert signed(told)["REP-04B"] == "示信用修受〔2026〕1号"


def test_the_case_closes_only_when_all_four_effects_have_their_receipts() -> None:
    told = run("serious")
    seen = kinds(told)
    asked = [(event["data"]["what"], event["data"]["target"]) for event in told.events if event["kind"] == "push_owed"]
    assert sorted(asked) == sorted((kind, each) for kind in EFFECTS for each in RECIPIENTS[kind])
    assert seen.count("receipt_received") == len(asked) == 7
    assert "publicity_ended" in seen
    last = max(place for place, kind in enumerate(seen) if kind == "receipt_received")
    assert seen.index("case_archived") > last
    assert told.events[seen.index("case_archived")]["at"].date() == date(2026, 10, 14)


def test_an_extension_is_approved_by_the_head_before_expiry_and_moves_decision_and_feedback() -> None:
    told = run("serious")
    granted = [event for event in told.events if event["kind"] == "clock_extended"]
    assert [event["actor"] for event in granted] == ["chief", "chief"]
    assert {event["data"]["approved_by"] for event in granted} == {"认定单位负责人"}
    # From 18 September: feedback 10 → 15 working days, the decision 7 → 12.
    assert clock(told, "feedback")["due_on"] == date(2026, 10, 15)
    assert clock(told, "decide")["due_on"] == date(2026, 10, 12)
    assert signed(told)["REP-07B"] == "示市监修延〔2026〕1号"


def test_serious_cases_pass_the_legal_review() -> None:
    told = run("serious")
    assert any(event["data"].get("node") == "legal_review" and event["actor"] == "legal" for event in told.events)


def test_a_batch_has_a_decision_for_each_record_and_repairs_only_what_was_granted() -> None:
    told = run("batch")
    numbers = {code: number for code, number in signed(told).items() if code.startswith(("REP-08", "REP-09"))}
    assert numbers == {"REP-08.1": "示市监修决〔2026〕1号", "REP-09.2": "示市监修否〔2026〕1号"}
    assert {event["data"]["code"] for event in told.events if event["kind"] == "letter_served"} == numbers.keys()
    assert len([event for event in told.events if event["kind"] == "publicity_ended"]) == 1
    assert kinds(told).count("push_owed") == sum(len(each) for each in RECIPIENTS.values()), "of one record"


def test_who_comes_too_early_is_refused_and_told_when_to_come_again() -> None:
    told = run("refused")
    assert told.state == "不予受理"
    assert signed(told)["REP-04D"] == "示信用修不〔2026〕1号"
    assert "REP-00" in signed(told)


def test_late_receipts_warn_breach_and_escalate_and_are_met_late() -> None:
    told = run("overdue")
    for kind in EFFECTS:
        row = clock(told, kind)
        assert (row["state"], row["breach_reason"]) == ("late", "receipt_late")
        assert row["warned_at"] <= row["breached_at"] <= row["escalated_at"]  # type: ignore[operator]
    assert clock(told, "stop_publicity")["due_on"] == date(2026, 10, 21), "three working days from the decision"


def test_a_lapsed_supplement_is_a_reason_to_refuse_and_nobodys_delay() -> None:
    told = run("lapsed")
    assert told.state == "不予受理"
    assert "correction_lapsed" in kinds(told)


def test_a_repair_got_by_false_material_is_revoked_and_the_record_is_public_again() -> None:
    told = run("revoked")
    assert told.number.startswith("SJ-REV-"), "the department's own case follows the repair"
    assert "publicity_restored" in kinds(told)
    assert signed(told)["REP-11"] == "示市监修撤〔2026〕1号"

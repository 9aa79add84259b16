"""The days of a repair: acceptance, decision, feedback and receipts, by Order 36 and by a province that is stricter."""

from datetime import date

import pytest

from workflows.calendars import library as calendars
from workflows.domain.clock import ClockFacts, Extended
from workflows.domain.deadline import compute
from workflows.domain.policy import Unit
from workflows.policies import library as policies
from workflows.processes.repair.words import EFFECTS

NATIONAL = policies.pack("national/2026-04-01")
HENAN = policies.pack("henan/2020-05-01")

DAYS = ClockFacts(
    starts={
        "received_by_centre": date(2026, 9, 18), "accepted": date(2026, 9, 22), "decided": date(2026, 10, 9),
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "due_on"),
    [
        ("accept", date(2026, 9, 22)),
        ("decide", date(2026, 10, 9)),
        ("feedback", date(2026, 10, 9)),
        ("return_result", date(2026, 10, 9)),
        ("stop_publicity", date(2026, 10, 13)),
        ("update_rating", date(2026, 10, 13)),
    ],
)
def test_the_days_of_order_36_over_a_make_up_sunday_and_the_holidays(rule: str, due_on: date) -> None:
    """10 working days of feedback hold every step up to the answer; what follows the decision runs its own time."""
    found = compute(f"repair.{rule}", [NATIONAL], DAYS, calendars.shipped(), cap_rule="repair.feedback")
    assert found is not None
    assert found.due_on == due_on


def test_henan_executes_within_one_working_day() -> None:
    """河南条例 Art. 43 beats the three days taken from the national rule."""
    found = compute("repair.stop_publicity", [NATIONAL, HENAN], DAYS, calendars.shipped(), cap_rule="repair.feedback")
    assert found is not None
    assert (found.due_on, found.governing.article) == (date(2026, 10, 10), "第四十三条")


def test_unverified_numbers_of_the_national_rule_say_so() -> None:
    open_points = {limit.rule for limit in NATIONAL.unverified}
    assert {"repair.decide", "repair.return_result", *(f"repair.{kind}" for kind in EFFECTS)} <= open_points
    assert all("待核实" in limit.note or "待对照" in limit.note for limit in NATIONAL.unverified)
    assert NATIONAL.demands["repair"]["fee"] is False


def extended(*rules: str, n: int) -> ClockFacts:
    """The facts with an extension of some rules, approved by the department's head."""
    granted = tuple(
        Extended(rule=f"repair.{rule}", n=n, unit=Unit.WORKING_DAYS, approved_by="认定单位负责人", on=date(2026, 9, 24))
        for rule in rules
    )
    return ClockFacts(starts=DAYS.starts, extensions=granted)


@pytest.mark.parametrize(
    ("rules", "n", "due_on"),
    [
        (("decide",), 5, date(2026, 10, 9)),
        (("decide", "feedback"), 5, date(2026, 10, 15)),
        (("decide", "feedback"), 30, date(2026, 10, 22)),
    ],
)
def test_a_decision_is_put_off_only_with_the_feedback_and_by_ten_days_at_most(
    rules: tuple[str, ...], n: int, due_on: date
) -> None:
    found = compute("repair.decide", [NATIONAL], extended(*rules, n=n), calendars.shipped(), "repair.feedback")
    assert found is not None
    assert found.due_on == due_on

"""What whole cases of rectification leave behind: an absence, a request that waits, promises that fall due."""

import pytest

from tests.support.scenarios import ran
from webapp.demo.scenario import Told
from workflows.processes import discover

RECTIFICATION = discover()["rectification"]


def told(key: str) -> Told:
    return ran("rectification", key).told


def kinds(key: str) -> list[str]:
    return [event["kind"] for event in told(key).events]


def done(key: str) -> list[str]:
    """The nodes that people completed, in their order."""
    return [event["data"]["node"] for event in told(key).events if event["kind"] == "task_completed"]


@pytest.mark.parametrize("key", RECTIFICATION.scenarios)
def test_every_case_ends_with_nothing_left_running_or_unsigned(key: str) -> None:
    assert told(key).state == "已办结"
    assert {row["state"] for row in told(key).deadlines} <= {"met", "late", "cancelled", "superseded"}
    assert {row["state"] for row in told(key).letters} <= {"signed", "issued", "void"}


def test_listing_is_proposed_after_two_unexcused_absences_and_the_heads_confirmation() -> None:
    steps = done("interview-absent")
    assert steps.count("hold_interview") == 2
    assert steps.index("confirm_absence") > max(at for at, node in enumerate(steps) if node == "hold_interview")
    assert "listing_proposed" in kinds("interview-absent")
    assert "listing_proposed" not in kinds("interview-excused")


def test_a_clock_goes_on_while_an_extension_is_asked_for_and_starts_anew_only_where_it_is_granted() -> None:
    days = [row["due_on"] for row in told("done").deadlines if row["rule"] == "rectification.report"]
    assert len(days) == len(set(days)) == 2, "the day first set and the one that was granted"
    happened = [kind for kind in kinds("done") if kind in ("clock_started", "clock_cancelled", "deadline_warned")]
    assert happened == ["clock_started", "deadline_warned", "clock_cancelled", "clock_started", "deadline_warned"]


def test_a_request_made_in_time_is_decided_after_the_last_day_and_nobody_was_overdue() -> None:
    """REC-03: the subject asked on 29 September, the last day was the 30th, the head decides on 8 October."""
    steps = done("extension-pending")
    assert steps[steps.index("supervise_extension") + 1] == "decide_extension"
    assert "report_overdue" not in kinds("extension-pending")
    assert "report_overdue" in kinds("to-interview"), "who did not ask is"

"""The years on a list run from its first day, whoever has still to answer; and who answers late is chased (LST-09)."""

from datetime import date

from tests.support.scenarios import ran
from webapp.demo.scenario import Told


def events(told: Told, kind: str) -> list[date]:
    return [event["at"].date() for event in told.events if event["kind"] == kind]


def test_minimum_and_maximum_run_while_no_department_has_answered() -> None:
    told = ran("blacklist_entry", "wrong-listing").told
    assert events(told, "measures_executed") == [], "nobody has executed anything"
    periods = {row["rule"].partition(".")[2]: row["due_on"] for row in told.deadlines}
    assert (periods["minimum"], periods["maximum"]) == (date(2027, 9, 7), date(2029, 9, 7))


def test_departments_that_do_not_answer_are_warned_supervised_and_reported() -> None:
    told = ran("blacklist_entry", "wrong-listing").told
    (row,) = [each for each in told.deadlines if each["rule"] == "blacklist_entry.execute"]
    assert row["due_on"] == date(2026, 9, 22), "fifteen days after the order"
    assert row["warned_at"] < row["breached_at"] < row["escalated_at"]
    assert row["state"] == "cancelled", "removal ends what it ordered"


def test_the_order_is_answered_by_the_last_department() -> None:
    told = ran("blacklist_entry", "listing").told
    (row,) = [each for each in told.deadlines if each["rule"] == "blacklist_entry.execute"]
    assert (row["state"], row["breached_at"]) == ("met", None)
    assert told.state == "已办结"

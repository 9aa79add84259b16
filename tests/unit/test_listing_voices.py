"""Whoever has an account may be heard on paper or by word of mouth too (行政处罚法 Arts 44, 45, 62; LST-03)."""

from datetime import date
from typing import Any

import pytest

from tests.unit.test_listing_rules import AT_DESK, PERSON, TODAY, case
from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors
from workflows.processes.blacklist_entry.forms import StateForm
from workflows.processes.blacklist_entry.rules import defence, voices

SUBJECT = Actor(user_id=7, name="示例当事人")
SAID: dict[str, Any] = {"statement": "意见", "evidence": "", "final": True}


def opened(**facts: Any) -> Any:
    return case(applicant=SUBJECT.user_id, persons=[PERSON], speakers={"1": 8}, **facts)


DESK = Actor(user_id=5, name="示例认定员")


def test_the_department_hears_those_who_have_an_account_too() -> None:
    assert [(desk.role, desk.user_id) for desk in voices.desks(opened())] == [
        (Role.APPLICANT, 7), (Role.APPLICANT, 8), (Role.RECOGNISER, None),
    ]  # fmt: skip
    form = StateForm()
    form.suit(opened())
    assert [value for value, _ in form.person.choices] == ["", PERSON["name"]]
    decided = defence.state_defence(opened(), DESK, {**SAID, **AT_DESK})
    assert decided.memory["statements"] == [
        {"text": "意见", "evidence": "", "place": 0, "channel": "oral", "on": TODAY.isoformat()}
    ]


@pytest.mark.parametrize("missing", ["channel", "stated_on"])
def test_what_came_on_paper_says_how_and_when(missing: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        defence.state_defence(opened(), DESK, {**SAID, **AT_DESK, missing: None})
    assert set(refused.value.errors) == {missing}


@pytest.mark.parametrize(("channel", "asked"), [("written", True), ("oral", True), ("", False)])
def test_what_came_to_the_department_has_its_paper(channel: str, asked: bool) -> None:
    assert bool(defence.scan_missing({"channel": channel})) is asked


def test_online_nobody_is_asked_for_channel_or_paper() -> None:
    form = StateForm()
    form.suit(opened(speaks=[""]))
    assert {"channel", "stated_on"}.isdisjoint(form._fields)
    assert "channel" not in defence.state_defence(opened(), SUBJECT, SAID).memory["statements"][0]


@pytest.mark.parametrize(("done", "over"), [([], False), ([1], True)])
def test_the_last_word_closes_every_desk_that_still_waits(done: list[int], over: bool) -> None:
    decided = defence.state_defence(opened(said_all=done), SUBJECT, SAID)
    assert (decided.closes, bool(decided.meets)) == (over, over)


def test_a_paper_that_came_in_time_meets_the_period_on_its_day() -> None:
    came = {**AT_DESK, "channel": "written", "stated_on": date(2026, 9, 9)}
    decided = defence.state_defence(opened(said_all=[1]), DESK, {**SAID, **came})
    assert decided.met_on == date(2026, 9, 9)

"""What each side of a case may see of it; the rest never leaves the operation."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk, demo_people, make_office
from workflows.domain.errors import Hidden, NotFound
from workflows.operations.case_page import CasePage, Side
from workflows.operations.read_case import read_case


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """A case that has come back from the provider."""
    walk = Walk(demo_people(make_office(database_url, tmp_path))).open()
    walk.forwarded()
    walk.do("provider", "sign_for")
    walk.do("provider", "verify", process="内部意见")
    return walk


def seen(walk: Walk, who: str) -> CasePage:
    """The case as ``who`` sees it."""
    return read_case(walk.office, walk.people.actor(who), walk.case_id)


def texts(page: CasePage) -> str:
    """Everything that people typed into tasks, and every event's data."""
    typed: list[Any] = [task.data for task in page.tasks]
    return str([*typed, *(event.data for event in page.events), dict(page.view.facts)])


def test_the_applicant_sees_own_papers_and_facts_and_no_opinion(walk: Walk) -> None:
    page = seen(walk, "applicant")
    assert page.side is Side.APPLICANT
    assert {letter.code for letter in page.letters} == {"OBJ-03", "OBJ-04"}
    assert "内部意见" not in texts(page)
    assert "by" not in page.view.facts
    assert not any(task.completed_name or task.assignee_name for task in page.tasks)
    assert not any(event.actor_name for event in page.events)


def test_the_centre_sees_everything(walk: Walk) -> None:
    page = seen(walk, "reviewer")
    assert page.side is Side.CENTRE
    assert {"OBJ-03", "OBJ-04", "OBJ-07", "OBJ-08"} <= {letter.code for letter in page.letters}
    assert "内部意见" in texts(page)
    assert any(event.actor_name for event in page.events)
    assert [task.node for task in page.open_tasks if task.mine] == ["draft_decision"]


def test_the_provider_sees_what_was_sent_to_it_and_its_own_answer(walk: Walk) -> None:
    page = seen(walk, "provider")
    assert page.side is Side.PROVIDER
    assert {letter.code for letter in page.letters} == {"OBJ-07", "OBJ-08"}
    assert {task.node for task in page.tasks} == {"sign_for", "verify"}
    assert {slip.rule for slip in page.slips} == {"objection.verify"}
    assert page.claims
    assert page.query_code == ""


def test_an_executing_department_sees_neither_the_application_nor_the_evidence(walk: Walk) -> None:
    walk.do("reviewer", "draft_decision", measure_wronged=True)
    walk.do("auditor", "audit_decision")
    walk.do("head", "approve_decision")
    walk.do("reviewer", "serve_reply")
    walk.do("provider", "execute_correction")
    walk.do("reviewer", "order_restoration")
    walk.do("head", "sign_restoration")
    page = seen(walk, "executor")
    assert page.side is Side.EXECUTOR
    assert {letter.code for letter in page.letters} == {"OBJ-13"}
    assert (dict(page.application), page.claims, page.files) == ({}, (), ())


@pytest.mark.parametrize("who", ["stranger", "provider2", "executor", "admin"])
def test_nobody_else_sees_the_case(walk: Walk, who: str) -> None:
    with pytest.raises(Hidden):
        seen(walk, who)


def test_the_provider_sees_nothing_before_the_inquiry_is_signed(sqlite_url: str, tmp_path: Path) -> None:
    walk = Walk(demo_people(make_office(sqlite_url, tmp_path))).open()
    with pytest.raises(Hidden):
        seen(walk, "provider")


def test_a_case_that_does_not_exist_is_not_found(walk: Walk) -> None:
    with pytest.raises(NotFound):
        read_case(walk.office, walk.people.actor("reviewer"), 999_999)


def test_a_member_of_staff_sees_an_own_case_as_an_applicant(sqlite_url: str, tmp_path: Path) -> None:
    people = demo_people(make_office(sqlite_url, tmp_path))
    walk = Walk(people).open()
    actor = people.actor("applicant")
    both = replace(actor, posts=people.actor("reviewer").posts)
    assert read_case(people.office, both, walk.case_id).side is Side.APPLICANT

"""Tasks are handed on, delegated, urged and recalled through the API as on the pages, once and with a reason."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.support.api import Program, program
from tests.support.web import Web, web
from webapp.tasks.verbs import VERBS
from workflows.store import history, tasks

REASON = "外出学习三天。"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def walk(site: Web) -> Walk:
    """A filed objection that waits to be examined."""
    return Walk(site.people).open()


def _task(caller: Program, walk: Walk) -> dict[str, Any]:
    with walk.office.database.read() as connection:
        (task,) = tasks.open_of(connection, walk.case_id)
    return dict(caller.get(f"/tasks/{task.id}").json)


def _do(caller: Program, task: dict[str, Any], verb: str, *, key: str | None = None, **more: Any) -> TestResponse:
    return caller.post(f"/tasks/{task['id']}/{verb}", {"seen": task["seen"], "reason": REASON, **more}, key=key)


def _kinds(walk: Walk) -> list[str]:
    with walk.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, walk.case_id)]


def test_every_verb_of_the_pages_has_its_address(site: Web) -> None:
    paths = site.visitor().get("/api/v1/openapi.json").json["paths"]
    described = {verb.key: paths[f"/api/v1/tasks/{{task_id}}/{verb.key}"]["post"]["summary"] for verb in VERBS}
    assert described == {verb.key: verb.label for verb in VERBS}


def test_a_task_is_transferred_to_a_colleague_who_is_offered(site: Web, walk: Walk) -> None:
    first, second = program(site, "reviewer"), program(site, "reviewer2")
    task = _task(first, walk)
    assert {"transfer", "delegate"} <= set(task["verbs"])
    other = site.people.ids["reviewer2"]
    assert other in {each["id"] for each in task["colleagues"]}
    for _ in range(2):
        assert _do(first, task, "transfer", to=other, key="transfer-key-00001").status_code == 200
    assert _kinds(walk).count("task_transferred") == 1
    assert _task(second, walk)["mine"] is True
    refused = _do(first, task, "transfer", to=other)
    assert (refused.status_code, refused.json["code"]) == (409, "ClaimedByOther")


def test_a_task_goes_to_nobody_outside_its_desk(site: Web, walk: Walk) -> None:
    caller = program(site, "reviewer")
    task = _task(caller, walk)
    for to in (site.people.ids["auditor"], 2**31 - 1):
        answer = _do(caller, task, "transfer", to=to)
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["to"])
    for body in ({}, {"to": 0}, {"to": "x"}, {"to": None}):
        answer = _do(caller, task, "transfer", **body)
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["to"])
    assert _do(caller, task, "urge", to=1).json["fields"].keys() == {"to"}, "urging names nobody"


def test_a_delegated_task_comes_back_with_the_answer(site: Web, walk: Walk) -> None:
    owner, delegate = program(site, "reviewer"), program(site, "reviewer2")
    task = _task(owner, walk)
    assert _do(owner, task, "delegate", to=site.people.ids["reviewer2"]).status_code == 200
    assert "answer" in _task(delegate, walk)["verbs"]
    assert _do(delegate, _task(delegate, walk), "answer").status_code == 200
    assert _task(owner, walk)["mine"] is True
    assert [kind for kind in _kinds(walk) if kind.startswith("task_")][-2:] == ["task_delegated", "task_answered"]


def test_the_supervisor_urges_once_on_a_working_day(site: Web, walk: Walk) -> None:
    caller = program(site, "supervisor")
    task = _task(caller, walk)
    assert task["verbs"] == ["urge"]
    assert _do(caller, task, "urge").status_code == 200
    again = _do(caller, task, "urge")
    assert (again.status_code, again.json["code"], again.json["retry"]) == (429, "UrgedAlready", True)


def test_what_was_put_up_is_recalled_while_nobody_has_begun(site: Web, walk: Walk) -> None:
    walk.do("reviewer", "examine")
    drafter = program(site, "reviewer")
    task = _task(drafter, walk)
    assert "recall" in task["verbs"]
    assert _do(drafter, task, "recall").status_code == 200
    assert walk.open_nodes() == ["examine"]
    assert _do(drafter, task, "recall").status_code == 409


@pytest.mark.parametrize("verb", [verb.key for verb in VERBS])
def test_a_verb_is_for_those_who_may_see_the_task_and_hold_a_post(site: Web, walk: Walk, verb: str) -> None:
    task = _task(program(site, "reviewer"), walk)
    more = {"to": site.people.ids["reviewer2"]} if next(each for each in VERBS if each.key == verb).names else {}
    before = _kinds(walk)
    assert _do(program(site, "applicant"), task, verb, **more).status_code == 403
    assert _do(program(site, "provider"), task, verb, **more).status_code == 404
    assert _do(program(site, "reviewer"), {**task, "seen": 99}, verb, **more).status_code in (403, 409)
    without = program(site, "reviewer").post(f"/tasks/{task['id']}/{verb}", {"seen": task["seen"], **more})
    assert (without.status_code, list(without.json["fields"])) == (422, ["reason"])
    assert _kinds(walk) == before

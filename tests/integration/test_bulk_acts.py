"""督办 and 改派 in bulk: one act per case, a result for each, and nothing done twice or to the wrong person."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.support.people import add_record
from tests.support.web import Web, web
from webapp.board.routes import BULK_LIMIT
from workflows.domain.access import Role
from workflows.domain.errors import Hidden, NotAllowed, NotFound, OfficeError
from workflows.domain.time import office_date
from workflows.operations.claim_task import claim_task
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.reassign_tasks import ReassignTasks, reassign_tasks
from workflows.operations.run_jobs import run_jobs
from workflows.operations.supervise_cases import SuperviseCases, supervise_cases
from workflows.store import accounts, case_pages, inbox_notices, jobs, people, tasks
from workflows.store.tasks import StoredTask


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(database_url, tmp_path)


def filed(site: Web, count: int) -> list[Walk]:
    """File objections to records of their own."""
    walks = []
    for number in range(count):
        with site.office.database.act() as uow:
            record = add_record(uow.connection, site.people.subject, site.people.provider, f"示〔2026〕{number}号")
            uow.commit()
        walks.append(Walk(site.people).open(record=record))
    return walks


def open_task(site: Web, walk: Walk, node: str) -> StoredTask:
    """The open task of a case on a step."""
    with site.office.database.read() as connection:
        return next(each for each in tasks.open_of(connection, walk.case_id) if each.node == node)


def events(site: Web, walk: Walk, kind: str) -> list[dict[str, Any]]:
    """What the history of a case says of one kind."""
    with site.office.database.read() as connection:
        return [dict(row.data) for row in case_pages.events_of(connection, walk.case_id) if row.kind == kind]


def told(site: Web, login: str, kind: str) -> int:
    """How many notices of a kind a person has in the inbox."""
    with site.office.database.read() as connection:
        rows = inbox_notices.page(connection, site.people.ids[login], before=None, size=200)
    return sum(row.kind == kind for row in rows)


def worked_off(site: Web, job_id: int) -> list[str | None]:
    """Let a worker carry a job out; the name of each item's refusal, None where it was done."""
    run_jobs(site.office, "worker", Path("audit.anchor"))
    with site.office.database.read() as connection:
        found = jobs.items_of(connection, job_id)
    assert {row.state for row in found} <= {"done", "refused"}
    return [row.refusal and row.refusal["code"] for row in found]


def urging(site: Web, walks: list[Walk], key: str = "urge-key-0123456789") -> SuperviseCases:
    """The command to supervise cases, to be done by tomorrow."""
    tomorrow = office_date(site.office.clock()) + timedelta(days=1)
    return SuperviseCases(case_ids=[walk.case_id for walk in walks], note="请抓紧办理。", promised_on=tomorrow, key=key)


def urge(site: Web, walks: list[Walk], key: str = "urge-key-0123456789") -> list[str | None]:
    """Supervise cases as the supervisor; the refusals."""
    return worked_off(site, supervise_cases(site.office, site.people.actor("supervisor"), urging(site, walks, key)))


def give(site: Web, task_ids: list[int], to: str, key: str = "give-key-0123456789") -> list[str | None]:
    """Reassign tasks as the supervisor; the refusals."""
    command = ReassignTasks(task_ids=task_ids, to_user=site.people.ids[to], reason="经办人请病假。", key=key)
    return worked_off(site, reassign_tasks(site.office, site.people.actor("supervisor"), command))


def test_each_supervised_case_gets_the_note_in_its_history_and_its_handlers_a_notice(site: Web) -> None:
    walks = filed(site, 3)
    claim_task(site.office, site.people.actor("reviewer"), open_task(site, walks[0], "examine").id)
    assert urge(site, walks) == [None, None, None]
    for walk in walks:
        [event] = events(site, walk, "case_supervised")
        assert event == {"note": "请抓紧办理。", "on": "2026-09-19", "nodes": ["examine"]}
    # Who has claimed a task is told; of one that lies in the pool, everybody at the desk.
    assert told(site, "reviewer", "supervised") == 3
    assert told(site, "reviewer2", "supervised") == 2
    assert "2026年9月19日" in site.signed_in("reviewer").get("/inbox").text


def test_the_same_bulk_act_sent_twice_does_nothing_twice(site: Web) -> None:
    walks = filed(site, 2)
    for _ in range(2):
        assert urge(site, walks) == [None, None]
    assert [len(events(site, walk, "case_supervised")) for walk in walks] == [1, 1]


def test_a_case_that_nobody_has_in_hand_is_refused_and_stops_none_of_the_others(site: Web) -> None:
    waiting, closed, working = filed(site, 3)
    missing = [{"item": "授权委托书", "requirement": "加盖公章"}]
    waiting.do("reviewer", "examine", outcome="correct", missing=missing, supply_by=date(2026, 9, 23))
    waiting.do("auditor", "sign_correction_notice")
    closed.withdraw()
    closed.do("auditor", "sign_termination")
    results = urge(site, [waiting, closed, working])
    assert results == ["NobodyToUrge", "TaskNotOpen", None]
    assert not events(site, waiting, "case_supervised")


def test_a_supervision_task_that_a_breach_opened_is_done_with_it(site: Web) -> None:
    [walk] = filed(site, 1)
    site.clock.advance(days=14)
    fire_due_deadlines(site.office, "test")
    assert "supervise_forward" in walk.open_nodes()
    assert urge(site, [walk]) == [None]
    assert walk.open_nodes() == ["examine"]


@pytest.mark.parametrize(
    ("who", "refusal"), [("reviewer", NotAllowed), ("provider", NotAllowed), ("stranger", NotAllowed)]
)
def test_only_a_supervisor_may_supervise_or_reassign(site: Web, who: str, refusal: type[OfficeError]) -> None:
    [walk] = filed(site, 1)
    task = open_task(site, walk, "examine")
    with pytest.raises(refusal):
        supervise_cases(site.office, site.people.actor(who), urging(site, [walk]))
    move = ReassignTasks(task_ids=[task.id], to_user=site.people.ids["reviewer2"], reason="x", key="r")
    with pytest.raises(refusal):
        reassign_tasks(site.office, site.people.actor(who), move)


def test_one_case_of_another_authority_or_one_that_does_not_exist_refuses_the_whole_choice(site: Web) -> None:
    """No job may tell the number of a case that its person may not know of."""
    [walk] = filed(site, 1)
    task = open_task(site, walk, "examine")
    own = site.people.actor("supervisor")
    elsewhere = replace(own, posts=frozenset({(Role.SUPERVISOR, site.people.provider)}))
    with pytest.raises(Hidden):
        supervise_cases(site.office, elsewhere, urging(site, [walk]))
    move = ReassignTasks(task_ids=[task.id, 999_999], to_user=site.people.ids["reviewer2"], reason="x", key="r")
    with pytest.raises(NotFound):
        reassign_tasks(site.office, own, move)
    with pytest.raises(NotFound):
        supervise_cases(site.office, own, replace(urging(site, [walk]), case_ids=[walk.case_id, 999_999]))
    with site.office.database.read() as connection:
        assert not jobs.newest_of(connection, own.user_id)


def test_who_loses_the_post_before_the_worker_comes_has_nothing_done(site: Web) -> None:
    [walk] = filed(site, 1)
    job_id = supervise_cases(site.office, site.people.actor("supervisor"), urging(site, [walk]))
    with site.office.database.act() as uow:
        accounts.replace_posts(uow.connection, site.people.ids["supervisor"], set())
        uow.commit()
    assert worked_off(site, job_id) in (["NotAllowed"], ["Hidden"])
    assert not events(site, walk, "case_supervised")


def test_a_task_goes_from_one_colleague_to_another_of_the_same_post_and_both_stand_in_the_history(site: Web) -> None:
    [walk] = filed(site, 1)
    task = open_task(site, walk, "examine")
    claim_task(site.office, site.people.actor("reviewer"), task.id)
    assert give(site, [task.id], "reviewer2") == [None]
    assert open_task(site, walk, "examine").assignee_id == site.people.ids["reviewer2"]
    [event] = events(site, walk, "task_reassigned")
    assert (event["old"], event["to"]) == (site.people.ids["reviewer"], site.people.ids["reviewer2"])
    assert told(site, "reviewer2", "reassigned") == 1
    assert told(site, "reviewer", "reassigned") == 0
    # Sent again, the form is answered with what it did.
    assert give(site, [task.id], "reviewer2") == [None]
    assert len(events(site, walk, "task_reassigned")) == 1
    assert give(site, [task.id], "reviewer2", key="another-key-01234567") == ["HasItAlready"]


def test_a_task_is_never_given_to_somebody_of_another_post_or_organisation(site: Web) -> None:
    at_reviewer, at_provider = filed(site, 2)
    at_provider.forwarded()
    ids = [open_task(site, at_reviewer, "examine").id, open_task(site, at_provider, "sign_for").id]
    assert give(site, ids, "reviewer2") == [None, "OtherPost"]
    for other in ("provider2", "auditor", "applicant"):
        assert give(site, ids[1:], other, key=f"other-key-{other:0>12}") == ["OtherPost"]


def test_a_person_who_was_disabled_gets_no_task(site: Web) -> None:
    [walk] = filed(site, 1)
    with site.office.database.act() as uow:
        people.change_user(uow.connection, site.people.ids["reviewer2"], {"active": False})
        uow.commit()
    assert give(site, [open_task(site, walk, "examine").id], "reviewer2") == ["OtherPost"]


def test_the_pages_carry_the_choice_to_the_form_and_show_a_result_per_item(site: Web) -> None:
    walks = filed(site, 2)
    supervisor = site.signed_in("supervisor")
    ids = re.findall(r'name="task" value="(\d+)"', supervisor.get("/board/list").text)
    address = "/board/supervise?" + "&".join(f"task={each}" for each in ids)
    assert "已选 2 件待办" in supervisor.get(address).text
    blank = supervisor.post("/board/supervise", {"task": ids, "note": " ", "promised_on": ""}, page=address)
    assert blank.status_code == 422
    assert all(f'name="task" value="{each}"' in blank.text for each in ids), "the choice is not lost"
    past = supervisor.post(
        "/board/supervise", {"task": ids, "note": "请抓紧", "promised_on": "2026-09-17"}, page=address
    )
    assert (past.status_code, "办结日期不能早于今天" in past.text) == (422, True)
    done = supervisor.post(
        "/board/supervise", {"task": ids, "note": "请抓紧", "promised_on": "2026-09-24"}, page=address
    )
    assert done.status_code == 303
    waiting = supervisor.get(done.location).text
    assert '<progress class="import-bar" id="bar" max="2" value="0">' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    run_jobs(site.office, "worker", Path("audit.anchor"))
    result = supervisor.get(done.location).text
    assert "已办 2 件，未办 0 件" in result
    assert result.count("bi-check-circle") == 2
    assert 'href="/board/list"' in result
    assert len(events(site, walks[0], "case_supervised")) == 1

    page = supervisor.get(address.replace("supervise", "reassign")).text
    assert "示例reviewer2（示例市公共信用信息中心 · 信用中心受理岗）" in page
    assert "示例auditor" not in page
    moved = supervisor.post(
        "/board/reassign",
        {"task": ids, "to_user": str(site.people.ids["reviewer2"]), "reason": "请病假"},
        page=address.replace("supervise", "reassign"),
    )
    run_jobs(site.office, "worker", Path("audit.anchor"))
    assert "已办 2 件，未办 0 件" in supervisor.get(moved.location).text
    foreign = supervisor.post(
        "/board/reassign",
        {"task": ids, "to_user": str(site.people.ids["auditor"]), "reason": "x"},
        page=address.replace("supervise", "reassign"),
    )
    assert foreign.status_code == 422


def test_what_makes_no_sense_is_answered_in_words(site: Web) -> None:
    filed(site, 1)
    supervisor = site.signed_in("supervisor")
    assert supervisor.get("/board/supervise").location == "/board/list"
    assert supervisor.get("/board/reassign?task=999999&task=x&task=-1").location == "/board/list"
    assert supervisor.get("/board/supervise?back=//evil.example").location == "/board/list"
    many = supervisor.get("/board/supervise?" + "&".join(f"task={n}" for n in range(1, BULK_LIMIT + 2)))
    assert (many.status_code, "一次最多办理 200 件" in many.text) == (422, True)
    for login in ("reviewer", "head", "provider", "admin", "applicant"):
        visitor = site.signed_in(login)
        assert {visitor.get(f"/board/{act}?task=1").status_code for act in ("supervise", "reassign")} == {403}

"""督办 and 改派 in bulk: one act per case, a result for each, and nothing done twice or to the wrong person."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.support.people import add_record
from tests.support.web import Web, web
from workflows.domain.time import office_date
from workflows.operations.claim_task import claim_task
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.reassign_tasks import HasItAlready, OtherPost, ReassignTasks, reassign_tasks
from workflows.operations.supervise_cases import BULK_LIMIT, NobodyToUrge, SuperviseCases, supervise_cases
from workflows.store import case_pages, inbox_notices, people, tasks
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


def urge(site: Web, walks: list[Walk], key: str = "urge-key-0123456789") -> Any:
    """Supervise cases as the supervisor, to be done by tomorrow."""
    tomorrow = office_date(site.office.clock()) + timedelta(days=1)
    command = SuperviseCases(
        case_ids=[walk.case_id for walk in walks], note="请抓紧办理。", promised_on=tomorrow, key=key
    )
    return supervise_cases(site.office, site.people.actor("supervisor"), command)


def give(site: Web, task_ids: list[int], to: str, key: str = "give-key-0123456789") -> Any:
    """Reassign tasks as the supervisor."""
    command = ReassignTasks(task_ids=task_ids, to_user=site.people.ids[to], reason="经办人请病假。", key=key)
    return reassign_tasks(site.office, site.people.actor("supervisor"), command)


def test_each_supervised_case_gets_the_note_in_its_history_and_its_handlers_a_notice(site: Web) -> None:
    walks = filed(site, 3)
    claim_task(site.office, site.people.actor("reviewer"), open_task(site, walks[0], "examine").id)
    assert [result.refusal for result in urge(site, walks)] == [None, None, None]
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
        assert [result.refusal for result in urge(site, walks)] == [None, None]
    assert [len(events(site, walk, "case_supervised")) for walk in walks] == [1, 1]


def test_a_case_that_nobody_has_in_hand_is_refused_and_stops_none_of_the_others(site: Web) -> None:
    waiting, closed, working = filed(site, 3)
    missing = [{"item": "授权委托书", "requirement": "加盖公章"}]
    waiting.do("reviewer", "examine", outcome="correct", missing=missing, supply_by=date(2026, 9, 23))
    waiting.do("auditor", "sign_correction_notice")
    closed.withdraw()
    closed.do("auditor", "sign_termination")
    results = urge(site, [waiting, closed, working])
    assert isinstance(results[0].refusal, NobodyToUrge)
    assert results[1].refusal is not None
    assert results[2].refusal is None
    assert not events(site, waiting, "case_supervised")


def test_a_supervision_task_that_a_breach_opened_is_done_with_it(site: Web) -> None:
    [walk] = filed(site, 1)
    site.clock.advance(days=14)
    fire_due_deadlines(site.office, "test")
    assert "supervise_forward" in walk.open_nodes()
    assert [result.refusal for result in urge(site, [walk])] == [None]
    assert walk.open_nodes() == ["examine"]


def test_only_the_supervisor_of_the_authority_may_supervise_or_reassign(site: Web) -> None:
    [walk] = filed(site, 1)
    task = open_task(site, walk, "examine")
    tomorrow = office_date(site.office.clock()) + timedelta(days=1)
    for who in ("reviewer", "provider", "stranger"):
        actor = site.people.actor(who)
        [result] = supervise_cases(
            site.office, actor, SuperviseCases(case_ids=[walk.case_id], note="x", promised_on=tomorrow, key=f"k-{who}")
        )
        assert result.refusal is not None
        [moved] = reassign_tasks(
            site.office,
            actor,
            ReassignTasks(task_ids=[task.id], to_user=site.people.ids["reviewer2"], reason="x", key=f"r-{who}"),
        )
        assert moved.refusal is not None
    assert open_task(site, walk, "examine").assignee_id is None
    assert not events(site, walk, "case_supervised")


def test_a_task_goes_from_one_colleague_to_another_of_the_same_post_and_both_stand_in_the_history(site: Web) -> None:
    [walk] = filed(site, 1)
    task = open_task(site, walk, "examine")
    claim_task(site.office, site.people.actor("reviewer"), task.id)
    assert [result.refusal for result in give(site, [task.id], "reviewer2")] == [None]
    assert open_task(site, walk, "examine").assignee_id == site.people.ids["reviewer2"]
    [event] = events(site, walk, "task_reassigned")
    assert (event["old"], event["to"]) == (site.people.ids["reviewer"], site.people.ids["reviewer2"])
    assert told(site, "reviewer2", "reassigned") == 1
    assert told(site, "reviewer", "reassigned") == 0
    # Sent again, the form is answered with what it did.
    assert [result.refusal for result in give(site, [task.id], "reviewer2")] == [None]
    assert len(events(site, walk, "task_reassigned")) == 1
    [again] = give(site, [task.id], "reviewer2", key="another-key-01234567")
    assert isinstance(again.refusal, HasItAlready)


def test_a_task_is_never_given_to_somebody_of_another_post_or_organisation(site: Web) -> None:
    at_reviewer, at_provider = filed(site, 2)
    at_provider.forwarded()
    ids = [open_task(site, at_reviewer, "examine").id, open_task(site, at_provider, "sign_for").id]
    results = give(site, ids, "reviewer2")
    assert [type(result.refusal) for result in results] == [type(None), OtherPost]
    for other in ("provider2", "auditor", "applicant"):
        [result] = give(site, ids[1:], other, key=f"other-key-{other:0>12}")
        assert isinstance(result.refusal, OtherPost)


def test_a_person_who_was_disabled_gets_no_task(site: Web) -> None:
    [walk] = filed(site, 1)
    with site.office.database.act() as uow:
        people.change_user(uow.connection, site.people.ids["reviewer2"], {"active": False})
        uow.commit()
    [result] = give(site, [open_task(site, walk, "examine").id], "reviewer2")
    assert isinstance(result.refusal, OtherPost)


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
    assert "已办 2 件，未办 0 件" in done.text
    assert len(events(site, walks[0], "case_supervised")) == 1

    page = supervisor.get(address.replace("supervise", "reassign")).text
    assert "示例reviewer2（示例市公共信用信息中心 · 信用中心受理岗）" in page
    assert "示例auditor" not in page
    moved = supervisor.post(
        "/board/reassign",
        {"task": ids, "to_user": str(site.people.ids["reviewer2"]), "reason": "请病假"},
        page=address.replace("supervise", "reassign"),
    )
    assert "已办 2 件，未办 0 件" in moved.text
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

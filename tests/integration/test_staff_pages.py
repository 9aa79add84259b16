"""The desk in the browser's eyes: who sees which task, what is kept when something is refused, and what is told."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.support.people import EXECUTOR, OTHER_PROVIDER, add_record
from tests.support.web import Web, web
from workflows.operations.claim_task import claim_task
from workflows.store import cases, deadlines, history, letters, tasks

ACCEPT = {"outcome": "accept", "identity_ok": "y", "materials_ok": "y", "refuse_code": ""}
APPROVE = {"decision": "approve", "opinion": "", "no_conflict": "yes"}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def _task(site: Web, walk: Walk, node: str) -> int:
    with site.office.database.read() as connection:
        return next(task.id for task in tasks.open_of(connection, walk.case_id) if task.node == node)


def _seen(site: Web, walk: Walk) -> int:
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    return stored.view.substance


def _send(site: Web, walk: Walk, who: str, node: str, data: dict[str, Any], **more: Any) -> Any:
    address = f"/tasks/{_task(site, walk, node)}"
    return site.signed_in(who).post(address, {"seen": _seen(site, walk), **data, **more})


def test_a_reviewer_finds_a_new_case_in_the_list_opens_it_and_accepts_it(site: Web) -> None:
    walk = Walk(site.people).open()
    reviewer = site.signed_in("reviewer")
    listed = reviewer.get("/tasks").text
    assert walk.opened is not None
    assert walk.opened.number in listed
    assert "还剩 5 个工作日" in listed
    answer = _send(site, walk, "reviewer", "examine", ACCEPT)
    assert answer.location == "/tasks"
    assert walk.open_nodes() == ["sign_acceptance"]
    assert "材料齐全，拟受理" in reviewer.get("/tasks/done").text


def test_the_page_of_a_task_shows_the_claim_the_article_and_what_will_follow(site: Web) -> None:
    walk = Walk(site.people).open()
    page = site.signed_in("reviewer").get(f"/tasks/{_task(site, walk, 'examine')}").text
    for words in (
        "罚款金额(万元)",
        "罚款金额应为五千元。",
        "市信用中心接到异议申请5个工作日内",
        "按结论拟制《异议申请受理通知书》",
        "河南条例",
    ):
        assert words in page


@pytest.mark.parametrize("who", ["auditor", "provider", "provider2", "executor"])
def test_a_task_of_another_desk_cannot_be_done(site: Web, who: str) -> None:
    walk = Walk(site.people).open()
    answer = _send(site, walk, who, "examine", ACCEPT, act_key="k" * 20)
    assert answer.status_code in (403, 404)
    assert walk.open_nodes() == ["examine"]


def test_a_provider_sees_nothing_of_a_case_before_the_inquiry_is_sent_to_it(site: Web) -> None:
    walk = Walk(site.people).open()
    provider = site.signed_in("provider")
    assert provider.get(f"/cases/{walk.case_id}").status_code == 404
    assert provider.get(f"/cases/{walk.case_id}/diagram.bpmn").status_code == 404
    walk.forwarded()
    assert provider.get(f"/cases/{walk.case_id}").status_code == 200
    assert site.signed_in("provider2").get(f"/cases/{walk.case_id}").status_code == 404


def test_a_provider_sees_no_opinion_of_the_centre(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    page = site.signed_in("provider").get(f"/tasks/{_task(site, walk, 'sign_for')}").text
    assert "受理审查" not in page
    assert "异议信息核查函" in page


def test_a_form_with_something_missing_comes_back_with_what_was_typed(site: Web) -> None:
    walk = Walk(site.people).open()
    answer = _send(
        site, walk, "reviewer", "examine", {"outcome": "refuse", "refuse_code": "not_ours", "reasons": "不归本机关。"}
    )
    assert answer.status_code == 422
    assert "请写明申请人可向何机关提出。" in answer.text
    assert "不归本机关。" in answer.text
    assert walk.open_nodes() == ["examine"]


def test_a_return_needs_its_reasons_and_they_are_shown_to_who_must_mend(site: Web) -> None:
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    silent = _send(site, walk, "auditor", "sign_acceptance", {"decision": "return", "no_conflict": "yes"})
    assert silent.status_code == 422
    assert "退回时请写明理由。" in silent.text
    back = {"decision": "return", "no_conflict": "yes", "opinion": "请核对代理权限。"}
    assert _send(site, walk, "auditor", "sign_acceptance", back).status_code == 303
    page = site.signed_in("reviewer").get(f"/tasks/{_task(site, walk, 'examine')}").text
    assert "示例auditor退回修改" in page
    assert "请核对代理权限。" in page


def test_a_stale_form_is_answered_with_the_newest_state_and_keeps_the_text(site: Web) -> None:
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    address = f"/tasks/{_task(site, walk, 'draft_inquiry')}"
    answer = site.signed_in("reviewer").post(address, {"seen": 1, "summary": "请核查罚款金额，写了很久。"})
    assert answer.status_code == 409
    assert "请核查罚款金额，写了很久。" in answer.text
    assert f'name="seen" value="{_seen(site, walk)}"' in answer.text
    assert walk.open_nodes() == ["draft_inquiry"]


def test_who_comes_second_is_told_who_was_first_and_keeps_the_text(site: Web) -> None:
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    address, seen = f"/tasks/{_task(site, walk, 'draft_inquiry')}", _seen(site, walk)
    second = site.signed_in("reviewer2")
    page = second.get("/account/password").text
    walk.do("reviewer", "draft_inquiry")
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "act_key": "k" * 20, "seen": seen, "summary": "第二个人写的摘要。"}
    answer = second.client.post(address, data=data)
    assert answer.status_code == 409
    assert "示例reviewer" in answer.text
    assert "第二个人写的摘要。" in answer.text


def test_a_task_that_a_colleague_holds_says_so_and_offers_no_form(site: Web) -> None:
    walk = Walk(site.people).open()
    task = _task(site, walk, "examine")
    claim_task(site.office, site.people.actor("reviewer2"), task)
    page = site.signed_in("reviewer").get(f"/tasks/{task}").text
    assert "已由示例reviewer2签收" in page
    assert 'name="outcome"' not in page
    answer = site.signed_in("reviewer").post(f"/tasks/{task}/claim", page="/account/password")
    assert answer.status_code == 409


def test_claiming_and_giving_back(site: Web) -> None:
    walk = Walk(site.people).open()
    reviewer, task = site.signed_in("reviewer"), _task(site, walk, "examine")
    assert reviewer.post(f"/tasks/{task}/claim", page="/tasks").location == f"/tasks/{task}"
    assert "SL-OBJ" in reviewer.get("/tasks?box=mine").text
    assert reviewer.post(f"/tasks/{task}/release", page="/tasks").location == "/tasks"
    assert "SL-OBJ" not in reviewer.get("/tasks?box=mine").text


def test_after_the_last_day_a_step_that_meets_its_clock_needs_a_coded_reason(site: Web) -> None:
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry")
    site.clock.advance(days=8)
    assert "红牌：已超过最后期限" in site.signed_in("auditor").get(f"/tasks/{_task(site, walk, 'sign_inquiry')}").text
    refused = _send(site, walk, "auditor", "sign_inquiry", APPROVE, opinion="同意转核查。")
    assert refused.status_code == 422
    assert "已超过最后期限，请选择逾期原因。" in refused.text
    assert "同意转核查。" in refused.text
    silent = _send(site, walk, "auditor", "sign_inquiry", APPROVE, breach_reason="other")
    assert "选择“其他”时请写明情况。" in silent.text
    assert _send(site, walk, "auditor", "sign_inquiry", APPROVE, breach_reason="handler_missed").location == "/tasks"
    with site.office.database.read() as connection:
        reasons = {row.rule: row.breach_reason for row in deadlines.all_of(connection, walk.case_id)}
    assert reasons["objection.forward"] == "handler_missed"


def test_the_grid_of_changes_offers_the_fields_of_the_record_and_brings_the_proposal_along(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    walk.do("provider", "sign_for")
    walk.do("provider", "verify")
    page = site.signed_in("reviewer").get(f"/tasks/{_task(site, walk, 'draft_decision')}").text
    assert "罚款金额(万元) · 5" in page
    assert '<option value="CF_NR_FK" selected>' in page
    decision = {"conclusion": "correct", "reasons": "录入有误。", "no_conflict": "yes"}
    foreign = {"changes-0-field": "CF_XDR_ZJHM", "changes-0-new": "x"}
    answer = _send(site, walk, "reviewer", "draft_decision", {**decision, **foreign})
    assert answer.status_code == 422
    assert walk.open_nodes() == ["draft_decision"]


def test_the_same_form_sent_twice_does_one_thing_once(site: Web) -> None:
    walk = Walk(site.people).open()
    address, seen = f"/tasks/{_task(site, walk, 'examine')}", _seen(site, walk)
    reviewer = site.signed_in("reviewer")
    token = reviewer.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "act_key": "k" * 20, "seen": seen, **ACCEPT}
    assert reviewer.client.post(address, data=data).status_code == 303
    assert reviewer.client.post(address, data=data).status_code == 303
    assert walk.open_nodes() == ["sign_acceptance"]


def test_the_case_page_shows_each_tab_and_the_diagram_with_its_tokens(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    reviewer = site.signed_in("reviewer")
    for tab in ("", "diagram", "timeline", "clocks", "letters", "papers"):
        assert reviewer.get(f"/cases/{walk.case_id}?tab={tab}").status_code == 200
    page = reviewer.get(f"/cases/{walk.case_id}?tab=diagram")
    assert 'data-current="sign_for"' in page.text
    assert "style-src-attr" in page.headers["Content-Security-Policy"]
    assert reviewer.get(f"/cases/{walk.case_id}/diagram.bpmn").data.startswith(b"<?xml")
    assert site.signed_in("applicant").get(f"/cases/{walk.case_id}").location == f"/mine/{walk.case_id}"
    assert site.signed_in("admin").get(f"/cases/{walk.case_id}").status_code == 404


def test_the_auditor_signs_a_reminder_that_a_timer_drafted_and_voids_it_with_a_reason(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    walk.do("provider", "sign_for")
    walk.fire_until(walk.clock.now.date().replace(day=23))
    with site.office.database.read() as connection:
        draft = next(row for row in letters.of_case(connection, walk.case_id) if row.code == "OBJ-09")
    address = f"/cases/{walk.case_id}"
    auditor, tab = site.signed_in("auditor"), f"{address}?tab=letters"
    assert auditor.get(f"{address}/letters/{draft.id}/preview").status_code == 200
    assert site.signed_in("provider").get(f"{address}/letters/{draft.id}/preview").status_code == 404
    signed = auditor.post(f"{address}/letters/{draft.id}/sign", {"seen": _seen(site, walk)}, page=tab)
    assert signed.status_code == 303
    empty = auditor.post(f"{address}/letters/{draft.id}/void", {"seen": _seen(site, walk), "reason": " "}, page=tab)
    assert empty.status_code == 422
    data = {"seen": _seen(site, walk), "reason": "信息提供单位已答复。"}
    assert auditor.post(f"{address}/letters/{draft.id}/void", data, page=tab).status_code == 303
    with site.office.database.read() as connection:
        row = next(row for row in letters.of_case(connection, walk.case_id) if row.id == draft.id)
    assert (row.state, row.void_reason) == ("void", "信息提供单位已答复。")
    assert row.number


def test_filters_stay_in_the_address_and_nonsense_in_it_is_passed_over(site: Web) -> None:
    with site.office.database.act() as uow:
        other = add_record(uow.connection, site.people.subject, site.people.other_provider, "示环罚决〔2026〕1号")
        uow.commit()
    Walk(site.people).open()
    Walk(site.people).open(record=other)
    reviewer = site.signed_in("reviewer")
    page = reviewer.get(f"/tasks?org={site.people.other_provider}&step=examine").text
    assert page.count('data-task="') == 1
    assert OTHER_PROVIDER in page
    assert f'value="{site.people.other_provider}" selected' in page
    for nonsense in ("box=x", "org=-1", "after=2026-99-99_1", "after=_", "step=" + "x" * 99, "q=%25"):
        assert reviewer.get(f"/tasks?{nonsense}").status_code == 200
    assert reviewer.get("/tasks/done?before=x_y").status_code == 200


def test_restoring_a_reputation_names_the_departments_that_carried_out_a_measure(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    for who, node in (("provider", "sign_for"), ("provider", "verify")):
        walk.do(who, node)
    walk.do("reviewer", "draft_decision", measure_wronged=True)
    steps = (("auditor", "audit_decision"), ("head", "approve_decision"), ("reviewer", "serve_reply"))
    for who, node in (*steps, ("provider", "execute_correction")):
        walk.do(who, node)
    assert EXECUTOR in site.signed_in("reviewer").get(f"/tasks/{_task(site, walk, 'order_restoration')}").text
    order = {"measures": "限制投标", "restoration": "恢复资格", "restore_by": "2026-10-15", "announcement": "更正公告"}
    nobody = _send(site, walk, "reviewer", "order_restoration", order)
    assert "请至少选择一个部门。" in nobody.text
    departments = {"departments": [str(site.people.executor)]}
    assert _send(site, walk, "reviewer", "order_restoration", {**order, **departments}).status_code == 303
    assert EXECUTOR in site.signed_in("head").get(f"/tasks/{_task(site, walk, 'sign_restoration')}").text


def test_who_carries_out_a_correction_is_shown_what_was_decided(site: Web) -> None:
    walk = Walk(site.people).open().forwarded()
    for who, node in (("provider", "sign_for"), ("provider", "verify"), ("reviewer", "draft_decision")):
        walk.do(who, node)
    walk.do("auditor", "audit_decision")
    walk.do("head", "approve_decision")
    page = site.signed_in("provider").get(f"/tasks/{_task(site, walk, 'execute_correction')}").text
    assert "需要执行的决定" in page
    assert "异议成立，更正信息" in page
    assert "审核处理决定" not in page


def test_a_person_s_number_is_masked_and_who_looks_at_it_whole_is_noted(site: Web) -> None:
    walk, number = Walk(site.people).open(), "110101199003070011"
    _send(site, walk, "reviewer", "examine", {**ACCEPT, "reasons": f"法定代表人证件号码{number}，与申请一致。"})
    auditor, address = site.signed_in("auditor"), f"/tasks/{_task(site, walk, 'sign_acceptance')}"
    page = auditor.get(address).text
    assert "110101********0011" in page
    assert number not in page
    assert number in auditor.post(f"{address}/numbers", page=address).text
    assert site.signed_in("executor").post(f"{address}/numbers", page="/tasks").status_code == 404
    with site.office.database.read() as connection:
        seen = [row for row in history.events_of(connection, 0) if row.kind == "identity_revealed"]
    assert [(row.actor_id, row.data["case"]) for row in seen] == [(site.people.ids["auditor"], walk.case_id)]

"""What came of a case, on the page of the person whom it is about: who did what and when, and what is still open."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.filing import filed
from tests.support.web import Web, web
from webapp.page import due_state
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.operations.untold import untold, untold_rule
from workflows.processes import discover
from workflows.processes.repair.rules import answers
from workflows.store import dispatches


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def shown(site: Web, visitor: Any, case_id: int) -> str:
    """The text of the applicant's page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", visitor.get(f"/mine/{case_id}").text))


def _wronged(site: Web, visitor: Any) -> Any:
    """An objection whose decision, not yet served, says that a measure was wrong too."""
    walk = filed(site, visitor).forwarded()
    walk.do("provider", "sign_for")
    walk.do("provider", "verify")
    walk.do("reviewer", "draft_decision", measure_wronged=True)
    walk.do("auditor", "audit_decision")
    walk.do("head", "approve_decision")
    return walk


def test_a_restoration_is_told_with_department_day_and_what_was_done(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = _wronged(site, visitor)
    assert "处理结果的落实" not in shown(site, visitor, walk.case_id), "nothing is told before it is served"
    walk.do("reviewer", "serve_reply")
    page = shown(site, visitor, walk.case_id)
    assert "更正（撤销）信息 示例市市场监督管理局 等待回执" in page
    assert "还有 1 项等待回执" in page
    walk.do("provider", "execute_correction", systems="信用平台 9月21日更新")
    walk.do("reviewer", "order_restoration")
    walk.do("head", "sign_restoration")
    assert "恢复名誉" in shown(site, visitor, walk.case_id)
    today = date(2026, 9, 18)
    walk.do("executor", "confirm_restoration", done="已恢复投标资格，在原渠道发布更正公告。", done_on=today)
    page = shown(site, visitor, walk.case_id)
    assert re.search("恢复名誉 示例市[^ ]+ 已恢复投标资格，在原渠道发布更正公告。 2026年9月18日 周五", page)
    assert "信用平台 9月21日更新" in page
    assert "共 2 项，已全部落实。" in page


def test_an_effect_that_has_come_back_stands_with_its_day_and_the_others_wait(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    with site.office.database.act() as uow:
        owed = {
            "case_id": walk.case_id, "subject_id": site.people.subject, "record_id": site.people.record,
            "target": "platform", "payload": {}, "answer": "", "state": "sent",
            "expected_on": date(2026, 9, 30), "created_at": site.office.clock(), "next_at": site.office.clock(),
        }  # fmt: skip
        ids = [
            dispatches.add(uow.connection, {**owed, "key": kind, "kind": kind})
            for kind in ("stop_publicity", "stop_sharing")
        ]
        dispatches.receive(uow.connection, ids[0], "R-1", "", datetime.fromisoformat("2026-09-20T16:30:00+00:00"))
        uow.commit()
    page = shown(site, visitor, walk.case_id)
    number = "示市监罚决〔2026〕9001号"
    assert f"终止公示 {number} 市公共信用信息平台 2026年9月21日 周一" in page, "the day in Shanghai"
    assert f"停止共享和使用 {number} 市公共信用信息平台 等待回执" in page
    assert "共 2 项，已落实 1 项，还有 1 项等待回执" in page


def test_the_page_says_what_comes_next_and_by_when_the_reply_comes(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    page = shown(site, visitor, walk.case_id)
    assert "最迟答复日期： 2026年" in page
    assert "接下来是“核查信息”" in page
    walk.forwarded().finished()
    assert "接下来是" not in shown(site, visitor, walk.case_id)


def _repair(**facts: Any) -> CaseView:
    return CaseView(
        id=1, number="SL-REP-2026-000001", process="repair", authority_id=1, provider_id=2, subject_id=3, record_id=4,
        applicant_id=5, channel=Channel.ONLINE, state=CaseState.OPEN, version=1, substance=1,
        received_on=date(2026, 9, 18), packs=("national/2026-04-01",), facts=facts,
    )  # fmt: skip


def test_each_record_of_a_repair_has_its_answer_once_it_was_served() -> None:
    rows = [
        {"number": "甲〔2026〕1号", "decision": "grant", "reason": "", "again_on": None},
        {"number": "甲〔2026〕2号", "decision": "refuse", "reason": "not_due", "again_on": "2026-12-01"},
    ]
    assert answers(_repair(decisions=rows)) == ()
    granted, refused = answers(_repair(decisions=rows, by={"serve_decision": 7}))
    assert (granted.granted, granted.words, granted.reason, granted.again_on) == (True, "准予修复", "", None)
    assert (refused.granted, refused.reason, refused.again_on) == (False, "未满最短公示期", date(2026, 12, 1))


def test_clocks_of_what_follows_from_a_decision_do_not_tell_it_before_it_is_served() -> None:
    process = discover()["repair"]
    signed = SimpleNamespace(code="REP-08", state="signed", served_at=None)
    hidden = untold(process, [signed])
    assert not untold(process, [SimpleNamespace(**{**vars(signed), "served_at": datetime(2026, 9, 21, tzinfo=UTC)})])
    assert untold_rule(process, "repair.stop_publicity", hidden)
    assert not untold_rule(process, "repair.stop_publicity", frozenset())
    assert not untold_rule(process, "repair.feedback", hidden)
    assert not untold_rule(process, "repair.return_result", hidden)


def test_a_day_beyond_every_calendar_is_shown_with_the_days_left(site: Web) -> None:
    with site.app.test_request_context("/"):
        state = due_state(date(2035, 1, 1))
    assert state.kind == "ok"
    assert re.fullmatch(r"还剩 \d+ 天", state.words)

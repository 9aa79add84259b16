"""Every letter of an objection is filled whole, from an empty dossier too, and says what the law asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notifications.render import LetterRenderer, to_text
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.processes import discover

RENDERER = LetterRenderer(Path(__file__).resolve().parents[2] / "docs_templates")
PROCESS = discover()["objection"]
CENTRE = Organ(
    id=1, name="示例市公共信用信息中心", letter_word="示信用", review_body="示例市人民政府", court="示例市人民法院"
)
PROVIDER = Organ(id=2, name="示例市市场监督管理局", letter_word="示市监")


def a_dossier(**changes: Any) -> Dossier:
    facts = changes.pop("facts", {})
    case = CaseView(
        id=1,
        number="SL-OBJ-2026-000001",
        process="objection",
        authority_id=1,
        provider_id=2,
        subject_id=3,
        record_id=4,
        applicant_id=5,
        channel=Channel.ONLINE,
        state=CaseState.OPEN,
        version=1,
        substance=1,
        received_on=date(2026, 9, 18),
        packs=("xinzheng/2018-03-28",),
        facts=facts,
    )
    values: dict[str, Any] = {
        "case": case,
        "query_code": "ABCDEFGH2345",
        "subject": {
            "name": "示例甲商贸有限公司",
            "code": "91410184MA0000001K",
            "code_type": "uscc",
            "kind": "legal_person",
            "legal_representative": "示例人甲",
        },
        "record": {
            "id": 4,
            "fields": {"CF_NR_FK": "5"},
            "decision_number": "示市监罚〔2026〕1号",
            "decided_on": date(2026, 6, 5),
            "category": "一般",
        },
        "authority": CENTRE,
        "provider": PROVIDER,
        "organs": {1: CENTRE, 2: PROVIDER},
        "application": {},
        "answers": {},
        "doers": {},
        "numbers": {},
        "deadlines": {},
        "labels": {"CF_NR_FK": "罚款金额(万元)"},
        "today": date(2026, 9, 21),
    }
    return Dossier(**{**values, **changes})


def printed(code: str, dossier: Dossier) -> str:
    return to_text(RENDERER.render(PROCESS.letters[code].template, PROCESS.letter_context(code, dossier)))


@pytest.mark.parametrize("code", PROCESS.letters)
def test_a_letter_can_be_printed_from_an_empty_dossier(code: str) -> None:
    assert printed(code, a_dossier())


@pytest.mark.parametrize("code", ["OBJ-06", "OBJ-11"])
def test_a_refusal_and_a_result_name_the_ways_of_relief(code: str) -> None:
    text = printed(code, a_dossier())
    assert "60日内" in text
    assert "示例市人民政府" in text
    assert "6个月内" in text
    assert "示例市人民法院" in text


def test_the_correction_notice_lists_what_is_missing_until_when_and_that_the_clock_runs() -> None:
    facts = {"missing": [{"item": "营业执照", "requirement": "加盖公章"}], "supply_by": "2026-09-24"}
    text = printed("OBJ-05", a_dossier(facts=facts))
    assert "营业执照" in text
    assert "2026年9月24日" in text
    assert "不停止计算办理期限" in text


def test_a_provisional_date_is_printed_as_provisional() -> None:
    due = DueDate(rule="objection.overall", due_on=date(2027, 1, 7), provisional=True, article="六（三）", pack="方案")
    text = printed("OBJ-04", a_dossier(deadlines={"objection.overall": due}))
    assert "2027年1月7日" in text
    assert "暂定" in text
    assert "国务院办公厅公布的节假日安排为准" in text


def test_the_inquiry_asks_for_an_answer_by_a_date_counted_from_receipt() -> None:
    due = DueDate(rule="objection.verify", due_on=date(2026, 9, 29), provisional=False, article="六（三）", pack="方案")
    text = printed("OBJ-07", a_dossier(expected={"objection.verify": due}))
    assert "2026年9月29日" in text
    assert "签收当日不计" in text


def test_the_result_shows_every_field_before_and_after_with_the_reasons() -> None:
    answers = {
        "verify": {"finding": "wrong", "course": "查阅案卷。"},
        "draft_decision": {
            "conclusion": "correct",
            "reasons": "录入有误。",
            "changes": [{"field": "CF_NR_FK", "new": "0.5"}],
        },
    }
    text = printed("OBJ-11", a_dossier(answers=answers))
    for words in ("异议成立", "录入有误。", "罚款金额\uff08万元\uff09", "5", "0.5", "查阅案卷。"):
        assert words in text


def test_the_whole_code_of_the_subject_stands_in_no_letter() -> None:
    for code in PROCESS.letters:
        assert "91410184MA0000001K" not in printed(code, a_dossier())


@pytest.mark.parametrize(
    ("typed", "result", "done_at"),
    [
        ("示例平台", "已更新", "2026年9月24日"),
        ("示例平台 已撤下", "已撤下", "2026年9月24日"),
        ("示例平台　9月25日 10:30", "已更新", "9月25日 10:30"),
    ],
)
def test_each_system_that_was_updated_has_its_result_and_time(typed: str, result: str, done_at: str) -> None:
    answers = {"execute_correction": {"effective_on": "2026-09-24", "systems": f"{typed}\n\n"}}
    told = PROCESS.letter_context("OBJ-12", a_dossier(answers=answers))
    assert told["systems"] == [{"name": "示例平台", "result": result, "done_at": done_at, "signed_by": ""}]

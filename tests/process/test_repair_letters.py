"""Every letter of a repair is filled whole, from an empty dossier too, and says what the law asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notifications.render import LetterRenderer, to_text
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.processes import discover

RENDERER = LetterRenderer(Path(__file__).resolve().parents[2] / "docs_templates")
REPAIR, REVOCATION = discover()["repair"], discover()["repair_revocation"]
CENTRE = Organ(id=1, name="示例市公共信用信息中心", letter_word="示信用", review_body="示例市人民政府")
MARKET = Organ(id=2, name="示例市市场监督管理局", letter_word="示市监", review_body="示例市人民政府", court="示例法院")
MATTER = {
    "record": 4, "number": "示市监罚决〔2026〕11号", "category": "一般", "state": "published", "repaired": False,
    "start_on": "2026-08-10", "first_on": "2026-11-11", "last_on": "2027-08-10", "article": "", "never": False,
    "fulfilled_on": "2026-08-20", "payment_number": "示缴1号", "done": "罚款已缴清。",
}  # fmt: skip


def a_dossier(process: str = "repair", **changes: Any) -> Dossier:
    case = CaseView(
        id=1, number="SL-REP-2026-000001", process=process, authority_id=1, provider_id=2, subject_id=3, record_id=4,
        applicant_id=5, channel=Channel.ONLINE, state=CaseState.OPEN, version=1, substance=1,
        received_on=date(2026, 9, 18), packs=("national/2026-04-01",), facts=changes.pop("facts", {}),
    )  # fmt: skip
    values: dict[str, Any] = {
        "case": case,
        "query_code": "ABCDEFGH2345",
        "subject": {
            "name": "示例甲商贸有限公司", "code": "91410184MA0000001K", "code_type": "uscc", "kind": "legal_person",
            "legal_representative": "示例人甲",
        },
        "record": {}, "authority": CENTRE, "provider": MARKET, "organs": {1: CENTRE, 2: MARKET}, "application": {},
        "answers": {}, "doers": {}, "numbers": {}, "deadlines": {}, "today": date(2026, 9, 21),
    }  # fmt: skip
    return Dossier(**{**values, **changes})


def printed(code: str, dossier: Dossier, process: Any = REPAIR) -> str:
    return to_text(RENDERER.render(process.letters[code].template, process.letter_context(code, dossier)))


@pytest.mark.parametrize("code", REPAIR.letters)
def test_a_letter_of_a_repair_can_be_printed_from_an_empty_dossier(code: str) -> None:
    text = printed(code, a_dossier())
    assert text
    assert "91410184MA0000001K" not in text, "the whole code of the subject stands in no letter"


@pytest.mark.parametrize("code", REVOCATION.letters)
def test_a_letter_of_a_revocation_can_be_printed_from_an_empty_dossier(code: str) -> None:
    assert printed(code, a_dossier("repair_revocation"), REVOCATION)


@pytest.mark.parametrize(
    ("process", "code"), [(REPAIR, "REP-04D"), (REPAIR, "REP-09"), (REVOCATION, "REP-11")], ids=["04D", "09", "11"]
)
def test_what_harms_the_subject_names_the_ways_of_relief(process: Any, code: str) -> None:
    text = printed(code, a_dossier(), process)
    assert "60日内" in text
    assert "6个月内" in text


@pytest.mark.parametrize("code", ["REP-00", "REP-04A", "REP-04B", "REP-04C", "REP-04D", "REP-08", "REP-09"])
def test_letters_to_the_applicant_say_that_it_costs_nothing(code: str) -> None:
    assert "不收取任何费用" in printed(code, a_dossier())


def test_a_refusal_that_came_too_early_names_reason_article_and_the_first_day() -> None:
    facts = {"matters": [MATTER], "refuse_code": "not_due"}
    text = printed("REP-04D", a_dossier(facts=facts, answers={"examine": {"reasons": "公示未满三个月。"}}))
    for words in ("未满最短公示期", "《信用修复管理办法》", "2026年11月11日", "公示未满三个月。"):
        assert words in text


def test_who_is_referred_elsewhere_is_told_where() -> None:
    answers = {"examine": {"reasons": "非本机关认定。", "refer_to": "示例市生态环境局"}}
    text = printed("REP-04D", a_dossier(facts={"refuse_code": "not_ours"}, answers=answers))
    assert "请向示例市生态环境局提出" in text


def test_the_decision_names_its_records_reasons_and_effects() -> None:
    row = {"number": MATTER["number"], "decision": "grant", "reasons": "已达最短公示期。"}
    text = printed("REP-08", a_dossier(facts={"decisions": [row]}))
    for words in ("示市监罚决〔2026〕11号", "已达最短公示期。", "终止公示", "停止共享和使用", "解除", "更新"):
        assert words in text
    assert "示例市市场监督管理局" in text, "谁认定、谁修复: it is the department's paper"


def test_a_refused_record_is_told_the_condition_and_when_to_come_again() -> None:
    row = {
        "number": MATTER["number"], "decision": "refuse", "reason": "not_fulfilled", "reasons": "罚款未缴清。",
        "again_on": "2026-12-01",
    }  # fmt: skip
    text = printed("REP-09", a_dossier(facts={"decisions": [row]}))
    assert "尚未履行法定义务" in text
    assert "可自2026年12月1日起再次申请" in text


def test_an_extension_tells_both_new_last_days() -> None:
    deadlines = {
        f"repair.{rule}": DueDate(rule=f"repair.{rule}", due_on=day, provisional=False)
        for rule, day in (("decide", date(2026, 10, 12)), ("feedback", date(2026, 10, 15)))
    }
    facts = {"extension": {"n": 5, "reason": "需现场核查整改情况"}}
    text = printed("REP-07B", a_dossier(facts=facts, deadlines=deadlines))
    for words in ("5个工作日", "需现场核查整改情况", "2026年10月12日", "2026年10月15日"):
        assert words in text


def test_the_public_commitment_tells_neither_telephone_nor_code() -> None:
    application = {"contact_phone": "13800000000", "contact_name": "示例联系人"}
    text = printed("SHR-06", a_dossier(application=application))
    assert "13800000000" not in text
    assert "撤销修复" in text


def test_the_receipts_of_all_four_effects_stand_on_one_sheet() -> None:
    def receipt(to: str, on: str, department: str = "") -> dict[str, Any]:
        return {"to": to, "department": department, "record": MATTER["record"], "on": on}

    receipts = {
        "stop_publicity": [receipt("creditchina", "2026-10-13"), receipt("site", "2026-10-15")],
        "stop_sharing": [receipt("province", "2026-10-14")],
        "lift_measures": [receipt("executor", "2026-10-16", "示例市财政局")],
        "update_rating": "2026-10-19",
    }
    text = printed("REP-10", a_dossier(facts={"receipts": receipts, "matters": [MATTER]}))
    for words in (
        "终止公示", "信用中国网站", "2026年10月13日", "信用网站", "2026年10月15日", "停止共享和使用",
        "省公共信用信息平台", "2026年10月14日", "解除惩戒措施", "示例市财政局", "2026年10月16日", MATTER["number"],
        "更新评价结果", "2026年10月19日",
    ):  # fmt: skip
        assert words in text, words


def test_a_decision_is_challenged_as_a_decision_and_a_notice_as_a_notice() -> None:
    assert "如认为本决定侵犯" in printed("REP-09", a_dossier())
    assert "如认为本通知书侵犯" in printed("REP-04D", a_dossier())


def test_fulfilment_is_certified_only_of_records_whose_duties_are_done() -> None:
    row = {"duties_ok": True, "corrected_ok": True, "fulfilled_on": "2026-08-20", "note": ""}
    unpaid = {**row, "duties_ok": False, "number": "示市监罚决〔2026〕27号"}
    text = printed("REP-03", a_dossier(facts={"findings": [{**row, "number": MATTER["number"]}, unpaid]}))
    assert MATTER["number"] in text
    assert "〔2026〕27号" not in text


def test_the_receipt_says_how_the_last_day_is_counted_and_under_which_text() -> None:
    due = DueDate(
        rule="repair.feedback", due_on=date(2026, 10, 9), provisional=False, article="反馈申请人的规定",
        pack="信用修复管理办法", length="10个工作日",
    )  # fmt: skip
    text = printed("REP-04A", a_dossier(deadlines={"repair.feedback": due}))
    assert "2026年10月9日（收到申请次日起10个工作日；依据《信用修复管理办法》关于反馈申请人的规定）" in text


def test_the_public_commitment_of_a_natural_person_hides_the_name() -> None:
    subject = {"name": "示例人甲", "code": "110101199001010015", "code_type": "resident_id", "kind": "natural_person",
               "legal_representative": ""}  # fmt: skip
    text = printed("SHR-06", a_dossier(subject=subject, facts={"natural_person": True}))
    assert "示例人甲" not in text

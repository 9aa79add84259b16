"""When a record may be repaired, what is refused and why, and what follows: tables in the words of the law."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import FieldErrors
from workflows.domain.exchange import OrderLifting, Push
from workflows.domain.process_type import Opening
from workflows.domain.publicity import EndPublicity
from workflows.policies import library as policies
from workflows.processes.repair.process import PROCESS
from workflows.processes.repair.rules import DecisionAlreadySigned, SeveralRecognisers, may_withdraw, remember
from workflows.processes.repair.rules.decision import draft_decision, serve, verify
from workflows.processes.repair.rules.eligibility import bars, may_apply_on
from workflows.processes.repair.rules.intake import AskedBefore, examine
from workflows.processes.repair.words import EFFECTS, REASON_ARTICLES, RECIPIENTS, REFUSAL_REASONS

NATIONAL = policies.pack("national/2026-04-01")
ORDER_58 = policies.pack("national/2023-05-01")
TAIAN = policies.pack("taian/2021-09-17")
SOMEBODY = Actor(user_id=7, name="示例认定员")


def a_row(**changes: Any) -> dict[str, Any]:
    return {
        "id": 4, "subject_id": 3, "provider_id": 2, "decision_number": "示市监罚决〔2026〕11号", "category": "一般",
        "act_kind": "penalty", "decided_on": date(2026, 3, 12), "published_on": date(2026, 3, 12),
        "publish_until": None, "conduct_ended_on": None, "fulfilled_on": date(2026, 3, 20), "state": "published",
        "repair_state": "", "hold_reason": "", "subject_kind": "legal_person", **changes,
    }  # fmt: skip


def a_case(received_on: date = date(2026, 9, 18), **facts: Any) -> CaseView:
    return CaseView(
        id=1, number="SL-REP-2026-000001", process="repair", authority_id=1, provider_id=2, subject_id=3, record_id=4,
        applicant_id=5, channel=Channel.ONLINE, state=CaseState.OPEN, version=0, substance=0, received_on=received_on,
        packs=(NATIONAL.id,), facts=facts,
    )  # fmt: skip


def remembered(*rows: dict[str, Any], pack: Any = NATIONAL, **application: Any) -> dict[str, Any]:
    opening = Opening(case=a_case(), records=rows, application=application, requires=pack.demands["repair"])
    return dict(remember(opening))


def matter(pack: Any = NATIONAL, **changes: Any) -> Any:
    return remembered(a_row(**changes), pack=pack)["matters"][0]


def case_of(*rows: dict[str, Any], received_on: date = date(2026, 9, 18), **facts: Any) -> CaseView:
    return a_case(received_on, **{**remembered(*rows), **facts})


@pytest.mark.parametrize(
    ("category", "published_on", "may_apply"),
    [
        ("轻微", date(2026, 3, 12), date(2026, 3, 12)),
        ("一般", date(2026, 3, 12), date(2026, 6, 13)),
        ("一般", date(2025, 11, 30), date(2026, 3, 1)),
        ("一般", date(2023, 11, 30), date(2024, 3, 1)),
        ("一般", date(2026, 7, 3), date(2026, 10, 4)),
        ("严重", date(2025, 3, 12), date(2026, 3, 13)),
        ("严重", date(2024, 2, 29), date(2025, 3, 1)),
    ],
)
def test_from_when_a_repair_may_be_asked_for(category: str, published_on: date, may_apply: date) -> None:
    """Order 36: no minimum, three months, one year. 民法典 202: the corresponding day, else the month's last.

    3 October 2026 is a holiday and the minimum ends on it all the same: publicity is never rolled.
    """
    assert may_apply_on(matter(category=category, published_on=published_on)) == may_apply


@pytest.mark.parametrize(
    ("category", "last"),
    [("轻微", date(2026, 6, 12)), ("一般", date(2027, 3, 12)), ("严重", date(2029, 3, 12))],
)
def test_the_last_day_of_publicity_of_each_class(category: str, last: date) -> None:
    assert matter(category=category)["last_on"] == last.isoformat()


def test_under_order_58_the_maximum_was_three_years_for_all_that_was_published() -> None:
    assert matter(ORDER_58, category="一般")["last_on"] == "2029-03-12"


def test_a_record_whose_publicity_was_never_noted_counts_from_its_decision() -> None:
    assert matter(published_on=None)["start_on"] == "2026-03-12"


@pytest.mark.parametrize(
    ("changes", "on", "found"),
    [
        ({}, date(2026, 6, 13), ()),
        ({}, date(2026, 6, 12), ("not_due",)),
        ({"fulfilled_on": None}, date(2026, 9, 18), ()),
        ({"fulfilled_on": date(2026, 9, 19)}, date(2026, 9, 18), ("not_fulfilled",)),
        ({"fulfilled_on": None}, date(2026, 6, 1), ("not_due",)),
        ({"state": "ended"}, date(2026, 9, 18), ("not_public",)),
        ({"state": "ended", "repair_state": "repaired"}, date(2026, 9, 18), ("not_public",)),
        ({"state": "withdrawn"}, date(2026, 9, 18), ("not_public",)),
        ({"category": "轻微"}, date(2026, 3, 20), ()),
    ],
)
def test_what_stands_in_the_way_on_a_day(changes: dict[str, Any], on: date, found: tuple[str, ...]) -> None:
    assert bars(matter(**changes), on) == found


def test_taian_track_c_cannot_be_repaired() -> None:
    """S4-08: 市场和行业禁入，不予修复."""
    assert "unrepairable" in bars(matter(TAIAN, category="特定严重"), date(2030, 1, 1))


def test_a_revoked_repair_can_be_asked_for_again() -> None:
    assert bars(matter(repair_state="revoked"), date(2026, 9, 18)) == ()


def test_what_the_applicant_says_of_fulfilment_counts_where_the_register_knows_nothing() -> None:
    rows = [{"number": "示市监罚决〔2026〕11号", "fulfilled_on": date(2026, 4, 1), "payment_number": "示缴1号"}]
    (found,) = remembered(a_row(fulfilled_on=None), records=rows)["matters"]
    assert (found["fulfilled_on"], found["payment_number"]) == ("2026-04-01", "示缴1号")


def test_records_of_several_departments_are_several_cases() -> None:
    """谁认定、谁修复."""
    with pytest.raises(SeveralRecognisers):
        remembered(a_row(), a_row(id=5, provider_id=9))


def test_every_reason_of_refusal_has_its_article() -> None:
    assert REFUSAL_REASONS.keys() == REASON_ARTICLES.keys()
    assert all("《" in article for article in REASON_ARTICLES.values())


def examined(outcome: str, **more: Any) -> dict[str, Any]:
    blank = {
        "identity_ok": True, "missing": [], "supply_by": None, "refuse_code": "", "never_article": "",
        "refer_to": "", "reasons": "",
    }  # fmt: skip
    return {**blank, "outcome": outcome, **more}


@pytest.mark.parametrize(
    ("changes", "code", "borne_out"),
    [
        ({"published_on": date(2026, 8, 1)}, "not_due", True),
        ({}, "not_due", False),
        ({"fulfilled_on": None}, "not_fulfilled", False),
        ({"fulfilled_on": date(2026, 12, 1)}, "not_fulfilled", True),
        ({}, "not_fulfilled", False),
        ({"state": "ended"}, "not_public", True),
        ({}, "late_papers", False),
        ({}, "not_ours", True),
    ],
)
def test_an_application_is_refused_only_for_a_reason_that_is_there(
    changes: dict[str, Any], code: str, borne_out: bool
) -> None:
    case = case_of(a_row(**changes))
    data = examined("refuse", refuse_code=code, reasons="经审查。", refer_to="示例市生态环境局")
    if borne_out:
        assert examine(case, SOMEBODY, data).drafts == ("REP-04D",)
    else:
        with pytest.raises(FieldErrors) as refusal:
            examine(case, SOMEBODY, data)
        assert "refuse_code" in refusal.value.errors


def test_late_papers_are_a_reason_once_the_term_has_lapsed() -> None:
    data = examined("refuse", refuse_code="late_papers", reasons="逾期未补正。")
    assert examine(case_of(a_row(), lapsed=True), SOMEBODY, data).outcome == "refuse"


def test_who_is_referred_elsewhere_is_told_where() -> None:
    data = examined("refuse", refuse_code="not_ours", reasons="非本机关认定。")
    with pytest.raises(FieldErrors) as refusal:
        examine(case_of(a_row()), SOMEBODY, data)
    assert "refer_to" in refusal.value.errors


@pytest.mark.parametrize(
    ("article", "taken"),
    [("", False), ("有关规定", False), ("《示例条例》", False), ("《示例条例》第三十条第二款", True)],
)
def test_what_no_pack_calls_unrepairable_is_refused_under_the_text_that_says_so(article: str, taken: bool) -> None:
    """REP-04, REP-09: not-repairable causes are refused with the reason and the article."""
    intake = examined("refuse", refuse_code="unrepairable", never_article=article, reasons="该信息不可修复。")
    decided = {**a_decision("refuse", "unrepairable"), "never_article": article}
    if taken:
        assert examine(case_of(a_row()), SOMEBODY, intake).drafts == ("REP-04D",)
        assert decide(case_of(a_row(), findings=[checked()]), decided).drafts == ("REP-09",)
    else:
        with pytest.raises(FieldErrors) as refusal:
            examine(case_of(a_row()), SOMEBODY, intake)
        assert set(refusal.value.errors) == {"never_article"}
        with pytest.raises(FieldErrors):
            decide(case_of(a_row(), findings=[checked()]), decided)


def test_an_application_without_one_repairable_record_is_not_accepted() -> None:
    early = {"published_on": date(2026, 8, 1)}
    with pytest.raises(FieldErrors):
        examine(case_of(a_row(**early)), SOMEBODY, examined("accept"))
    second = a_row(id=5, decision_number="示市监罚决〔2026〕27号", **early)
    assert examine(case_of(a_row(), second), SOMEBODY, examined("accept")).outcome == "accept"


def test_a_training_certificate_is_never_demanded_under_the_national_rule() -> None:
    missing = [{"item": "training", "requirement": "培训证明"}]
    data = examined("correct", missing=missing, supply_by=date(2026, 9, 24))
    with pytest.raises(FieldErrors) as refusal:
        examine(case_of(a_row(category="严重", published_on=date(2025, 1, 1))), SOMEBODY, data)
    assert "没有要求" in str(refusal.value.errors["missing"])


def test_the_national_rule_outranks_a_local_text_that_asks_for_more() -> None:
    """The binding packs are merged, the higher rank last: 规章 over 规范性文件."""
    assert NATIONAL.rank > TAIAN.rank
    merged = {**TAIAN.demands["repair"], **NATIONAL.demands["repair"]}
    assert merged["materials"] == "national_2026"


def test_papers_are_asked_for_once() -> None:
    data = examined("correct", missing=[{"item": "proof", "requirement": "收据"}], supply_by=date(2026, 9, 24))
    assert examine(case_of(a_row()), SOMEBODY, data).drafts == ("REP-04C",)
    with pytest.raises(AskedBefore):
        examine(case_of(a_row(), correction_sent=True), SOMEBODY, data)


def checked(number: str = "示市监罚决〔2026〕11号", done: bool = True) -> dict[str, Any]:
    return {"number": number, "duties_ok": done, "corrected_ok": done, "fulfilled_on": None, "note": ""}


def a_decision(decision: str, reason: str = "", number: str = "示市监罚决〔2026〕11号") -> dict[str, Any]:
    return {
        "number": number, "decision": decision, "reason": reason, "never_article": "", "reasons": "经核查。",
        "again_on": None,
    }  # fmt: skip


def decide(case: CaseView, *rows: dict[str, Any]) -> Any:
    return draft_decision(case, SOMEBODY, {"records": list(rows), "follow_up_on": None})


@pytest.mark.parametrize(
    ("done", "decision", "reason", "lawful"),
    [
        (True, "grant", "", True),
        (False, "grant", "", False),
        (False, "refuse", "not_fulfilled", True),
        (True, "refuse", "not_fulfilled", False),
        (True, "refuse", "not_due", False),
        (True, "refuse", "", False),
    ],
)
def test_a_record_is_decided_as_it_was_found(done: bool, decision: str, reason: str, lawful: bool) -> None:
    case = case_of(a_row(), findings=[checked(done=done)])
    if lawful:
        assert decide(case, a_decision(decision, reason)).facts == {"granted": decision == "grant"}
    else:
        with pytest.raises(FieldErrors):
            decide(case, a_decision(decision, reason))


def test_who_has_uploaded_a_proof_without_a_day_is_heard_by_the_department() -> None:
    """REP-01, REP-06: whether a duty is fulfilled is found out by the check, not by an empty field."""
    case = case_of(a_row(fulfilled_on=None), findings=[{**checked(), "fulfilled_on": "2026-09-21"}])
    assert examine(case, SOMEBODY, examined("accept")).outcome == "accept"
    assert decide(case, a_decision("grant")).drafts == ("REP-08",), "fulfilled between application and check"


def test_every_record_has_its_own_decision_and_none_is_left_out() -> None:
    second = "示市监罚决〔2026〕27号"
    rows = (a_row(), a_row(id=5, decision_number=second, fulfilled_on=None))
    case = case_of(*rows, findings=[checked(), checked(second, done=False)])
    both = decide(case, a_decision("grant"), a_decision("refuse", "not_fulfilled", second))
    assert both.drafts == ("REP-08.1", "REP-09.2"), "each record has a decision of its own"
    for wrong in ((a_decision("grant"),), (a_decision("grant"), a_decision("grant"))):
        with pytest.raises(FieldErrors):
            decide(case, *wrong)


def test_more_time_is_asked_for_once_with_length_and_reason() -> None:
    data = {"outcome": "extend", "extend_by": 5, "extend_reasons": "需现场核查", "records": [], "method": "site"}
    assert verify(case_of(a_row()), SOMEBODY, data).drafts == ("REP-07A",)
    with pytest.raises(FieldErrors):
        verify(case_of(a_row(), extended=True), SOMEBODY, data)
    with pytest.raises(FieldErrors) as refusal:
        verify(case_of(a_row()), SOMEBODY, {**data, "extend_by": 0, "extend_reasons": " "})
    assert set(refusal.value.errors) == {"extend_by", "extend_reasons"}


def test_electronic_service_needs_consent() -> None:
    data = {"method": "electronic", "served_on": date(2026, 9, 18), "receiver": "示例联系人"}
    with pytest.raises(FieldErrors):
        serve(case_of(a_row()), SOMEBODY, data)
    assert serve(case_of(a_row(), e_service=True), SOMEBODY, data).meets == ("repair.return_result", "repair.feedback")


@pytest.mark.parametrize("kind", EFFECTS)
def test_each_effect_is_pushed_for_the_records_granted_and_no_others(kind: str) -> None:
    second = "示市监罚决〔2026〕27号"
    rows = (a_row(), a_row(id=5, decision_number=second))
    case = case_of(*rows, decisions=[a_decision("grant"), a_decision("refuse", "not_fulfilled", second)])
    effects = PROCESS.services[kind](case, date(2026, 9, 18)).effects
    assert [(each.kind, each.target, each.record_id, each.answer) for each in effects if isinstance(each, Push)] == [
        (kind, target, 4, EFFECTS[kind]) for target in RECIPIENTS[kind]
    ]
    orders = [(each.record_ids, each.answer) for each in effects if isinstance(each, OrderLifting)]
    assert orders == ([((4,), EFFECTS[kind])] if kind == "lift_measures" else [])
    ended = [each.record_id for each in effects if isinstance(each, EndPublicity)]
    assert ended == ([4] if kind == "stop_publicity" else [])


def test_nobody_withdraws_what_is_decided() -> None:
    may_withdraw(a_case())
    for case in (a_case(reply_signed=True), replace(a_case(), state=CaseState.ARCHIVED)):
        with pytest.raises(DecisionAlreadySigned):
            may_withdraw(case)

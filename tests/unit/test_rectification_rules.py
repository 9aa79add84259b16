"""The rules of rectification as tables (S0-07; 山东条例 Art. 41): order, service, report, acceptance."""

from datetime import date
from typing import Any

import pytest

from tests.samples.rectification import CASE, FIRST, ITEMS, LAST, OPENED, SECOND, case, wrong
from workflows.domain.case import CaseState
from workflows.domain.errors import OwnWork, TooManyRounds
from workflows.domain.exchange import Push
from workflows.domain.record_entry import EnterRecord
from workflows.policies import library as policies
from workflows.processes.rectification import services
from workflows.processes.rectification.rules import TwoOfficersNeeded, order, report
from workflows.processes.signing import MAX_ROUNDS, signing

ORDER: dict[str, Any] = {
    "outcome": "order", "report_by": LAST, "report_how": "登录系统提交。", "reasons": "",
    "items": [{"problem": "一", "requirement": "甲", "due": date(2026, 9, 28)}],
}  # fmt: skip


class TestTheOrder:
    """No source sets a number: the department sets items and last day by hand."""

    def test_it_is_drafted_with_its_items_and_the_last_day(self) -> None:
        decision = order.draft_order(CASE, FIRST, ORDER)
        assert decision.set_dates == {"rectification.report": LAST}
        assert decision.drafts == ("REC-01",)
        assert decision.memory["order"]["items"][0]["due"] == "2026-09-28"
        assert "items" not in decision.memory, "the subject knows nothing before service"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"items": []}, "items"),
            ({"report_by": None}, "report_by"),
            ({"report_by": OPENED}, "report_by"),
            ({"report_by": date(2062, 9, 30)}, "report_by"),
            ({"report_by": date(2026, 9, 27)}, "items"),
            ({"items": [{"problem": "一", "requirement": "甲", "due": OPENED}]}, "items"),
            ({"report_how": " "}, "report_how"),
            ({"outcome": "drop"}, "reasons"),
        ],
    )
    def test_what_is_missing_or_impossible_is_said_at_its_field(self, change: dict[str, Any], field: str) -> None:
        assert wrong(order.draft_order, CASE, {**ORDER, **change}) == {field}

    def test_the_head_does_not_sign_what_the_head_drafted(self) -> None:
        sign = signing("sign_order", ("draft_order",), ("REC-01",), order.order_signed)
        with pytest.raises(OwnWork):
            sign(case(by={"draft_order": 1}), FIRST, {"decision": "approve"})
        assert sign(case(by={"draft_order": 1}), SECOND, {"decision": "approve"}).signs == ("REC-01",)
        assert sign(case(by={"draft_order": 1}), SECOND, {"decision": "return"}).strikes == ("REC-01",)

    def test_it_goes_back_only_so_often(self) -> None:
        sign = signing("sign_order", (), ("REC-01",), order.order_signed)
        with pytest.raises(TooManyRounds):
            sign(case(rounds={"sign_order": MAX_ROUNDS - 1}), FIRST, {"decision": "return"})


SERVED: dict[str, Any] = {
    "unserved": False, "method": "direct", "served_on": date(2026, 9, 22), "receiver": "示例联系人", "relation": "",
    "witness": "", "recorded": False, "tracking": "", "system": "", "note": "",
    "consented": False,
}  # fmt: skip
SERVE = order.serving("serve_order", "REC-01", order.order_ends, order.order_served)


class TestService:
    """The order has effect from service on, and only if it comes in time."""

    def test_the_subject_knows_items_and_last_day_from_service_on(self) -> None:
        decision = SERVE(CASE, FIRST, SERVED)
        assert decision.memory["items"] == ITEMS
        assert decision.serves == ("REC-01",)
        assert decision.notices == (("rectification_ordered", "applicant"),)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"method": "electronic"}, "method"),
            ({"served_on": LAST}, "served_on"),
            ({"served_on": date(2026, 9, 28)}, "served_on"),
            ({"served_on": date(2026, 9, 20)}, "served_on"),
            ({"method": "public", "note": "示例日报，2026年9月22日，下落不明。"}, "served_on"),
            ({"unserved": True}, "note"),
        ],
    )
    def test_without_consent_or_too_late_it_is_not_served(self, change: dict[str, Any], field: str) -> None:
        data = {**SERVED, "system": "信案通系统收件箱", **change}
        assert wrong(SERVE, CASE, data) == {field}

    def test_what_could_not_be_served_in_time_is_drawn_up_anew(self) -> None:
        decision = SERVE(CASE, FIRST, {**SERVED, "unserved": True, "note": "地址有误。"})
        assert (decision.facts["served"], decision.serves) == (False, ())


REPORT: dict[str, Any] = {
    "request": "report", "overall": "", "responsible": "示例甲 总经理", "extend_to": None, "extend_reason": "",
    "report_items": [{"no": no, "measure": "已整改", "state": "done"} for no in ("1", "2")],
}  # fmt: skip
WISH = {**REPORT, "request": "extend", "report_items": [], "extend_to": date(2026, 10, 15), "extend_reason": "需讨论。"}


class TestReportAndMoreTime:
    """The subject answers item by item; more time is asked for before the last day and granted by the head."""

    def test_a_report_on_every_item_meets_the_clock(self) -> None:
        assert report.report(CASE, FIRST, REPORT).meets == ("rectification.report",)

    @pytest.mark.parametrize("rows", [[], ["1"], ["1", "1"], ["1", "3"], ["1", "2", "2"]])
    def test_every_item_is_answered_once(self, rows: list[str]) -> None:
        answers = [{"no": no, "measure": "已办", "state": "done"} for no in rows]
        assert wrong(report.report, CASE, {**REPORT, "report_items": answers}) == {"report_items"}

    @pytest.mark.parametrize("until", [None, LAST, date(2026, 9, 29), date(2099, 1, 1)])
    def test_more_time_ends_later_than_the_present_day(self, until: date | None) -> None:
        assert wrong(report.report, CASE, {**WISH, "extend_to": until}) == {"extend_to"}

    def test_granted_time_moves_the_day_and_refused_time_does_not(self) -> None:
        granted = report.decide_extension(CASE, SECOND, {"grant": "yes", "until": date(2026, 10, 15), "opinion": "可"})
        assert granted.set_dates == {"rectification.report": date(2026, 10, 15)}
        assert [row["due"] for row in granted.memory["items"]] == ["2026-10-13", "2026-10-15"], "fifteen days each"
        refused = report.decide_extension(CASE, SECOND, {"grant": "no", "until": None, "opinion": "不可"})
        assert (refused.set_dates, refused.facts["report_outcome"]) == ({"rectification.report": LAST}, "refused")
        assert "items" not in refused.memory

    @pytest.mark.parametrize(
        ("grant", "until", "lawful"),
        [
            ("yes", None, False),
            ("yes", LAST, False),
            ("no", date(2026, 9, 29), False),
            ("no", date(2026, 10, 12), True),
            ("yes", date(2099, 1, 1), False),
        ],
    )
    def test_no_decision_shortens_the_term_and_a_late_refusal_gives_one_to_report_in(
        self, grant: str, until: date | None, lawful: bool
    ) -> None:
        """REC-03: who asked in time is not found overdue because nobody decided in time."""
        data = {"grant": grant, "until": until, "opinion": "意见"}
        if lawful:
            decision = report.decide_extension(CASE, SECOND, data)
            assert decision.ahead == {"until": until}, "the day must lie ahead when it is decided"
        else:
            assert wrong(report.decide_extension, CASE, data, SECOND) == {"until"}

    def test_nobody_decides_on_the_own_wish(self) -> None:
        with pytest.raises(OwnWork):
            report.decide_extension(case(by={"report": 1}), FIRST, {"grant": "no", "until": None, "opinion": "不可"})

    def test_the_subject_is_reminded_three_working_days_before(self) -> None:
        """Set in every pack that speaks of rectification."""
        speaking = [pack for pack in policies.packs().values() if "rectification.report" in pack.limits]
        assert {pack.jurisdiction for pack in speaking} >= {"xinzheng", "shandong"}
        assert {pack.limits["rectification.report"].warn_days for pack in speaking} == {3}
        assert services.SERVICES["remind_report"](CASE, LAST).notices == (("rectification_reminder", "applicant"),)


def findings(*found: str) -> list[dict[str, str]]:
    """One finding for each item."""
    return [{"no": str(no), "finding": each, "remark": "现场查看"} for no, each in enumerate(found, 1)]


class TestAcceptanceByTwoOfficers:
    """核查验收 by at least two officers, each with an own finding; the whole is done only if every part is."""

    @pytest.mark.parametrize(
        ("parts", "whole", "fits"),
        [
            (("done", "done"), "done", True),
            (("done", "partly"), "done", False),
            (("done", "partly"), "partly", True),
            (("done", "done"), "not", False),
            (("not", "not"), "not", True),
        ],
    )
    def test_the_whole_follows_from_its_parts(self, parts: tuple[str, ...], whole: str, fits: bool) -> None:
        data = {"inspect_items": findings(*parts), "conclusion": whole}
        if fits:
            assert report.inspect_first(CASE, FIRST, data).outcome == "inspected"
        else:
            assert wrong(report.inspect_first, CASE, data) == {"conclusion"}

    def test_one_person_cannot_be_both(self) -> None:
        view = case(by={"inspect_first": 1}, inspection=findings("done", "done"))
        with pytest.raises(TwoOfficersNeeded):
            report.inspect_second(view, FIRST, {"conclusion": "done"})
        assert report.inspect_second(view, SECOND, {"conclusion": "done"}).drafts == ("REC-04",)

    def test_where_they_differ_it_is_inspected_anew(self) -> None:
        view = case(by={"inspect_first": 1}, inspection=findings("done", "done"))
        differs = report.inspect_second(view, SECOND, {"conclusion": "partly"})
        assert (differs.facts["agreed"], differs.drafts) == (False, ())

    def test_done_enters_the_credit_record_and_goes_to_the_platform(self) -> None:
        closed = services.SERVICES["close_rectified"](CASE, LAST)
        assert closed.settles is CaseState.ARCHIVED
        assert [type(effect) for effect in closed.effects] == [EnterRecord, Push]

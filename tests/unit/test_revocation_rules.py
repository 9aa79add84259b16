"""The rules of revoking a repair as tables: told and heard first, publicity within its longest, after service."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.samples.rectification import CASE, FIRST, wrong
from workflows.domain.case import CaseView
from workflows.domain.process_type import Opening
from workflows.processes.repair_revocation import rules

BEGAN = date(2026, 10, 19)
#: The last day of the longest publicity of the record's class.
LAST = date(2027, 3, 12)
REVOKE: dict[str, Any] = {
    "conclusion": "revoke", "review": "", "reasons": "材料虚假。", "basis": "办法", "restore_until": LAST,
}  # fmt: skip


def case(**facts: Any) -> CaseView:
    """A revocation that was opened and of whose record the last public day is known."""
    return replace(
        CASE, process="repair_revocation", received_on=BEGAN, packs=("national/2026-04-01",),
        facts={"record": 9, "number": "示11号", "last_on": LAST.isoformat(), **facts},
    )  # fmt: skip


class TestTheLastDay:
    """Order 36: the maxima of the classes hold for publicity that comes back, too."""

    @pytest.mark.parametrize(
        ("category", "published_on", "publish_until", "last_on"),
        [
            ("一般", date(2026, 3, 12), None, "2027-03-12"),
            ("严重", date(2026, 3, 12), None, "2029-03-12"),
            ("一般", date(2026, 3, 12), date(2026, 12, 1), "2026-12-01"),
            ("", date(2026, 3, 12), None, None),
        ],
    )
    def test_it_is_computed_when_the_case_begins(
        self, category: str, published_on: date, publish_until: date | None, last_on: str | None
    ) -> None:
        record = {
            "id": 9, "provider_id": 5, "repair_state": "repaired", "decision_number": "示11号", "category": category,
            "published_on": published_on, "decided_on": published_on, "publish_until": publish_until, "state": "ended",
            "conduct_ended_on": None, "fulfilled_on": None, "hold_reason": "", "subject_kind": "legal_person",
        }  # fmt: skip
        opening = Opening(case=case(), records=(record,), application={}, requires={})
        assert rules.remember(opening)["last_on"] == last_on

    @pytest.mark.parametrize(
        ("last_on", "until", "lawful"),
        [
            (LAST.isoformat(), LAST, True),
            (LAST.isoformat(), date(2027, 3, 11), True),
            (LAST.isoformat(), date(2027, 3, 13), False),
            (LAST.isoformat(), date(2099, 1, 1), False),
            (LAST.isoformat(), None, False),
            (LAST.isoformat(), BEGAN, False),
            (None, date(2027, 3, 13), True),
            (None, None, False),
            (BEGAN.isoformat(), None, True),
            (BEGAN.isoformat(), date(2026, 10, 20), False),
        ],
    )
    def test_a_later_one_is_refused_at_the_draft_and_after_a_return(
        self, last_on: str | None, until: date | None, lawful: bool
    ) -> None:
        view, data = case(last_on=last_on), {**REVOKE, "restore_until": until}
        for decide, typed in ((rules.draft, {**data, "decide_by": date(2026, 10, 30)}), (rules.redraft, data)):
            if lawful:
                kept = decide(view, FIRST, typed).memory["restore_until"]
                assert kept == (until.isoformat() if until else None)
            else:
                assert wrong(decide, view, typed) == {"restore_until"}

    def test_the_day_for_the_decision_lies_ahead(self) -> None:
        assert wrong(rules.draft, case(), {**REVOKE, "decide_by": BEGAN}) == {"decide_by"}
        drafted = rules.draft(case(), FIRST, {**REVOKE, "decide_by": date(2026, 10, 30)})
        assert drafted.ahead == {"decide_by": date(2026, 10, 30)}


class TestTheHearing:
    """No decision that harms before the subject was told and could answer."""

    @pytest.mark.parametrize(
        ("method", "served", "last"),
        [("direct", date(2026, 10, 19), date(2026, 10, 26)), ("public", date(2026, 10, 19), date(2026, 11, 25))],
    )
    def test_its_days_count_from_the_day_on_which_the_notice_counts_as_served(
        self, method: str, served: date, last: date
    ) -> None:
        view = replace(case(proposed={"answer_days": 5}), clocks={"starts": {"notice_signed": BEGAN.isoformat()}})
        data = {"method": method, "served_on": served, "receiver": "示例联系人", "note": "示例日报，下落不明。"}
        decision = rules.serve_notice(view, FIRST, data)
        assert decision.set_dates == {"repair_revocation.defence": last}
        assert decision.told == {"due": last.isoformat()}

    @pytest.mark.parametrize("conclusion", ["revoke", "keep"])
    def test_what_the_subject_said_is_answered(self, conclusion: str) -> None:
        view, data = case(defence="已缴清。"), {**REVOKE, "conclusion": conclusion}
        assert wrong(rules.redraft, view, data) == {"review"}
        drafted = rules.redraft(view, FIRST, {**data, "review": "不予采纳。"})
        letters = ("REP-11", "REP-14") if conclusion == "revoke" else ("REP-14", "REP-11")
        assert (*drafted.drafts, *drafted.strikes) == letters

    def test_a_repair_that_stands_restores_nothing(self) -> None:
        kept = rules.redraft(case(), FIRST, {**REVOKE, "conclusion": "keep"})
        assert (kept.facts, kept.memory["restore_until"]) == ({"revoke": False}, None)
        signed = rules.signed(case(revoking=False))
        assert (signed.signs, signed.starts) == (("REP-14",), ())


class TestService:
    """The revocation has effect from service on: the clock of publicity starts there."""

    @pytest.mark.parametrize(
        ("until", "restores"),
        [(LAST.isoformat(), True), ("2026-11-03", True), ("2026-11-02", False), (None, False)],
    )
    def test_publicity_comes_back_only_while_the_longest_lasts(self, until: str | None, restores: bool) -> None:
        view = replace(case(restore_until=until), clocks={"starts": {"revocation_signed": "2026-11-02"}})
        data = {"method": "direct", "served_on": date(2026, 11, 3), "receiver": "示例联系人"}
        decision = rules.serve(view, FIRST, data)
        assert decision.facts == {"restores": restores}
        assert (decision.starts, decision.started_on) == (("revoked",), date(2026, 11, 3))
        assert rules.signed(view).starts == ("revocation_signed",), "the signature alone has no effect"

    def test_a_public_notice_has_its_effect_after_thirty_days(self) -> None:
        view = replace(case(restore_until=LAST.isoformat()), clocks={"starts": {"revocation_signed": "2026-11-02"}})
        data = {"method": "public", "served_on": date(2026, 11, 3), "note": "示例日报，下落不明。"}
        assert rules.serve(view, FIRST, data).met_on == date(2026, 12, 3), "a day ahead is not yet taken"

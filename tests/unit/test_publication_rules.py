"""The rules of publication as tables (S3 二(三), S0 三(四)2, S4 一(二); Order 45; 行政处罚法 Art. 48; 山东 Art. 20)."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import pytest

from workflows.calendars import library as calendars
from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.clock import ClockFacts
from workflows.domain.deadline import compute
from workflows.domain.effects import Begin
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.exchange import Push
from workflows.domain.policy import merged_demands
from workflows.domain.process_type import Opening
from workflows.domain.publication import Display, Withhold
from workflows.domain.publicity import ACT_KINDS, OTHER_ACTS, EndPublicity
from workflows.policies import library as policies
from workflows.processes.publication import services
from workflows.processes.publication.rules import deciding, opening
from workflows.processes.publication.rules.display import Deed, grounds
from workflows.processes.publication.rules.opening import NotOwnAct
from workflows.processes.signing import signing

#: A Friday.
DECIDED = date(2026, 10, 16)
FIRST, SECOND = Actor(user_id=1, name="示例甲"), Actor(user_id=2, name="示例乙")
SHAANXI, MARKET, LAW = "shaanxi/2017-05-02", "market-publicity/2021-09-01", "penalty-law/2021-07-15"
SHANDONG, HENAN, SHANGHAI = "shandong/2020-10-01", "henan/2020-05-01", "shanghai/2017-10-01"
BAQIAO, TAIAN, NATIONAL = "baqiao/2020-09-27", "taian/2021-09-17", "national/2026-04-01"
PENALTY = Deed(kind="penalty", natural_person=False, procedure="general", sole_warning=False, category="一般")
FACTS: dict[str, Any] = {
    "record": 9, "kind": "penalty", "person": False, "shown_as": "示例公司", "number": "示市监罚决〔2026〕11号",
    "decided_on": DECIDED.isoformat(), "matter": "publish", "elsewhere": False, "annulled_on": "", "annulled_by": "",
    "grounds": [],
}  # fmt: skip
CASE = CaseView(
    id=1, number="SJ-PUB-2026-000001", process="publication", authority_id=5, provider_id=5, subject_id=7,
    record_id=9, applicant_id=None, channel=Channel.OFFICE, state=CaseState.OPEN, version=0, substance=0,
    received_on=date(2026, 10, 19), packs=(SHAANXI,), facts=FACTS,
)  # fmt: skip
CHECK = {"outcome": "publish", "reason": "", "complete": True, "opinion": "已核对。"}


def case(**facts: Any) -> CaseView:
    """The case with further memory."""
    return replace(CASE, facts={**FACTS, **facts})


def due(rule: str, starts: dict[str, date], *packs: str) -> date | None:
    """The last day under some packs, from events on days."""
    facts = ClockFacts(starts=starts, set_dates={}, suspensions=(), extensions=(), corrections=())
    found = compute(rule, [policies.pack(each) for each in packs], facts, calendars.shipped(), cap_rule="")
    return None if found is None else found.due_on


def decided(kind: str, elsewhere: bool = False) -> dict[str, date]:
    """The events of an act on the Friday."""
    return dict.fromkeys(opening.events(kind, elsewhere), DECIDED)


class TestTheLimits:
    """The day of the decision is not counted; each text speaks of its own kinds of act only."""

    @pytest.mark.parametrize("kind", ["permit", "penalty"])
    def test_permits_and_penalties_are_reported_within_seven_working_days(self, kind: str) -> None:
        assert due("publication.report", decided(kind), SHAANXI) == date(2026, 10, 27)
        assert due("publication.monthly", decided(kind), SHAANXI) is None

    @pytest.mark.parametrize("kind", sorted(ACT_KINDS.keys() - {"permit", "penalty"}))
    def test_all_other_information_is_reported_monthly(self, kind: str) -> None:
        assert due("publication.monthly", decided(kind), SHAANXI) == date(2026, 11, 16)
        assert due("publication.report", decided(kind), SHAANXI) is None

    @pytest.mark.parametrize("kind", sorted(ACT_KINDS))
    def test_eight_other_kinds_are_public_within_seven_working_days(self, kind: str) -> None:
        expected = date(2026, 10, 27) if kind in OTHER_ACTS else None
        assert due("publication.publish", decided(kind), BAQIAO) == expected

    @pytest.mark.parametrize("kind", sorted(ACT_KINDS))
    def test_one_office_names_four_kinds_only(self, kind: str) -> None:
        four = {"coercion", "levy", "reward", "supervision"}
        assert due("publication.publish", decided(kind), TAIAN) == (date(2026, 10, 27) if kind in four else None)

    def test_market_penalties_are_public_within_twenty_working_days(self) -> None:
        assert due("publication.publish", decided("penalty"), MARKET) == date(2026, 11, 13)
        assert due("publication.publish", decided("permit"), MARKET) is None

    def test_across_provinces_ten_working_days_each_take_the_place_of_the_twenty(self) -> None:
        starts = decided("penalty", elsewhere=True)
        assert due("publication.publish", starts, MARKET) is None
        assert due("publication.forward", starts, MARKET) == date(2026, 10, 30)
        assert due("publication.assist", {**starts, "forwarded": date(2026, 10, 30)}, MARKET) == date(2026, 11, 13)

    @pytest.mark.parametrize(
        ("packs", "last"),
        [
            ((LAW,), date(2026, 10, 21)),
            ((MARKET,), date(2026, 10, 21)),
            ((SHANGHAI,), date(2026, 10, 21)),
            ((SHANDONG,), date(2026, 10, 21)),
            ((HENAN,), date(2026, 10, 19)),
            ((HENAN, LAW), date(2026, 10, 19)),
            ((SHAANXI,), None),
        ],
    )
    def test_what_is_annulled_is_taken_down(self, packs: tuple[str, ...], last: date | None) -> None:
        assert due("publication.withdraw", {"annulled": DECIDED}, *packs) == last


class TestWhatIsWithheld:
    """Displayed unless a binding text says otherwise; the strictest ground rules."""

    @pytest.mark.parametrize(
        ("change", "packs", "found"),
        [
            ({}, (SHANDONG, HENAN, MARKET, NATIONAL), []),
            ({"natural_person": True}, (SHANDONG,), [("person", "report")]),
            ({"natural_person": True}, (HENAN, MARKET), []),
            ({"natural_person": True, "procedure": "summary"}, (HENAN,), [("person_summary", "withhold")]),
            (
                {"natural_person": True, "procedure": "summary"},
                (SHANDONG,),
                [("summary", "withhold"), ("person", "report")],
            ),
            ({"procedure": "summary"}, (MARKET,), [("summary", "report")]),
            ({"procedure": "summary"}, (MARKET, SHANDONG), [("summary", "withhold")]),
            ({"procedure": "summary"}, (HENAN,), []),
            ({"sole_warning": True}, (MARKET,), [("sole_warning", "report")]),
            ({"sole_warning": True}, (SHAANXI,), []),
            ({"sole_warning": True, "kind": "permit"}, (MARKET,), []),
            ({"category": "轻微"}, (NATIONAL,), [("minor", "report")]),
            ({"category": "轻微"}, (MARKET,), []),
        ],
    )
    def test_by_person_procedure_sanction_and_class(
        self, change: dict[str, Any], packs: tuple[str, ...], found: list[tuple[str, str]]
    ) -> None:
        demands = merged_demands([policies.pack(each) for each in packs], "publication")
        grounds_found = grounds(replace(PENALTY, **change), demands)
        assert [(each.reason, each.outcome) for each in grounds_found] == found
        assert all(each.article for each in grounds_found)

    PERSON: ClassVar[tuple[dict[str, str], ...]] = ({"reason": "person", "outcome": "report", "article": "第二十条"},)
    BOTH: ClassVar[tuple[dict[str, str], ...]] = (
        {"reason": "summary", "outcome": "withhold", "article": "第十三条"},
        *PERSON,
    )

    @pytest.mark.parametrize(
        ("found", "outcome", "reason", "wrong"),
        [
            ((), "publish", "", None),
            ((), "publish", "secret", "reason"),
            ((), "report", "secret", None),
            ((), "withhold", "secret", None),
            ((), "withhold", "", "reason"),
            ((), "report", "person", "reason"),
            (PERSON, "report", "person", None),
            (PERSON, "withhold", "person", "outcome"),
            (PERSON, "report", "minor", "reason"),
            (PERSON, "withhold", "secret", None),
            (BOTH, "report", "person", "outcome"),
            (BOTH, "withhold", "summary", None),
        ],
    )
    def test_the_officer_may_not_conclude_otherwise_than_the_law(
        self, found: tuple[dict[str, str], ...], outcome: str, reason: str, wrong: str | None
    ) -> None:
        view, data = case(grounds=list(found)), {**CHECK, "outcome": outcome, "reason": reason}
        if wrong is None:
            decision = deciding.check(view, FIRST, data)
            assert decision.facts["outcome"] == outcome
            assert bool(decision.memory["article"]) == (outcome != "publish")
            assert decision.signs == (("PUB-01",) if outcome == "publish" else ())
        else:
            with pytest.raises(FieldErrors) as refused:
                deciding.check(view, FIRST, data)
            assert set(refused.value.errors) == {wrong}

    def test_what_the_law_withholds_is_not_displayed_and_the_article_is_named(self) -> None:
        with pytest.raises(deciding.NotDisplayable, match="第二十条"):
            deciding.check(case(grounds=list(self.PERSON)), FIRST, CHECK)

    @pytest.mark.parametrize(("outcome", "reported"), [("report", False), ("withhold", True)])
    def test_withholding_is_approved_by_somebody_else_and_discharges_the_duty(
        self, outcome: str, reported: bool
    ) -> None:
        sign = signing("approve_withholding", ("check",), ("PUB-01",), deciding.withheld)
        view = case(outcome=outcome, reason="secret", by={"check": 1})
        with pytest.raises(OwnWork):
            sign(view, FIRST, {"decision": "approve"})
        decision = sign(view, SECOND, {"decision": "approve"})
        assert ("publication.report" in decision.meets) == reported
        assert "publication.publish" in decision.meets
        assert decision.effects == (Withhold(record_id=9),)


class TestOpening:
    """One own act in a case; a withdrawn record reopens what was sent."""

    ROW: ClassVar[dict[str, Any]] = {
        "id": 9, "provider_id": 5, "act_kind": "penalty", "subject_kind": "natural_person", "category": "",
        "decision_number": "示市监罚决〔2026〕81号", "decided_on": DECIDED, "subject_name": "示例庚",
        "state": "published", "repair_state": "", "published_on": None, "publish_until": None,
        "conduct_ended_on": None, "fulfilled_on": None, "hold_reason": "",
    }  # fmt: skip

    def remembered(self, *rows: dict[str, Any], **told: Any) -> dict[str, Any]:
        demands = merged_demands([policies.pack(SHANDONG)], "publication")
        return dict(opening.remember(Opening(case=CASE, records=rows, application=told, requires=demands)))

    @pytest.mark.parametrize("rows", [(), (ROW, ROW), ({**ROW, "provider_id": 6},)])
    def test_it_is_about_one_act_of_the_organ(self, rows: tuple[dict[str, Any], ...]) -> None:
        with pytest.raises(NotOwnAct):
            self.remembered(*rows)

    def test_the_name_of_a_natural_person_is_masked(self) -> None:
        kept = self.remembered(self.ROW)
        assert kept["shown_as"] != "示例庚"
        assert [each["reason"] for each in kept["grounds"]] == ["person"]

    @pytest.mark.parametrize(("kind", "elsewhere"), [("penalty", True), ("permit", False)])
    def test_only_penalties_go_through_another_province(self, kind: str, elsewhere: bool) -> None:
        assert self.remembered({**self.ROW, "act_kind": kind}, elsewhere=True)["elsewhere"] is elsewhere

    @pytest.mark.parametrize(
        ("row", "told", "remembers"),
        [({}, {}, True), ({"act_kind": "permit"}, {}, False), ({}, {"matter": "withdraw"}, False)],
    )
    def test_a_penalty_to_be_displayed_remembers_when_it_can_be_repaired(
        self, row: dict[str, Any], told: dict[str, Any], remembers: bool
    ) -> None:
        kept = self.remembered({**self.ROW, "category": "一般", **row}, **told)
        assert [each["first_on"] for each in kept.get("matters", ())] == (["2027-01-17"] if remembers else [])

    def test_the_clocks_run_from_decision_or_annulment(self) -> None:
        today = date(2026, 10, 19)
        assert opening.register(CASE, today).started_on == DECIDED
        annulled = opening.register(case(matter="withdraw", annulled_on="2026-10-17"), today)
        assert (annulled.starts, annulled.started_on) == (("annulled",), date(2026, 10, 17))

    @pytest.mark.parametrize(
        ("facts", "begins"),
        [({"sent": ["site"]}, True), ({}, False), ({"sent": ["site"], "matter": "withdraw"}, False)],
    )
    def test_a_withdrawn_record_is_taken_down_where_it_was_sent(self, facts: dict[str, Any], begins: bool) -> None:
        follows = opening.after_withdrawal(case(**facts), date(2026, 11, 2))
        assert isinstance(follows, Begin) == begins
        if follows is not None:
            assert follows.application["annulled_on"] == "2026-11-02"
            assert follows.memory == {"sent": ["site"]}


class TestInformation:
    """信用修复告知书 (REP-00) goes with a penalty that is displayed and may be repaired (两书同达)."""

    @pytest.mark.parametrize(
        ("never", "outcome", "goes"), [(False, "publish", True), (True, "publish", False), (False, "report", False)]
    )
    def test_it_goes_out_with_the_decision_to_display(self, never: bool, outcome: str, goes: bool) -> None:
        ground = {"reason": "person", "outcome": "report", "article": "第二十条"}
        view = case(matters=[{"never": never}], grounds=[ground] if outcome == "report" else [])
        data = {**CHECK, "outcome": outcome, "reason": "person" if outcome == "report" else ""}
        found = deciding.check(view, FIRST, data)
        assert ("REP-00" in found.signs, "REP-00" in found.drafts) == (goes, goes)
        assert found.notices == ((("repair_told", "applicant"),) if goes else ())

    def test_an_act_that_is_no_penalty_has_none(self) -> None:
        assert "REP-00" not in deciding.check(case(), FIRST, CHECK).drafts


class TestReceipts:
    """Each push has its receipt, and the receipt meets the limit."""

    TODAY = date(2026, 10, 20)

    @pytest.mark.parametrize(
        ("service", "kind", "target", "answer"),
        [
            ("report_act", "report_act", "province", "act_reported"),
            ("forward_act", "report_act", "province", "act_forwarded"),
            ("publish_act", "publish", "site", "act_published"),
        ],
    )
    def test_what_is_owed(self, service: str, kind: str, target: str, answer: str) -> None:
        [push] = services.SERVICES[service](case(outcome="publish"), self.TODAY).effects
        assert isinstance(push, Push)
        assert (push.kind, push.target, push.answer, push.record_id) == (kind, target, answer, 9)

    def test_display_begins_with_the_receipt(self) -> None:
        decision = services.HEARS["act_published"](CASE, {}, self.TODAY)
        assert decision.effects == (Display(record_id=9),)
        assert set(decision.meets) == {"publication.publish", "publication.assist"}

    @pytest.mark.parametrize(("sent", "targets"), [(["province"], ["province"]), ([], ["site", "province"])])
    def test_it_is_taken_down_where_it_was_sent(self, sent: list[str], targets: list[str]) -> None:
        ended, *pushed = services.SERVICES["withdraw_publicity"](case(sent=sent), self.TODAY).effects
        assert ended == EndPublicity(record_id=9, reason="annulled")
        assert [push.target for push in pushed if isinstance(push, Push)] == targets

"""Nobody is listed without a lawful ground, notice, service and defence; what the law says of each, as tables."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.shared import ROOT
from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor, Role
from workflows.domain.basis import CheckBasis
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.listing import EnterList, ImposeMeasures, Persons
from workflows.processes.blacklist_entry.rules import decision, defence, execution, legality, voices
from workflows.processes.list_service import persons_served, slips

TODAY = date(2026, 9, 10)
CLERK, LAWYER, CHIEF = (Actor(user_id=number, name="示例") for number in (7, 8, 9))
PERSON = {"name": "示例责任人", "code": "410184198001010012", "role": "legal_representative"}
ROLES = {"liable_roles": ["legal_representative", "principal"]}
ASSESSED: dict[str, Any] = {
    "conclusion": "list", "list_key": "safety_serious", "basis_kind": "penalty", "basis_number": "示罚〔2026〕1号",
    "basis_effective_on": date(2026, 8, 3), "facts": "事实", "nature": "性质", "gravity": "情节", "harm": "危害",
    "reasons": "", "natural_person": False, "persons": [PERSON], "measures": ["procurement"], "departments": [5],
    "public_body": False,
}  # fmt: skip
AT_DESK = {"channel": "oral", "stated_on": TODAY}
HEARD = {"notice_signed": True, "notice_served_on": "2026-09-08", "defence_over": "expired"}
LISTED: dict[str, Any] = {
    **HEARD, "list_key": "market_serious", "basis": {"kind": "penalty", "number": "示罚〔2026〕1号"}, "reason": "事实",
    "public": True, "persons": [PERSON], "persons_shown": "masked", "measures": ["procurement", "no_awards"],
    "executors": [5, 6], "conclusion": "list",
}  # fmt: skip


def case(*, starts: dict[str, str] | None = None, packs: tuple[str, ...] = ("xinzheng/2018-03-28",),
         applicant: int | None = None, **facts: Any) -> CaseView:  # fmt: skip
    """A case of the recognising department with this memory."""
    return CaseView(
        id=1, number="SJ-LST-2026-000001", process="blacklist_entry", authority_id=2, provider_id=2, subject_id=3,
        record_id=4, applicant_id=applicant, channel=Channel.OFFICE, state=CaseState.OPEN, version=1, substance=1,
        received_on=TODAY, packs=packs, facts=facts, clocks={"starts": starts or {}},
    )  # fmt: skip


class TestTheLegalityGate:
    """List, measure, basis, three limbs, responsible persons (S0-05, S0-28, S1-12)."""

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"list_key": "court_dishonest"}, "list_key"),
            ({"list_key": "watch"}, "list_key"),
            ({"nature": " "}, "nature"),
            ({"gravity": ""}, "gravity"),
            ({"harm": ""}, "harm"),
            ({"measures": ["made_up"]}, "measures"),
            ({"measures": ["bidding"]}, "measures"),
            ({"measures": ["exit_limit"]}, "measures"),
            ({"departments": []}, "departments"),
            ({"persons": []}, "persons"),
            ({"persons": [{**PERSON, "role": "controller"}]}, "persons"),
            ({"persons": [{**PERSON, "code": "410184198001010013"}]}, "persons"),
            ({"persons": [PERSON, PERSON]}, "persons"),
            ({"list_key": "market_serious"}, "list_key"),
        ],
    )
    def test_what_does_not_pass_cannot_be_proposed(self, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(FieldErrors) as refused:
            legality.assess(case(requires=ROLES), CLERK, {**ASSESSED, **wrong})
        assert set(refused.value.errors) == {field}

    def test_a_proposal_that_passes_goes_to_prior_notice(self) -> None:
        decided = legality.assess(case(requires=ROLES), CLERK, ASSESSED)
        assert decided.facts["assessment"] == "list"
        assert decided.drafts == ("LST-01", "LST-02", "LST-02P.1")
        # 文书生效日期 is an event of the case; one that lies ahead is refused when the act is carried out.
        assert decided.started_on == date(2026, 8, 3)

    @pytest.mark.parametrize(("way", "letter"), [("watch", "LST-02"), ("none", "LST-07")])
    def test_below_the_standard_there_is_the_watch_list_or_nothing_with_reasons(self, way: str, letter: str) -> None:
        key = "watch" if way == "watch" else "safety_serious"
        data = {**ASSESSED, "conclusion": way, "list_key": key}
        with pytest.raises(FieldErrors):
            legality.assess(case(), CLERK, data)
        opened = case(packs=("xinzheng/2018-03-28", "baqiao/2020-09-27"))
        assert letter in legality.assess(opened, CLERK, {**data, "reasons": "未达标准。"}).drafts

    def test_the_level_above_is_asked_where_the_list_or_a_pack_says_so(self) -> None:
        market, safety = catalogue.lists()["market_serious"], catalogue.lists()["safety_serious"]
        assert legality.consent_needed(case(), market)
        assert not legality.consent_needed(case(), safety)
        assert legality.consent_needed(case(requires={"consent_above": True}), safety)

    @pytest.mark.parametrize(
        ("pack", "shown"), [({}, Persons.MASKED), ({"persons": "withheld"}, Persons.WITHHELD)]
    )
    def test_of_pack_and_list_the_more_closed_rule_hides_natural_persons(
        self, pack: dict[str, str], shown: Persons
    ) -> None:
        assert legality.shown_persons(case(requires=pack), catalogue.lists()["market_serious"]) is shown

    def test_a_natural_person_is_not_published_where_the_pack_forbids_it(self) -> None:
        opened = case(requires={**ROLES, "persons": "withheld"})
        assert legality.assess(opened, CLERK, {**ASSESSED, "natural_person": True}).memory["public"] is False
        assert legality.assess(opened, CLERK, ASSESSED).memory["public"] is True


SERVED: dict[str, Any] = {"method": "direct", "served_on": date(2026, 9, 8), "receiver": "示例收件人"}
PERSON_SERVED: dict[str, Any] = {
    "name": "示例责任人", "method": "direct", "served_on": date(2026, 9, 8), "receiver": "示例责任人", "proof": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"method": "left"}, "见证人"),
        ({"method": "left", "proof": "示例见证人"}, {"witness": "示例见证人"}),
        ({"method": "post"}, "邮件单号"),
        ({"method": "post", "proof": "EX1"}, {"tracking": "EX1"}),
        ({"method": "entrusted"}, "受委托"),
        ({"method": "public"}, "公告媒体"),
        ({"method": "public", "proof": "下落不明，日报公告", "receiver": ""}, {"note": "下落不明，日报公告"}),
        ({"method": "direct", "receiver": ""}, "收件人"),
        ({"served_on": date(2026, 9, 6)}, "早于"),
    ],
)  # fmt: skip
def test_each_persons_own_service_needs_what_makes_it_good(said: dict[str, Any], told: dict[str, str] | str) -> None:
    """民事诉讼法 Arts 87–95, for every liable person as for the subject; the words name the person."""
    opened, row = case(starts={"notice_signed": "2026-09-07"}, persons=[PERSON]), {**PERSON_SERVED, **said}
    if isinstance(told, dict):
        (served,) = persons_served(opened, [row], since="notice_signed")
        assert {name: served[name] for name in told} == told
        assert served["deemed_on"] == date(2026, 10, 8) if row["method"] == "public" else date(2026, 9, 8)
        return
    with pytest.raises(FieldErrors) as refused:
        persons_served(opened, [row], since="notice_signed")
    (words,) = refused.value.errors["persons"]
    assert words.startswith("示例责任人：")
    assert told in words


def test_a_service_makes_a_slip_for_each_receiver_and_a_public_notice_where_one_was_given() -> None:
    """送达回证 SHR-01 for the subject and each person; 送达地址确认书 SHR-02 with consent; 公告 SHR-03 (Art. 95)."""
    persons = [{"method": "direct"}, {"method": "public"}]
    said = {"method": "public", "consented": False}
    assert slips(said, persons) == ("SHR-01", "SHR-03", "SHR-01.1", "SHR-01.2", "SHR-03.2")
    assert slips({"method": "electronic", "consented": True}) == ("SHR-01", "SHR-02")


class TestNoticeAndDefence:
    """Every person is served, the defence runs from the latest service, and more may follow until it is over."""

    def serve(self, rows: list[dict[str, Any]], defence_by: date | None = None, **packs: Any) -> Any:
        """Serve the notice on the entity on 8 September, and on persons as the rows say."""
        opened = case(starts={"notice_signed": "2026-09-07"}, notice_signed=True, persons=[PERSON], **packs)
        data = {**SERVED, "consented": False, "persons": rows, "defence_by": defence_by}
        return defence.serve_notice(opened, CLERK, data)

    def test_a_responsible_person_who_was_not_served_stops_the_service(self) -> None:
        with pytest.raises(FieldErrors):
            self.serve([])

    def test_the_defence_runs_from_the_latest_service(self) -> None:
        decided = self.serve([{**PERSON_SERVED, "served_on": date(2026, 9, 9)}])
        assert (decided.starts, decided.started_on) == (("notice_served",), date(2026, 9, 9))

    def test_each_person_is_told_by_a_letter_and_a_service_of_their_own(self) -> None:
        """惩戒到人 (S1-13): nobody reads who else answers for it, and everybody has number and slip of their own."""
        other = {**PERSON, "name": "示例主管", "code": "410184199002020027"}
        persons = [PERSON, other]
        opened = case(starts={"notice_signed": "2026-09-07"}, notice_signed=True, persons=persons)
        rows = [{**PERSON_SERVED, "name": "示例主管", "method": "post", "proof": "EX2"}, PERSON_SERVED]
        data = {**SERVED, "consented": False, "persons": rows, "defence_by": date(2026, 9, 30)}
        decided = defence.serve_notice(opened, CLERK, data)
        assert decided.serves == ("LST-02",)
        told = {code: (each["name"], each["method"]) for code, each in decided.serves_apart.items()}
        assert told == {"LST-02P.1": ("示例责任人", "direct"), "LST-02P.2": ("示例主管", "post")}
        assert decided.drafts == decided.signs == ("SHR-01", "SHR-01.1", "SHR-01.2")
        assert defence.notice_signed(opened).signs == ("LST-02", "LST-02P.1", "LST-02P.2")

    def test_where_no_pack_gives_days_a_person_sets_the_last_day_after_the_service(self) -> None:
        rows = [PERSON_SERVED]
        for wrong in (None, date(2026, 9, 8)):
            with pytest.raises(FieldErrors):
                self.serve(rows, wrong, packs=("henan/2020-05-01",))
        decided = self.serve(rows, date(2026, 9, 18), packs=("henan/2020-05-01",))
        assert decided.set_dates == {"blacklist_entry.defence": date(2026, 9, 18)}

    def test_a_statement_that_is_not_the_last_leaves_the_defence_open(self) -> None:
        said = {"statement": "意见", "evidence": "", "final": False, **AT_DESK}
        assert "defence_over" not in defence.state_defence(case(), CLERK, said).memory
        assert defence.state_defence(case(), CLERK, {**said, "final": True}).memory["defence_over"] == "stated"

    def test_the_last_word_of_one_ends_the_defence_of_nobody_else(self) -> None:
        said = {"statement": "意见", "evidence": "", "final": True, **AT_DESK}
        both = case(persons=[PERSON])
        first = defence.state_defence(both, CLERK, {**said, "person": PERSON["name"]})
        assert "defence_over" not in first.memory
        assert first.stays, "the subject, who has no account either, is still to be heard at this desk"
        assert first.drafts == ("LST-03P.1",)
        last = defence.state_defence(case(persons=[PERSON], **first.memory), CLERK, said)
        assert (last.memory["defence_over"], last.stays, last.drafts) == ("stated", False, ("LST-03",))
        with pytest.raises(FieldErrors):
            defence.state_defence(both, CLERK, {**said, "person": "示例他人"})

    def test_who_has_an_account_is_asked_there_and_speaks_for_nobody_else(self) -> None:
        """The desk hears those without one; a liable person with one has a task of their own."""
        second = {**PERSON, "name": "示例主管"}
        opened = case(applicant=7, persons=[PERSON, second], speakers={"1": 8})
        assert [(desk.role, desk.user_id) for desk in voices.desks(opened)] == [
            (Role.APPLICANT, 7), (Role.APPLICANT, 8), (Role.RECOGNISER, None),
        ]  # fmt: skip
        liable = Actor(user_id=8, name="示例责任人")
        said = defence.state_defence(opened, liable, {"statement": "意见", "evidence": "", "final": True})
        assert said.memory["statements"][0]["place"] == 1
        assert [voices.is_liable(opened, each) for each in (liable, CLERK)] == [True, False]
        assert len(voices.desks(case(applicant=7, persons=[PERSON, second], speakers={"1": 8}, said_all=[1]))) == 2

    def test_what_a_liable_person_said_is_answered_apart_from_what_the_subject_said(self) -> None:
        statements = [{"text": "意见", "evidence": "", "place": place} for place in (0, 1)]
        heard = case(**HEARD, statements=statements, persons=[PERSON])
        row = {"person": "", "point": "意见", "taken": "taken", "reason": "属实"}
        data = {"points": [row], "conclusion": "list", "reasons": "理由"}
        for points in ([row], [row, {**row, "person": "示例他人"}]):
            with pytest.raises(FieldErrors):
                defence.review_defence(heard, CLERK, {**data, "points": points})
        defence.review_defence(heard, CLERK, {**data, "points": [row, {**row, "person": PERSON["name"]}]})

    def test_every_point_of_a_defence_must_be_answered(self) -> None:
        heard = case(**HEARD, statements=[{"text": "意见", "evidence": ""}])
        with pytest.raises(FieldErrors):
            defence.review_defence(heard, CLERK, {"points": [], "conclusion": "list", "reasons": "理由"})


_STEPS = ("notice_signed", "notice_served_on", "defence_over")


@given(st.sets(st.sampled_from(_STEPS)), st.sampled_from(["list", "refuse"]), st.booleans())
def test_no_decision_is_reached_without_notice_service_and_defence(done: set[str], way: str, consented: bool) -> None:
    """Whatever else the case remembers, each act towards a decision is refused until all three stand."""
    facts = {**{name: HEARD[name] for name in done}, "conclusion": way, "persons": [], "consent_needed": consented}
    sign = {"decision": "approve", "opinion": "同意", "no_conflict": "yes", "number": "示复〔2026〕1号"}
    acts = (
        lambda: decision.sign_decision(case(**facts), CHIEF, sign),
        lambda: decision.legal_review(case(**facts), LAWYER, sign),
        lambda: decision.consent(case(**facts), CHIEF, sign),
        lambda: defence.review_defence(case(**facts), CLERK, {"points": [], "conclusion": way, "reasons": "理由"}),
        lambda: execution.enter(case(**{**LISTED, **dict.fromkeys(_STEPS), **facts}), TODAY),
    )
    for act in acts:
        if len(done) == len(_STEPS):
            act()
        else:
            with pytest.raises(defence.NotHeard):
                act()


def test_the_diagram_has_no_way_to_a_listing_around_notice_service_and_defence() -> None:
    """Taking any of the three out of the diagram cuts every way from the proposal to the head's decision."""
    tree = ElementTree.parse(ROOT / "bpmn" / "blacklist_entry.bpmn").getroot()
    name = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
    steps = [(flow.get("sourceRef"), flow.get("targetRef")) for flow in tree.iter(f"{name}sequenceFlow")]
    steps += [(event.get("attachedToRef"), event.get("id")) for event in tree.iter(f"{name}boundaryEvent")]

    def reaches(without: str | None) -> bool:
        seen, waiting = set(), ["decision_started"]
        while waiting:
            node = waiting.pop()
            if node not in seen and node != without:
                seen.add(node)
                waiting += [target for source, target in steps if source == node and target is not None]
        return "sign_decision" in seen

    assert reaches(None)
    for needed in ("assess", "sign_notice", "serve_notice", "state_defence", "review_defence", "legal_review"):
        assert not reaches(needed), needed


def test_who_reviewed_or_drafted_does_not_sign() -> None:
    sign = {"decision": "approve", "opinion": "同意", "no_conflict": "yes"}
    by = {"by": {"review_defence": CLERK.user_id, "legal_review": LAWYER.user_id}}
    for actor in (CLERK, LAWYER):
        with pytest.raises(OwnWork):
            decision.sign_decision(case(**LISTED, **by), actor, sign)
    assert decision.sign_decision(case(**LISTED, **by), CHIEF, sign).facts["entry_outcome"] == "listed"


class TestEntry:
    """What follows from the decision to list."""

    def test_register_measures_platform_and_publication_follow_at_once(self) -> None:
        decided = execution.enter(case(**LISTED), TODAY)
        assert isinstance(decided.effects[0], CheckBasis)
        entered, imposed = decided.effects[1], decided.effects[2]
        assert isinstance(entered, EnterList)
        assert entered.persons[0].role == "legal_representative"
        assert isinstance(imposed, ImposeMeasures)
        assert len(imposed.orders) == 4
        assert imposed.for_persons == {"no_awards"}, "a person bears only measures with a basis of their own (S1-13)"
        assert [getattr(each, "asks", ()) for each in decided.effects[3:]] == [
            (("platform", "enter_list"), ("site", "publish"))
        ], "who is not public is told to the platform alone: see test_exchange_persons"

    def test_who_is_not_public_is_not_published(self) -> None:
        decided = execution.enter(case(**{**LISTED, "public": False}), TODAY)
        assert "publish" not in {getattr(each, "kind", "") for each in decided.effects}
        assert "LST-08" not in decided.drafts

    def test_the_periods_are_those_of_the_list_and_end_on_the_corresponding_day(self) -> None:
        decided = execution.enter(case(**{**LISTED, "list_key": "labour_arrears", "executors": []}), date(2026, 8, 31))
        assert decided.set_dates == {
            "blacklist_entry.minimum": date(2027, 2, 28), "blacklist_entry.maximum": date(2029, 8, 31)
        }  # fmt: skip

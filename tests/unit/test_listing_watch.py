"""The watch list (重点关注, S0-06) burdens the subject: it is told and heard before, or was told of something graver.

行政处罚法 Arts 44, 45 and 62 by analogy; docs/adr/0027.
"""

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.support.shared import ROOT
from tests.unit.test_listing_gate import BAQIAO, WATCH, XINZHENG
from tests.unit.test_listing_rules import CHIEF, CLERK, HEARD, LAWYER, LISTED, PERSON, case
from workflows.domain.basis import CheckBasis
from workflows.domain.errors import FieldErrors
from workflows.processes.blacklist_entry.forms import ReviewForm
from workflows.processes.blacklist_entry.rules import decision, defence, legality
from workflows.processes.blacklist_entry.rules.defence import NotHeard

#: What a case remembers whose proposal was the watch list, or a listing, when its defence is reviewed.
PROPOSED: dict[str, dict[str, Any]] = {
    "watch": {**HEARD, "proposal": "watch", "list_key": "watch", "basis": LISTED["basis"], "reason": "事实",
              "persons": []},
    "list": {**LISTED, "proposal": "list"},
}
REVIEWED: dict[str, Any] = {"points": [], "reasons": "理由"}
APPROVED = {"decision": "approve", "opinion": "同意。", "no_conflict": "yes"}


def test_a_proposal_to_watch_goes_to_prior_notice_and_has_nothing_of_a_listing() -> None:
    before = case(packs=BAQIAO, persons=[PERSON], ban={"scope": "食品"}, executors=[5], consent_needed=True)
    told = legality.assess(before, CLERK, {**WATCH, "measures": ["procurement"]})
    assert told.drafts == ("LST-01", "LST-02")
    assert told.strikes == ("LST-02P",)
    assert told.memory["measures"] == ["watch_supervision"], "a sanction is none of its arrangements"
    left = {name: told.memory[name] for name in ("persons", "ban", "executors", "consent_needed", "public")}
    assert left == {"persons": [], "ban": None, "executors": [], "consent_needed": False, "public": False}


@pytest.mark.parametrize(
    ("proposal", "packs", "ends"),
    [
        ("list", BAQIAO, ("list", "watch", "refuse")),
        ("list", XINZHENG, ("list", "refuse")),
        ("watch", BAQIAO, ("watch", "refuse")),
        (None, XINZHENG, ("list", "refuse")),
    ],
    ids=["a listing may end milder", "where no text has a watch list", "who was told of less is not listed", "before"],
)
def test_the_decision_is_what_was_told_or_milder(proposal: str | None, packs: tuple[str, ...], ends: Any) -> None:
    heard = case(packs=packs, **{**PROPOSED[proposal or "list"], "proposal": proposal})
    form = ReviewForm()
    form.suit(heard)
    assert tuple(key for key, _ in form.conclusion.choices) == ends
    for conclusion in ("list", "watch", "refuse"):
        if conclusion in ends:
            assert defence.review_defence(heard, CLERK, {**REVIEWED, "conclusion": conclusion}).outcome == "reviewed"
            continue
        with pytest.raises(FieldErrors) as refused:
            defence.review_defence(heard, CLERK, {**REVIEWED, "conclusion": conclusion})
        assert set(refused.value.errors) == {"conclusion"}


@pytest.mark.parametrize(("proposal", "letter"), [("watch", "LST-14"), ("list", "LST-07")])
def test_the_head_signs_who_is_watched_after_the_defence(proposal: str, letter: str) -> None:
    before = case(packs=BAQIAO, **PROPOSED[proposal])
    reviewed = defence.review_defence(before, CLERK, {**REVIEWED, "conclusion": "watch"})
    assert letter in reviewed.drafts
    heard = case(packs=BAQIAO, **{**PROPOSED[proposal], **reviewed.memory})
    signed = decision.sign_decision(heard, CHIEF, APPROVED)
    assert (signed.facts["entry_outcome"], signed.signs[0]) == ("watch", letter)
    assert signed.effects == (CheckBasis(),), "nobody is watched on a basis that is gone"
    (entered,) = decision.enter_watch(case(**heard.facts, **signed.memory), heard.received_on).effects
    assert (entered.list_key, entered.letter) == ("watch", letter)  # type: ignore[attr-defined]


@pytest.mark.parametrize("missing", sorted(HEARD))
def test_nobody_is_watched_without_notice_service_and_defence(missing: str) -> None:
    memory = {**PROPOSED["watch"], "conclusion": "watch", "watch_key": "watch"}
    del memory[missing]
    for act, actor, data in (
        (defence.review_defence, CLERK, {**REVIEWED, "conclusion": "watch"}),
        (decision.legal_review, LAWYER, APPROVED),
        (decision.sign_decision, CHIEF, APPROVED),
    ):
        with pytest.raises(NotHeard):
            act(case(packs=BAQIAO, **memory), actor, data)


def test_the_notice_that_comes_first_tells_of_watching_or_listing() -> None:
    for proposal, kind in (("watch", "watch_intended"), ("list", "notice_issued")):
        assert defence.notice_signed(case(**PROPOSED[proposal])).notices == ((kind, "applicant"),)


def test_in_the_diagram_no_way_leads_to_the_watch_list_past_notice_and_defence() -> None:
    diagram = ElementTree.parse(ROOT / "bpmn/blacklist_entry.bpmn")
    ns = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
    flows = [(each.get("sourceRef"), each.get("targetRef")) for each in diagram.iterfind(".//bpmn:sequenceFlow", ns)]
    into = {target: {a for a, b in flows if b == target} for _, target in flows}
    assert into["decision_made"] == {"decision_join"}
    assert into["decision_join"] == {"no_listing_signed", "decision_signed"}
    assert into["serve_notice"] == {"notice_signed"}
    assert into["defence_join"] == {"serve_notice", "defence_complete"}

"""A grave matter is discussed by those in charge together before it is decided (行政处罚法 Art. 57), and put down."""

from datetime import date
from typing import Any

import pytest

from tests.unit.test_listing_rules import ASSESSED, CHIEF, CLERK, LISTED, case
from workflows.domain.errors import FieldErrors
from workflows.domain.policy import merged_demands
from workflows.policies import library as policies
from workflows.processes.blacklist_entry.forms import AssessForm
from workflows.processes.blacklist_entry.rules import decision, defence, legality
from workflows.processes.blacklist_entry.rules.defence import NotHeard

ART_57 = "《中华人民共和国行政处罚法》第五十七条第二款"
HELD: dict[str, Any] = {
    "decision": "approve", "opinion": "", "no_conflict": "yes", "held_on": date(2026, 9, 9), "chair": "示例局长",
    "attendees": "示例副局长甲、示例副局长乙", "minutes": "均同意。",
}  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "grave", "conclusion", "needed"),
    [
        ("market/2021-09-01", True, "list", True),
        ("market/2021-09-01", False, "list", False),
        ("market/2021-09-01", True, "refuse", False),
        ("xinzheng/2018-03-28", True, "list", False),
        ("labour/2022-01-01", True, "list", False),
    ],
)
def test_it_is_discussed_where_a_pack_asks_and_the_matter_is_grave(
    pack: str, grave: bool, conclusion: str, needed: bool
) -> None:
    demands = merged_demands([policies.pack(pack)], "blacklist_entry")
    opened = case(packs=(pack,), requires=demands, superior=3)
    form = AssessForm()
    form.suit(opened)
    assert ("grave" in form) is (ART_57 in str(demands)) is (pack == "market/2021-09-01")
    assessed = legality.assess(opened, CLERK, {**ASSESSED, "grave": grave})
    told = case(packs=(pack,), **{**LISTED, **assessed.memory, "requires": demands})
    reviewed = defence.review_defence(told, CLERK, {"points": [], "conclusion": conclusion, "reasons": "理由"})
    assert reviewed.facts["discussion_needed"] is needed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, ""),
        ({"attendees": "示例副局长甲"}, "attendees"),
        ({"attendees": "示例副局长甲、示例副局长甲"}, "attendees"),
        ({"attendees": "示例局长，示例副局长甲"}, "attendees"),
        ({"attendees": "示例副局长甲\n示例副局长乙"}, ""),
        ({"held_on": date(2026, 9, 7)}, "held_on"),
    ],
)
def test_it_is_a_discussion_of_several_after_the_subject_was_told(wrong: dict[str, Any], field: str) -> None:
    if not field:
        told = decision.discuss(case(**LISTED), CLERK, {**HELD, **wrong})
        assert (told.outcome, told.facts, told.signs) == ("discussed", {"approved": True}, ("LST-05D",))
        assert told.memory["discussed_on"] == "2026-09-09"
        return
    with pytest.raises(FieldErrors) as refused:
        decision.discuss(case(**LISTED), CLERK, {**HELD, **wrong})
    assert set(refused.value.errors) == {field}


def test_what_is_not_agreed_goes_back_and_is_put_down_all_the_same() -> None:
    told = decision.discuss(case(**LISTED), CLERK, {**HELD, "decision": "return", "opinion": "情节未查清"})
    assert (told.outcome, told.facts, told.signs) == ("return", {"approved": False}, ("LST-05D",))
    assert {"LST-05A", "LST-06"} <= set(told.strikes)
    with pytest.raises(NotHeard):
        decision.discuss(case(**{**LISTED, "defence_over": ""}), CLERK, HELD)


@pytest.mark.parametrize(("above", "drafted"), [(["consent"], True), (["review"], True), ([], False)])
def test_a_matter_that_goes_up_has_a_sheet_of_its_own(above: list[str], drafted: bool) -> None:
    """报批表 (LST-05A): drawn up after the legal review, answered with the number of the paper from above."""
    approved = {"decision": "approve", "opinion": "同意", "no_conflict": "yes", "number": "示复〔2026〕3号"}
    waits = case(**LISTED, above=above)
    assert ("LST-05A" in decision.legal_review(waits, CHIEF, approved).drafts) is drafted
    assert decision.consent(waits, CHIEF, approved).signs == ("LST-05A",)


def test_what_was_agreed_to_before_the_draft_went_back_counts_no_more() -> None:
    before = case(**LISTED, consent={"number": "示复〔2026〕1号"}, discussed_on="2026-09-08")
    reviewed = defence.review_defence(before, CLERK, {"points": [], "conclusion": "list", "reasons": "理由"})
    assert (reviewed.memory["consent"], reviewed.memory["discussed_on"]) == ({}, "")

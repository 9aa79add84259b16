"""A list binds where its text does (S4-02, S4-03); consent of the level above has a paper, which the decision cites."""

from typing import Any

import pytest

from tests.unit.test_listing_rules import ASSESSED, CHIEF, CLERK, LISTED, case
from workflows.domain.errors import FieldErrors
from workflows.domain.policy import merged_demands
from workflows.policies import library as policies
from workflows.processes.blacklist_entry.forms import AssessForm, ConsentForm
from workflows.processes.blacklist_entry.rules import decision, defence, legality

XINZHENG, BAQIAO = ("xinzheng/2018-03-28",), ("xinzheng/2018-03-28", "baqiao/2020-09-27")
WATCH: dict[str, Any] = {**ASSESSED, "conclusion": "watch", "list_key": "watch", "reasons": "未达标准。"}


@pytest.mark.parametrize(("packs", "bound"), [(XINZHENG, False), (("henan/2020-05-01",), False), (BAQIAO, True)])
def test_the_watch_list_of_one_place_is_used_there_alone(packs: tuple[str, ...], bound: bool) -> None:
    opened, form = case(packs=packs), AssessForm()
    form.suit(opened)
    assert ("watch" in {key for key, _ in form.list_key.choices}) is bound
    if bound:
        assert legality.assess(opened, CLERK, WATCH).outcome == "watch"
        return
    with pytest.raises(FieldErrors) as refused:
        legality.assess(opened, CLERK, WATCH)
    assert set(refused.value.errors) == {"list_key"}


@pytest.mark.parametrize(
    ("way", "number", "refused"),
    [("approve", "示复〔2026〕3号", False), ("approve", " ", True), ("approve", None, True), ("return", "", False)],
)
def test_consent_has_the_number_of_its_paper(way: str, number: str | None, refused: bool) -> None:
    said = {"decision": way, "opinion": "意见", "no_conflict": "yes", "number": number}
    if refused:
        with pytest.raises(FieldErrors) as wrong:
            decision.consent(case(**LISTED), CHIEF, said)
        assert set(wrong.value.errors) == {"number"}
    else:
        decision.consent(case(**LISTED), CHIEF, said)


ART_28 = "《河南省社会信用条例》第二十八条"
POINT = {"person": "", "point": "已召回", "reason": "理由"}


@pytest.mark.parametrize(
    ("packs", "market", "taken", "conclusion", "above"),
    [
        ("henan/2020-05-01", False, "not_taken", "list", ["review"]),
        ("henan/2020-05-01", False, "partly", "list", ["review"]),
        ("henan/2020-05-01", True, "not_taken", "list", ["consent", "review"]),
        ("henan/2020-05-01", False, "taken", "list", []),
        ("henan/2020-05-01", False, "not_taken", "refuse", []),
        ("henan/2020-05-01", False, "", "list", []),
        ("xinzheng/2018-03-28", False, "not_taken", "list", []),
        ("xinzheng/2018-03-28", True, "not_taken", "list", ["consent"]),
        ("xinzheng/2018-03-28", True, "not_taken", "refuse", []),
    ],
)  # fmt: skip
def test_in_henan_the_province_reviews_an_objection_that_was_not_followed(
    packs: str, market: bool, taken: str, conclusion: str, above: list[str]
) -> None:
    """河南省社会信用条例 Art. 28: who still objects to the result may have it reviewed; here nobody has to ask."""
    demands = merged_demands([policies.pack(packs)], "blacklist_entry")
    facts: Any = {**LISTED, "requires": demands, "consent_needed": market, "superior": 3}
    points = [{**POINT, "taken": taken}] if taken else []
    told = defence.review_defence(
        case(packs=(packs,), **facts), CLERK, {"points": points, "conclusion": conclusion, "reasons": "理由"}
    )
    assert (told.memory["above"], told.facts["consent_needed"]) == (above, bool(above))
    waits = case(packs=(packs,), **{**facts, **told.memory})
    form = ConsentForm()
    form.suit(waits)
    assert (ART_28 in form.number.description) is ("review" in above)
    approved = {"decision": "approve", "opinion": "同意", "no_conflict": "yes", "number": "示复〔2026〕3号"}
    ends = decision.consent(waits, CHIEF, approved).outcome
    assert ends == ("confirmed" if above == ["review"] else "consented")


def test_in_henan_nobody_is_proposed_where_nobody_above_is_known() -> None:
    """河南 Art. 28: whether somebody will object is not known yet, so the review must be possible."""
    demands = {"requires": {"provincial_review": ART_28}}
    assert legality.assess(case(**demands, superior=3), CLERK, ASSESSED).outcome == "list"
    with pytest.raises(FieldErrors) as refused:
        legality.assess(case(**demands), CLERK, ASSESSED)
    assert set(refused.value.errors) == {"list_key"}

"""A list binds where its text does (S4-02, S4-03); consent of the level above has a paper, which the decision cites."""

from typing import Any

import pytest

from tests.unit.test_listing_rules import ASSESSED, CHIEF, CLERK, LISTED, case
from workflows.domain.errors import FieldErrors
from workflows.processes.blacklist_entry.forms import AssessForm
from workflows.processes.blacklist_entry.rules import decision, legality

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

"""市场和行业禁入 (S0-10): proposed with the listing, with scope, basis, and a last day or for good; never by half."""

from datetime import date
from typing import Any

import pytest

from tests.unit.test_listing_rules import ASSESSED, CLERK, LISTED, ROLES, TODAY, case
from workflows.domain.errors import FieldErrors
from workflows.domain.listing import Ban
from workflows.processes.blacklist_entry.rules import execution, legality

BAN: dict[str, Any] = {
    "ban_scope": "食品经营", "ban_basis": "《中华人民共和国食品安全法》第一百三十五条", "ban_until": None,
    "ban_forever": True,
}  # fmt: skip


def test_a_ban_for_good_and_one_with_a_last_day_are_remembered_for_notice_and_decision() -> None:
    forever = legality.assess(case(requires=ROLES), CLERK, {**ASSESSED, **BAN})
    assert forever.memory["ban"] == {"scope": "食品经营", "basis": BAN["ban_basis"], "until": ""}
    dated = {**BAN, "ban_forever": False, "ban_until": date(2031, 9, 10)}
    assert legality.assess(case(requires=ROLES), CLERK, {**ASSESSED, **dated}).memory["ban"]["until"] == "2031-09-10"
    assert legality.assess(case(requires=ROLES), CLERK, ASSESSED).memory["ban"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ban_scope": " "}, "ban_scope"),
        ({"ban_basis": ""}, "ban_basis"),
        ({"ban_forever": False}, "ban_until"),
        ({"ban_until": date(2031, 9, 10)}, "ban_until"),
        ({"ban_forever": False, "ban_until": TODAY}, "ban_until"),
    ],
)
def test_a_ban_without_scope_basis_or_exactly_one_end_is_refused(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        legality.assess(case(requires=ROLES), CLERK, {**ASSESSED, **BAN, **wrong})
    assert field in refused.value.errors


@pytest.mark.parametrize(("until", "last"), [("", None), ("2031-09-10", date(2031, 9, 10))])
def test_the_ban_begins_with_the_listing_and_only_where_it_was_told_of(until: str, last: date | None) -> None:
    told = {**LISTED, "ban": {"scope": "食品经营", "basis": "示例法第一条", "until": until}}
    bans = [each for each in execution.enter(case(**told), TODAY).effects if isinstance(each, Ban)]
    assert bans == [Ban(scope="食品经营", basis="示例法第一条", from_on=TODAY, until_on=last)]
    assert not [each for each in execution.enter(case(**LISTED), TODAY).effects if isinstance(each, Ban)]

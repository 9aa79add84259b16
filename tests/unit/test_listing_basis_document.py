"""The document on which a listing rests is the case's own, in effect, settled or reasoned (S0-05, S4-04, LST-01)."""

from datetime import date
from typing import Any

import pytest

from tests.unit.test_listing_rules import ASSESSED, CLERK, ROLES, case
from workflows.domain.basis import CheckBasis, mismatch
from workflows.domain.errors import FieldErrors
from workflows.processes.blacklist_entry.rules import legality

NUMBER, DECIDED = "示市监罚决〔2026〕11号", date(2026, 7, 15)


@pytest.mark.parametrize(
    ("act_kind", "kind", "number", "effective_on", "fields"),
    [
        ("penalty", "penalty", NUMBER, DECIDED, set()),
        ("penalty", "penalty", " 示市监罚决[2026]11号 ", DECIDED, set()),
        ("penalty", "penalty", "任意罚决〔1999〕1号", DECIDED, {"basis_number"}),
        ("coercion", "enforcement", "任意强决〔1999〕1号", DECIDED, {"basis_number"}),
        ("penalty", "judgment", "（2026）示例行终1号", DECIDED, set()),
        ("penalty", "penalty", NUMBER, date(2026, 7, 14), {"basis_effective_on"}),
        ("penalty", "penalty", "任意罚决〔1999〕1号", date(1999, 1, 1), {"basis_number", "basis_effective_on"}),
    ],
)
def test_which_document_is_the_one_of_the_record(
    act_kind: str, kind: str, number: str, effective_on: date, fields: set[str]
) -> None:
    typed = CheckBasis(kind=kind, number=number, effective_on=effective_on)
    assert set(mismatch(typed, act_kind, NUMBER, DECIDED)) == fields


@pytest.mark.parametrize(
    ("remedy", "reasons", "refused"),
    [
        ("expired", "", False),
        ("upheld", "", False),
        ("running", " ", True),
        ("pending", "", True),
        ("pending", "复议、诉讼期间处罚决定不停止执行（行政处罚法第七十三条），再犯风险高。", False),
    ],
)
def test_who_lists_before_the_document_is_settled_says_why(remedy: str, reasons: str, refused: bool) -> None:
    data: dict[str, Any] = {**ASSESSED, "remedy": remedy, "remedy_reasons": reasons}
    if not refused:
        effects = legality.assess(case(requires=ROLES), CLERK, data).effects
        assert CheckBasis(kind="penalty", number="示罚〔2026〕1号", effective_on=date(2026, 8, 3)) in effects
        return
    with pytest.raises(FieldErrors) as wrong:
        legality.assess(case(requires=ROLES), CLERK, data)
    assert set(wrong.value.errors) == {"remedy_reasons"}

"""The field grid 异议项 / 系统信息 / 主张值: which fields can be objected to, and whose word the system value is."""

import pytest

from workflows.domain.errors import FieldErrors
from workflows.intake.penalty_columns import COLUMNS, PERSONAL
from workflows.operations.claims import change_lines, claim_lines, enriched
from workflows.operations.record_cards import field_lines, objectable
from workflows.processes.forms import GRID_LIMIT

FIELDS = {"CF_WSH": "示罚〔2026〕1号", "CF_NR_FK": "5", "CF_XDR_ZJHM": "410184199003070015"}


def test_heading_and_system_value_come_from_the_record() -> None:
    typed = [{"field": "CF_NR_FK", "claimed": "0.5", "system": "500", "label": "别的"}]
    assert enriched(typed, FIELDS) == [
        {"field": "CF_NR_FK", "label": "罚款金额(万元)", "system": "5", "claimed": "0.5"}
    ]


@pytest.mark.parametrize("field", ["CF_XDR_ZJHM", "__builtins__", "", "CF_XDR_SHZZ"])
def test_a_field_that_cannot_be_objected_to_is_refused(field: str) -> None:
    with pytest.raises(FieldErrors):
        enriched([{"field": field, "claimed": "1"}], FIELDS)


def test_the_same_field_twice_is_refused() -> None:
    with pytest.raises(FieldErrors):
        enriched([{"field": "CF_NR_FK", "claimed": "1"}, {"field": "CF_NR_FK", "claimed": "2"}], FIELDS)


def test_an_omitted_field_can_be_objected_to_and_shows_as_empty() -> None:
    assert enriched([{"field": "CF_GSJZQ", "claimed": "2027-06-05"}], FIELDS)[0]["system"] == ""


def test_no_personal_number_is_offered_and_the_grid_holds_all_that_is() -> None:
    offered = objectable({column.code: "x" for column in COLUMNS})
    assert not {line.code for line in offered} & PERSONAL
    assert len(offered) <= GRID_LIMIT


def test_a_personal_number_is_shown_masked() -> None:
    shown = {line.code: line.value for line in field_lines(FIELDS)}
    assert shown["CF_XDR_ZJHM"] == "410184********0015"


def test_a_claim_keeps_what_the_system_had_when_it_was_filed() -> None:
    application = {"claims": enriched([{"field": "CF_NR_FK", "claimed": "0.5"}], FIELDS)}
    line = claim_lines(application, {**FIELDS, "CF_NR_FK": "0.5"})[0]
    assert (line.system, line.claimed) == ("5", "0.5")


def test_a_correction_shows_each_field_and_a_withdrawal_none() -> None:
    changed = change_lines([{"field": "CF_NR_FK", "old": "5", "new": "0.5"}])
    assert [(line.label, line.old, line.new) for line in changed] == [("罚款金额(万元)", "5", "0.5")]
    assert change_lines([{"field": "state", "old": "published", "new": "withdrawn"}])[0].field == ""

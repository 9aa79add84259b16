"""One penalty record of an import: typed values, or every cell that is wrong with what to do about it."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples.penalties import GOOD, code, resident
from workflows.intake.penalty_columns import COLUMNS
from workflows.intake.penalty_table import Category, PenaltyRow, Row, RowErrors, SubjectKind, error_report, parse_row

TODAY = date(2026, 9, 18)
PERSON = {
    "CF_XDR_LB": "自然人",
    "CF_XDR_MC": "示例人甲",
    "CF_XDR_SHXYM": "",
    "CF_XDR_ZJHM": resident("41018419900101001"),
}


def _row(changes: dict[str, str]) -> Row:
    return Row(number=2, cells={column: text for column, text in {**GOOD, **changes}.items() if text})


def _good(**changes: str) -> PenaltyRow:
    parsed = parse_row(_row(changes), TODAY)
    assert isinstance(parsed, PenaltyRow), [str(error) for error in parsed.errors]
    return parsed


def _errors(**changes: str) -> dict[str, str]:
    parsed = parse_row(_row(changes), TODAY)
    assert isinstance(parsed, RowErrors)
    return {error.code: str(error) for error in parsed.errors}


def test_a_right_row_becomes_typed_values_and_loses_no_character() -> None:
    row = _good(CATEGORY="一般失信", CF_NR_WFFF="1,234.5")
    assert row.subject_kind is SubjectKind.ORGANISATION
    assert row.uscc == GOOD["CF_XDR_SHXYM"]
    assert row.facts == GOOD["CF_SY"]
    assert (row.fine_wan, row.confiscated_wan) == (Decimal("0.5"), Decimal("1234.5"))
    assert row.decided_on == date(2026, 3, 2)
    assert (row.valid_until, row.publish_until) == (date(2099, 12, 31), date(2027, 3, 2))
    assert row.category is Category.GENERAL
    assert row.warnings == ()


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "2026年 3月 2日",
        "20260302",
        "２０２６-０３-０２",
        "2026-03-02 00:00:00",
    ],
)
def test_a_date_may_be_written_as_offices_write_it(written: str) -> None:
    assert _good(CF_JDRQ=written).decided_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("column", "written", "told"),
    [
        ("CF_JDRQ", "2026-02-30", "真实存在"),
        ("CF_JDRQ", "2025-02-29", "真实存在"),
        ("CF_JDRQ", "2026-09-19", "晚于今天"),
        ("CF_JDRQ", "1900-01-01", "过早"),
        ("CF_JDRQ", "46083", "格式"),
        ("CF_JDRQ", "2026-3/2", "格式"),
        ("CF_JDRQ", "去年", "格式"),
        ("CF_JDRQ", "无", "必填"),
        ("CF_YXQ", "2026-03-01", "早于处罚决定日期"),
        ("CF_GSJZQ", "2026-03-01", "早于处罚决定日期"),
        ("CF_GSJZQ", "9999-12-31", "过晚"),
        ("CF_NR_FK", "-1", "不能为负数"),
        ("CF_NR_FK", "0.5万元", "只填写数字"),
        ("CF_NR_FK", "1e5", "只填写数字"),
        ("CF_NR_FK", "NaN", "只填写数字"),
        ("CF_NR_FK", "0.0000001", "6 位小数"),
        ("CF_NR_FK", "=1+1", "只填写数字"),
        ("CF_XDR_LB", "公司", "法人及非法人组织、自然人、个体工商户"),
        ("CATEGORY", "较重", "轻微、一般、严重"),
        ("CF_XDR_SHXYM", "91410184MA00000010", "校验码"),
        ("CF_XDR_SHXYM", "9.14101840000000E+17", "文本格式"),
        ("CF_CFJGDM", "123", "18 位"),
        ("CF_SJLYDM", "", "必填"),
        ("CF_WSH", "", "必填"),
        ("CF_WSH", "号" * 201, "最多 200 字"),
        ("CF_XDR_SHXYM", "", "至少填写一个旧代码"),
        ("CF_FR_ZJHM", "410184199001010010", "校验码"),
    ],
)
def test_a_wrong_cell_is_told_by_its_column_and_with_what_to_do(column: str, written: str, told: str) -> None:
    errors = _errors(**{column: written})
    assert list(errors) == [column]
    assert told in errors[column]


def test_today_is_not_the_future() -> None:
    assert _good(CF_JDRQ="2026-09-18", CF_GSJZQ="2026-09-18").decided_on == TODAY


def test_all_errors_of_a_row_are_told_at_once_in_the_order_of_the_columns() -> None:
    errors = _errors(CF_XDR_LB="公司", CF_WSH="", CF_JDRQ="2026-02-30", CF_CFJGDM="123")
    assert list(errors) == ["CF_XDR_LB", "CF_WSH", "CF_JDRQ", "CF_CFJGDM"]


def test_an_empty_row_is_told_every_required_column() -> None:
    parsed = parse_row(Row(number=9, cells={}), TODAY)
    assert isinstance(parsed, RowErrors)
    assert [error.code for error in parsed.errors] == [column.code for column in COLUMNS if column.required]


def test_a_person_is_known_by_an_identity_number_and_needs_no_organisations_code() -> None:
    row = _good(**PERSON)
    assert (row.subject_kind, row.id_number, row.uscc) == (SubjectKind.PERSON, PERSON["CF_XDR_ZJHM"], "")
    assert list(_errors(**{**PERSON, "CF_XDR_ZJHM": ""})) == ["CF_XDR_ZJHM"]


def test_a_passport_is_taken_as_it_stands_and_checked_for_its_characters() -> None:
    assert _good(**{**PERSON, "CF_XDR_ZJLX": "护照", "CF_XDR_ZJHM": "e12345678"}).id_number == "E12345678"
    assert "CF_XDR_ZJHM" in _errors(**{**PERSON, "CF_XDR_ZJLX": "护照", "CF_XDR_ZJHM": "<script>"})


def test_a_wrong_identity_number_is_never_shown_whole() -> None:
    parsed = parse_row(_row({**PERSON, "CF_XDR_ZJHM": "410184199001010010"}), TODAY)
    assert isinstance(parsed, RowErrors)
    assert parsed.errors[0].value == "410184********0010"
    assert b"410184199001010010" not in error_report([parsed])


def test_an_old_record_with_only_an_older_register_is_taken_with_a_warning() -> None:
    row = _good(CF_XDR_SHXYM="无", CF_XDR_GSZC="410184000000001")
    assert row.alternatives == {"CF_XDR_GSZC": "410184000000001"}
    assert "旧代码" in row.warnings[0]


def test_a_fine_without_an_amount_is_taken_with_a_warning() -> None:
    row = _good(CF_NR_FK="/")
    assert row.fine_wan is None
    assert "罚款金额" in row.warnings[0]


cell_texts = st.dictionaries(st.sampled_from([column.code for column in COLUMNS]), st.text(min_size=1, max_size=30))


@given(cell_texts)
def test_whatever_stands_in_the_cells_gives_values_or_errors_and_a_report_that_opens(cells: dict[str, str]) -> None:
    parsed = parse_row(Row(number=2, cells={**GOOD, **cells}), TODAY)
    if isinstance(parsed, RowErrors):
        book = openpyxl.load_workbook(io.BytesIO(error_report([parsed])))
        assert book.active.max_row == 1 + len(parsed.errors)


def test_a_sole_traders_code_is_taken_for_its_subject() -> None:
    row = _good(CF_XDR_LB="个体工商户", CF_XDR_SHXYM=code("92410184MA0000001"))
    assert row.subject_kind is SubjectKind.SOLE_TRADER

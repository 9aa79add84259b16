"""The body of a letter: its headings count themselves and its empty parts print nothing."""

import pytest

from workflows.domain.letter_body import Body, Grid, Section, context, ordinal


def _sections(*sections: Section) -> list[dict]:
    return context(Body(sections=sections))["body"]["sections"]


def _says(heading: str) -> Section:
    return Section(heading=heading, paragraphs=("内容。",))


def test_the_headings_of_several_sections_are_numbered_in_order() -> None:
    assert [one["heading"] for one in _sections(_says("事实"), _says("理由"))] == ["一、事实", "二、理由"]


def test_a_single_heading_carries_no_number() -> None:
    assert [one["heading"] for one in _sections(_says("事实"))] == ["事实"]
    assert [one["heading"] for one in _sections(_says("事实"), _says(""))] == ["事实", ""]


def test_a_section_without_heading_takes_no_number_away() -> None:
    found = _sections(_says("事实"), _says(""), _says("理由"))
    assert [one["heading"] for one in found] == ["一、事实", "", "二、理由"]


def test_two_sections_that_say_the_same_still_count_one_after_the_other() -> None:
    twice = _says("要求")
    assert [one["heading"] for one in _sections(twice, twice)] == ["一、要求", "二、要求"]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_headings_count_in_chinese_numerals(number, words) -> None:
    assert ordinal(number) == words


def test_a_section_with_nothing_but_a_heading_is_left_out_and_not_counted() -> None:
    empty = Section(heading="材料", paragraphs=("", "  "), grid=Grid(columns=("序号", "名称"), rows=()))
    assert [one["heading"] for one in _sections(empty, _says("要求"))] == ["要求"]


def test_an_empty_body_has_every_key_all_the_same() -> None:
    assert context(Body()) == {
        "body": {"opening": [], "sections": [], "closing": [], "signatures": [], "attendance": []}
    }
    keys = {"heading", "paragraphs", "fields", "ticks", "long_ticks", "grid"}
    assert set(_sections(_says("事实"))[0]) == keys == set(_sections(Section(fields=(("地点", ""),)))[0])


def test_a_field_without_value_stays_to_be_filled_by_hand() -> None:
    assert _sections(Section(fields=(("地点", ""),)))[0]["fields"] == [{"label": "地点", "value": ""}]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_grid_has_two_to_six_columns(count) -> None:
    with pytest.raises(ValueError, match="2 to 6"):
        Grid(columns=("栏",) * count, rows=())


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="3 cells"):
        Grid(columns=("序号", "事项", "期限"), rows=(("1", "整改", "一个月"), ("2", "报告")))

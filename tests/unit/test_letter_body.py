"""The body of a letter: its headings count themselves, its empty parts print nothing, and text is never code."""

import copy
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from notifications.render import LetterRenderer, to_text
from workflows.domain.letter_body import Body, Grid, Section, context, ordinal

FOLDER = Path(__file__).parents[2] / "docs_templates"
SAMPLE = tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8"))
RENDERER = LetterRenderer(FOLDER)


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
    keys = {"heading", "paragraphs", "tail", "fields", "ticks", "long_ticks", "grid"}
    assert set(_sections(_says("事实"))[0]) == keys == set(_sections(Section(fields=(("地点", ""),)))[0])


def test_the_last_paragraph_stays_with_the_signature_unless_a_table_comes_after_it() -> None:
    body = Body(sections=(_says("事实"), Section(heading="期限", paragraphs=("一", "二"))))
    shown = context(body, signed=True)["body"]["sections"]  # type: ignore[index]
    assert (shown[-1]["paragraphs"], shown[-1]["tail"], shown[0]["tail"]) == (["一"], ["二"], [])
    table = Body(sections=(Section(paragraphs=("一",), fields=(("地点", ""),)),))
    assert context(table, signed=True)["body"]["sections"][0]["tail"] == []  # type: ignore[index]
    assert context(body)["body"]["sections"][-1]["tail"] == []  # type: ignore[index]


def test_a_field_without_value_stays_to_be_filled_by_hand() -> None:
    assert _sections(Section(fields=(("地点", ""),)))[0]["fields"] == [{"label": "地点", "value": ""}]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_grid_has_two_to_six_columns(count) -> None:
    with pytest.raises(ValueError, match="2 to 6"):
        Grid(columns=("栏",) * count, rows=())


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="3 cells"):
        Grid(columns=("序号", "事项", "期限"), rows=(("1", "整改", "一个月"), ("2", "报告")))


LAYOUTS = ["announcement", "form", "letter", "minutes", "notice", "record"]
HOSTILE = [
    "{{ 7*7 }}{% for %}{_{ 下划线 }_}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>已批准",
    "A&B <w:tbl/> ]]> &amp;",
    "长" * 3000,
    "0123456789" * 60,
]


def _printed(layout: str, body: Body) -> bytes:
    return RENDERER.render(f"shared/{layout}", {**SAMPLE, **context(body)})


def _full(text: str) -> Body:
    return Body(
        opening=(text,),
        sections=(
            Section(heading="事实", paragraphs=(text,), fields=(("项目", text),), ticks=(("是", True), ("否", False))),
            Section(heading="要求", grid=Grid(columns=("序号", "事项"), rows=(("1", text),)), ticks=((text, True),)),
        ),
        closing=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_person_wrote_is_printed_as_written_wherever_it_stands(layout, text) -> None:
    words = to_text(_printed(layout, _full(text)))
    assert words.count(text) == 6


@pytest.mark.parametrize("layout", LAYOUTS)
def test_parts_that_are_empty_print_nothing(layout) -> None:
    letter = Document(BytesIO(_printed(layout, Body())))
    framed = [table for table in letter.tables if "抄送" not in table.rows[0].cells[0].text]
    assert framed == []
    words = to_text(_printed(layout, Body(sections=(Section(heading="空的标题"),), attendance=(("请假", ""),))))
    assert "空的标题" not in words
    assert "请假" not in words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_body_gives_the_same_bytes_and_another_body_others(layout) -> None:
    assert _printed(layout, _full("甲")) == _printed(layout, copy.deepcopy(_full("甲")))
    assert _printed(layout, _full("甲")) != _printed(layout, _full("乙"))


@pytest.mark.parametrize("columns", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("first", ["序号", "姓名"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_grid_of_two_to_six_columns_prints_every_cell_once_and_repeats_its_head(layout, first, columns) -> None:
    heads = (first, *(f"栏{place}" for place in range(2, columns + 1)))
    rows = tuple(tuple(f"格{line}之{place}" for place in range(columns)) for line in range(30))
    body = Body(sections=(Section(grid=Grid(columns=heads, rows=rows)),))
    table = Document(BytesIO(_printed(layout, body))).tables[0]
    assert [[cell.text for cell in _distinct(row)] for row in table.rows] == [list(line) for line in (heads, *rows)]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def _distinct(row) -> list:
    return list({id(cell._tc): cell for cell in row.cells}.values())


def test_a_form_frames_a_section_in_one_table_under_its_heading() -> None:
    section = Section(
        heading="申请人",
        fields=(("名称", "晨光示例贸易有限公司"),),
        grid=Grid(columns=("序号", "材料", "份数"), rows=(("1", "营业执照", "1"),)),
    )
    tables = Document(BytesIO(_printed("form", Body(sections=(section,))))).tables
    assert [[cell.text for cell in _distinct(row)] for row in tables[0].rows] == [
        ["申请人"],
        ["名称", "晨光示例贸易有限公司"],
        ["序号", "材料", "份数"],
        ["1", "营业执照", "1"],
    ]

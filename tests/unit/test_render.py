"""What the applicant wrote is printed as written, and a letter with the same content is the same file."""

import copy
import hashlib
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from notifications.letter_template import LetterContextMissing
from notifications.letter_words import LetterContextWrong, full_width, printable, title_lines
from notifications.render import LetterNotFound, LetterRenderer, to_text

FOLDER = Path(__file__).parents[2] / "docs_templates"
SAMPLE = tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8"))
RENDERER = LetterRenderer(FOLDER)

#: What people write, and people who try.
APPLICANT_TEXTS = [
    "A&B 公司",
    "资产<100万",
    "资产>100万 \"引号\" 'x'",
    "{{ 7*7 }}",
    "{% for %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{# 注释 #}",
    "{_{ 下划线 }_} {_% %_}",
    "<w:t>已批准</w:t>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>已批准",
    "]]> &amp; &#65; <!-- -->",
    "😀👨‍👩‍👧 表情",
    "𠮷野家与㐂、龘",
    "\u202e倒写\u202c的字",
    "制表\t符\t号",
    "  前后空格  ",
    "第一段\n第二段\n\n第四段",
    "长文本" * 1333 + "。",
    "\u00a0不断行空格\u200b零宽",
]


def _reasons(text: str) -> str:
    """The refusal letter's own reasons paragraphs: between the reason code and the next heading."""
    letter = RENDERER.render("objection/obj_06", {**SAMPLE, "reasons": text})
    words = to_text(letter)
    return words.split("归集、公示的范围。\n", 1)[1].split("\n二、依据", 1)[0]


@pytest.mark.parametrize("text", APPLICANT_TEXTS)
def test_the_applicants_text_is_printed_exactly_as_written(text) -> None:
    assert _reasons(text) == text


@pytest.mark.parametrize("text", APPLICANT_TEXTS)
def test_the_applicants_text_in_a_table_cell_is_printed_exactly_as_written(text) -> None:
    rows = [{"label": "异议项", "system_value": text, "claimed_value": "x", "new_value": "y"}]
    letter = Document(BytesIO(RENDERER.render("objection/obj_11", {**SAMPLE, "items": rows})))
    assert letter.tables[0].rows[1].cells[2].text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_printable_text_whatever_loses_a_character(text) -> None:
    assert _reasons(text) == text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("甲\x00乙", "甲\ufffd乙"),
        ("甲\x1b[31m乙", "甲\ufffd[31m乙"),
        ("孤立\ud800代理", "孤立\ufffd代理"),
        ("成对\ud842\udfb7代理", "成对𠮷代理"),
        ("末位\uffff", "末位\ufffd"),
        ("回车\r\n换行\r旧式\x0b竖表\x0c换页", "回车\n换行\n旧式\n竖表\n换页"),
    ],
)
def test_what_a_word_file_cannot_hold_is_shown_and_not_dropped(written, printed) -> None:
    assert printable(written) == printed
    assert _reasons(written) == printed


def test_text_that_calls_itself_safe_markup_is_text_all_the_same() -> None:
    assert _reasons(Markup("<w:t>已批准</w:t>")) == "<w:t>已批准</w:t>"


def test_each_line_of_the_applicants_text_is_a_paragraph_of_the_same_style() -> None:
    letter = Document(BytesIO(RENDERER.render("objection/obj_06", {**SAMPLE, "reasons": "第一段\n第二段"})))
    found = [p for p in letter.paragraphs if p.text in ("第一段", "第二段")]
    assert [p.style.name for p in found] == ["公文正文", "公文正文"]


def test_the_same_content_gives_the_same_bytes_and_another_content_others() -> None:
    first = RENDERER.render("objection/obj_11", SAMPLE)
    again = LetterRenderer(FOLDER).render("objection/obj_11", copy.deepcopy(SAMPLE))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(again).hexdigest()
    assert first != RENDERER.render("objection/obj_11", {**SAMPLE, "reasons": "另一理由"})


def test_a_letter_names_no_author_and_no_clock() -> None:
    letter = RENDERER.render("objection/obj_07", SAMPLE)
    about = Document(BytesIO(letter)).core_properties
    assert (about.author, about.last_modified_by, about.created.year) == ("", "", 1980)
    with zipfile.ZipFile(BytesIO(letter)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_rendering_does_not_change_what_the_caller_gave() -> None:
    given_values = copy.deepcopy(SAMPLE)
    RENDERER.render("objection/obj_03", given_values)
    assert given_values == SAMPLE


def test_a_missing_value_stops_the_letter_and_is_named() -> None:
    lacking = {key: value for key, value in SAMPLE.items() if key != "outcome"}
    with pytest.raises(LetterContextMissing) as stopped:
        RENDERER.render("objection/obj_11", lacking)
    assert "outcome" in stopped.value.params["placeholder"]


def test_a_value_of_none_is_a_gap_and_not_the_word_none() -> None:
    with pytest.raises(LetterContextMissing):
        RENDERER.render("objection/obj_06", {**SAMPLE, "reasons": None})


def test_a_value_that_has_no_printed_form_is_refused_with_its_place() -> None:
    with pytest.raises(LetterContextWrong) as refused:
        RENDERER.render("objection/obj_06", {**SAMPLE, "case": {"number": object()}})
    assert refused.value.params["path"] == "case.number"


@pytest.mark.parametrize("name", ["objection/obj_99", "../secret", "objection/../../x"])
def test_a_template_outside_the_folder_does_not_exist(name) -> None:
    with pytest.raises(LetterNotFound):
        RENDERER.render(name, SAMPLE)


@pytest.mark.parametrize(
    ("name", "pictures"), [("objection/obj_03", 1), ("objection/obj_11", 1), ("objection/obj_10", 0)]
)
def test_receipts_and_signed_letters_carry_one_code(name, pictures) -> None:
    with_code = Document(BytesIO(RENDERER.render(name, SAMPLE)))
    assert len(with_code.part.package.image_parts) == pictures
    without = Document(BytesIO(RENDERER.render(name, {**SAMPLE, "qr": ""})))
    assert len(without.part.package.image_parts) == 0


def test_a_cell_left_without_paragraphs_stays_a_cell_that_word_opens() -> None:
    applicant = {**SAMPLE["applicant"], "kinds": []}
    letter = Document(BytesIO(RENDERER.render("objection/obj_01", {**SAMPLE, "applicant": applicant})))
    assert all(cell.paragraphs for row in letter.tables[0].rows for cell in row.cells)


def test_a_template_changed_by_the_office_is_read_at_the_next_letter(tmp_path) -> None:
    (tmp_path / "objection").mkdir()
    place = tmp_path / "objection" / "obj_06.docx"
    place.write_bytes((FOLDER / "objection" / "obj_06.docx").read_bytes())
    office = LetterRenderer(tmp_path)
    assert "三、救济途径" in to_text(office.render("objection/obj_06", SAMPLE))
    changed = Document(str(place))
    heading = next(p for p in changed.paragraphs if p.text.startswith("三、"))
    heading.runs[0].text = "三、当事人的权利"
    changed.save(str(place))
    assert "三、当事人的权利" in to_text(office.render("objection/obj_06", SAMPLE))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("不予受理通知书", ["不予受理通知书"]),
        ("关于核查晨光示例贸易有限公司信用信息异议的函", ["关于核查晨光示例贸易有限公司", "信用信息异议的函"]),
        ("字" * 20, ["字" * 10, "字" * 10]),
        ("已分\n行的题目" * 5, ("已分\n行的题目" * 5).split("\n")),
    ],
)
def test_a_long_title_is_broken_where_the_meaning_allows_and_no_word_stands_alone(title, lines) -> None:
    assert title_lines(title).split("\n") == lines


def test_marks_beside_chinese_become_full_width_and_others_stay() -> None:
    assert full_width("依据第六条第(三)项,见 http://a:80/(x)") == "依据第六条第\uff08三\uff09项\uff0c见 http://a:80/(x)"

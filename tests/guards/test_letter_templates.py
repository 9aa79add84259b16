"""Every template keeps the numbers of GB/T 9704-2012 and asks only for what the placeholder list knows.

The numbers are written here anew, from the standard, so that a slip in the composing kit cannot pass its own check.
"""

import re
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn

from docs_templates.compose.__main__ import LETTERS, compose
from notifications.render import LetterRenderer, to_text

FOLDER = Path(__file__).parents[2] / "docs_templates"
NAMES = sorted(LETTERS)
LAYOUTS = [f"shared/{name}" for name in ("announcement", "form", "letter", "minutes", "notice", "record")]
RED_HEAD = [f"objection/obj_{number}" for number in ("04", "05", "06", "11", "13", "15")]
RED_HEAD += ["shared/notice", "shared/announcement"]
LETTER_FORM = ["objection/obj_07", "objection/obj_08", "objection/obj_09", "shared/letter"]
KNOWN = tomllib.loads((FOLDER / "placeholders.toml").read_text(encoding="utf-8"))
SAMPLE = tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def renderer() -> LetterRenderer:
    return LetterRenderer(FOLDER)


def _document(name: str):
    return Document(str(FOLDER / f"{name}.docx"))


def _xml(name: str, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(FOLDER / f"{name}.docx") as package:
        return package.read(part).decode()


def test_the_catalogue_of_objection_letters_and_layouts_is_complete() -> None:
    shipped = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.docx")}
    objection = {f"objection/obj_{number:02d}" for number in (1, *range(3, 16))}
    assert shipped == set(NAMES) == objection | {"shared/shr_01", "shared/shr_02", *LAYOUTS}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_a4_with_a_type_area_of_156_by_225_mm(name) -> None:
    section = _document(name).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    edges = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [37, 28, 35, 26]


@pytest.mark.parametrize("name", NAMES)
def test_the_grid_has_22_lines_of_28_95_points(name) -> None:
    grid = _document(name).sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


@pytest.mark.parametrize("name", NAMES)
def test_the_body_is_16_point_fangsong_on_exact_lines_with_two_characters_of_indent(name) -> None:
    style = _document(name).styles["公文正文"]
    assert style.font.size.pt == 16
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert style.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert style.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert style.paragraph_format.first_line_indent.pt == 32
    assert style.element.rPr.find(qn("w:w")).get(qn("w:val")) == "98", "28 characters must fit on 156 mm"


@pytest.mark.parametrize("name", NAMES)
def test_the_title_is_22_point_xiaobiaosong_in_the_middle(name) -> None:
    style = _document(name).styles["公文标题"]
    assert style.font.size.pt == 22
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


@pytest.mark.parametrize("name", NAMES)
def test_page_numbers_stand_between_dashes_on_the_outer_side_in_14_point_song(name) -> None:
    document = _document(name)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    assert document.styles["页码"].font.size.pt == 14
    assert document.styles["页码"].element.rPr.rFonts.get(qn("w:ascii")) == "宋体"
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        assert re.fullmatch(r"— *1? *—", number.text.replace("\u2002", " "))
        assert "PAGE" in number._p.xml
        assert number._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert number._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}")) == "280", "one character of 14 pt"


@pytest.mark.parametrize("name", RED_HEAD)
def test_red_head_letters_have_the_mark_35_mm_down_and_a_red_rule_under_the_number(name) -> None:
    document = _document(name)
    mark = next(p for p in document.paragraphs if p.style.name == "发文机关标志")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    assert str(mark.style.font.color.rgb) == "FF0000"
    code = next(p for p in document.paragraphs if p.style.name == "发文字号")
    assert code.text == "{{ letter.number }}"
    rule = code._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "FF0000"


@pytest.mark.parametrize("name", LETTER_FORM)
def test_the_letter_form_has_double_red_rules_of_170_mm_and_no_number_on_its_first_page(name) -> None:
    section = _document(name).sections[0]
    assert section.different_first_page_header_footer is True
    assert section.header_distance.mm == pytest.approx(30, abs=0.1)
    assert section.footer_distance.mm == pytest.approx(20, abs=0.1)
    assert "PAGE" not in section.first_page_footer._element.xml
    for place, widths in ((section.first_page_header, ["18", "6"]), (section.first_page_footer, ["6", "18"])):
        ruled = [p for p in place.paragraphs if p._p.pPr.find(qn("w:pBdr")) is not None]
        assert [p._p.pPr.find(qn("w:pBdr"))[0].get(qn("w:sz")) for p in ruled] == widths
        for line in ruled:
            indents = line.paragraph_format.left_indent.mm + line.paragraph_format.right_indent.mm
            assert 156 - indents == pytest.approx(170, abs=0.2)


@pytest.mark.parametrize("name", RED_HEAD + LETTER_FORM)
def test_the_date_stands_four_characters_from_the_right(name) -> None:
    dates = [p for p in _document(name).paragraphs if p.text == "{{ sign.date_cn }}"]
    assert dates
    assert all(date.paragraph_format.right_indent.pt == 64 for date in dates)


@pytest.mark.parametrize("name", NAMES)
def test_tables_keep_their_rows_whole_and_repeat_their_heads(name) -> None:
    for table in _document(name).tables:
        for row in table.rows:
            height = row._tr.trPr is not None and row._tr.trPr.find(qn("w:trHeight"))
            whole = row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
            long_text = {"{{ reasons }}", "{{ claim }}", "{{ verification.summary }}", "{{ text }}"} & set(
                "\n".join(cell.text for cell in row.cells).split("\n")
            )
            assert height is None or whole or long_text or "{%tr" in row.cells[0].text
    if name in ("objection/obj_05", "objection/obj_07", "objection/obj_11"):
        assert _document(name).tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_only_for_known_placeholders(name, renderer) -> None:
    assert renderer.placeholders(name) <= set(KNOWN)


def test_every_known_placeholder_is_used_by_some_letter(renderer) -> None:
    assert set().union(*(renderer.placeholders(name) for name in NAMES)) == set(KNOWN)


def test_the_guide_names_what_each_letter_asks_for(renderer) -> None:
    guide = (FOLDER.parent / "docs" / "letters.md").read_text(encoding="utf-8")
    common = {"organ", "letter", "recipient", "case", "subject", "sign", "qr", "attachments", "cc"}
    for name in NAMES:
        row = next(line for line in guide.splitlines() if line.startswith(f"| `{name}` |"))
        own = {re.split(r"[.\[]", path)[0] for path in renderer.placeholders(name)} - common
        assert set(re.findall(r"`(\w+)`", row.split("|")[4])) == own, name


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_printed_from_the_sample_has_no_code_left_and_no_half_width_mark_in_its_own_words(
    name, renderer
) -> None:
    words = to_text(renderer.render(name, SAMPLE))
    assert "{{" not in words
    assert "{%" not in words
    assert re.findall(r"[\u4e00-\u9fff][,;:(]|[,;:)][\u4e00-\u9fff]", words) == []
    assert re.findall(r"〔\d{4}〕0\d*号|[年月]0\d", words) == [], "no zero-padded number or date"


@pytest.mark.parametrize("number", ["01", "03", "04", "05", "06", "11", "15"])
def test_letters_to_the_applicant_say_that_the_service_is_free(number, renderer) -> None:
    assert "本项服务不收取任何费用。" in to_text(renderer.render(f"objection/obj_{number}", SAMPLE))


@pytest.mark.parametrize(
    "name", ["objection/obj_06", "objection/obj_11", "shared/notice", "shared/letter", "shared/announcement"]
)
def test_relief_is_printed_where_the_authority_set_it_and_nowhere_else(name, renderer) -> None:
    assert "行政复议" in to_text(renderer.render(name, SAMPLE))
    without = to_text(renderer.render(name, {**SAMPLE, "relief": []}))
    assert "救济途径" not in without
    assert "行政复议" not in without


@pytest.mark.parametrize("name", ["objection/obj_03", "objection/obj_04", "objection/obj_07"])
def test_a_provisional_date_says_so(name, renderer) -> None:
    due = {"date_cn": "2027年1月7日", "provisional": True, "note": ""}
    words = to_text(renderer.render(name, {**SAMPLE, "due": due}))
    assert "2027年1月7日\uff08暂定\uff0c以国务院办公厅公布的节假日安排为准\uff09" in words


@pytest.mark.parametrize(
    "name", ["objection/obj_03", "objection/obj_10", "objection/obj_12", "shared/form", "shared/record"]
)
def test_receipts_and_approval_sheets_carry_no_number(name, renderer) -> None:
    assert "letter.number" not in renderer.placeholders(name)


def test_minutes_have_a_red_mark_35_mm_down_labels_in_black_face_and_no_seal(renderer) -> None:
    document = _document("shared/minutes")
    mark = next(p for p in document.paragraphs if p.style.name == "发文机关标志")
    assert (mark.text, str(mark.style.font.color.rgb)) == ("{{ letter.title }}", "FF0000")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    present = next(p for p in document.paragraphs if p.style.name == "出席人员")
    label, names = present.runs
    assert (label._r.rPr.rFonts.get(qn("w:eastAsia")), label.text) == ("黑体", "{{ one.label }}\uff1a")
    assert (names.font.name, present.style.font.size.pt) == (None, 16)
    assert not [p for p in document.paragraphs if p.style.name == "署名"], "minutes bear no signature and no seal"


def test_a_record_is_signed_at_its_end_and_on_every_page(renderer) -> None:
    section = _document("shared/record").sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[1].text.startswith("本页签名\uff1a")
        line = footer.paragraphs[1].paragraph_format.line_spacing.mm
        number = footer.paragraphs[0].style.paragraph_format.line_spacing.mm
        assert section.footer_distance.mm + line + number == pytest.approx(35 - 7, abs=0.1), (
            "the number keeps its place"
        )
    words = to_text(renderer.render("shared/record", SAMPLE))
    assert words.index(SAMPLE["body"]["closing"][-1]) < words.index("被约谈人\uff08签名\uff09\uff1a")


def test_a_form_without_lines_to_sign_names_the_organ_that_keeps_it(renderer) -> None:
    signed = to_text(renderer.render("shared/form", SAMPLE))
    kept = to_text(renderer.render("shared/form", {**SAMPLE, "body": {**SAMPLE["body"], "signatures": []}}))
    assert SAMPLE["sign"]["organ"] not in signed
    assert kept.endswith(f"{SAMPLE['sign']['organ']}\n{SAMPLE['sign']['date_cn']}")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_macro_no_link_out_and_no_author(name) -> None:
    with zipfile.ZipFile(FOLDER / f"{name}.docx") as package:
        assert not [entry for entry in package.namelist() if re.search(r"vba|activeX|embeddings|thumbnail", entry)]
        for entry in package.namelist():
            text = package.read(entry)
            assert b'TargetMode="External"' not in text
            assert b"macroEnabled" not in text
    about = _document(name).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")


def test_composing_writes_the_committed_factory_templates_byte_for_byte(tmp_path) -> None:
    compose(tmp_path)
    for name in NAMES:
        ours, fresh = (FOLDER / f"{name}.docx").read_bytes(), (tmp_path / f"{name}.docx").read_bytes()
        assert _contents(ours) == _contents(fresh), name


def _contents(data: bytes) -> dict[str, bytes]:
    """Entries of the package; the compression itself may differ between zlib versions."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {entry: package.read(entry) for entry in package.namelist()}

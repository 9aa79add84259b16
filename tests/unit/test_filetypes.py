"""Which files the office takes: the content decides, and every refusal tells the reader what to do."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import files
from workflows.domain.errors import FileRefused
from workflows.intake import containers
from workflows.intake.filetypes import FileTooLarge, FileType, recognise, recognise_table, safe_display_name

GOOD = {
    "营业执照.pdf": (files.pdf, FileType.PDF),
    "门头照片.jpg": (lambda: files.picture("JPEG"), FileType.JPG),
    "门头照片.JPEG": (lambda: files.picture("JPEG"), FileType.JPG),
    "截图.png": (lambda: files.picture("PNG"), FileType.PNG),
    "情况说明.docx": (files.word, FileType.DOCX),
    "2026.9.18 清单.xlsx": (files.sheet, FileType.XLSX),
    "电子发票.ofd": (files.ofd, FileType.OFD),
}


def _name_only(value: object) -> str:
    """Name a case by its texts: contents hold the time of their making and differ between test processes."""
    return value if isinstance(value, str) else "content"


def _refusal(data: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as refusal:
        recognise(data, name)
    return str(refusal.value)


@pytest.mark.parametrize("name", GOOD)
def test_each_type_that_is_taken_is_known_by_its_content_from_memory_and_from_disk(name: str, tmp_path: Path) -> None:
    make, expected = GOOD[name]
    stored = tmp_path / "content"
    stored.write_bytes(make())
    assert recognise(make(), name) is expected
    assert recognise(stored, name) is expected
    assert "/" in expected.media_type


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("other", ["pdf", "jpg", "png", "docx", "xlsx", "ofd"])
def test_a_file_whose_extension_says_something_else_is_refused(name: str, other: str) -> None:
    make, expected = GOOD[name]
    if other == expected:
        return
    assert "扩展名不符" in _refusal(make(), f"证明.{other}")


@pytest.mark.parametrize(
    ("data", "name", "what_to_do"),
    [
        (b"", "空.pdf", "空的"),
        (files.pdf(), "证明", "转换格式"),
        (files.pdf(), "证明.exe", "转换格式"),
        (files.pdf(), "证明.pdf.exe", "转换格式"),
        (files.pdf(), "证明.exe.pdf", "两个扩展名"),
        (files.pdf(), "证明.html .pdf", "两个扩展名"),
        (files.picture("PNG"), "证明.php.png", "两个扩展名"),
        (files.pdf(), "证明.exe\0.pdf", "两个扩展名"),
        (files.pdf(), "证明\u202efdp.exe", "转换格式"),
        (b"MZ\x90\0" + b"\0" * 200, "证明.pdf", "程序文件"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "证明.pdf", "打印为 PDF"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"></svg>', "图.png", "打印为 PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.docx", "旧版 Office"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 60, "材料.pdf", "解压后"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "照片.jpg", "HEIC"),
        (files.packed({"a.txt": "一"}), "材料.docx", "解压后"),
        ("什么也不是".encode(), "证明.pdf", "转换格式"),
        (files.pdf()[:-30], "断.pdf", "不完整"),
        (files.word()[:-30], "断.docx", "损坏"),
        (files.picture("PNG")[:-20], "断.png", "不完整"),
    ],
    ids=_name_only,
)
def test_what_is_not_taken_is_refused_in_words_that_say_what_to_do(data: bytes, name: str, what_to_do: str) -> None:
    assert what_to_do in _refusal(data, name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.pdf()[:9] + b"<html><script>alert(1)</script></html>\n" + files.pdf()[9:], "双面.pdf"),
        (b"<html></html>" + files.pdf(), "双面.pdf"),
        (files.pdf() + files.packed({"a.class": b"\xca\xfe"}) + b"%%EOF", "双面.pdf"),
        (files.packed({"a.txt": files.pdf()}, zipfile.ZIP_STORED), "双面.pdf"),
        (files.packed({"OFD.xml": files.pdf()}, zipfile.ZIP_STORED), "双面.ofd"),
        (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>", "双面.png"),
        (b"\xff\xd8\xff<html><script>alert(1)</script></html>", "双面.jpg"),
        (b"\xff\xd8\xff\xe0nothing that a camera would write", "双面.jpg"),
        (files.picture("JPEG") + files.packed({"a.jar": b"x"}), "双面.jpg"),
        (files.pdf() + files.word(), "双面.docx"),
        (files.word() + files.ofd(), "双面.docx"),
        (files.word() + b"<html>", "双面.docx"),
    ],
    ids=_name_only,
)
def test_a_file_that_two_programs_would_read_differently_is_refused(data: bytes, name: str) -> None:
    assert "不能接收" in _refusal(data, name)


def test_a_file_over_twenty_megabytes_is_refused_as_too_large() -> None:
    with pytest.raises(FileTooLarge) as refusal:
        recognise(files.pdf() + b"\0" * (20 * 1024 * 1024), "大.pdf")
    assert refusal.value.status == 413


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(50_000, 50_000), (10_001, 5_000), (12_000, 10_000)])
def test_a_picture_of_more_than_fifty_million_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    assert "5000 万像素" in _refusal(files.huge_png(*size), "大图.png")


def test_a_picture_of_fifty_million_pixels_is_taken() -> None:
    assert recognise(files.huge_png(10_000, 5_000), "大图.png") is FileType.PNG


def test_a_zip_bomb_is_refused_by_its_directory_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = files.altered(files.word(), {"word/media/image1.bmp": b"\0" * (21 * 1024 * 1024)})
    assert len(bomb) < 100_000

    def unpacked(*_: object) -> None:
        raise AssertionError("a part was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    assert "异常庞大" in _refusal(bomb, "炸弹.docx")


def test_a_directory_that_claims_more_than_two_hundred_megabytes_is_refused_however_it_is_packed() -> None:
    data = bytearray(files.altered(files.word(), {"word/media/image1.png": files.picture("PNG")}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (300 * 1024 * 1024).to_bytes(4, "little")
    assert "异常庞大" in _refusal(bytes(data), "炸弹.docx")


def test_sixty_thousand_parts_are_refused_before_the_directory_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = files.packed({f"p{number}": b"" for number in range(containers.MAX_ENTRIES + 1)})

    def parsed(*_: object) -> None:
        raise AssertionError("the directory was parsed")

    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", parsed)
    assert "异常庞大" in _refusal(data, "炸弹.docx")


def test_a_password_is_asked_to_be_removed() -> None:
    data = bytearray(files.word())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "设有密码" in _refusal(bytes(data), "加密.docx")


@pytest.mark.parametrize(
    "change",
    [
        {"word/embeddings/inner.zip": files.packed({"a": "b"})},
        {"word/embeddings/picture.png": files.packed({"a": "b"})},
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
        {"word/media/image1.png": b"MZ\x90\0"},
    ],
)
def test_archives_and_programs_inside_a_document_are_refused_whatever_they_are_called(change: dict[str, bytes]) -> None:
    assert "嵌入了" in _refusal(files.altered(files.word(), change), "夹带.docx")


def _content_types(main: str) -> str:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{types}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'


@pytest.mark.parametrize(
    "change",
    [
        {"word/vbaProject.bin": b"macro"},
        {"word/activeX/activeX1.bin": b"control"},
        {"[Content_Types].xml": _content_types("application/vnd.ms-word.document.macroEnabled.main+xml")},
    ],
)
def test_documents_with_macros_are_refused_even_when_renamed(change: dict[str, str | bytes]) -> None:
    assert "宏" in _refusal(files.altered(files.word(), change), "改名.docx")


@pytest.mark.parametrize("mode", ["External", "external", "&#69;xternal"])
def test_a_template_that_would_be_fetched_from_outside_is_refused(mode: str) -> None:
    relation = (
        f'<Relationship Id="r" Type="{files.TEMPLATE_TYPE}" Target="http://a.invalid/t.dotm" TargetMode="{mode}"/>'
    )
    change = {"word/_rels/settings.xml.rels": files.RELATIONS.format(relation)}
    assert "外部模板" in _refusal(files.altered(files.word(), change), "模板.docx")


def test_a_hyperlink_waits_for_a_click_and_is_taken() -> None:
    relation = f'<Relationship Id="r" Type="{files.LINK_TYPE}" Target="http://a.invalid/" TargetMode="External"/>'
    change = {"word/_rels/footnotes.xml.rels": files.RELATIONS.format(relation)}
    assert recognise(files.altered(files.word(), change), "链接.docx") is FileType.DOCX


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "customXml/item1.xml", "word/_rels/settings.xml.rels"])
def test_a_doctype_in_any_part_is_refused_in_any_encoding_and_behind_any_comment(part: str, encoding: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{encoding}"?><!--{"长" * 70_000}-->'
    doctype = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    spoiled = files.altered(files.word(), {part: (prolog + doctype).encode(encoding)})
    assert "外部实体" in _refusal(spoiled, "实体.docx")


def test_an_old_drawing_that_is_not_well_formed_further_down_is_taken() -> None:
    change = {"word/drawing1.vml": "<xml><v:textbox><br></v:textbox></xml>"}
    assert recognise(files.altered(files.word(), change), "批注.docx") is FileType.DOCX


@pytest.mark.parametrize("part", ["../outside.xml", "/absolute.xml", "word\\..\\x.xml", "WORD/DOCUMENT.XML"])
def test_parts_with_path_like_or_doubled_names_are_refused(part: str) -> None:
    assert "损坏" in _refusal(files.altered(files.word(), {part: "<a/>"}), "路径.docx")


def test_a_container_in_the_wide_form_that_report_generators_write_is_taken() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.sheet())) as original, zipfile.ZipFile(buffer, "w") as wide:
        for name in original.namelist():
            with wide.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                part.write(original.read(name))
    assert recognise(buffer.getvalue(), "报表.xlsx") is FileType.XLSX


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(sorted(GOOD)),
    spots=st.lists(st.tuples(st.integers(0, 2**32), st.integers(0, 255)), min_size=1, max_size=8),
    kept=st.one_of(st.just(0), st.integers(0, 2**32)),
)
def test_whatever_is_damaged_gives_a_type_or_a_worded_refusal_and_nothing_else(
    name: str, spots: list[tuple[int, int]], kept: int
) -> None:
    spoiled = bytearray(GOOD[name][0]())
    for place, value in spots:
        spoiled[place % len(spoiled)] = value
    try:
        answer = recognise(bytes(spoiled[: kept % len(spoiled) or None]), name).value
    except FileRefused as refusal:
        answer = str(refusal)
    assert answer in set(FileType) or "不能接收" in answer


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\某甲\\证明.pdf", "证明.pdf"),
        ("/证明.pdf/", "证明.pdf"),
        ("证明\r\nSet-Cookie: a=b.pdf", "证明Set-Cookie: a=b.pdf"),
        ("证明\0.pdf", "证明.pdf"),
        ("证明\u202efdp.exe", "证明fdp.exe"),
        ("\ud800证明.pdf", "证明.pdf"),
        ("...证明.pdf. ", "证明.pdf"),
        ("“证\"明'.pdf", "“证\"明'.pdf"),
        ("𠮷😀.pdf", "𠮷😀.pdf"),
        ("", "未命名文件"),
        ("..", "未命名文件"),
        ("\u200b/\u202e", "未命名文件"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead_or_lead_elsewhere(name: str, shown: str) -> None:
    assert safe_display_name(name) == shown


@given(st.text())
def test_every_name_becomes_one_short_printable_line(name: str) -> None:
    shown = safe_display_name(name)
    assert 1 <= len(shown) <= 120
    assert shown.encode()
    assert not any(char in shown for char in "/\\\0\r\n\u202e")
    assert safe_display_name(shown) == shown


def test_a_long_name_keeps_its_extension() -> None:
    shown = safe_display_name("长" * 500 + ".pdf")
    assert len(shown) == 120
    assert shown.endswith("长.pdf")


def test_a_table_to_import_may_be_a_workbook_or_a_text_and_nothing_else(tmp_path: Path) -> None:
    table = tmp_path / "table"
    table.write_text("甲，乙\n", "gb18030")
    assert recognise_table(table, "处罚.csv") is FileType.CSV
    with pytest.raises(FileRefused):
        recognise(table, "处罚.csv")
    table.write_bytes(files.sheet())
    assert recognise_table(table, "处罚.xlsx") is FileType.XLSX
    for data, name in ((files.sheet(), "处罚.csv"), (files.pdf(), "处罚.pdf"), (b"", "处罚.csv"), (b"a", "a.exe.csv")):
        table.write_bytes(data)
        with pytest.raises(FileRefused):
            recognise_table(table, name)

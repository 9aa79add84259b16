"""Import of penalty records: a table that an office really has is read to its end, or refused in words."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.samples.files import altered
from tests.samples.penalties import GOOD, HEADINGS, resident, values, write_csv, write_xlsx
from workflows.domain.errors import FileRefused
from workflows.intake import tables
from workflows.intake.filetypes import FileType, recognise
from workflows.intake.penalty_columns import COLUMNS
from workflows.intake.penalty_table import (
    CellError,
    HeaderIncomplete,
    PenaltyRow,
    RowErrors,
    TableRefused,
    count_rows,
    error_report,
    parse_row,
    read_rows,
    template,
)

TODAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("gb18030", "\t")],
)
def test_a_text_table_is_read_in_the_encodings_and_delimiters_that_offices_use(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [HEADINGS, values(), [], values({"CF_SY": "一,二\n“三”\t四"})]
    path = write_csv(tmp_path / "t", rows, encoding=encoding, delimiter=delimiter)
    first, second = read_rows(path, FileType.CSV)
    assert dict(first.cells) == GOOD
    assert (first.number, second.number) == (2, 4)
    assert second.cells["CF_SY"] == "一,二\n“三”\t四"


def test_a_workbook_is_read_with_its_dates_numbers_and_row_numbers(tmp_path: Path) -> None:
    typed = values({"CF_JDRQ": datetime(2026, 3, 2, 9, 30), "CF_NR_FK": 0.1 + 0.2, "CF_YXQ": date(2027, 1, 1)})  # noqa: DTZ001 - a cell has no zone
    path = write_xlsx(
        tmp_path / "t",
        [
            ["示例市双公示"],
            HEADINGS,
            [column.code for column in COLUMNS if column.code in GOOD],
            typed,
            [None],
            values(),
        ],
    )
    first, second = read_rows(path, FileType.XLSX)
    assert (first.number, second.number) == (4, 6)
    assert (first.cells["CF_JDRQ"], first.cells["CF_NR_FK"], first.cells["CF_YXQ"]) == (
        "2026-03-02",
        "0.3",
        "2027-01-01",
    )
    assert dict(second.cells) == GOOD
    assert count_rows(path, FileType.XLSX) == 2


def test_a_code_that_the_spreadsheet_kept_as_a_number_is_told_so_and_not_guessed(tmp_path: Path) -> None:
    number = int(resident("41018419900101001").replace("X", "0"))
    path = write_xlsx(tmp_path / "t", [HEADINGS, values({"CF_CFJGDM": number})])
    (row,) = read_rows(path, FileType.XLSX)
    parsed = parse_row(row, TODAY)
    assert isinstance(parsed, RowErrors)
    assert "后几位已经丢失" in str(parsed.errors[0])


def test_a_cell_that_begins_with_an_equals_sign_is_data(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t", [HEADINGS, values({"CF_SY": '=HYPERLINK("http://a.invalid","x")'})])
    (row,) = read_rows(path, FileType.XLSX)
    assert row.cells["CF_SY"] == '=HYPERLINK("http://a.invalid","x")'


def test_headings_are_known_by_code_by_older_names_and_with_marks_and_spaces(tmp_path: Path) -> None:
    older = {
        "统一社会信用代码": "行政相对人代码_1（统一社会信用代码）",
        "行政处罚决定书文号": "决定书文号 *",
        "罚款金额(万元)": "罚款金额（万元）",
        "违法事实": "cf_sy",
        "备注": "备注(选填)",
    }
    path = write_csv(tmp_path / "t", [[older.get(title, title) for title in HEADINGS], values()])
    assert dict(next(read_rows(path, FileType.CSV)).cells) == GOOD


def test_missing_unknown_and_doubled_columns_are_listed_by_name(tmp_path: Path) -> None:
    titles = [title for title in HEADINGS if title != "违法事实"] + ["处罚内容", "自编序号"]
    path = write_csv(tmp_path / "t", [titles, ["甲"] * len(titles)])
    with pytest.raises(HeaderIncomplete, match=r"违法事实.*处罚内容"):
        next(read_rows(path, FileType.CSV))


def test_an_unknown_column_alone_is_no_obstacle(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t", [[*HEADINGS, "自编序号"], [*values(), "1"]])
    assert dict(next(read_rows(path, FileType.CSV)).cells) == GOOD


def _spoiled_tables() -> Iterator[tuple[str, bytes, FileType]]:
    head = ",".join(HEADINGS).encode()
    yield "没有找到表头", "甲,乙\n一,二\n".encode(), FileType.CSV
    yield "文字编码", head + b"\n\xff\xff\xff\n", FileType.CSV
    yield "第 2 行附近：引号", head + b'\n"never closed,1,2\n3,4\n', FileType.CSV
    yield "第 2 行附近：引号", head + b"\n" + b"x" * 200_000 + b"\n", FileType.CSV
    yield "列数超过", head + b"," + ",".join(f"列{number}" for number in range(60)).encode(), FileType.CSV
    yield "只能导入", head, FileType.PDF


@pytest.mark.parametrize(("told", "content", "kind"), list(_spoiled_tables()), ids=range(6))
def test_a_table_that_cannot_be_read_to_its_end_is_refused_and_not_cut_short(
    tmp_path: Path, told: str, content: bytes, kind: FileType
) -> None:
    (tmp_path / "t").write_bytes(content)
    with pytest.raises(TableRefused, match=told):
        count_rows(tmp_path / "t", kind)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path, part: str) -> None:
    good = write_xlsx(tmp_path / "t", [HEADINGS, values()]).read_bytes()
    (tmp_path / "t").write_bytes(altered(good, {part: "<worksheet><sheetData><row r='x'><c r='?' t='s'><v>9</v>"}))
    with pytest.raises((TableRefused, FileRefused)):
        count_rows(tmp_path / "t", FileType.XLSX)


def test_a_workbook_of_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(FileRefused):
        count_rows(tmp_path / "t", FileType.XLSX)


@pytest.mark.parametrize("kind", [FileType.CSV, FileType.XLSX])
def test_rows_over_the_limit_refuse_the_table_and_blank_ones_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FileType
) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    write = write_csv if kind is FileType.CSV else write_xlsx
    blanks: list[list[object]] = [[""]] * 5
    assert count_rows(write(tmp_path / "a", [HEADINGS, *blanks, values(), values(), values()]), kind) == 3
    with pytest.raises(TableRefused, match="5 万行"):
        count_rows(write(tmp_path / "b", [HEADINGS, values(), values(), values(), values()]), kind)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("<row>" + "<c><v>1</v></c>" * 400_000 + "</row>", True),
        ("<row/>" * 2_000_100, True),
        ("<row>" + "<c><v>1</v></c>" * 60 + "</row>", False),
        (("<row>" + "<c><v>1</v></c>" * 60 + "</row>") * 6_000, False),
    ],
    ids=["one endless row", "millions of empty rows", "a small sheet", "a large sheet"],
)
def test_a_workbook_that_would_have_to_be_held_in_memory_whole_is_refused(
    tmp_path: Path, body: str, refused: bool
) -> None:
    """Judged by streaming, so nothing of the kind is ever parsed; the noise keeps it below the zip bomb's ratio."""
    noise = "".join(f"{number * 2654435761 % 2**32:x}" for number in range(60_000))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><!--{noise}--><sheetData>{body}</sheetData></worksheet>'
    path = write_xlsx(tmp_path / "t", [HEADINGS])
    path.write_bytes(altered(path.read_bytes(), {"xl/worksheets/sheet1.xml": sheet}))
    with pytest.raises(TableRefused, match="过于庞大" if refused else "没有找到表头"):
        count_rows(path, FileType.XLSX)


def test_rows_are_read_one_at_a_time_in_little_memory(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t", [HEADINGS, *(values({"CF_SY": "长" * 2_000}) for _ in range(500))])
    assert path.stat().st_size > 3_000_000
    tracemalloc.start()
    assert count_rows(path, FileType.CSV) == 500
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_no_cell_of_a_report_is_taken_for_a_formula(sign: str) -> None:
    text = sign + 'cmd|"/c calc"!A1'
    error = CellError(code="CF_SY", label="违法事实", value=text, message="必填,请补充。")
    report = error_report([RowErrors(number=7, subject_name=text, decision_number=text, errors=(error,))])
    _, line = openpyxl.load_workbook(io.BytesIO(report)).active.iter_rows()
    assert [cell.data_type for cell in line] == ["n", "s", "s", "s", "s", "s"]
    assert line[0].value == 7
    assert all(line[place].value.startswith("'") for place in (1, 2, 4))


def test_the_template_is_a_file_that_the_office_takes_and_reads_without_a_complaint(tmp_path: Path) -> None:
    data = template()
    assert recognise(data, "导入模板.xlsx") is FileType.XLSX
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == [column.label for column in COLUMNS]
    assert sheet.column_dimensions["C"].number_format == "@"
    for cell in sheet[1]:
        column = next(column for column in COLUMNS if column.label == cell.value.rstrip("*"))
        if column.code in GOOD:
            sheet.cell(row=2, column=cell.column, value=GOOD[column.code])
    book.save(tmp_path / "t")
    (row,) = read_rows(tmp_path / "t", FileType.XLSX)
    assert isinstance(parse_row(row, TODAY), PenaltyRow)

"""Reads the rows of an XLSX or CSV table as texts, one row at a time, within limits.

A cell that begins with = is a text like any other; no formula is computed.
"""

import codecs
import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType, recognise

#: Rows that hold something, the heading not counted.
MAX_ROWS = 50_000
#: Columns of the heading.
MAX_COLUMNS = 64
#: Bytes of unpacked shared texts, which are held in memory while an XLSX is read.
MAX_SHARED_TEXT = 64 * 1024 * 1024

#: Bytes of XML between the beginnings of two rows or of two shared texts.
MAX_PIECE = 4 * 1024 * 1024
#: Rows or shared texts in one part; a little over what a full table has.
MAX_PIECES = 2_000_000

_PIECE = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:row|si)[\s/>]")
_LONGEST_TAG = 25
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LAST_EXCEL_ROW = 1_048_576
_EXACT_BELOW = 1e15
_CHUNK = 65536
#: What openpyxl lets through of a workbook that is not as it should be (its XML errors are SyntaxErrors).
_DAMAGE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    OSError,
)


class TableRefused(OfficeError):
    """A table cannot be imported as a whole; params: ``why``."""

    message = N_("表格不能导入：%(why)s")
    status = 422


class RowUnreadable(TableRefused):
    """The table breaks off at a row; params: ``row``, ``why``."""

    message = N_("表格不能导入，问题在第 %(row)s 行附近：%(why)s")


def read_texts(path: Path, kind: FileType) -> Iterator[tuple[int, list[str]]]:
    """Yield the number (from 1, as a spreadsheet counts) and the texts of each row that is not blank.

    Args:
        path: the file.
        kind: XLSX (its first sheet is read) or CSV (comma or tab; UTF-8 or GB18030).

    Raises:
        TableRefused: damaged, too long, too wide, in an unknown encoding.
    """
    if kind is FileType.XLSX:
        rows = _read_xlsx(path)
    elif kind is FileType.CSV:
        rows = _read_csv(path)
    else:
        raise TableRefused(why=N_("只能导入 XLSX 和 CSV 文件。"))
    count = 0
    for number, texts in rows:
        if not any(texts):
            continue
        if count > MAX_ROWS:
            raise RowUnreadable(row=number, why=N_("超过 5 万行，请拆分成几个文件分别导入。"))
        count += 1
        yield number, texts


def _clean(text: str) -> str:
    """Drop invisible control characters, which no letter and no spreadsheet could hold; keep lines and tabs."""
    return _CONTROL.sub("", text).strip()


def _read_xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    damaged = TableRefused(why=N_("文件已损坏或不是标准的 XLSX，请用表格软件另存后重新上传。"))
    recognise(path, "table.xlsx")
    number = 0
    with path.open("rb") as file:
        try:
            _require_readable_piecewise(file)
            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        except _DAMAGE as error:
            raise damaged from error
        try:
            if not book.worksheets:
                raise damaged
            sheet = book.worksheets[0]
            # The size that a sheet declares is a mere claim; rows are read as they are.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1, max_row=_LAST_EXCEL_ROW)
            for number, values in enumerate(rows, start=1):
                yield number, [_cell_text(value) for value in values]
        except _DAMAGE as error:
            raise RowUnreadable(row=number + 1, why=N_("内容无法读取，请用表格软件另存后重新上传。")) from error
        finally:
            book.close()


def _require_readable_piecewise(file: BinaryIO) -> None:
    """Refuse a workbook that would have to be held in memory whole: one row or one text of megabytes, or too many."""
    with zipfile.ZipFile(file) as container:
        infos = container.infolist()
        shared = sum(info.file_size for info in infos if "sharedstrings" in info.filename.lower())
        if shared > MAX_SHARED_TEXT or any(
            info.file_size > MAX_PIECE and not _consists_of_pieces(container, info) for info in infos
        ):
            raise TableRefused(why=N_("内容过于庞大，请只保留要导入的工作表和列，或拆分成几个文件分别导入。"))


def _consists_of_pieces(container: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Tell whether a large part is a run of rows or shared texts, each no longer than ``MAX_PIECE``."""
    pieces, since, overlap = 0, 0, b""
    with container.open(info) as part:
        while chunk := part.read(_CHUNK):
            # A tag cut in two by the end of a chunk is seen whole with the next one.
            found = len(_PIECE.findall(overlap + chunk))
            since = 0 if found else since + len(chunk)
            pieces, overlap = pieces + found, chunk[-_LONGEST_TAG:]
            if since > MAX_PIECE or pieces > MAX_PIECES:
                return False
    return True


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return _clean(value)
        case bool():
            return str(value).upper()
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case int() | float():
            # Spreadsheets keep 15 digits of a number; a longer one has lost its end and is shown so that it is seen.
            return format(value, ".15g") if abs(value) < _EXACT_BELOW else format(value, ".6E")
        case _:
            return _clean(str(getattr(value, "text", value)))


def _read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(path)
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        first_line = file.readline(_CHUNK)
        delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
        file.seek(0)
        try:
            for number, values in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                yield number, [_clean(value) for value in values]
        except csv.Error as error:
            raise RowUnreadable(
                row=number + 1, why=N_("引号不成对或内容过长，请用表格软件另存为“CSV UTF-8”后重新上传。")
            ) from error


def _encoding(path: Path) -> str:
    """Return the first encoding in which the whole file can be read; UTF-8 is strict enough to be asked first."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TableRefused(why=N_("文字编码无法识别，请用表格软件另存为“CSV UTF-8”后重新上传。"))

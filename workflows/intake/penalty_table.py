"""Reads a national 行政处罚“双公示” table: finds its heading, then turns each row into values or a list of errors."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from workflows.domain.publicity import Category
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.intake.penalty_cells import CellError, Row, RowErrors
from workflows.intake.penalty_columns import COLUMNS, Column, find_column
from workflows.intake.penalty_report import error_report, template
from workflows.intake.penalty_row import PenaltyRow, SubjectKind, parse_row
from workflows.intake.tables import MAX_COLUMNS, TableRefused, read_texts

__all__ = [
    "Category",
    "CellError",
    "HeaderIncomplete",
    "PenaltyRow",
    "Row",
    "RowErrors",
    "SubjectKind",
    "TableRefused",
    "count_rows",
    "error_report",
    "parse_row",
    "read_rows",
    "template",
]

#: A title and notes may stand above the heading, in this many rows at most.
_HEADING_WITHIN = 10
#: A row with this many known headings is a heading.
_KNOWN_HEADINGS = 3


class HeaderIncomplete(TableRefused):
    """Required columns are missing or columns stand twice; params: ``missing``, ``duplicates``."""

    message = N_("表格不能导入。缺少的必填列：%(missing)s；重复的列：%(duplicates)s。请对照导入模板修改表头。")


def read_rows(path: Path, kind: FileType) -> Iterator[Row]:
    """Yield the rows below the heading, one at a time; blank rows and a second heading (of codes) are left out.

    Raises:
        HeaderIncomplete: required columns are missing or columns stand twice.
        TableRefused: the table cannot be read; found at the latest where it breaks off, so that whoever imports
            calls ``count_rows`` first and writes nothing of a table that breaks off.
    """
    heading, titles = _find_heading(path, kind)
    _require_columns(titles)
    columns = [find_column(title) for title in titles]
    for number, texts in read_texts(path, kind):
        if number > heading and not _is_heading(texts):
            cells = _cells(columns, texts)
            if cells:
                yield Row(number=number, cells=cells)


def count_rows(path: Path, kind: FileType) -> int:
    """Return how many rows ``read_rows`` will yield, having read the table to its end; raises as it does."""
    return sum(1 for _ in read_rows(path, kind))


def _cells(columns: list[Column | None], texts: list[str]) -> Mapping[str, str]:
    return {column.code: text for column, text in zip(columns, texts, strict=False) if column and text}


def _is_heading(texts: list[str]) -> bool:
    return sum(find_column(text) is not None for text in texts if text) >= _KNOWN_HEADINGS


def _find_heading(path: Path, kind: FileType) -> tuple[int, list[str]]:
    for number, texts in islice(read_texts(path, kind), _HEADING_WITHIN):
        if _is_heading(texts):
            if any(texts[MAX_COLUMNS:]):
                raise TableRefused(why=N_("列数超过 64 列，请删去模板以外的列。"))
            return number, texts
    raise TableRefused(why=N_("没有找到表头，请使用导入模板，并保留表头所在的行。"))


def _require_columns(titles: list[str]) -> None:
    found = [column for title in titles if title and (column := find_column(title))]
    missing = [column.label for column in COLUMNS if column.required and column not in found]
    duplicates = [column.label for column in COLUMNS if found.count(column) > 1]
    if missing or duplicates:
        nothing = N_("无")
        raise HeaderIncomplete(missing="、".join(missing) or nothing, duplicates="、".join(duplicates) or nothing)

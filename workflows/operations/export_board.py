"""Writes lists as XLSX workbooks: row by row, safe from formulas, limited, and noted in the audit trail."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workflows.domain.access import Actor
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.intake.penalty_report import inert
from workflows.operations.note_event import note_event
from workflows.operations.office import Office

#: Rows of one export.
ROW_LIMIT = 10_000
_IN_MEMORY = 1_000_000
_SHEET_TITLE = 31


class TooManyRows(OfficeError):
    """The list is longer than one workbook takes; params: ``limit``."""

    message = N_("清单超过 %(limit)s 行，没有导出。请用单位、环节或期限缩小范围后分次导出。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: its title, its headings with widths in characters, and its rows, read as they are written."""

    title: str
    headings: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | int | date | None]]


def export_list(office: Office, actor: Actor, name: str, sheets: Sequence[Sheet], **filters: Any) -> IO[bytes]:
    """Return a workbook, ready to be read; the audit trail says who took which list with how many rows.

    Args:
        name: key of the list, for the audit trail.
        filters: what the list was narrowed to, JSON values.

    Raises:
        TooManyRows: more than ROW_LIMIT rows; nothing is written and nothing noted.
    """
    book = Workbook(write_only=True)
    written = sum(_write(book, sheet) for sheet in sheets)
    # The reader of the answer closes it.
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    note_event(office, actor.user_id, "list_exported", list=name, rows=written, filters=filters)
    return file


def _write(book: Workbook, sheet: Sheet) -> int:
    written = 0
    target = book.create_sheet(sheet.title[:_SHEET_TITLE])
    target.freeze_panes = "A2"
    for place, (_, width) in enumerate(sheet.headings, start=1):
        target.column_dimensions[get_column_letter(place)].width = width
    target.append([_heading(target, title) for title, _ in sheet.headings])
    for row in sheet.rows:
        if written == ROW_LIMIT:
            raise TooManyRows(limit=f"{ROW_LIMIT:,}")
        target.append([_cell(target, value) for value in row])
        written += 1
    return written


def _heading(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: str | int | date | None) -> Any:
    if not isinstance(value, str):
        return value
    # A workbook cannot hold control characters and lone surrogates, and would not be written at all.
    text = "".join(char for char in value if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    cell = WriteOnlyCell(sheet, value=inert(text))
    cell.data_type = "s"
    return cell

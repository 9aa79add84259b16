"""Workbooks that the office hands out about imports: the report of what was refused, and the empty template."""

import unicodedata
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workflows.domain.publicity import Category
from workflows.domain.words import N_
from workflows.intake.penalty_cells import RowErrors
from workflows.intake.penalty_columns import COLUMNS
from workflows.intake.penalty_row import SubjectKind

_REPORT = (N_("行号"), N_("行政相对人名称"), N_("行政处罚决定书文号"), N_("栏目"), N_("填写内容"), N_("问题与处理办法"))
_WIDTHS = (8, 30, 28, 24, 30, 60)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEMPLATE_ROWS = 5_000


def inert(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula, in this file or in a CSV made of it."""
    return "'" + text if text.lstrip(" \n\u3000").startswith(_FORMULA_SIGNS) else text


def error_report(rows: Iterable[RowErrors]) -> bytes:
    """Return an XLSX with a line for each error, in the order of ``rows``; personal numbers are masked."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(N_("导入问题"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_heading(sheet, title) for title in _REPORT])
    for row in rows:
        for error in row.errors:
            texts = (row.subject_name, row.decision_number, error.label, error.value, str(error))
            sheet.append([row.number, *(_text(sheet, text) for text in texts)])
    return _bytes(book)


def template() -> bytes:
    """Return an empty XLSX with all headings (required ones marked *), cells set to text, and a sheet that explains."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(N_("行政处罚"))
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, 2 * len(column.label) + 4)
        sheet.column_dimensions[letter].number_format = "@"
        choices = {"CF_XDR_LB": tuple(SubjectKind), "CATEGORY": tuple(Category)}.get(column.code)
        if choices:
            allowed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            allowed.add(f"{letter}2:{letter}{_TEMPLATE_ROWS}")
            sheet.data_validations.append(allowed)
    sheet.append([_heading(sheet, column.label + ("*" if column.required else "")) for column in COLUMNS])
    notes = book.create_sheet(N_("填写说明"))
    for letter, width in zip("ABCD", (34, 18, 8, 60), strict=True):
        notes.column_dimensions[letter].width = width
    notes.append([_heading(notes, title) for title in (N_("栏目"), N_("代码"), N_("必填"), N_("说明"))])
    for column in COLUMNS:
        notes.append([column.label, column.code, N_("是") if column.required else "", column.help])
    return _bytes(book)


def _heading(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font = Font(bold=True)
    return cell


def _text(sheet: Any, text: str) -> Any:
    # A workbook cannot hold control characters and lone surrogates, and would not be written at all.
    writable = "".join(char for char in text if char in "\n\t\r" or unicodedata.category(char) not in ("Cc", "Cs"))
    cell = WriteOnlyCell(sheet, value=inert(writable))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _bytes(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()

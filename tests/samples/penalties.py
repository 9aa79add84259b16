"""Penalty tables for tests: fictional subjects with valid check digits."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
from stdnum.cn import ric, uscc

from workflows.intake.penalty_columns import COLUMNS


def code(first_seventeen: str) -> str:
    """A 统一社会信用代码 with its check digit."""
    return first_seventeen + uscc.calc_check_digit(first_seventeen)


def resident(first_seventeen: str) -> str:
    """A 公民身份号码 with its check digit."""
    return first_seventeen + ric.calc_check_digit(first_seventeen + "0")


#: A row that is right in every cell, by column code.
GOOD: Mapping[str, str] = {
    "CF_XDR_MC": "示例甲商贸有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": code("91410184MA0000001"),
    "CF_WSH": "示市监罚决〔2026〕1号",
    "CF_WFXW": "无照经营",
    "CF_SY": "经查,当事人未取得许可从事经营 A&B <示例>,𠮷",
    "CF_YJ": "《示例条例》第一条",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款五千元",
    "CF_NR_FK": "0.5",
    "CF_JDRQ": "2026-03-02",
    "CF_YXQ": "2099-12-31",
    "CF_GSJZQ": "2027-03-02",
    "CF_CFJG": "示例市市场监督管理局",
    "CF_CFJGDM": code("11410184MB0000001"),
    "CF_SJLY": "示例市市场监督管理局",
    "CF_SJLYDM": code("11410184MB0000001"),
}

#: The Chinese headings of ``GOOD``.
HEADINGS = [column.label for column in COLUMNS if column.code in GOOD]


def values(changes: Mapping[str, object] | None = None) -> list[object]:
    """The cells of ``GOOD`` with changes, in the order of ``HEADINGS``."""
    return [{**GOOD, **(changes or {})}[column.code] for column in COLUMNS if column.code in GOOD]


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("处罚")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def write_csv(path: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write a text table as a spreadsheet program would."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path

"""The cells of one row of the 行政处罚“双公示” table, read one by one with every error remembered."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from workflows.domain.errors import BadIdentifier
from workflows.domain.identifiers import (
    mask_resident_id,
    normalise_code,
    parse_resident_id,
    parse_uscc,
    resident_id_notes,
)
from workflows.domain.words import N_
from workflows.intake.penalty_columns import BY_CODE, PERSONAL

_Choice = TypeVar("_Choice", bound=StrEnum)

#: No decision of the present state is older.
_EARLIEST = date(1949, 10, 1)
#: The national table ends permanent terms with 2099-12-31; anything later is a slip.
_LATEST = date(2100, 12, 31)
_NOTHING = frozenset({"无", "/", "-", "—", "——", "N/A"})
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
    r"(?:[ T]0{1,2}:00(?::00)?)?",
    re.ASCII,
)
_AMOUNT = re.compile(r"(?:\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,6})?", re.ASCII)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_OTHER_ID = re.compile(r"[0-9A-Z()]{5,30}")
_RESIDENT_TYPES = frozenset({"", "身份证", "居民身份证", "港澳居民居住证", "台湾居民居住证", "港澳台居民居住证"})


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as it stands in the table."""

    #: As the spreadsheet counts, from 1.
    number: int
    #: Column code → text; blank cells are left out.
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CellError:
    """One thing that is wrong with one cell."""

    code: str
    #: The column's Chinese heading.
    label: str
    #: What stands there: shortened, and masked where it is personal.
    value: str
    #: What to do, a message id; ``params`` for its places.
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the Chinese words."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True, kw_only=True)
class RowErrors:
    """A row that cannot be imported, with all its errors."""

    number: int
    subject_name: str
    decision_number: str
    errors: tuple[CellError, ...]


class Cells:
    """Reads the cells of one row and remembers what was wrong and what should be looked at."""

    def __init__(self, row: Row, today: date) -> None:
        """Read ``row`` on the Asia/Shanghai date ``today``."""
        self._row = row
        self._today = today
        self._errors: list[CellError] = []
        self.warnings: list[str] = []

    def errors(self) -> RowErrors | None:
        """Return what was refused so far, in the order of the columns; None if nothing was."""
        if not self._errors:
            return None
        return RowErrors(
            number=self._row.number,
            subject_name=self.text("CF_XDR_MC")[:100],
            decision_number=self.text("CF_WSH")[:100],
            errors=tuple(sorted(self._errors, key=lambda error: list(BY_CODE).index(error.code))),
        )

    def refuse(self, code: str, message: str, **params: object) -> None:
        """Remember that the cell of column ``code`` cannot be taken; ``message`` says what to do."""
        value = self.text(code)
        shown = mask_resident_id(value[:50]) if code in PERSONAL else value[:100]
        label = BY_CODE[code].label
        self._errors.append(CellError(code=code, label=label, value=shown, message=message, params=params))

    def require(self) -> None:
        """Look at what holds for every column: filled where it must be, and no longer than it may be."""
        for column in BY_CODE.values():
            text = self.text(column.code)
            if column.required and (not text or text in _NOTHING):
                self.refuse(column.code, N_("必填，请补充。"))
            elif len(text) > column.longest:
                self.refuse(column.code, N_("最多 %(longest)s 字，请精简。"), longest=column.longest)

    def text(self, code: str) -> str:
        """Return a cell as it stands; empty where it is blank."""
        return self._row.cells.get(code, "")

    def code(self, code: str) -> str:
        """Return a cell that is no running text: half-width, and empty where it says 无 or /."""
        text = unicodedata.normalize("NFKC", self.text(code)).strip()
        return "" if text in _NOTHING else text

    def uscc(self, code: str) -> str:
        """Return a verified 统一社会信用代码; empty where it is blank or was refused."""
        return self._identifier(code, parse_uscc)

    def identity(self, type_code: str, code: str) -> str:
        """Return an identity number, verified if its type is a resident's; empty where it is blank or was refused."""
        if self.code(type_code) in _RESIDENT_TYPES:
            number = self._identifier(code, lambda text: parse_resident_id(text, self._today))
            if number:
                self.warnings.extend(resident_id_notes(number))
            return number
        number = normalise_code(self.code(code))
        if number and not _OTHER_ID.fullmatch(number):
            self.refuse(code, N_("证件号码应为 5 至 30 位字母或数字，请核对。"))
        return number

    def _identifier(self, code: str, parse: Callable[[str], str]) -> str:
        text = self.code(code)
        if not text:
            return ""
        if _LOST_DIGITS.fullmatch(text):
            self.refuse(code, N_("被存成了数字，后几位已经丢失，请把单元格设为文本格式后重新填写。"))
            return ""
        try:
            return parse(text)
        except BadIdentifier as refusal:
            self.refuse(code, str(refusal.params["why"]))
            return ""

    def choice(self, code: str, choices: type[_Choice], also: Mapping[str, _Choice]) -> _Choice | None:
        """Return the choice that a cell names, by its own word or one of ``also``; None if blank or refused."""
        text = self.code(code)
        if not text:
            return None
        named = {str(choice): choice for choice in choices} | dict(also)
        if text not in named:
            self.refuse(code, N_("只能填写：%(choices)s。"), choices="、".join(choices))
        return named.get(text)

    def amount(self, code: str) -> Decimal | None:
        """Return an amount in 万元; None where it is blank or was refused."""
        text = self.code(code)
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            self.refuse(code, N_("只填写数字，单位为万元，不能为负数，最多 6 位小数。"))
            return None
        return Decimal(text.replace(",", ""))

    def day(self, code: str, *, latest: date = _LATEST) -> date | None:
        """Return a date between October 1949 and ``latest``; None where it is blank or was refused."""
        text = re.sub(r"(?<=[年月])\s+", "", self.code(code))
        if not text:
            return None
        found = _DATE.fullmatch(text)
        if not found:
            self.refuse(code, N_("不是日期，请按 2026-09-18 的格式填写。"))
            return None
        try:
            day = date(*(int(part) for part in found.groups() if part))
        except ValueError:
            self.refuse(code, N_("不是真实存在的日期，请核对年月日。"))
            return None
        if day > latest:
            self.refuse(code, N_("日期晚于今天，请核对。") if latest == self._today else N_("日期过晚，请核对年份。"))
            return None
        if day < _EARLIEST:
            self.refuse(code, N_("日期过早，请核对年份。"))
            return None
        return day

    def end(self, code: str, decided_on: date | None) -> date | None:
        """Return the end of a term, which cannot come before the decision."""
        day = self.day(code)
        if day and decided_on and day < decided_on:
            self.refuse(code, N_("早于处罚决定日期，请核对。"))
            return None
        return day

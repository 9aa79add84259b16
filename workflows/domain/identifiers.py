"""Codes that say who somebody is: 统一社会信用代码 (GB 32100-2015) and 公民身份号码 (GB 11643-1999).

python-stdnum computes the check digits; it is not asked whether a code is valid, because it refuses codes that are
(departments N, Y and A, residents' permits of Hong Kong, Macao and Taiwan) and accepts births in the future.
A refusal says what is wrong and never what the right check digit would be: that would let a code be guessed.
"""

import re
import unicodedata
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from workflows.domain.errors import BadIdentifier
from workflows.domain.words import N_

USCC_NAME = N_("统一社会信用代码")
RESIDENT_ID_NAME = N_("身份证号码")

#: Said of 18-digit numbers that begin with 9; their layout is not yet confirmed from a published standard.
FOREIGN_RESIDENT_NOTE = N_("该号码按外国人永久居留身份证处理，其编码格式尚未经权威文本核实，请核对证件原件。")
#: Said of numbers whose first six digits are in no edition of the table of counties.
UNKNOWN_PLACE_NOTE = N_("号码前六位不在行政区划代码表中，请核对证件原件。")

#: Nobody alive is older than this many years; an earlier birth is a slip of the pen.
OLDEST_YEARS = 130

_LENGTH = 18
_LONGEST_INPUT = 100
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_RESIDENT_WITHIN = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212]")


def normalise_code(text: str) -> str:
    """Return ``text`` in half-width capitals without spaces, hyphens or invisible characters."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_INPUT])
    visible = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return _DASHES.sub("", visible).upper()


def parse_uscc(text: str) -> str:
    """Return the normalised 统一社会信用代码 (GB 32100-2015), all registering departments included.

    Raises:
        BadIdentifier: empty, of another length, with a character that the standard leaves out, or a wrong check digit.
    """
    code = normalise_code(text)
    _require_length(USCC_NAME, code)
    if re.search("[IOZSV]", code):
        raise BadIdentifier(
            what=USCC_NAME, why=N_("代码中不使用字母 I、O、Z、S、V，请核对是否应为数字 1、0、2、5 或字母 U。")
        )
    if not _USCC.fullmatch(code):
        raise BadIdentifier(what=USCC_NAME, why=N_("只能由数字和大写英文字母组成，且第 3 至 8 位须为数字。"))
    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        raise BadIdentifier(what=USCC_NAME, why=N_("校验码不符，至少有一位填错，请对照证照逐位核对。"))
    return code


def parse_resident_id(text: str, today: date) -> str:
    """Return the normalised 18-digit number of an identity card or residence permit (GB 11643-1999).

    Numbers that begin with 81, 82 or 83 (港澳台居民居住证) and with 9 (外国人永久居留身份证) are accepted.
    The place is never a ground for refusal; see ``resident_id_notes``.

    Args:
        text: as typed or read.
        today: the Asia/Shanghai date of the act; a birth after it is refused.

    Raises:
        BadIdentifier: empty, of another length, with other characters, an impossible birth or a wrong check digit.
    """
    number = normalise_code(text)
    if re.fullmatch("[0-9]{15}", number):
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("15 位的旧号码已停止使用，请填写 18 位号码。"))
    _require_length(RESIDENT_ID_NAME, number)
    if not _RESIDENT.fullmatch(number):
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("前 17 位须为数字，最后一位须为数字或字母 X。"))
    _require_birth(number, today)
    if ric.calc_check_digit(number) != number[-1]:
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("校验码不符，至少有一位填错，请对照证件逐位核对。"))
    return number


def resident_id_notes(number: str) -> tuple[str, ...]:
    """Return what a handler should look at in a number that ``parse_resident_id`` accepted: warnings, no refusal."""
    if number.startswith("9"):
        return (FOREIGN_RESIDENT_NOTE,)
    if number.startswith(("81", "82", "83")):
        return ()
    try:
        ric.get_birth_place(number)
    except (ValidationError, KeyError):  # KeyError: the library's table knows the province but not the county.
        return (UNKNOWN_PLACE_NOTE,)
    return ()


def is_sole_trader(code: str) -> bool:
    """Tell whether the code is an individual business's (92…): its operator's data are personal information."""
    return code.startswith("92")


def mask_resident_id(number: str, *, public: bool = False) -> str:
    """Return the number with its middle hidden.

    Args:
        number: any identity number; one that is too short to hide anything is hidden whole.
        public: first and last character only (``3****************7``); otherwise, for handlers, the first six and
            the last four (``370306********0017``).
    """
    return _mask(number, 1, 1) if public else _mask(number, 6, 4)


def mask_resident_ids(text: str, *, public: bool = False) -> str:
    """Return a text in which every number of a person is masked; see :func:`mask_resident_id`."""
    return _RESIDENT_WITHIN.sub(lambda found: mask_resident_id(found[0], public=public), text)


def mask_code(code: str) -> str:
    """Return a code of an organisation, passport or query with its middle hidden: first two and last four shown."""
    return _mask(code, 2, 4)


def mask_phone(phone: str) -> str:
    """Return a telephone number with its middle hidden: first three and last four shown."""
    return _mask(phone, 3, 4)


def mask_name(name: str) -> str:
    """Return a person's name of which only the first character is shown; a single character is hidden."""
    return _mask(name, 1, 0)


def _mask(text: str, head: int, tail: int) -> str:
    """Hide all but ``head`` and ``tail`` characters; less is shown of a text in which that would hide too little."""
    hidden = len(text) - head - tail
    if hidden < min(2, head):
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]


def _require_length(what: str, code: str) -> None:
    if not code:
        raise BadIdentifier(what=what, why=N_("没有填写。"))
    if len(code) != _LENGTH:
        raise BadIdentifier(what=what, why=N_("应为 18 位，请检查是否多填或漏填。"))


def _require_birth(number: str, today: date) -> None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("第 7 至 14 位不是真实存在的日期。")) from None
    if born > today:
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("第 7 至 14 位的出生日期晚于今天。"))
    if born.year < today.year - OLDEST_YEARS:
        raise BadIdentifier(what=RESIDENT_ID_NAME, why=N_("第 7 至 14 位的出生日期过早，请核对年份。"))

"""Which files the office takes: decided by content, refused in words that say what to do.

Nothing here decodes a picture or unpacks a container before its directory has been found harmless.
"""

import re
import struct
import unicodedata
import zipfile
from enum import StrEnum
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from workflows.domain.errors import FileRefused
from workflows.domain.words import N_
from workflows.intake import containers

#: The largest file that is taken, in bytes.
MAX_BYTES = 20 * 1024 * 1024
#: The largest picture, in pixels; a page scanned at 600 dpi has 35 million.
MAX_PIXELS = 50_000_000
#: The longest name that is shown, in characters.
MAX_NAME = 120

_HEAD = 1024
_TAIL = 4096
_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|iframe|svg)[\s>/]", re.IGNORECASE)
_KNOWN_EXTENSION = re.compile(
    r"\s*(pdf|jpe?g|png|docx?|xlsx?|pptx?|ofd|csv|txt|wps|et|dps|docm|dotm|xlsm|xlsb|rtf|zip|rar|7z|tar|gz|iso|exe|com"
    r"|scr|pif|bat|cmd|ps1|msi|dll|jse?|vb[se]|wsf|hta|jar|apk|lnk|reg|x?html?|shtml|mht|svg|xml|php|jsp|aspx?|py|sh|gif|bmp"
    r"|tiff?|webp|heic)\s*"
)
_ALLOWED = N_("只接收 PDF、JPG、PNG、DOCX、XLSX、OFD 文件，请转换格式后重新上传。")


class FileType(StrEnum):
    """A type of file that is taken; the value is its extension."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    #: Only for tables to import (``recognise_table``), never as evidence.
    CSV = "csv"
    #: Only made by the office itself, never taken.
    ZIP = "zip"

    @property
    def media_type(self) -> str:
        """The type for a ``Content-Type`` header."""
        return _MEDIA_TYPES[self]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileType.ZIP: "application/zip",
    FileType.PDF: "application/pdf",
    FileType.JPG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.DOCX: f"{_OPEN_XML}.wordprocessingml.document",
    FileType.XLSX: f"{_OPEN_XML}.spreadsheetml.sheet",
    FileType.OFD: "application/ofd",
    FileType.CSV: "text/csv",
}


class FileTooLarge(FileRefused):
    """The file is over the limit; the rest of it was not read."""

    message = N_("文件“%(name)s”不能接收：%(why)s")
    status = 413

    def __init__(self, name: str) -> None:
        super().__init__(name=name, why=N_("超过大小上限（一般为 20 MB），请压缩扫描分辨率或拆分后重新上传。"))


def safe_display_name(name: str) -> str:
    """Return ``name`` fit to be shown, at most 120 characters; never a name to store under.

    Path parts, control and invisible characters (NUL, CR, LF, right-to-left override), lone surrogates and leading or
    trailing dots are removed. Quotes and angle brackets stay: whoever prints the name escapes it.
    """
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    visible = "".join(char for char in name if unicodedata.category(char) not in unseen)
    last = re.split(r"[/\\]", visible.rstrip("/\\ "))[-1]
    plain = " ".join(last.split()).strip(". ")
    if not plain:
        return N_("未命名文件")
    stem, dot, extension = plain.rpartition(".")
    if not stem or len(extension) > 10:
        return plain[:MAX_NAME].strip()
    return stem[: MAX_NAME - len(extension) - 1].strip() + dot + extension


def recognise(source: bytes | Path, name: str) -> FileType:
    """Return the type of a file that may be taken as evidence, attachment or letter.

    Args:
        source: the content, or the path of a file that holds it.
        name: the name it came with; its extension must say the same as the content.

    Raises:
        FileTooLarge: over 20 MB.
        FileRefused: every other ground, with what to do about it.
    """
    shown = safe_display_name(name)
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        _require_size(file, shown)
        extension = _require_one_extension(shown, {"pdf", "jpg", "jpeg", "png", "docx", "xlsx", "ofd"})
        found = _by_content(file, shown)
    if extension.replace("jpeg", "jpg") != found:
        raise FileRefused(name=shown, why=N_("文件内容与扩展名不符，请用原软件另存为正确的格式，不要直接改扩展名。"))
    return found


def recognise_table(path: Path, name: str) -> FileType:
    """Return XLSX or CSV for a table to import.

    Raises:
        FileRefused: another type, or a text in neither UTF-8 nor GB18030 (which is decided when it is read).
    """
    shown = safe_display_name(name)
    if _extension(shown) != "csv":
        found = recognise(path, name)
        if found is not FileType.XLSX:
            raise FileRefused(name=shown, why=N_("导入表格只接收 XLSX 和 CSV 文件，请用表格软件另存后重新上传。"))
        return found
    _require_one_extension(shown, {"csv"})
    with path.open("rb") as file:
        _require_size(file, shown)
        while chunk := file.read(65536):
            if b"\0" in chunk:
                raise FileRefused(name=shown, why=N_("不是 CSV 文本，请用表格软件另存为“CSV UTF-8”后重新上传。"))
    return FileType.CSV


def _require_size(file: BinaryIO, name: str) -> None:
    size = file.seek(0, SEEK_END)
    if size == 0:
        raise FileRefused(name=name, why=N_("文件是空的，请确认文件能正常打开后重新上传。"))
    if size > MAX_BYTES:
        raise FileTooLarge(name)
    file.seek(0)


def _extension(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _require_one_extension(name: str, allowed: set[str]) -> str:
    extension = _extension(name)
    if extension not in allowed:
        raise FileRefused(name=name, why=_ALLOWED)
    inner = _extension(name.rpartition(".")[0])
    if _KNOWN_EXTENSION.fullmatch(inner):
        raise FileRefused(name=name, why=N_("文件名带有两个扩展名，请改名（只保留最后一个扩展名）后重新上传。"))
    return extension


def _by_content(file: BinaryIO, name: str) -> FileType:
    head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        _require_nothing_else(head, name)
        return FileType(containers.check(file, name))
    if head.startswith(b"%PDF-"):
        _require_nothing_else(head[1:], name)
        _require_tail(file, b"%%EOF", name)
        found = FileType.PDF
    elif head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        _require_nothing_else(head, name)
        found = FileType.JPG if head.startswith(b"\xff") else FileType.PNG
        _require_picture(file, name)
        if found is FileType.PNG:
            _require_tail(file, b"IEND\xaeB`\x82", name)
    else:
        raise FileRefused(name=name, why=_why_unknown(head))
    if zipfile.is_zipfile(file):
        raise FileRefused(name=name, why=N_("文件中夹带了压缩包，请重新导出（打印为 PDF）后上传。"))
    return found


def _require_nothing_else(head: bytes, name: str) -> None:
    """Refuse a file whose beginning another program would take for a web page or a PDF."""
    if _MARKUP.search(head) or b"%PDF-" in head:
        raise FileRefused(name=name, why=N_("文件开头夹带了另一种格式的内容，请重新导出（打印为 PDF）后上传。"))


def _require_tail(file: BinaryIO, mark: bytes, name: str) -> None:
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _TAIL))
    if mark not in file.read(_TAIL):
        raise FileRefused(name=name, why=N_("文件不完整或已损坏，请确认能正常打开后重新上传。"))


def _require_picture(file: BinaryIO, name: str) -> None:
    """Read a picture's header only; Pillow decodes nothing until its pixels are asked for."""
    file.seek(0)
    try:
        width, height = Image.open(file, formats=("JPEG", "PNG")).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width = height = MAX_PIXELS
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error) as damage:
        raise FileRefused(name=name, why=N_("图片已损坏或不是真正的图片，请重新拍照或扫描后上传。")) from damage
    if width * height > MAX_PIXELS:
        raise FileRefused(name=name, why=N_("图片超过 5000 万像素，请降低分辨率后重新上传。"))


def _why_unknown(head: bytes) -> str:
    """Say what to do about content that is not taken, by what it seems to be."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return N_("是旧版 Office 文件或设有打开密码，请取消密码并另存为 DOCX、XLSX 或 PDF 后重新上传。")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"PK", b"\x1f\x8b")):
        return N_("压缩包不能接收，请解压后逐个上传其中的文件。")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        return N_("是手机的 HEIC 照片，请在手机中转换为 JPG 后重新上传。")
    if head.startswith((b"MZ", b"\x7fELF")):
        return N_("程序文件不能接收。")
    if _MARKUP.search(head):
        return N_("网页和 SVG 文件不能接收，请打印为 PDF 后重新上传。")
    return _ALLOWED

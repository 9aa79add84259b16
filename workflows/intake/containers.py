"""Office containers (DOCX, XLSX, OFD are zip files): harmless by their directory first, then by their parts.

The directory is read before anything is unpacked; what is unpacked afterwards is bounded by what it declared.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import SEEK_END
from typing import IO, BinaryIO
from xml.parsers import expat

from workflows.domain.errors import FileRefused
from workflows.domain.words import N_

#: Parts in a container; a long report with pictures has some hundreds.
MAX_ENTRIES = 2_000
#: Bytes that all parts together may have unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
#: Unpacked to packed; asked only of containers over ``RATIO_FROM`` bytes unpacked, since small XML packs very well.
MAX_RATIO = 100
RATIO_FROM = 20 * 1024 * 1024
#: Bytes of a part that is read whole (relationships, content types).
MAX_SMALL_PART = 4 * 1024 * 1024

_CHUNK = 65536
#: Bytes that are parsed at a time until the first element is met; most prologs are shorter.
_STEP = 512
_ENTRY = b"PK\x01\x02"
_END = struct.Struct("<4s16xH")
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|dialogsheet|activex", re.IGNORECASE)
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
_MAIN = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    _MAIN + "wordprocessingml.document.main+xml": "docx",
    _MAIN + "spreadsheetml.sheet.main+xml": "xlsx",
}

_DAMAGED = N_("文件不完整或已损坏，请用原软件打开后另存，再重新上传。")
_BOMB = N_("解压后的内容异常庞大，请用原软件另存为 PDF 后重新上传。")
_MACRO = N_("文件带有宏或控件，请另存为不含宏的 DOCX、XLSX 或 PDF 后重新上传。")


class _Doctype(Exception):
    """An XML part declares a document type, the door to external entities."""


def check(file: BinaryIO, name: str) -> str:
    """Return ``"docx"``, ``"xlsx"`` or ``"ofd"`` for a container that is harmless.

    Args:
        file: seekable; at most as large as a file may be.
        name: for the refusal.

    Raises:
        FileRefused: too many parts, a zip bomb, something nested, encrypted, with macros, with an external template
            or other external part, with a DOCTYPE, or no office document at all.
    """
    _require_plain_end(file, name)
    try:
        with zipfile.ZipFile(file) as container:
            infos = container.infolist()
            _require_sane_directory(infos, name)
            kind = _kind(container, infos, name)
            for info in infos:
                _require_harmless_part(container, info, name)
            return kind
    except _Doctype as found:
        raise FileRefused(name=name, why=N_("文件内含外部实体声明，请用原软件另存为 PDF 后重新上传。")) from found
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error) as damage:
        raise FileRefused(name=name, why=_DAMAGED) from damage
    except (ValueError, KeyError, OSError, EOFError, OverflowError, NotImplementedError) as damage:
        raise FileRefused(name=name, why=_DAMAGED) from damage


def _require_plain_end(file: BinaryIO, name: str) -> None:
    """Bound the directory before it is parsed: every part in it begins with the same four bytes."""
    entries, overlap = 0, b""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        entries += (overlap + chunk).count(_ENTRY)
        overlap = chunk[-(len(_ENTRY) - 1) :]
        if entries > MAX_ENTRIES:
            raise FileRefused(name=name, why=_BOMB)
    size = file.seek(0, SEEK_END)
    if size < _END.size:
        raise FileRefused(name=name, why=_DAMAGED)
    file.seek(size - _END.size)
    mark, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or comment:
        raise FileRefused(name=name, why=_DAMAGED)


def _require_sane_directory(infos: list[zipfile.ZipInfo], name: str) -> None:
    if any(info.flag_bits & 0x1 for info in infos):
        raise FileRefused(name=name, why=N_("文件设有密码，请取消密码后重新上传。"))
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise FileRefused(name=name, why=_DAMAGED)
    # Anything before the first part, or two parts of one name, is read differently by different programs.
    if not infos or min(info.header_offset for info in infos) != 0:
        raise FileRefused(name=name, why=_DAMAGED)
    names = [info.filename for info in infos]
    if len({part.casefold() for part in names}) != len(names):
        raise FileRefused(name=name, why=_DAMAGED)
    if any(part.startswith("/") or "\\" in part or ":" in part or ".." in part.split("/") for part in names):
        raise FileRefused(name=name, why=_DAMAGED)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise FileRefused(name=name, why=_BOMB)
    if any(_MACROS.search(part) for part in names):
        raise FileRefused(name=name, why=_MACRO)


def _kind(container: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> str:
    names = {info.filename: info for info in infos}
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        types = {
            attributes.get("ContentType", "") for attributes in _attributes(container, names["[Content_Types].xml"])
        }
        if any("macroenabled" in declared.casefold() or _MACROS.search(declared) for declared in types):
            raise FileRefused(name=name, why=_MACRO)
        kinds = {kind for declared, kind in _TYPES.items() if declared in types}
        if len(kinds) == 1:
            return kinds.pop()
    raise FileRefused(name=name, why=N_("压缩包不能接收，请解压后逐个上传其中的文件。"))


def _require_harmless_part(container: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    with container.open(info) as part:
        beginning = part.read(8)
    if beginning.startswith(_PACKED):
        raise FileRefused(name=name, why=N_("文件中嵌入了压缩包或其他文件，请另存为 PDF，或取出后分别上传。"))
    lowered = info.filename.casefold()
    if lowered.endswith(".rels"):
        _require_inner_relations(container, info, name)
    elif lowered.endswith((".xml", ".vml")):
        with container.open(info) as part:
            _read_prolog(part)


def _require_inner_relations(container: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    """Refuse what the reader's program would fetch by itself; a hyperlink waits for a click and may stay."""
    for attributes in _attributes(container, info):
        outside = attributes.get("TargetMode", "").strip().casefold() == "external"
        if outside and not attributes.get("Type", "").endswith("/hyperlink"):
            raise FileRefused(
                name=name,
                why=N_("文件引用了外部模板或外部内容，请断开链接（或另存为 PDF）后重新上传。"),
            )


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise _Doctype

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _read_prolog(part: IO[bytes]) -> None:
    """Read as far as the first element, before which a DOCTYPE would have to stand."""
    parser, started = _parser(), False

    def start(*_: object) -> None:
        nonlocal started
        started = True

    parser.StartElementHandler = start
    try:
        for chunk in _chunks(part):
            for begin in range(0, len(chunk), _STEP):
                parser.Parse(chunk[begin : begin + _STEP], False)
                if started:
                    return
        parser.Parse(b"", True)
    except expat.ExpatError:
        # Drawings written by old programs are not well formed further down; their prolog has been read.
        if not started:
            raise


def _attributes(container: zipfile.ZipFile, info: zipfile.ZipInfo) -> list[dict[str, str]]:
    if info.file_size > MAX_SMALL_PART:
        raise ValueError("a part that should be small is not")
    found: list[dict[str, str]] = []
    parser = _parser()
    parser.StartElementHandler = lambda _tag, attributes: found.append(attributes)
    with container.open(info) as part:
        for chunk in _chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return found


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    while chunk := part.read(_CHUNK):
        yield chunk

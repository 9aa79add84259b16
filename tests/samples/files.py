"""Small files made on the spot: good ones of every type that the office takes, and pieces to spoil them with."""

import functools
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import openpyxl
from PIL import Image

RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TEMPLATE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def pdf() -> bytes:
    """A PDF of one empty page."""
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"xref\n0 4\ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def picture(kind: str) -> bytes:
    """A picture of 40 × 30 pixels; ``kind`` is Pillow's name of the format."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, kind)
    return buffer.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size; there are no pixels behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@functools.cache
def word() -> bytes:
    """A Word document of one paragraph."""
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("情况说明")
    document.save(buffer)
    return buffer.getvalue()


@functools.cache
def sheet() -> bytes:
    """A workbook of one cell."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "清单"
    book.save(buffer)
    return buffer.getvalue()


@functools.cache
def ofd() -> bytes:
    """An OFD document (GB/T 33190) without pages."""
    return packed({"OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"/>'})


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of ``parts``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return buffer.getvalue()


def altered(container: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """The container with parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(container)) as original:
        parts: dict[str, str | bytes] = {name: original.read(name) for name in original.namelist()}
    return packed({**parts, **changes})

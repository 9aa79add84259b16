"""JSON in few bytes: deflate that knows our words beforehand, two bytes a Chinese character, hashes as bytes.

What the office writes is many short texts of the same keys; a third of their bytes says something. A packed text begins
with its kind, a byte that begins no JSON, so that rows from before lie beside packed ones. Everything that is signed or
compared (the log's MACs) is the text, never its packed form.
"""

import re
import zlib
from functools import lru_cache
from pathlib import Path

#: Never changed, rows need them for ever: better words are a file and a kind of their own.
_WORDS = Path(__file__).with_name("packing_words_1.txt").read_text("utf-8").replace("\n", "")
#: Kind → how characters are written. GBK has all characters of nearly every text in two bytes instead of three.
_KINDS = {b"\x01": "gbk", b"\x02": "utf-8"}
_KNOWN = {kind: _WORDS.encode(charset) for kind, charset in _KINDS.items()}
#: A window of 8 KB, which the words and a text behind them fill; raw, for the text's own MAC is its check.
_WINDOW = -13
_PRIMED = {
    kind: zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 3, zlib.Z_DEFAULT_STRATEGY, words)
    for kind, words in _KNOWN.items()
}
#: MACs (16 bytes) and SHA-256 (32) in hex. JSON has no control characters: these stand for them.
_HASH = re.compile(rb'"([0-9a-f]{64}|[0-9a-f]{32})"')
_MARK = re.compile(rb"[\x01\x02]")
_SIZES = {b"\x01": 16, b"\x02": 32}


class Unreadable(ValueError):
    """These bytes are no packed text."""


@lru_cache(maxsize=256)
def pack(text: bytes) -> bytes:
    """Return a JSON text (UTF-8) packed, or as it is where that is not longer."""
    kind, coded = _coded(text)
    hashes: list[bytes] = []

    def cut(found: re.Match[bytes]) -> bytes:
        hashes.append(bytes.fromhex(found[1].decode()))
        return b'"\x01"' if len(hashes[-1]) == 16 else b'"\x02"'

    short = _HASH.sub(cut, coded)
    deflate = _PRIMED[kind].copy()
    packed = b"".join((kind, deflate.compress(short), deflate.flush(), *hashes))
    return packed if len(packed) < len(text) else text


@lru_cache(maxsize=1024)
def unpack(stored: bytes) -> bytes:
    """Return the text (UTF-8) that was packed; what is not packed is returned as it is.

    Raises:
        Unreadable: the bytes were changed, cut, or have something behind them.
    """
    kind = stored[:1]
    if kind not in _KINDS:
        return stored
    inflate = zlib.decompressobj(_WINDOW, _KNOWN[kind])
    try:
        short = inflate.decompress(stored[1:])
    except zlib.error as error:
        raise Unreadable() from error
    hashes, at = inflate.unused_data, 0

    def put_back(mark: re.Match[bytes]) -> bytes:
        nonlocal at
        at += _SIZES[mark[0]]
        return hashes[at - _SIZES[mark[0]] : at].hex().encode()

    coded = _MARK.sub(put_back, short)
    if not inflate.eof or at != len(hashes):
        raise Unreadable()
    try:
        return coded.decode(_KINDS[kind]).encode()
    except UnicodeDecodeError as error:
        raise Unreadable() from error


def _coded(text: bytes) -> tuple[bytes, bytes]:
    try:
        return b"\x01", text.decode().encode("gbk")
    except UnicodeEncodeError:
        return b"\x02", text

"""JSON in few bytes: deflate that knows our words beforehand, two bytes a Chinese character, hashes and dates as bytes.

What the office writes is many short texts of the same keys; a third of their bytes says something. A packed text begins
with its kind, a byte that begins no JSON, so that rows from before lie beside packed ones. Everything that is signed or
compared (the log's MACs) is the text, never its packed form.
"""

import re
import zlib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path


def _words(number: int) -> str:
    """Return a list of words; its marks stand in the file as characters that an editor shows."""
    text = Path(__file__).with_name(f"packing_words_{number}.txt").read_text("utf-8")
    return text.translate({ord("\n"): None, ord("①"): "\x01", ord("②"): "\x02", ord("③"): "\x03"})


#: Kind → its words and how characters are written. GBK has all characters of nearly every text in two bytes instead of
#: three. Never changed, rows need them for ever: better words are a file and kinds of their own, as 3 and 4 once were.
_KINDS = {b"\x01": (1, "gbk"), b"\x02": (1, "utf-8"), b"\x03": (2, "gbk"), b"\x04": (2, "utf-8")}
_SHORT, _WIDE = b"\x03", b"\x04"
_KNOWN = {kind: _words(number).encode(charset) for kind, (number, charset) in _KINDS.items()}
#: A window of 8 KB, which the words and a text behind them fill; raw, for the text's own MAC is its check.
_WINDOW = -13
_PRIMED = {
    kind: zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 3, zlib.Z_DEFAULT_STRATEGY, _KNOWN[kind])
    for kind in (_SHORT, _WIDE)
}
#: MACs (16 bytes) and SHA-256 (32) in hex, and dates of this century (2). JSON has no control characters: these stand
#: for them, and their bytes follow behind the text.
_LIFTED = re.compile(rb'"(?:([0-9a-f]{64}|[0-9a-f]{32})|(20\d\d-\d\d-\d\d))"')
_MARK = re.compile(rb"[\x01\x02\x03]")
_SIZES = {b"\x01": 16, b"\x02": 32, b"\x03": 2}
_DAY_ZERO = date(2000, 1, 1)


class Unreadable(ValueError):
    """These bytes are no packed text."""


@lru_cache(maxsize=256)
def pack(text: bytes) -> bytes:
    """Return a JSON text (UTF-8) packed, or as it is where that is not longer."""
    kind, coded = _coded(text)
    lifted: list[bytes] = []

    def lift(found: re.Match[bytes]) -> bytes:
        digest, day = found.groups()
        if digest is not None:
            lifted.append(bytes.fromhex(digest.decode()))
            return b'"\x01"' if len(lifted[-1]) == 16 else b'"\x02"'
        try:
            lifted.append((date.fromisoformat(day.decode()) - _DAY_ZERO).days.to_bytes(2))
        except ValueError:
            return found[0]
        return b'"\x03"'

    short = _LIFTED.sub(lift, coded)
    deflate = _PRIMED[kind].copy()
    packed = b"".join((kind, deflate.compress(short), deflate.flush(), *lifted))
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
    lifted, at = inflate.unused_data, 0

    def put_back(mark: re.Match[bytes]) -> bytes:
        nonlocal at
        at += _SIZES[mark[0]]
        raw = lifted[at - _SIZES[mark[0]] : at]
        if mark[0] == b"\x03":
            return (_DAY_ZERO + timedelta(days=int.from_bytes(raw))).isoformat().encode()
        return raw.hex().encode()

    coded = _MARK.sub(put_back, short)
    if not inflate.eof or at != len(lifted):
        raise Unreadable()
    try:
        return coded.decode(_KINDS[kind][1]).encode()
    except UnicodeDecodeError as error:
        raise Unreadable() from error


def _coded(text: bytes) -> tuple[bytes, bytes]:
    try:
        return _SHORT, text.decode().encode("gbk")
    except UnicodeEncodeError:
        return _WIDE, text

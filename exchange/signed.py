"""What the two sides say to each other: canonical JSON, signed with a shared key over instant, nonce and content.

The signature is that of webhooks and text messages (``wire.http.signature``) over ``<nonce>.<body>``. An answer is
signed over the nonce of its question, so that no answer can be passed off for another.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from wire.http import SIGNATURE, signature

#: Header with a value that no other call has had.
NONCE = "X-CreditCase-Nonce"
#: How far the instant of a signature may lie from the reader's clock.
WINDOW = timedelta(minutes=5)
#: Longest nonce that is read.
_LONGEST = 64


class NotSigned(Exception):
    """The content is not from whom it should be, or not from now; its words say what is wrong."""


class NotReadable(Exception):
    """The content is no JSON object."""


def canonical(value: Any) -> bytes:
    """Return JSON with one form for one value: keys in order, no space, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def headers(key: str, at: datetime, nonce: str, body: bytes) -> dict[str, str]:
    """Return the headers under which ``body`` goes out.

    Args:
        key: the secret that both sides know.
        at: the real instant of this try.
        nonce: of this call; an answer carries that of its question.
    """
    return {NONCE: nonce, SIGNATURE: signature(key, at, _signed(nonce, body))}


def verify(
    key: str,
    given: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    nonce: str = "",
    window: timedelta | None = WINDOW,
) -> str:
    """Return the nonce of what came in under the headers ``given`` (by lower-case name).

    Args:
        now: the reader's real instant.
        nonce: which one it must be; any unless given.
        window: None for files, which may lie for days: their keys drop a double.

    Raises:
        NotSigned: see there.
    """
    told, header = given.get(NONCE.lower(), ""), given.get(SIGNATURE.lower(), "")
    seconds = header.partition(",")[0].removeprefix("t=")
    if not 0 < len(told) <= _LONGEST or not told.isascii() or not header.isascii():
        raise NotSigned("没有签名")
    if not seconds.isdigit() or len(seconds) > 11:
        raise NotSigned("签名格式不正确")
    at = datetime.fromtimestamp(int(seconds), UTC)
    if not hmac.compare_digest(signature(key, at, _signed(told, body)).encode(), header.encode()):
        raise NotSigned("签名不正确")
    if nonce and not hmac.compare_digest(told.encode(), nonce.encode()):
        raise NotSigned("应答与请求不对应")
    if window is not None and abs(now - at) > window:
        raise NotSigned("签名时间与本机时间相差过大")
    return told


def read_object(body: bytes) -> dict[str, Any]:
    """Return the object that ``body`` holds.

    Raises:
        NotReadable: see there.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NotReadable("内容不是 JSON") from error
    if not isinstance(value, dict):
        raise NotReadable("内容不是 JSON 对象")
    return value


def _signed(nonce: str, body: bytes) -> bytes:
    return nonce.encode() + b"." + body

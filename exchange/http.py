"""Exchange by service: each call is one signed JSON post, each answer is signed over the nonce of its question.

https in earnest; ``http://127.0.0.1`` only where the settings allow it (demonstrations and tests). No redirect is
followed, everything has one total time, and no more of an answer is read than allowed.
"""

import http.client
import secrets
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange import reading, signed
from wire.http import IDEMPOTENCY, AddressRefused, post, split
from workflows.domain.time import Clock
from workflows.operations.exchange_port import ExchangeRefused, ExchangeUnreachable, Holding, Receipts, item_of
from workflows.store.dispatches import Claimed

LOOPBACK = "127.0.0.1"
#: Answers that concern the moment and not the call: timeout, too early, too many at once.
_NOT_NOW = frozenset({408, 425, 429})
#: Most pages of one inventory.
_PAGES = 10_000


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Where the platform answers."""

    url: str
    #: The secret that the platform knows too.
    key: str = field(repr=False)
    #: Whether ``http://127.0.0.1`` is admitted.
    loopback: bool = False
    #: Seconds for one call, from looking the name up to the end of the answer.
    deadline: float = 15.0
    #: Bytes read of an answer.
    limit: int = 1_048_576
    #: How the platform's certificate is verified; the system's authorities unless given.
    context: ssl.SSLContext | None = None


class HttpExchange:
    """The port by service.

    Args:
        clock: the real instant, for signatures.

    Raises:
        AddressRefused: the platform's address is not https (or this machine, where that is admitted).
    """

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self._platform, self._clock = platform, clock
        parts = split(platform.url.rstrip("/"), ("https", "http"))
        if parts.scheme == "http" and not (platform.loopback and parts.hostname == LOOPBACK):
            raise AddressRefused("平台地址须以 https:// 开头")

    def send(self, batch: Sequence[Claimed]) -> Mapping[str, str]:
        """Hand a batch over; see the port."""
        said = self._ask("dispatches", {"items": [item_of(each) for each in batch]})
        try:
            return reading.answers(said, [each.key for each in batch])
        except reading.NotUnderstood as error:
            raise ExchangeUnreachable(why=str(error)) from error

    def receipts(self, cursor: str) -> Receipts:
        """Read the receipts behind ``cursor``; see the port."""
        said = self._ask("receipts", {"cursor": cursor})
        try:
            return reading.receipts(said)
        except reading.NotUnderstood as error:
            raise ExchangeUnreachable(why=str(error)) from error

    def noted(self, receipts: Receipts) -> None:
        """Do nothing: the platform keeps its receipts."""

    def inventory(self) -> Sequence[Holding]:
        """Read what the platform shows, page by page; see the port."""
        found: list[Holding] = []
        cursor = ""
        for _page in range(_PAGES):
            said = self._ask("inventory", {"cursor": cursor})
            try:
                found += reading.holdings(said)
            except reading.NotUnderstood as error:
                raise ExchangeUnreachable(why=str(error)) from error
            behind = said.get("cursor")
            if said.get("more") is not True:
                return found
            if not isinstance(behind, str) or behind == cursor:
                break
            cursor = behind
        raise ExchangeUnreachable(why="公示清单没有结尾")

    def _ask(self, what: str, content: Mapping[str, Any]) -> dict[str, Any]:
        platform, nonce = self._platform, secrets.token_hex(16)
        body = signed.canonical(content)
        headers = {**signed.headers(platform.key, self._clock(), nonce, body), IDEMPOTENCY: nonce}
        parts = split(f"{platform.url.rstrip('/')}/{what}", ("https", "http"))
        try:
            answer = post(
                parts, body, headers, deadline=platform.deadline, limit=platform.limit, context=platform.context
            )
        except AddressRefused as refusal:
            raise ExchangeRefused(why=str(refusal)) from refusal
        except (OSError, http.client.HTTPException) as error:
            raise ExchangeUnreachable(why=f"{type(error).__name__}: {error}") from error
        if 400 <= answer.status < 500 and answer.status not in _NOT_NOW:
            why = "签名或密钥不正确" if answer.status == 401 else "请求未被接受"
            raise ExchangeRefused(why=f"{answer.status} {why}")
        if not 200 <= answer.status < 300:
            raise ExchangeUnreachable(why=f"状态码 {answer.status}")
        if not answer.whole:
            raise ExchangeUnreachable(why="应答过大")
        try:
            signed.verify(platform.key, answer.headers, answer.body, self._clock(), nonce=nonce)
            return signed.read_object(answer.body)
        except (signed.NotSigned, signed.NotReadable) as error:
            raise ExchangeUnreachable(why=str(error)) from error

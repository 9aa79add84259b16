"""Sends text messages over an HTTP gateway: one signed JSON post a message, to the configured address only.

``docs/notices.md`` has the contract for whoever runs the gateway.
"""

import http.client
import ssl
from dataclasses import dataclass, field

import orjson

from notifications.channels import Message, Outcome, Result
from wire.http import IDEMPOTENCY, SIGNATURE, AddressRefused, Answer, post, signature, split
from workflows.domain.phone import mobile
from workflows.domain.time import Clock

#: Answers that concern the moment and not the message: timeout, too early, too many at once.
_NOT_NOW = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class SmsGateway:
    """Where text messages are handed in."""

    url: str
    #: The secret that the gateway knows too.
    key: str = field(repr=False)
    #: Seconds for one message, from looking the name up to the end of the answer.
    deadline: float = 10.0
    #: Bytes read of an answer.
    limit: int = 16_384
    #: How the gateway's certificate is verified; the system's authorities unless given.
    context: ssl.SSLContext | None = None


class SmsChannel:
    """Hands each message to the gateway, which drops doubles by the idempotency key: a lost answer is simply repeated.

    Args:
        clock: the real instant, for signatures.
    """

    def __init__(self, gateway: SmsGateway, clock: Clock) -> None:
        self._gateway, self._clock = gateway, clock
        self._address = split(gateway.url, ("https", "http"))

    def send(self, message: Message) -> Result:
        """Try to send one message: an id means sent, 4xx is final, everything else is tried again."""
        if not message.to or mobile(message.to) != message.to:
            return Result(outcome=Outcome.REFUSED, reason="收件号码不是有效的手机号码")
        key = message.message_id.strip("<>")
        body = orjson.dumps({"id": key, "to": message.to, "text": message.body})
        headers = {IDEMPOTENCY: key, SIGNATURE: signature(self._gateway.key, self._clock(), body)}
        gateway = self._gateway
        try:
            answer = post(
                self._address, body, headers, deadline=gateway.deadline, limit=gateway.limit, context=gateway.context
            )
        except AddressRefused as refusal:
            return Result(outcome=Outcome.REFUSED, reason=str(refusal))
        except (OSError, http.client.HTTPException) as error:
            return Result(outcome=Outcome.LATER, reason=f"{type(error).__name__}: {error}")
        return _result(answer)


def _result(answer: Answer) -> Result:
    if 200 <= answer.status < 300:
        if answer.whole and _has_id(answer.body):
            return Result(outcome=Outcome.SENT)
        return Result(outcome=Outcome.UNCERTAIN, reason=f"{answer.status} 短信网关的回答没有编号")
    final = 400 <= answer.status < 500 and answer.status not in _NOT_NOW
    return Result(outcome=Outcome.REFUSED if final else Outcome.LATER, reason=f"{answer.status} 短信网关未接收")


def _has_id(body: bytes) -> bool:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(said, dict) and isinstance(said.get("id"), str | int) and said["id"] not in ("", False, True)

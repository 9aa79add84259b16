"""Tells another system of an event: one signed JSON post to an address that an organisation has given.

Whoever may give an address could point it at our own network. So only https to public addresses is posted to, the
address that was checked is the one that is connected to, and nothing is followed. Demonstrations and tests may also
use ``http://127.0.0.1``.
"""

import http.client
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult

from notifications.channels import Message, Outcome, Result
from wire.http import (
    IDEMPOTENCY,
    SIGNATURE,
    AddressRefused,
    Lookup,
    look_up,
    post,
    signature,
)
from workflows.domain.errors import FieldErrors
from workflows.domain.time import Clock
from workflows.operations.keep_webhooks import LOOPBACK, is_public, target

#: Seconds for one post, from looking the name up to the end of the answer; bytes read of the answer.
DEADLINE, LIMIT = 5.0, 65_536
_GONE = 410


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Where webhooks may be posted to."""

    #: Whether ``http://127.0.0.1`` is admitted: demonstrations and tests only.
    loopback: bool = False

    def target(self, url: str) -> SplitResult:
        """Take the address of a webhook apart, by the rule under which it was given.

        Raises:
            AddressRefused: it may not be posted to.
        """
        try:
            return target(url, loopback=self.loopback)
        except FieldErrors as refusal:
            raise AddressRefused(refusal.errors["url"][0]) from refusal

    def admit(self, addresses: Sequence[str], parts: SplitResult) -> None:
        """Look at the addresses to which a name leads.

        Raises:
            AddressRefused: one of them is not public; with several, a name that also leads inside is refused whole.
            ValueError: one of them is no IP address.
        """
        for text in addresses:
            if self.loopback and parts.hostname == LOOPBACK and text == LOOPBACK:
                continue
            if not is_public(ip_address(text.partition("%")[0])):
                raise AddressRefused("地址指向内部网络，不予发送")


class WebhookChannel:
    """Posts each event to its organisation's address, signed with that webhook's own secret.

    Args:
        clock: the real instant, for signatures.
        reach: where it may post to.
        lookup: resolves names.
        context: how certificates are verified; by the system's authorities unless given.
    """

    def __init__(
        self,
        clock: Clock,
        reach: Reach,
        *,
        lookup: Lookup = look_up,
        deadline: float = DEADLINE,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._clock, self._reach, self._lookup = clock, reach, lookup
        self._deadline, self._context = deadline, context

    def send(self, message: Message) -> Result:
        """Try to post one event: 2xx means taken, 410 and a forbidden address are final, the rest is tried again."""
        if not message.to:
            return Result(outcome=Outcome.REFUSED, reason="回调地址已停用")
        body = message.body.encode()
        headers = {
            IDEMPOTENCY: message.message_id.strip("<>"),
            SIGNATURE: signature(message.secret, self._clock(), body),
        }
        try:
            parts = self._reach.target(message.to)
            answer = post(
                parts,
                body,
                headers,
                deadline=self._deadline,
                limit=LIMIT,
                lookup=self._lookup,
                admit=lambda addresses: self._reach.admit(addresses, parts),
                context=self._context,
            )
        except AddressRefused as refusal:
            return Result(outcome=Outcome.REFUSED, reason=str(refusal))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Result(outcome=Outcome.LATER, reason=f"{type(error).__name__}: {error}")
        if 200 <= answer.status < 300:
            return Result(outcome=Outcome.SENT)
        final = answer.status == _GONE
        return Result(outcome=Outcome.REFUSED if final else Outcome.LATER, reason=f"{answer.status} 对方未接收")

"""A real SMTP server that keeps what it is sent and fails when told to."""

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: What a server says with each code that the office must tell apart.
REPLIES = {
    450: "450 4.2.1 Mailbox busy, try again later",
    451: "451 4.3.0 Local error in processing, try again later",
    452: "452 4.2.2 Mailbox full, try again later",
    550: "550 5.1.1 No such mailbox",
    552: "552 5.2.2 Mailbox full",
    554: "554 5.7.1 Message refused",
}


@dataclass(frozen=True, kw_only=True)
class Received:
    """One message the server took: envelope and content."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The content, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class SmtpServer(Controller):
    """Listens on a free port of 127.0.0.1; ``messages`` holds what it took, in order."""

    def __init__(self) -> None:
        self.messages: list[Received] = []
        self._plan: deque[int | str] = deque()
        self._arrived = threading.Condition()
        super().__init__(handler=self, hostname="127.0.0.1", port=0)

    async def _create_server(self) -> asyncio.AbstractServer:  # type: ignore[override]
        server = await super()._create_server()
        self.port = server.sockets[0].getsockname()[1]
        return server

    def refuse(self, code: int, times: int = 1) -> None:
        """Answer the next ``times`` messages with ``code`` (a key of ``REPLIES``); they are not kept."""
        assert code in REPLIES
        self._plan.extend([code] * times)

    def drop_after_data(self, times: int = 1) -> None:
        """Keep the next ``times`` messages, but cut the connection before the sender is told so."""
        self._plan.extend(["drop"] * times)

    def accept_again(self) -> None:
        """Forget all failures that are still to come."""
        self._plan.clear()

    def wait_for(self, count: int, timeout: float = 20.0) -> list[Received]:
        """Return the messages as soon as there are ``count`` of them.

        Raises:
            AssertionError: there were fewer after ``timeout`` seconds.
        """
        with self._arrived:
            there = self._arrived.wait_for(lambda: len(self.messages) >= count, timeout)
            assert there, f"{len(self.messages)} messages arrived, not {count}"
            return list(self.messages)

    def recipients(self) -> list[str]:
        """Return every envelope recipient of every message, in order, repeats included."""
        return [recipient for received in self.messages for recipient in received.recipients]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take or fail one message as planned."""
        plan = self._plan.popleft() if self._plan else "take"
        if isinstance(plan, int):
            return REPLIES[plan]
        self._keep(envelope)
        if plan == "drop":
            server.transport.abort()
        return "250 2.0.0 OK"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content or b""
        with self._arrived:
            self.messages.append(
                Received(
                    sender=envelope.mail_from or "",
                    recipients=tuple(envelope.rcpt_tos),
                    content=content if isinstance(content, bytes) else content.encode(),
                )
            )
            self._arrived.notify_all()

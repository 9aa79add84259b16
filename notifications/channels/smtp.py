"""Sends mail over SMTP within a total time: a server that answers a byte at a time holds nobody up.

``smtplib`` limits each operation on the socket, not the whole; here a guard shuts the connection when the time is up.
"""

import smtplib
import socket
import ssl
import threading
from dataclasses import dataclass
from time import monotonic

from notifications.channels import Message, MessageRefused, Outcome, Result, compose

#: Port on which TLS begins at once; on any other it begins with STARTTLS.
_IMPLICIT_TLS = 465


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed in. Without ``tls`` nothing is encrypted (a relay on the same machine)."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = True
    #: Seconds for one message, from the first connection to the last answer.
    deadline: float = 20.0
    #: How the server's certificate is verified; the system's authorities unless given.
    context: ssl.SSLContext | None = None


class _LimitedSmtp(smtplib.SMTP):
    """A connection that ends at ``ends_at`` (monotonic seconds), whatever the server does."""

    def __init__(self, ends_at: float) -> None:
        self._ends_at = ends_at
        self._handle: socket.socket | None = None
        self._guard = threading.Timer(max(0.0, ends_at - monotonic()), self._cut)
        self._guard.daemon = True
        super().__init__()
        self._guard.start()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to the first address that answers, within what is left of the time."""
        last: OSError = TimeoutError("no time left to connect")
        for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            left = self._ends_at - monotonic()
            if left <= 0:
                break
            try:
                made = socket.create_connection((str(address[0]), int(address[1])), timeout=left)
            except OSError as error:
                last = error
                continue
            # TLS takes the socket over; a second handle on the same connection can still be shut.
            self._handle = made.dup()
            return made
        raise last

    def _cut(self) -> None:
        if self._handle is not None:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def release(self) -> None:
        """Stop the guard and close everything."""
        self._guard.cancel()
        self.close()
        if self._handle is not None:
            self._handle.close()


class SmtpChannel:
    """Hands each message to one mail server, on a connection of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, message: Message) -> Result:
        """Try to send one message; its recipient's 5xx answer is final, everything else before the data is not."""
        try:
            content = compose(message, self._server.sender)
        except MessageRefused as refusal:
            return Result(outcome=Outcome.REFUSED, reason=str(refusal))
        smtp = _LimitedSmtp(monotonic() + self._server.deadline)
        try:
            refused = self._introduce(smtp) or self._address(smtp, message.to)
            return refused or self._hand_over(smtp, content)
        except (smtplib.SMTPException, OSError) as error:
            return Result(outcome=Outcome.LATER, reason=_words(error))
        finally:
            smtp.release()

    def _introduce(self, smtp: smtplib.SMTP) -> Result | None:
        """Connect, encrypt, sign in. What fails here concerns the server, not this message."""
        server = self._server
        # smtplib verifies the certificate against the name that it was told.
        smtp._host = server.host  # type: ignore[attr-defined]
        code, text = smtp.connect(server.host, server.port)
        if code != 220:
            return Result(outcome=Outcome.LATER, reason=_reply(code, text))
        smtp.ehlo_or_helo_if_needed()
        if server.tls:
            smtp.starttls(context=server.context or ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        return None

    def _address(self, smtp: smtplib.SMTP, to: str) -> Result | None:
        code, text = smtp.mail(self._server.sender)
        if code != 250:
            # Our own address is refused: a matter of settings, to be mended and tried again.
            return Result(outcome=Outcome.LATER, reason=_reply(code, text))
        code, text = smtp.rcpt(to)
        return None if code in (250, 251) else _refusal(code, text)

    @staticmethod
    def _hand_over(smtp: smtplib.SMTP, content: bytes) -> Result:
        try:
            code, text = smtp.data(content)
        except smtplib.SMTPDataError as error:
            return _refusal(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            return Result(outcome=Outcome.UNCERTAIN, reason=_words(error))
        return Result(outcome=Outcome.SENT) if code == 250 else _refusal(code, text)


def _refusal(code: int, text: bytes | str) -> Result:
    outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER
    return Result(outcome=outcome, reason=_reply(code, text))


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"

"""Posts a small signed message over HTTP(S) within a total time, to the address that was asked for and to no other.

No redirect is followed, no more of the answer is read than is allowed, and the connection goes to the very address that
was looked at before: a name that resolves to something else a moment later changes nothing.
"""

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from urllib.parse import SplitResult, urlsplit

#: Header with the instant (seconds since 1970, UTC) and the HMAC-SHA256 of ``<instant>.<body>`` in hexadecimal digits.
SIGNATURE = "X-CreditCase-Signature"
#: Header that is the same for every try of one message, so that its receiver can drop a double.
IDEMPOTENCY = "Idempotency-Key"

#: Gives the addresses of a host: (name, port) → IP addresses as texts.
Lookup = Callable[[str, int], Sequence[str]]


class AddressRefused(Exception):
    """The address may not be posted to; its words are for the person who looks at the failure."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the other side said."""

    status: int
    #: The beginning of the content, as far as the limit reaches.
    body: bytes
    #: False where the content was longer than the limit.
    whole: bool
    #: By lower-case name.
    headers: Mapping[str, str] = field(default_factory=dict)


def signature(key: str, at: datetime, body: bytes) -> str:
    """Return the value of the signature header, ``t=<seconds>,v1=<hex>``.

    Args:
        key: the secret that both sides know.
        at: the real instant of this try; the receiver refuses old ones.
    """
    seconds = f"{at.timestamp():.0f}"
    mac = hmac.new(key.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mac}"


def split(url: str, schemes: Sequence[str]) -> SplitResult:
    """Take an address apart.

    Raises:
        AddressRefused: it is not one of ``schemes``, names no host or port, or carries a password.
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or parts.username is not None or parts.password is not None:
        raise AddressRefused(f"地址须以 {'、'.join(f'{scheme}://' for scheme in schemes)} 开头，且不含用户名和密码")
    return parts


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the machine resolves them; raises OSError where it has none."""
    return [str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the given addresses that ends at ``ends_at`` (monotonic seconds), whatever comes."""

    def __init__(self, parts: SplitResult, addresses: Sequence[str], ends_at: float, context: ssl.SSLContext | None):
        self.default_port = 443 if parts.scheme == "https" else 80
        super().__init__(str(parts.hostname), parts.port or self.default_port)
        self._addresses, self._ends_at = addresses, ends_at
        self._context = (context or ssl.create_default_context()) if parts.scheme == "https" else None
        self._handle: socket.socket | None = None
        self._guard = threading.Timer(max(0.0, ends_at - monotonic()), self._cut)
        self._guard.daemon = True

    def connect(self) -> None:
        """Connect to the first address that answers."""
        last: OSError = TimeoutError("no time left to connect")
        for address in self._addresses:
            left = self._ends_at - monotonic()
            if left <= 0:
                break
            try:
                self.sock = socket.create_connection((address, self.port), timeout=left)
            except OSError as error:
                last = error
                continue
            # TLS takes the socket over; a second handle on the same connection can still be shut.
            self._handle = self.sock.dup()
            self._guard.start()
            if self._context is not None:
                self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
            return
        raise last

    def _cut(self) -> None:
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Stop the guard and close everything."""
        self._guard.cancel()
        self.close()
        if self._handle is not None:
            self._handle.close()


def post(
    parts: SplitResult,
    body: bytes,
    headers: Mapping[str, str],
    *,
    deadline: float,
    limit: int,
    lookup: Lookup = look_up,
    admit: Callable[[Sequence[str]], None] = lambda _addresses: None,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Post ``body`` as JSON and return the answer, whatever its status.

    Args:
        parts: the address, from :func:`split`.
        deadline: seconds for everything: looking up, connecting, sending and reading.
        limit: bytes that are read of the answer.
        admit: raises AddressRefused for addresses that may not be reached; the connection goes to admitted ones only.
        context: how the certificate is verified; by the system's authorities unless given.

    Raises:
        AddressRefused: ``admit`` refused, or the address cannot be put into a request.
        OSError: no connection, or the time was up.
        http.client.HTTPException: the answer is not HTTP.
    """
    ends_at = monotonic() + deadline
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = _looked_up(lookup, str(parts.hostname), port, deadline)
    admit(addresses)
    connection = _Pinned(parts, addresses, ends_at, context)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, {**headers, "Content-Type": "application/json", "Connection": "close"})
        response = connection.getresponse()
        content = response.read(limit + 1)
        if monotonic() >= ends_at:
            raise TimeoutError("the answer took too long")
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, body=content[:limit], whole=len(content) <= limit, headers=said)
    except (http.client.InvalidURL, UnicodeError) as error:
        raise AddressRefused("地址含有不能使用的字符") from error
    finally:
        connection.release()


def _looked_up(lookup: Lookup, host: str, port: int, seconds: float) -> Sequence[str]:
    """Look a name up in a thread of its own: the system's resolver knows no deadline."""
    found: list[Sequence[str]] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.append(lookup(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if found and found[0]:
        return found[0]
    raise OSError(f"{host}: {failed[0] if failed else 'the name was not resolved in time'}")

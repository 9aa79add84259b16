"""The guard against the outside: a test that reaches beyond this machine fails."""

import socket
from ipaddress import ip_address
from typing import Any


class OutsideConnection(AssertionError):
    """A test tried to reach another machine."""


def is_loopback(host: object) -> bool:
    """Say whether ``host``, a name or an address, is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _check(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
        raise OutsideConnection(f"a test may not leave this machine: {address!r}")


def forbid_outside() -> None:
    """Let the sockets of this process reach loopback addresses only, for as long as it lives."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(host):
            raise OutsideConnection(f"a test may not look up another machine: {host!r}")
        return look_up(host, *args, **kwargs)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_look_up

"""A real HTTP server on 127.0.0.1 that keeps what it is posted and answers as told."""

import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How to answer one request."""

    status: int = 200
    body: bytes = b'{"id": "g-1"}'
    headers: dict[str, str] = field(default_factory=dict)
    #: Take the request and say nothing more.
    silent: bool = False


class Gateway:
    """Keeps what was posted; answers as planned, then with ``usual``."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.plan: deque[Reply] = deque()
        self.usual = Reply()
        self._over = threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            """Takes one post."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.posted.append(Posted(path=self.path, headers=dict(self.headers), body=body))
                reply = gateway.plan.popleft() if gateway.plan else gateway.usual
                if reply.silent:
                    gateway._over.wait(20)
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                # A sender that has read enough hangs up.
                try:
                    self.wfile.write(reply.body)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/send"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        """Let go of whoever waits, and close."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Run a server for the length of a test."""
    server = Gateway()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def dripping(words: bytes) -> Iterator[str]:
    """A server that answers one byte of ``words`` each tenth of a second, and then its last byte for ever."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                for place in range(10_000):
                    if stop.wait(0.1):
                        return
                    try:
                        connection.sendall(words[min(place, len(words) - 1) :][:1])
                    except OSError:
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/send"
        finally:
            stop.set()
            thread.join(5)

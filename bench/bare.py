"""The machine's own limit for a page: gunicorn, set up as for the office, answers bytes that are ready."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BYTES = "CREDITCASE_BENCH_BYTES"
_OPTIONS = ("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket")
_START_SECONDS = 20.0


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer a page of the asked size."""
    size = int(os.environ[_BYTES])
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(size))])
    return [b"x" * size]


@dataclass(frozen=True, kw_only=True)
class Bare:
    """A running server."""

    address: str
    pid: int


@contextmanager
def serving(size: int) -> Iterator[Bare]:
    """Serve pages of ``size`` bytes.

    Raises:
        AssertionError: the server did not answer in time.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        program = str(Path(sys.executable).parent / "gunicorn")
        process = subprocess.Popen(
            [program, "--bind", f"fd://{listener.fileno()}", *_OPTIONS, "bench.bare:application"],
            cwd=Path(__file__).resolve().parents[1],
            env={**os.environ, _BYTES: str(size)},
            stderr=subprocess.DEVNULL,
            pass_fds=(listener.fileno(),),
        )
        try:
            _wait(address)
            yield Bare(address=address, pid=process.pid)
        finally:
            process.terminate()
            process.wait(15)


def _wait(address: str) -> None:
    end = time.monotonic() + _START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end:
        with suppress(OSError), opener.open(address, timeout=5):
            return
    raise AssertionError("the bare server did not answer")

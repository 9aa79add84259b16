"""The conversation with clamd: only its plain OK lets a file pass; trouble of any kind means quarantine."""

import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workflows.intake.scanners import ClamdScanner, Verdict


@contextmanager
def _fake_clamd(reply: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """Speak clamd's INSTREAM on a free port; ``reply`` gets the content and None means silence."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", incoming.read(4))[0]:
                content += incoming.read(length)
            answer = reply(content)
            if answer is None:
                incoming.read(1)
            else:
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
    finally:
        thread.join(timeout=10)
        server.close()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Eicar-Signature FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.QUARANTINE),
        (b"stream: O", Verdict.QUARANTINE),
        (b"", Verdict.QUARANTINE),
        (b"x" * 5000, Verdict.QUARANTINE),
        (None, Verdict.QUARANTINE),
    ],
    ids=["clean", "found", "error", "cut off", "nothing", "nonsense", "silence"],
)
def test_only_a_plain_ok_of_clamd_lets_a_file_pass(tmp_path: Path, answer: bytes | None, verdict: Verdict) -> None:
    content = os.urandom(150_000)
    (tmp_path / "file").write_bytes(content)
    seen: list[bytes] = []

    def reply(received: bytes) -> bytes | None:
        seen.append(received)
        return answer

    with _fake_clamd(reply) as address:
        assert ClamdScanner(address, timeout=0.5)(tmp_path / "file").verdict is verdict
    assert seen == [content]


def test_a_clamd_that_is_not_there_means_quarantine(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    for address in (f"tcp:127.0.0.1:{closed}", f"unix:{tmp_path}/none.ctl"):
        assert ClamdScanner(address, timeout=0.5)(tmp_path / "file").verdict is Verdict.QUARANTINE


@pytest.mark.parametrize("address", ["", "127.0.0.1:3310", "tcp:3310", "tcp:host:port", "unix:"])
def test_an_address_of_another_form_is_refused_when_the_office_starts(address: str) -> None:
    with pytest.raises(ValueError, match="clamd address"):
        ClamdScanner(address)

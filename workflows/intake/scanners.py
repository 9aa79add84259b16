"""Scanners for malware: a port, a test adapter that knows the EICAR string, and one that asks clamd.

A scanner that cannot answer says so (``Verdict.QUARANTINE``); it never lets a file pass.
"""

import socket
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

_CHUNK = 65536


class Verdict(StrEnum):
    """What a scanner found."""

    CLEAN = "clean"
    INFECTED = "infected"
    #: The scanner did not answer; the file waits and nobody may open it.
    QUARANTINE = "quarantine"


@dataclass(frozen=True, kw_only=True)
class ScanResult:
    """A scanner's answer about one file."""

    verdict: Verdict
    #: The name of what was found, or why there was no answer; for the log, not for the reader.
    detail: str = ""


#: Looks at the file at a path; returns an answer for every state of the file and of the scanner, raises nothing.
Scanner = Callable[[Path], ScanResult]

#: The harmless string every scanner reports, in two halves so that this source is not itself reported.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class EicarScanner:
    """Reports the EICAR test string, plain or in a part of a zip container; for tests and demonstrations."""

    def __call__(self, path: Path) -> ScanResult:
        """Return INFECTED where the string occurs, QUARANTINE where the file cannot be read, else CLEAN."""
        try:
            with path.open("rb") as file:
                infected = _contains_eicar(file) or (zipfile.is_zipfile(file) and _part_contains_eicar(path))
        except (OSError, zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError) as trouble:
            return ScanResult(verdict=Verdict.QUARANTINE, detail=type(trouble).__name__)
        return ScanResult(verdict=Verdict.INFECTED, detail="EICAR") if infected else ScanResult(verdict=Verdict.CLEAN)


def _contains_eicar(file: IO[bytes]) -> bool:
    overlap = b""
    while chunk := file.read(_CHUNK):
        window = overlap + chunk
        if EICAR in window:
            return True
        overlap = window[-len(EICAR) :]
    return False


def _part_contains_eicar(path: Path) -> bool:
    with zipfile.ZipFile(path) as container:
        for info in container.infolist():
            with container.open(info) as part:
                if _contains_eicar(part):
                    return True
    return False


class ClamdScanner:
    """Asks a clamd daemon by its INSTREAM command (clamd(8)); connection, sending and answer are limited in time."""

    def __init__(self, address: str, *, timeout: float = 30.0) -> None:
        """Remember where clamd listens.

        Args:
            address: ``unix:/run/clamav/clamd.ctl`` or ``tcp:127.0.0.1:3310``.
            timeout: seconds that one step of the conversation may take.

        Raises:
            ValueError: the address has another form.
        """
        kind, _, place = address.partition(":")
        host, _, port = place.rpartition(":")
        if not place or kind not in ("unix", "tcp") or (kind == "tcp" and not (host and port.isdecimal())):
            raise ValueError("a clamd address is unix:/path or tcp:host:port")
        self._unix_path = place if kind == "unix" else ""
        self._host, self._port = (host, int(port)) if kind == "tcp" else ("", 0)
        self._timeout = timeout

    def __call__(self, path: Path) -> ScanResult:
        """Return clamd's verdict, or QUARANTINE where there was none in time."""
        try:
            with self._connect() as connection, path.open("rb") as file:
                connection.sendall(b"zINSTREAM\0")
                while chunk := file.read(_CHUNK):
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
                answer = _read_answer(connection)
        except OSError as trouble:
            return ScanResult(verdict=Verdict.QUARANTINE, detail=type(trouble).__name__)
        if answer == "stream: OK":
            return ScanResult(verdict=Verdict.CLEAN)
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            found = answer.removeprefix("stream: ").removesuffix(" FOUND")
            return ScanResult(verdict=Verdict.INFECTED, detail=found)
        return ScanResult(verdict=Verdict.QUARANTINE, detail=answer)

    def _connect(self) -> socket.socket:
        if not self._unix_path:
            return socket.create_connection((self._host, self._port), timeout=self._timeout)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self._timeout)
        try:
            connection.connect(self._unix_path)
        except OSError:
            connection.close()
            raise
        return connection


def _read_answer(connection: socket.socket) -> str:
    """Read up to the NUL that ends an answer; an answer that is cut off is returned as it is and matches nothing."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 1024:
        piece = connection.recv(1024)
        if not piece:
            return f"cut off: {answer.decode('utf-8', 'replace')}"
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

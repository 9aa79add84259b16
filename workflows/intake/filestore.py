"""The folder of files, each under the SHA-256 of its content: written once, whole or not at all.

A file is written beside its place under a random name, flushed to the disk and then renamed, so that a process
killed at any moment leaves at most a nameless leftover that ``sweep_orphans`` removes. A file that no scanner could
look at is kept apart under ``quarantine/`` and is not served before ``rescan`` released it.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from workflows.domain.errors import FileRefused, NotFound, OfficeError
from workflows.domain.time import require_aware
from workflows.domain.words import N_
from workflows.intake.filetypes import MAX_BYTES, FileTooLarge, FileType, recognise, safe_display_name
from workflows.intake.scanners import Scanner, ScanResult, Verdict
from workflows.intake.storage_faults import FileMissing, StorageUnavailable, refuse_when_unwritable

_CHUNK = 65536
_SHA256 = re.compile("[0-9a-f]{64}")
_INFECTED = N_("安全检查发现有害内容，请在您的电脑上查杀后重新上传。")


class InQuarantine(OfficeError):
    """The file has not been scanned yet; it may be opened once the scanner has answered."""

    message = N_("文件正在等待安全检查，请稍后再试。")
    status = 503
    retry = True


class RemovedAsInfected(OfficeError):
    """The scanner has found harm in the file since it was handed in, and its bytes are gone."""

    message = N_("文件未通过安全检查，已删除，请重新提交。")
    status = 410


class Readable(Protocol):
    """Where bytes come from: an upload, an open file."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        ...


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file that was taken in."""

    #: 64 hexadecimal digits; the only key to the file.
    sha256: str
    #: Bytes.
    size: int
    type: FileType
    #: Fit to be shown (escaped by whoever shows it); never a name to store under.
    display_name: str
    #: Where it lies now; in quarantine while ``quarantined``.
    path: Path
    #: No scanner has looked at it yet.
    quarantined: bool = False


class FileStore:
    """A content-addressed folder; many processes may use one folder."""

    def __init__(self, root: Path, *, scanner: Scanner) -> None:
        """Use ``root`` (made if missing); everything received is shown to ``scanner`` before it is kept."""
        self._root = root
        self._scanner = scanner
        for folder in (self._clean, self._quarantine, self._incoming):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def receive(
        self,
        stream: Readable,
        name: str,
        *,
        limit: int = MAX_BYTES,
        recogniser: Callable[[Path, str], FileType] = recognise,
    ) -> StoredFile:
        """Take in a file from outside; the same content again gives the same file.

        Args:
            stream: read in small pieces, and not further than ``limit``.
            name: as it came.
            limit: bytes.
            recogniser: decides the type; ``filetypes.recognise_table`` for a table to import.

        Raises:
            FileTooLarge: more than ``limit`` bytes came.
            FileRefused: of no type that is taken, damaged or infected. Nothing is kept then.
            StorageFull, StorageUnavailable: the folder takes nothing. Nothing is kept then either.
        """
        return self._keep(stream, name, limit, recogniser, self._scanner)

    def put_bytes(self, data: bytes, name: str) -> StoredFile:
        """Keep a letter that the office itself has made; it is checked for its type and not scanned."""
        return self._keep(BytesIO(data), name, MAX_BYTES, recognise, _own_product)

    def put_export(self, stream: Readable, name: str, limit: int) -> StoredFile:
        """Keep a zip that the office itself has made; no row names it, so the nightly round removes it after a day.

        Raises:
            FileTooLarge: more than ``limit`` bytes.
        """
        return self._keep(stream, name, limit, lambda _path, _name: FileType.ZIP, _own_product)

    def path(self, sha256: str) -> Path:
        """Return where a served file lies.

        Raises:
            FileMissing: no such file.
            NotFound: not the form of a SHA-256 (so no path can be smuggled in).
            InQuarantine: it waits for the scanner.
        """
        place = _place(self._clean, sha256)
        if place.is_file():
            return place
        if _place(self._quarantine, sha256).is_file():
            raise InQuarantine
        raise FileMissing

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading; one that is removed meanwhile stays readable to its end. Raises as ``path``."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise FileMissing from None
        except OSError as error:
            raise StorageUnavailable from error

    def rescan(self, sha256: str) -> Verdict:
        """Show a file in quarantine to the scanner again: release it or let it lie; ``discard`` removes it.

        Raises:
            FileMissing: there is no such file in quarantine, and none that was released.
        """
        waiting = _place(self._quarantine, sha256)
        if not waiting.is_file():
            self.path(sha256)
            return Verdict.CLEAN
        verdict = self._scanner(waiting).verdict
        with self._locked():
            if not waiting.is_file():
                self.path(sha256)
                return Verdict.CLEAN
            if verdict is Verdict.CLEAN:
                _move(waiting, _place(self._clean, sha256))
        return verdict

    def intact(self, sha256: str) -> bool:
        """Tell whether a file lies here, waiting or not, with the content that its name says."""
        places = (_place(folder, sha256) for folder in (self._clean, self._quarantine))
        return any(each.is_file() and hashlib.sha256(each.read_bytes()).hexdigest() == sha256 for each in places)

    def discard(self, sha256: str) -> None:
        """Remove a file from quarantine; one that was released stays."""
        with self._locked():
            _place(self._quarantine, sha256).unlink(missing_ok=True)

    def sweep_orphans(self, known: set[str], older_than: datetime) -> list[str]:
        """Remove files that no row knows, and leftovers of interrupted uploads.

        Args:
            known: the SHA-256 of every file that a row names.
            older_than: only what was last written before this instant goes. It is compared with the times of the
                file system, so it comes from the machine's clock even where the office's is a training clock.

        Returns:
            The SHA-256 of the files that were removed.
        """
        cutoff = require_aware(older_than).timestamp()
        removed = []
        for leftover in self._incoming.iterdir():
            self._remove_if_old(leftover, cutoff)
        for folder in (self._clean, self._quarantine):
            for file in folder.glob("??/*"):
                sha256 = file.parent.name + file.name
                if sha256 not in known and self._remove_if_old(file, cutoff):
                    removed.append(sha256)
        return sorted(removed)

    @property
    def _clean(self) -> Path:
        return self._root / "files"

    @property
    def _quarantine(self) -> Path:
        return self._root / "quarantine"

    @property
    def _incoming(self) -> Path:
        return self._root / "incoming"

    def _keep(
        self,
        stream: Readable,
        name: str,
        limit: int,
        recogniser: Callable[[Path, str], FileType],
        scanner: Scanner,
    ) -> StoredFile:
        with refuse_when_unwritable():
            return self._keep_whole(stream, name, limit, recogniser, scanner)

    def _keep_whole(
        self,
        stream: Readable,
        name: str,
        limit: int,
        recogniser: Callable[[Path, str], FileType],
        scanner: Scanner,
    ) -> StoredFile:
        shown = safe_display_name(name)
        descriptor, temporary = tempfile.mkstemp(dir=self._incoming)
        arrived = Path(temporary)
        try:
            with os.fdopen(descriptor, "wb") as file:
                sha256, size = _copy(stream, file, limit, shown)
            type_ = recogniser(arrived, name)
            verdict = scanner(arrived).verdict
            if verdict is Verdict.INFECTED:
                raise FileRefused(name=shown, why=_INFECTED)
            with self._locked():
                # The same content passed a scan before: a scanner that is down now takes nothing back.
                quarantined = verdict is Verdict.QUARANTINE and not _place(self._clean, sha256).is_file()
                target = _place(self._quarantine if quarantined else self._clean, sha256)
                _move(arrived, target)
                if not quarantined:
                    _place(self._quarantine, sha256).unlink(missing_ok=True)
        finally:
            arrived.unlink(missing_ok=True)
        return StoredFile(
            sha256=sha256, size=size, type=type_, display_name=shown, path=target, quarantined=quarantined
        )

    def _remove_if_old(self, file: Path, cutoff: float) -> bool:
        """Look and remove under the lock: the same content may arrive again between the two."""
        with self._locked():
            try:
                if file.stat().st_mtime >= cutoff:
                    return False
            except FileNotFoundError:
                return False
            file.unlink(missing_ok=True)
            return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other threads and processes from moving or removing files; released by the system when killed."""
        with (self._root / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _own_product(_path: Path) -> ScanResult:
    return ScanResult(verdict=Verdict.CLEAN)


def _copy(stream: Readable, file: BinaryIO, limit: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(min(_CHUNK, limit + 1 - size)):
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(name)
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _place(folder: Path, sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise NotFound
    return folder / sha256[:2] / sha256[2:]


def _move(source: Path, target: Path) -> None:
    """Rename within one file system and make the rename survive a power cut."""
    new_folder = not target.parent.exists()
    target.parent.mkdir(exist_ok=True, mode=0o700)
    os.replace(source, target)
    for folder in (target.parent, target.parent.parent) if new_folder else (target.parent,):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

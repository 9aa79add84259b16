"""Exchange by file: signed JSON files, written whole into one folder and read from another.

``outgoing/``: one file a batch, its name sorts by time. ``incoming/``: files of receipts, and ``inventory.json``. Files
that were noted are moved to ``incoming/done/``, those that cannot be believed to ``incoming/refused/``. Whoever carries
the files moves them between the machines; a name is never taken for a path.
"""

import os
import secrets
import stat
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from exchange import reading, signed
from workflows.domain.time import Clock
from workflows.operations.exchange_port import ExchangeUnreachable, Holding, Receipts, item_of
from workflows.operations.receive_receipt import Receipt
from workflows.store.dispatches import Claimed

#: Bytes of one file, and files read in one round.
LIMIT, FILES = 4_194_304, 20
INVENTORY = "inventory.json"


class FileExchange:
    """The port by file.

    Args:
        folder: holds ``outgoing`` and ``incoming``; both are made where they are missing.
        key: the secret that the platform knows too.
        clock: the real instant, for names and signatures.

    Raises:
        OSError: the folders cannot be made.
    """

    def __init__(self, folder: Path, key: str, clock: Clock) -> None:
        self._key, self._clock = key, clock
        self._outgoing, self._incoming = folder / "outgoing", folder / "incoming"
        for each in (self._outgoing, self._incoming / "done", self._incoming / "refused"):
            each.mkdir(parents=True, exist_ok=True)

    def send(self, batch: Sequence[Claimed]) -> Mapping[str, str]:
        """Write a batch as one file; what is in the folder counts as handed over."""
        now, nonce = self._clock(), secrets.token_hex(16)
        name = f"{now:%Y%m%dT%H%M%S%f}Z-{nonce[:8]}.json"
        content = {"items": [item_of(each) for each in batch]}
        try:
            write_signed(self._outgoing / name, self._key, now, nonce, content)
        except OSError as error:
            raise ExchangeUnreachable(why=f"{error.strerror}") from error
        return {each.key: "" for each in batch}

    def receipts(self, cursor: str) -> Receipts:
        """Read the files of receipts that have come, oldest name first; the cursor stays what it is."""
        try:
            # A name that begins with a dot is still being written.
            names = sorted(each.name for each in os.scandir(self._incoming) if _is_receipts(each))
        except OSError as error:
            raise ExchangeUnreachable(why=f"{error.strerror}") from error
        found: list[Receipt] = []
        broken: list[tuple[str, str]] = []
        read: list[str] = []
        for name in names[:FILES]:
            try:
                said = reading.receipts(self._read(name), name)
            except (signed.NotSigned, signed.NotReadable, reading.NotUnderstood, OSError) as error:
                broken.append((name, f"文件不可用：{error}"))
                self._move(name, "refused")
            else:
                found += said.found
                broken += said.broken
                read.append(name)
        return Receipts(found=found, cursor=cursor, broken=broken, files=read)

    def noted(self, receipts: Receipts) -> None:
        """Move the files that the office has noted out of the way."""
        for name in receipts.files:
            self._move(name, "done")

    def inventory(self) -> Sequence[Holding] | None:
        """Read ``inventory.json``; None where there is none. It stays until a newer one replaces it."""
        if not (self._incoming / INVENTORY).exists():
            return None
        try:
            return reading.holdings(self._read(INVENTORY))
        except (signed.NotSigned, signed.NotReadable, reading.NotUnderstood, OSError) as error:
            raise ExchangeUnreachable(why=f"{INVENTORY}：{error}") from error

    def _read(self, name: str) -> dict[str, Any]:
        return read_signed(self._incoming / name, self._key, self._clock)

    def _move(self, name: str, to: str) -> None:
        target = self._incoming / to / name
        if target.exists():
            target = target.with_name(f"{secrets.token_hex(4)}-{name}")
        # Already moved by another worker: what it noted, it noted once.
        if os.path.lexists(self._incoming / name):
            os.replace(self._incoming / name, target)


def _is_receipts(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return name.endswith(".json") and not name.startswith(".") and name != INVENTORY and not entry.is_dir()


def write_signed(path: Path, key: str, at: Any, nonce: str, content: Mapping[str, Any]) -> None:
    """Write signed content under its name at once: whoever looks sees no file or the whole file.

    Raises:
        OSError: it could not be written.
    """
    body = signed.canonical(content)
    whole = signed.canonical({"content": body.decode(), "headers": signed.headers(key, at, nonce, body)})
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
    # The name too must outlast a power failure: the office notes that the file was handed over.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_signed(path: Path, key: str, clock: Clock) -> dict[str, Any]:
    """Return the signed content of a file.

    Raises:
        NotSigned: it is not from whom it should be.
        NotReadable: too large, no regular file, or no JSON.
        OSError: it could not be read.
    """
    # A link could lead to a file that is none of the exchange's, a pipe would hold the worker for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise signed.NotReadable("不是普通文件")
        whole = file.read(LIMIT + 1)
    if len(whole) > LIMIT:
        raise signed.NotReadable("文件过大")
    outer = signed.read_object(whole)
    content, given = outer.get("content"), outer.get("headers")
    if not isinstance(content, str) or not isinstance(given, dict):
        raise signed.NotReadable("没有签名的内容")
    names = {str(name).lower(): str(value) for name, value in given.items()}
    body = content.encode(errors="replace")
    signed.verify(key, names, body, clock(), window=None)
    return signed.read_object(body)

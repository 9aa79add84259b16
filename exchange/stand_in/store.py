"""What the stand-in platform keeps: dispatches by key with their receipts, and the nonces it has seen."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

_TABLES = """
CREATE TABLE IF NOT EXISTS dispatch (
    key TEXT PRIMARY KEY, asked TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, number TEXT NOT NULL,
    what TEXT NOT NULL, item TEXT NOT NULL, came_at INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    ready_at INTEGER NOT NULL, receipt TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_dispatch_ready ON dispatch (ready_at, receipt);
CREATE TABLE IF NOT EXISTS holding (
    what TEXT NOT NULL, code TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (what, code, number)
);
CREATE TABLE IF NOT EXISTS nonce (nonce TEXT PRIMARY KEY, came_at INTEGER NOT NULL);
"""

#: What is asked → kind of thing, and whether it is shown from then on.
SHOWS = {
    "publish": ("record", True), "restore_publicity": ("record", True), "withdraw": ("record", False),
    "stop_publicity": ("record", False), "enter_list": ("listing", True), "leave_list": ("listing", False),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Delays:
    """How long receipts take, in seconds; which are late is decided by the key alone, so it is the same every time."""

    usual: int = 20
    late: int = 600
    #: One key in so many has a late receipt; 0 for none.
    late_in: int = 5

    def of(self, key: str) -> int:
        """Return how long the receipt for ``key`` takes."""
        number = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)
        return self.late if self.late_in and number % self.late_in == 0 else self.usual


class Store:
    """The platform's own database.

    Args:
        path: the SQLite file, made where it is missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.executescript(_TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # No implicit transactions: what belongs together says so.
        database = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        database.row_factory = sqlite3.Row
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def is_new(self, nonce: str, now: int, window: int) -> bool:
        """Note a nonce; False where it has come before. Those older than the window are forgotten."""
        with self._writing() as database:
            database.execute("DELETE FROM nonce WHERE came_at < ?", (now - 2 * window,))
            row = database.execute("INSERT OR IGNORE INTO nonce VALUES (?, ?)", (nonce, now))
            return row.rowcount == 1

    def take(self, items: Sequence[Mapping[str, Any]], now: int, delays: Delays) -> None:
        """Take items in; one that is known by its key is only counted."""
        with self._writing() as database:
            for item in items:
                self._take(database, item, now, delays)

    def _take(self, database: sqlite3.Connection, item: Mapping[str, Any], now: int, delays: Delays) -> None:
        key, subject = item["key"], item["subject"]
        again = database.execute("UPDATE dispatch SET times = times + 1 WHERE key = ?", (key,))
        if again.rowcount:
            return
        what, shown = SHOWS.get(item["kind"], ("", False))
        number = item.get("record", {}).get("decision_number", "")
        if what and "listing" in item:
            # What is asked is about the listing, also where the record that it rests on is named.
            what, number = "listing", str(item["listing"].get("number", ""))
            shown = shown and item.get("payload", {}).get("public") is not False
        receipt = f"PT{hashlib.sha256(key.encode()).hexdigest()[:12].upper()}"
        values = (
            key, str(item.get("kind_name", item["kind"])), subject["name"], subject["code"], number, what,
            orjson.dumps(item).decode(), now, now + delays.of(key), receipt,
        )  # fmt: skip
        columns = "key, asked, name, code, number, what, item, came_at, ready_at, receipt"
        database.execute(f"INSERT INTO dispatch ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        if what and shown:
            holding = (what, subject["code"], number, subject["name"])
            database.execute("INSERT OR REPLACE INTO holding VALUES (?, ?, ?, ?)", holding)
        elif what:
            code = subject["code"]
            name = (what, number, code, code[:1] + "*" * (len(code) - 2) + code[-1:])
            database.execute("DELETE FROM holding WHERE what = ? AND number = ? AND code IN (?, ?)", name)

    def receipts(self, cursor: str, now: int, limit: int) -> list[sqlite3.Row]:
        """Return receipts that are ready behind a cursor ``<ready_at>.<receipt>``, in order.

        A moment stays open until its second is over, so that nothing can still come in behind the cursor.
        """
        at, _, receipt = cursor.partition(".")
        behind = (int(at) if at.isdigit() else 0, receipt)
        with self._open() as database:
            return database.execute(
                "SELECT * FROM dispatch WHERE (ready_at, receipt) > (?, ?) AND ready_at < ?"
                " ORDER BY ready_at, receipt LIMIT ?",
                (*behind, now, limit),
            ).fetchall()

    def holdings(self, after: str, limit: int) -> list[sqlite3.Row]:
        """Return what the platform shows, in order, behind a row id."""
        with self._open() as database:
            return database.execute(
                "SELECT rowid, * FROM holding WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (int(after) if after.isdigit() else 0, limit),
            ).fetchall()

    def newest(self, limit: int) -> list[sqlite3.Row]:
        """Return what came last."""
        with self._open() as database:
            return database.execute("SELECT * FROM dispatch ORDER BY rowid DESC LIMIT ?", (limit,)).fetchall()

"""Fresh databases as in production: SQLite in WAL with synchronous=FULL, and a real PostgreSQL that fsyncs."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import make_url

from tests.support import postgres
from workflows.store.migrate import upgrade

#: The server of the tests throws durability away; here a commit has to reach the disk.
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class Place:
    """One kind of database: makes fresh ones and tells their size."""

    def __init__(self, kind: str, folder: Path, server: str = "") -> None:
        self.kind = kind
        self.folder = folder
        self._server = server

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a new migrated database."""
        name = f"bench_{uuid.uuid4().hex[:8]}"
        if self.kind == "sqlite":
            url = f"sqlite:///{self.folder / name}.sqlite"
            upgrade(url)
            yield url
            return
        postgres.execute(self._server, f"CREATE DATABASE {name}")
        url = postgres.database(self._server, name)
        try:
            upgrade(url)
            yield url
        finally:
            postgres.execute(self._server, f"DROP DATABASE {name} WITH (FORCE)")

    def server_cpu(self) -> float:
        """Return the CPU seconds that the database server has used so far; 0 for SQLite, which is in our process.

        A process that has ended no longer counts: read before and after something short.
        """
        pid_file = self.folder / "pgdata" / "postmaster.pid"
        if self.kind == "sqlite" or not pid_file.exists():
            return 0.0
        server = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        return sum(_cpu(process) for process in (server, *server.children()))


def _cpu(process: psutil.Process) -> float:
    """Return the CPU seconds of a process, to the nanosecond where the kernel's scheduler tells them."""
    try:
        return int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        times = process.cpu_times()
        return times.user + times.system


def plain(url: str) -> str:
    """Return the URL as the driver itself takes it."""
    return url.replace("+psycopg", "")


def sqlite_file(url: str) -> str:
    """Return the path of an SQLite database."""
    return make_url(url).database or ""


@contextmanager
def places(kinds: tuple[str, ...]) -> Iterator[list[Place | str]]:
    """Give a place of each kind; for one that cannot be had, the reason as text."""
    folder = Path(tempfile.mkdtemp(prefix="creditcase-bench-"))
    found: list[Place | str] = []
    try:
        for kind in kinds:
            try:
                found.append(Place(kind, folder, _server(folder) if kind == "postgresql" else ""))
            except (RuntimeError, OSError, psycopg.Error) as error:
                found.append(f"{kind} cannot be started: {error}")
        yield found
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _server(folder: Path) -> str:
    server = postgres.start(folder)
    for setting in _DURABLE:
        postgres.execute(server, f"ALTER SYSTEM SET {setting} = on")
    postgres.execute(server, "SELECT pg_reload_conf()")
    return server

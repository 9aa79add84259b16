"""Opens the database: SQLite (WAL, synchronous FULL) by default, PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import local
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

from workflows.store.unit_of_work import UnitOfWork, refuse_when_busy

#: How long a writer waits for another one before the act is answered with Busy, in milliseconds.
BUSY_TIMEOUT_MS = 10_000
#: Seconds after which an idle connection to a server is asked whether it still lives, before it is used again.
IDLE_SECONDS = 5.0


#: Prepared statements that a connection to a server keeps: more than the office has. The driver's own hundred are not,
#: and each that is given up for another is parsed and planned again.
PREPARED = 1000

#: Names a connection that only reads. SQLite's driver commits by itself as it is opened here. Asked for that level,
#: SQLAlchemy would set a pragma after each read by which SQLite forgets every prepared statement, to parse all anew.
READS = "creditcase_reads"
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {READS: True},
    "postgresql": {READS: True, "isolation_level": "AUTOCOMMIT"},
}


class Database:
    """One database with its pool. Reads run in autocommit; acts run in a UnitOfWork.

    Args:
        url: SQLAlchemy URL, ``sqlite:///path`` or ``postgresql+psycopg://…``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _open(url)
        self._reader = self.engine.execution_options(**_READING[self.dialect])
        self._reading = local()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection for reading; it sees what is committed at each statement.

        A read within a read of the same thread shares its connection: an act that reads in several places needs one.
        """
        outer: Connection | None = getattr(self._reading, "connection", None)
        return self._connected() if outer is None else nullcontext(outer)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with refuse_when_busy(), self._reader.connect() as connection:
            self._reading.connection = connection
            try:
                yield connection
            finally:
                self._reading.connection = None

    def act(self) -> UnitOfWork:
        """Begin one act."""
        return UnitOfWork(self.engine)

    def close(self) -> None:
        """Give back every connection (before a fork and at the end)."""
        self.engine.dispose()


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        from workflows.store.cursor import LeanCursor  # An office on SQLite need not load the other driver.

        engine = create_engine(parsed, pool_size=10, max_overflow=10, connect_args={"cursor_factory": LeanCursor})
        event.listen(engine, "connect", _keep_prepared)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _ask_if_idle)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_prepared(connection: Any, _record: Any) -> None:
    connection.prepared_max = PREPARED


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = monotonic()


def _ask_if_idle(connection: Any, record: Any, _proxy: Any) -> None:
    """Replace a connection that died while it was idle. Asking at each checkout would cost a round trip an act."""
    if monotonic() - record.info.get("used", monotonic()) > IDLE_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except connection.Error as error:
            raise DisconnectionError() from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins late and upgrades read locks, which deadlocks two writers.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "secure_delete=ON",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

"""Fresh migrated databases in milliseconds: migrated once in a run, copied for each test."""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from tests.support import postgres, shared
from workflows.store import database

#: The databases that the office promises to run on.
BACKENDS = ("sqlite", "postgresql")

_TEMPLATE = "creditcase_template"
#: Statements that are kept compiled, more than the office has.
_STATEMENTS = 5_000
#: By name of the dialect: an engine that has been connected once and lends what it compiled to all others.
_LENDERS: dict[str, Engine] = {}


def _lend(url: str) -> None:
    """Let the engines of this process on the kind of database at ``url`` share their compiled statements.

    An engine compiles each statement once, and a test has an engine of its own: a sixth of the run went into that.
    """
    lender = create_engine(url, query_cache_size=_STATEMENTS)
    lender.connect().close()
    lender.dispose()
    _LENDERS[lender.dialect.name] = lender


def _borrowing(*arguments: Any, **options: Any) -> Engine:
    engine = create_engine(*arguments, **options)
    if lender := _LENDERS.get(engine.dialect.name):
        # What is compiled is kept by dialect, and one that has been connected knows its database.
        engine.dialect, engine._compiled_cache = lender.dialect, lender._compiled_cache
    return engine


_lend("sqlite://")
database.create_engine = _borrowing  # type: ignore[assignment]


def _migrate(url: str) -> None:
    from workflows.store.migrate import upgrade

    upgrade(url)


def _sqlite_template() -> str:
    file = shared.folder() / "template.sqlite"
    file.unlink(missing_ok=True)
    _migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        # What is still in the write-ahead log would be missing in a copy of the file.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return str(file)


def _postgres_template() -> str:
    server = postgres_server()
    postgres.execute(server, f"DROP DATABASE IF EXISTS {_TEMPLATE} WITH (FORCE)")
    postgres.execute(server, f"CREATE DATABASE {_TEMPLATE}")
    _migrate(postgres.database(server, _TEMPLATE))
    return _TEMPLATE


def postgres_server() -> str:
    """Return the URL of the run's PostgreSQL, started by the first process that asks."""
    server = shared.once("postgres", lambda: postgres.start(shared.folder()))
    if "postgresql" not in _LENDERS:
        _lend(server)
    return server


@contextmanager
def fresh_sqlite(folder: Path) -> Iterator[str]:
    """Give the URL of a new migrated SQLite database in ``folder``."""
    file = folder / f"office-{uuid.uuid4().hex[:8]}.sqlite"
    shutil.copyfile(shared.once("sqlite-template", _sqlite_template), file)
    yield f"sqlite:///{file}"


@contextmanager
def fresh_postgresql(migrated: bool = True) -> Iterator[str]:
    """Give the URL of a new PostgreSQL database, migrated unless told otherwise; it is dropped at the end."""
    server = postgres_server()
    template = shared.once("postgres-template", _postgres_template) if migrated else "template1"
    name = f"office_{uuid.uuid4().hex[:12]}"
    postgres.execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield postgres.database(server, name)
    finally:
        postgres.execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh(backend: str, folder: Path) -> Iterator[str]:
    """Give the URL of a new migrated database of ``backend``, one of ``BACKENDS``."""
    with fresh_sqlite(folder) if backend == "sqlite" else fresh_postgresql() as url:
        yield url

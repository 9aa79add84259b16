"""Fixtures of every kind of test: real databases, a real mail server, and no way out of this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support import databases, network, postgres, shared
from tests.support.smtp import SmtpServer

# The same examples on every run and no clock in the verdict: a red test is red for everybody.
hypothesis.settings.register_profile("office", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("office")


def pytest_configure(config: pytest.Config) -> None:
    """Close the way out; make the run's folder in the process that leads it."""
    network.forbid_outside()
    if not hasattr(config, "workerinput"):
        shared.open_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started and remove what it left."""
    if not hasattr(config, "workerinput"):
        postgres.stop(shared.folder())
        shared.remove_folder()


def pytest_xdist_auto_num_workers() -> int:
    """Give ``-n auto`` a number: the cores, but two at least, since tests also wait for browsers and disks."""
    return min(max(2, os.cpu_count() or 2), 8)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The URL of the run's PostgreSQL server (its database ``postgres``)."""
    return databases.postgres_server()


@pytest.fixture(params=databases.BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database for one test; the test runs on SQLite and on PostgreSQL."""
    with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=databases.BACKENDS)
def module_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh migrated database for the tests of one module that only add to it, on each kind of database."""
    with databases.fresh(request.param, tmp_path_factory.mktemp("office")) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> Iterator[str]:
    """A fresh migrated SQLite database for one test whose rule does not depend on the database."""
    with databases.fresh_sqlite(tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A fresh migrated PostgreSQL database for one test about PostgreSQL alone."""
    with databases.fresh_postgresql() as url:
        yield url


@pytest.fixture
def empty_postgresql_url() -> Iterator[str]:
    """An empty PostgreSQL database, for tests of the migrations themselves."""
    with databases.fresh_postgresql(migrated=False) as url:
        yield url


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real mail server on a free port of 127.0.0.1 that keeps its messages and fails when told to."""
    server = SmtpServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()

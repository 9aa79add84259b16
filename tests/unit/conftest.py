"""Unit tests decide in plain Python: a database connection of any kind fails them."""

import sqlite3
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy.engine import Engine


class DatabaseInUnitTest(AssertionError):
    """A unit test reached for a database; it belongs in tests/integration."""


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise DatabaseInUnitTest("a unit test may not connect to a database; move it to tests/integration")


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every way to a connection fail for the length of a test."""
    monkeypatch.setattr(Engine, "connect", _refuse)
    monkeypatch.setattr(Engine, "raw_connection", _refuse)
    monkeypatch.setattr(sqlite3, "connect", _refuse)
    monkeypatch.setattr(psycopg, "connect", _refuse)

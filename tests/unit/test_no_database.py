"""A rule that needs a database to be decided is in the wrong place."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine

from tests.unit.conftest import DatabaseInUnitTest


def test_a_unit_test_cannot_connect_to_a_database() -> None:
    engine = create_engine("sqlite://")
    for connect in (engine.connect, engine.raw_connection, lambda: sqlite3.connect(":memory:")):
        with pytest.raises(DatabaseInUnitTest):
            connect()
    with pytest.raises(DatabaseInUnitTest):
        psycopg.connect("dbname=office")

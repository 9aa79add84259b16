"""An act reads on one connection, outlives a server that was restarted, and writes all or nothing."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError

from tests.factories import START, Walk, demo_people, make_office
from workflows.store import cases, database, history
from workflows.store.cursor import LeanCursor
from workflows.store.database import Database


def test_reads_within_a_read_share_its_connection(database_url: str) -> None:
    store = Database(database_url)
    with store.read() as outer:
        with store.read() as inner:
            assert inner is outer
        assert outer.exec_driver_sql("SELECT 1").scalar_one() == 1, "the inner read must not give it back"
    with store.read() as later:
        assert later is not outer
    store.close()


def test_a_connection_that_died_while_it_was_idle_is_replaced(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "IDLE_SECONDS", -1.0)
    store, other = Database(postgresql_url), Database(postgresql_url)
    with store.read() as connection:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with other.read() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(%s)", (backend,))
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != backend
    with store.act() as uow:
        assert uow.connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    store.close()
    other.close()


def test_a_lean_cursor_names_columns_as_the_driver_does(postgres_url: str) -> None:
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as own, psycopg.connect(plain, cursor_factory=LeanCursor) as lean:
        asked = "SELECT 1 AS one, 'x' AS 名称, now() AS at"
        described, told = own.execute(asked).description, lean.execute(asked).description
        assert described
        assert told
        assert list(told) == [(column.name, column.type_code) for column in described]
        assert lean.execute("SET LOCAL work_mem = '4MB'").description is None


def test_if_one_of_the_writes_sent_together_fails_none_is_kept(database_url: str, tmp_path: Path) -> None:
    walk = Walk(demo_people(make_office(database_url, tmp_path))).open()
    row: dict[str, Any] = {"case_id": walk.case_id, "at": START, "actor_id": 1, "kind": "x", "data": {}, "mac": "00"}
    with walk.office.database.read() as connection:
        before = len(history.events_of(connection, walk.case_id))

    def write_twice() -> None:
        with walk.office.database.act() as uow:
            with uow.together():
                cases.add_events(uow.connection, [{**row, "seq": 900}])
                cases.add_events(uow.connection, [{**row, "seq": 1}])
            uow.commit()

    with pytest.raises(IntegrityError):
        write_twice()
    with walk.office.database.read() as connection:
        assert len(history.events_of(connection, walk.case_id)) == before


def test_a_read_leaves_the_prepared_statements_of_sqlite_as_they_are(sqlite_url: str) -> None:
    """A pragma makes SQLite forget them all: the act that follows would have every statement parsed anew."""
    database = Database(sqlite_url)
    sent: list[str] = []
    with database.read() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(sent.append)
    with database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert connection.connection.driver_connection is driver
    with database.act() as uow:
        uow.connection.exec_driver_sql("SELECT 2")
        uow.commit()
    database.close()
    assert sent == ["SELECT 1", "BEGIN IMMEDIATE", "SELECT 2", "COMMIT"]

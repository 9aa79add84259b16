"""Instants come back from the database exactly as they went in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from workflows.store.database import Database
from workflows.store.office import append_event
from workflows.store.types import Instant

#: One microsecond before the end of a Shanghai day.
LATE = datetime(2026, 9, 18, 23, 59, 59, 999999, tzinfo=ZoneInfo("Asia/Shanghai"))
_kept = Table("kept_instants", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant))


def test_an_instant_is_kept_to_the_microsecond_as_utc_and_in_order(database_url: str) -> None:
    database = Database(database_url)
    later = datetime(2026, 9, 18, 16, 0, tzinfo=UTC)
    with database.act() as uow:
        _kept.create(uow.connection)
        uow.connection.execute(insert(_kept), [{"at": later}, {"at": None}, {"at": LATE}])
        uow.commit()
    with database.read() as connection:
        found = connection.execute(select(_kept.c.at).where(_kept.c.at < later)).scalars().all()
        none = connection.execute(select(_kept.c.at).where(_kept.c.at.is_(None))).scalars().all()
        ordered = connection.execute(select(_kept.c.at).where(_kept.c.at.is_not(None)).order_by(_kept.c.at)).scalars()
        assert list(ordered) == [LATE, later]
    database.close()
    assert (found, none) == ([LATE], [None])
    assert found[0].tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    values = {"case_id": 0, "seq": 1, "at": datetime(2026, 9, 18), "actor_id": 1, "kind": "x", "data": {}, "mac": "x"}  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive datetime"), database.act() as uow:
        append_event(uow.connection, values)
    database.close()

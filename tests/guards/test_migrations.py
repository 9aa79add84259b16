"""Migrations: numbered, named by what they bring, equal to the tables, up and down, on both kinds of database."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from workflows.store import migrate
from workflows.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


def differences(url: str) -> list[object]:
    """What autogeneration would still change."""
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, metadata)
    engine.dispose()
    # Autogeneration cannot compare an index with a condition on every database; their names are compared below.
    return [difference for difference in found if "index" not in str(difference[0])]


def indexes(url: str) -> set[str]:
    """The names of all indexes."""
    engine = create_engine(url)
    inspector = inspect(engine)
    names = {index["name"] for table in inspector.get_table_names() for index in inspector.get_indexes(table)}
    engine.dispose()
    return {name for name in names if name}


def test_migrations_make_the_tables(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    assert differences(empty_url) == []
    declared = {index.name for table in metadata.tables.values() for index in table.indexes}
    assert {str(name) for name in declared} <= indexes(empty_url)


def test_every_migration_goes_down_and_up_again(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    migrate.downgrade(empty_url, "base")
    engine = create_engine(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migrate.upgrade(empty_url)
    assert differences(empty_url) == []


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    migrate.upgrade(empty_url)
    assert differences(empty_url) == []


def test_migrations_are_numbered_in_one_row_and_named_like_their_files() -> None:
    scripts = list(ScriptDirectory.from_config(migrate.configuration("sqlite://")).walk_revisions())
    ids = [script.revision for script in reversed(scripts)]
    assert [int(name[:4]) for name in ids] == list(range(1, len(ids) + 1))
    assert [Path(script.path).stem for script in reversed(scripts)] == ids
    assert all(script.doc for script in scripts)


def test_the_first_day_of_repair_of_listings_of_before_is_the_day_after_the_minimum(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'before.db'}"
    migrate.upgrade(url)
    migrate.downgrade(url, "0009_packed")
    engine = create_engine(url)
    row = {
        "id": 1, "register": "serious", "list_key": "market_serious", "domain": "market", "subject_id": 1,
        "case_id": 1, "organ_id": 1, "basis": "{}", "reason": "违法", "number": "", "listed_on": "2026-12-31",
        "repairable_on": "2027-12-31", "public": True, "state": "listed",
    }  # fmt: skip
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO listing ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
    migrate.upgrade(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT repairable_on FROM listing").scalar_one() == "2028-01-01"
    engine.dispose()

"""Bytes of database that a finished case leaves behind, besides its files."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from bench.places import Place, plain, sqlite_file
from bench.walks import Load, without_files


def measure(place: Place, *, cases: int) -> dict[str, Any]:
    """Finish ``cases`` cases in a fresh database and weigh what was added, as grown and packed."""
    with place.fresh() as url:
        full = Load.on(url, place.folder / f"{place.kind}-size-files", cases)
        load = full.with_office(without_files(full.office))
        # What is made once, not for each case, is there before: the diagram.
        load.office.newest_diagram("objection")
        full.office.database.close()
        grown, packed, tables = weigh(url)
        for _ in range(cases):
            load.whole_case()
        load.office.database.close()
        now_grown, now_packed, now_tables = weigh(url)
    by_table = {
        name: (size - tables.get(name, 0)) / cases for name, size in now_tables.items() if size > tables.get(name, 0)
    }
    return {
        "cases": cases,
        "as_grown": (now_grown - grown) / cases,
        "packed": (now_packed - packed) / cases,
        "by_table": dict(sorted(by_table.items(), key=lambda item: -item[1])),
    }


def weigh(url: str) -> tuple[int, int, dict[str, int]]:
    """Return the database's bytes as grown, its bytes when packed, and each table's (with indexes) when packed."""
    if url.startswith("sqlite"):
        return _weigh_sqlite(Path(sqlite_file(url)))
    with psycopg.connect(plain(url), autocommit=True) as connection:
        tables = {row[0]: row[1] for row in connection.execute(_TABLES)}
        grown = sum(tables.values())
        connection.execute("VACUUM FULL")
        tables = {row[0]: row[1] for row in connection.execute(_TABLES)}
    return grown, sum(tables.values()), tables


_TABLES = """
    SELECT relname::text, pg_total_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def _weigh_sqlite(file: Path) -> tuple[int, int, dict[str, int]]:
    packed = file.with_suffix(".packed")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM INTO ?", (str(packed),))
    size = packed.stat().st_size
    with closing(sqlite3.connect(packed)) as connection:
        try:
            rows = connection.execute(
                "SELECT tbl_name, SUM(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY tbl_name"
            ).fetchall()
        except sqlite3.OperationalError:
            # This SQLite was built without the table that tells the size of tables.
            rows = []
    packed.unlink()
    return file.stat().st_size, size, dict(rows)

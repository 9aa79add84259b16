"""What pages ask of the database: the statements of a request, their plans, and how much the database worked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

#: Tables that grow with every case, as ``bench.register`` fills them; a planner rightly reads a small table whole.
REGISTER = frozenset(
    {"office_case", "task", "deadline", "event", "letter", "service", "notice", "record", "subject"}
)


@dataclass
class Asked:
    """The statements that were run, as the driver got them, and the work that they made SQLite do."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    #: Instructions of SQLite's machine, in thousands; 0 on PostgreSQL.
    steps: float = 0.0


class Listener:
    """Listens to one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked: Asked | None = None
        event.listen(engine, "before_cursor_execute", self._before)

    @contextmanager
    def listening(self) -> Iterator[Asked]:
        """Collect what is asked inside."""
        self._asked = asked = Asked()
        try:
            yield asked
        finally:
            self._asked = None

    def _before(
        self, connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any
    ) -> None:
        asked = self._asked
        if asked is None or not statement.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        asked.statements.append((statement, parameters))
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.set_progress_handler(self._tick, 100)

    def _tick(self) -> int:
        if self._asked is not None:
            self._asked.steps += 0.1
        return 0


def full_scans(engine: Engine, asked: Asked) -> list[str]:
    """Return the statements that read a whole table of the register, each with its plan."""
    with engine.connect() as connection:
        look = _scans_of_sqlite if engine.dialect.name == "sqlite" else _scans_of_postgresql
        return [
            f"{'; '.join(scans)}\n    {' '.join(statement.split())[:600]}"
            for statement, parameters in asked.statements
            if (scans := look(connection, statement, parameters))
        ]


def _scans_of_sqlite(connection: Any, statement: str, parameters: Any) -> list[str]:
    partial = set(
        connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        ).scalars()
    )
    aliases = _aliases(statement)
    found = []
    for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters):
        words = row.detail.split()
        if words[0] != "SCAN" or aliases.get(words[1], words[1]) not in REGISTER:
            continue
        # Along a partial index only what it holds is read: what is open, late, or has failed.
        if "INDEX" not in words or words[words.index("INDEX") + 1] not in partial:
            found.append(row.detail)
    return found


def _aliases(statement: str) -> dict[str, str]:
    words = statement.replace(",", " ").split()
    renamed = zip(words, words[1:], words[2:], strict=False)
    return {alias: table for table, sign, alias in renamed if sign == "AS" and table in REGISTER}


def _scans_of_postgresql(connection: Any, statement: str, parameters: Any) -> list[str]:
    # A planner rightly reads a small table whole. Told not to, it does so only where there is no other way.
    connection.exec_driver_sql("SET enable_seqscan = off")
    plan = connection.exec_driver_sql("EXPLAIN (FORMAT JSON) " + statement, parameters).scalar_one()
    whole = plan if isinstance(plan, list) else json.loads(plan)
    return [
        f"Seq Scan on {node['Relation Name']}"
        for node in _nodes(whole[0]["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in REGISTER
    ]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)

"""Counts what an act costs: wall time, the process's CPU time, statements, begins and commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Connection, Engine, event

from workflows.store.database import READS


@dataclass
class Cost:
    """What one measured act cost; no statements where nobody listened."""

    #: Seconds on the wall and of this process's CPU.
    wall: float = 0.0
    cpu: float = 0.0
    #: Seconds of the database server's CPU, where it is a process of its own.
    server: float = 0.0
    #: SQL statements without BEGIN and COMMIT; an insert of several rows counts once.
    calls: int = 0
    #: The same with each row of such an insert counted, as the database runs it.
    statements: int = 0
    begins: int = 0
    commits: int = 0

    @property
    def all_calls(self) -> int:
        """Statements with BEGIN and COMMIT, an insert of several rows counted once."""
        return self.calls + self.begins + self.commits

    @property
    def all_statements(self) -> int:
        """Statements with BEGIN and COMMIT, each row counted."""
        return self.statements + self.begins + self.commits


@dataclass
class Meter:
    """Measures acts on one engine, only inside :meth:`measured`; counts their statements once it listens."""

    engine: Engine
    #: Tells the seconds of CPU that the database server has used so far.
    server: Callable[[], float] = lambda: 0.0
    _now: Cost | None = field(default=None, repr=False)

    def listen(self) -> None:
        """Count statements from now on, which takes time of its own: an office has nobody who listens."""
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "begin", self._begin)
        event.listen(self.engine, "commit", self._commit)

    @contextmanager
    def measured(self) -> Iterator[Cost]:
        """Measure what is done inside."""
        server = self.server()
        cost = self._now = Cost()
        cpu, wall = process_time(), perf_counter()
        try:
            yield cost
        finally:
            cost.wall, cost.cpu = perf_counter() - wall, process_time() - cpu
            cost.server = self.server() - server
            self._now = None

    def _statement(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        # SQLite's BEGIN IMMEDIATE comes by here too; it is counted by the event of its own.
        if self._now is not None and not statement.startswith("BEGIN"):
            self._now.calls += 1
            self._now.statements += len(parameters) if many else 1

    def _begin(self, connection: Connection) -> None:
        if self._now is not None and not _reads(connection):
            self._now.begins += 1

    def _commit(self, connection: Connection) -> None:
        if self._now is not None and not _reads(connection):
            self._now.commits += 1


def _reads(connection: Connection) -> bool:
    """Whether the connection only reads: SQLAlchemy tells of a begin there too, but none is sent."""
    return bool(connection.get_execution_options().get(READS))

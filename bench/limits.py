"""The two limits that our completions are held against: the database's own commits, and a bare floor of our design."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter, process_time
from typing import Any

import orjson
import psycopg
from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, String, Table, Text, bindparam, insert, select
from sqlalchemy import update as update_

from bench.meter import Cost, Meter
from bench.places import plain, sqlite_file
from bench.walks import PATH
from workflows.engine import runtime
from workflows.engine.diagrams import Diagram
from workflows.engine.steps import Complete

_metadata = MetaData()
_case = Table(
    "floor_case",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),
)
_state = Table(
    "floor_state", _metadata, Column("case_id", Integer, primary_key=True), Column("state", LargeBinary, nullable=False)
)
_event = Table(
    "floor_event",
    _metadata,
    Column("case_id", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("data", Text, nullable=False),
)
_task = Table(
    "floor_task",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("node", String(40), nullable=False),
    Column("engine_task", String(40), nullable=False),
    Column("state", String(10), nullable=False),
)

_READ = (
    select(_case.c.version, _state.c.state)
    .join_from(_case, _state, _state.c.case_id == _case.c.id)
    .where(_case.c.id == bindparam("b_id"))
)
_ADVANCE = (
    update_(_case)
    .where(_case.c.id == bindparam("b_id"), _case.c.version == bindparam("b_seen"))
    .values(version=bindparam("version"), state="open")
)
_KEEP = update_(_state).where(_state.c.case_id == bindparam("b_id")).values(state=bindparam("state"))
_DONE = (
    update_(_task)
    .where(_task.c.case_id == bindparam("b_id"), _task.c.engine_task == bindparam("b_task"))
    .values(state="done")
)
_EVENT, _TASK, _CASE, _STATE = insert(_event), insert(_task), insert(_case), insert(_state)

#: Both floors write to the same tables.
_IDS = count(1)

#: What the gateways of an objection that is right ask for.
_FACTS: dict[str, Any] = {
    "mark_required": False,
    "examination": "accept",
    "return_to": "draft",
    "approved": True,
    "own_scope": False,
    "intake_outcome": "forwarded",
    "correction_needed": True,
    "measure_wronged": False,
}


class Floor:
    """The engine's step with a cached diagram and one minimal transaction through SQLAlchemy Core, and no office.

    The *bare* floor writes case (compare-and-set), engine state and one event. The floor *with tasks* also closes the
    task that is completed and opens the next one: without it nothing could be worked on.
    """

    def __init__(self, engine: Engine, meter: Meter, diagram: Diagram, *, with_tasks: bool) -> None:
        self._engine = engine
        self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._meter = meter
        self._diagram = diagram
        self._with_tasks = with_tasks
        _metadata.create_all(engine)

    def whole_case(self) -> list[Cost]:
        """Drive one case along the same path as ours; return the cost of each step."""
        case_id = next(_IDS)
        first = runtime.start(self._diagram, _FACTS)
        with self._engine.begin() as connection:
            connection.execute(_CASE, {"id": case_id, "version": 0, "state": "open"})
            connection.execute(_STATE, {"case_id": case_id, "state": first.state})
            self._open(connection, case_id, first)
        waiting = {opened.node: opened.task for opened in first.opened}
        costs = []
        for seq, (_, node) in enumerate(PATH, start=1):
            with self._meter.measured() as cost:
                step = self._step(case_id, seq, node, waiting.pop(node))
            waiting |= {opened.node: opened.task for opened in step.opened}
            costs.append(cost)
        assert step.ended
        return costs

    def _step(self, case_id: int, seq: int, node: str, task: str) -> runtime.Step:
        with self._reader.connect() as connection:
            row = connection.execute(_READ, {"b_id": case_id}).one()
        step = runtime.step(self._diagram, row.state, Complete(task=task, facts={"approved": True}))
        data = orjson.dumps({"node": node, "outcome": "done"}).decode()
        with self._engine.begin() as connection:
            moved = connection.execute(_ADVANCE, {"b_id": case_id, "b_seen": row.version, "version": row.version + 1})
            assert moved.rowcount == 1
            connection.execute(_KEEP, {"b_id": case_id, "state": step.state})
            connection.execute(_EVENT, {"case_id": case_id, "seq": seq, "data": data})
            if self._with_tasks:
                connection.execute(_DONE, {"b_id": case_id, "b_task": task})
                self._open(connection, case_id, step)
        return step

    def _open(self, connection: Any, case_id: int, step: runtime.Step) -> None:
        rows = [
            {"case_id": case_id, "node": opened.node, "engine_task": opened.task, "state": "open"}
            for opened in step.opened
        ]
        if rows and self._with_tasks:
            connection.execute(_TASK, rows)


@contextmanager
def raw_commits(url: str) -> Iterator[Callable[[int], Cost]]:
    """Give a function that commits n small transactions through the bare driver and says what they cost."""
    if url.startswith("sqlite"):
        lite = sqlite3.connect(sqlite_file(url), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            lite.execute(f"PRAGMA {pragma}")
        lite.execute("CREATE TABLE IF NOT EXISTS raw_commit (id INTEGER PRIMARY KEY, note TEXT)")

        def one() -> None:
            lite.execute("BEGIN IMMEDIATE")
            lite.execute("INSERT INTO raw_commit (note) VALUES (?)", ("done",))
            lite.execute("COMMIT")

        close = lite.close
    else:
        server = psycopg.connect(plain(url))
        server.execute("CREATE TABLE IF NOT EXISTS raw_commit (id serial PRIMARY KEY, note text)")
        server.commit()

        def one() -> None:
            server.execute("INSERT INTO raw_commit (note) VALUES (%s)", ("done",))
            server.commit()

        close = server.close

    def many(n: int) -> Cost:
        cpu, wall = process_time(), perf_counter()
        for _ in range(n):
            one()
        return Cost(wall=perf_counter() - wall, cpu=process_time() - cpu)

    try:
        yield many
    finally:
        close()

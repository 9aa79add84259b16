"""What grows with the office: firing due deadlines among many pending, and the first page of a long queue."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert

from bench.places import Place
from bench.walks import Load, without_files
from tests.factories import START
from workflows.domain.access import Role
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.store import deadlines, inbox
from workflows.store.tables import case, deadline, task

#: Rows of one multi-row insert while a database is filled.
_CHUNK = 5_000
#: Looks at the queue in one round; the median counts.
_LOOKS = 15


def measure_sweep(place: Place, *, due: int, pending: Sequence[int], rounds: int) -> dict[str, Any]:
    """Fire ``due`` deadlines of real cases among each number of pending ones, in turn.

    Every real case has two clocks with three signals each: a round moves the office's clock to the next signal and
    fires it for every case.
    """
    with ExitStack() as stack:
        offices = []
        for number in pending:
            load = Load.on(stack.enter_context(place.fresh()), place.folder / f"{place.kind}-sweep-{number}", due)
            load = load.with_office(without_files(load.office))
            last = max(load.open().case_id for _ in range(due))
            _fill_deadlines(load, number - 2 * due, last)
            offices.append(load)
        seconds: dict[int, list[float]] = {number: [] for number in pending}
        turn = list(zip(pending, offices, strict=True))
        for _ in range(rounds):
            for number, load in turn:
                seconds[number].append(_sweep(load, due))
            # Who goes first changes, so that a busy moment of the machine does not always hit the same one.
            turn.reverse()
        for load in offices:
            load.office.database.close()
    return {
        "due": due,
        "seconds": {str(number): median(each) for number, each in seconds.items()},
        "range": {str(number): [min(each), max(each)] for number, each in seconds.items()},
        "times": {str(number): _times(each, seconds[pending[0]]) for number, each in seconds.items()},
    }


def _times(these: list[float], first: list[float]) -> float:
    return median(a / b for a, b in zip(these, first, strict=True))


def _sweep(load: Load, due: int) -> float:
    office = load.office
    with office.database.read() as connection:
        signals = [row.signal_at for row in deadlines.running(connection) if row.signal_at and row.due_on != _FAR]
    office.clock.now = min(signals)  # type: ignore[attr-defined]
    began = perf_counter()
    swept = fire_due_deadlines(office, "bench", limit=10 * due)
    taken = perf_counter() - began
    assert (swept.fired, swept.failed) == (due, 0), swept
    return taken


#: Last day of the deadlines that only stand by.
_FAR = date(2026, 12, 31)


def _fill_deadlines(load: Load, number: int, real: int) -> None:
    """Add ``number`` pending deadlines, each of a case of its own and all of them later than the ``real`` cases'."""
    _fill(load.office, case, _cases(load, real + 1, number))
    rows = (
        {
            "case_id": case_id,
            "rule": "objection.correct",
            "host": "1",
            "state": "running",
            "start_on": START.date(),
            "due_on": _FAR,
            "provisional": False,
            "pack": "xinzheng/2018-03-28",
            "candidates": [],
            "calendar_version": "",
            "signal": "warning",
            "signal_at": START + timedelta(days=90, seconds=case_id),
            "signals": "warning breach escalation",
        }
        for case_id in range(real + 1, real + 1 + number)
    )
    _fill(load.office, deadline, rows)


def measure_queue(place: Place, *, lengths: Sequence[int], rounds: int) -> dict[str, Any]:
    """Time the first fifty tasks of a reviewer's queue of each length, in turn."""
    with ExitStack() as stack:
        queues = []
        for number in lengths:
            load = Load.on(stack.enter_context(place.fresh()), place.folder / f"{place.kind}-queue-{number}", 0)
            load.office.newest_diagram("objection")
            _fill_queue(load, number)
            queues.append(load)
        seconds: dict[int, list[float]] = {number: [] for number in lengths}
        for _ in range(rounds + 1):
            for number, load in zip(lengths, queues, strict=True):
                seconds[number].append(_look(load))
        for load in queues:
            load.office.database.close()
    # The first round warms up.
    taken = {number: each[1:] for number, each in seconds.items()}
    return {
        "milliseconds": {str(number): 1000 * median(each) for number, each in taken.items()},
        "range": {str(number): [1000 * min(each), 1000 * max(each)] for number, each in taken.items()},
        "times": {str(number): _times(each, taken[lengths[0]]) for number, each in taken.items()},
    }


def _look(load: Load) -> float:
    reader, desks = load.people.ids["reviewer"], [(Role.REVIEWER, load.people.authority)]
    looks = []
    for _ in range(_LOOKS):
        began = perf_counter()
        with load.office.database.read() as connection:
            page = inbox.page(connection, reader, desks)
        looks.append(perf_counter() - began)
        assert len(page.rows) == 50
    return median(looks)


def _fill_queue(load: Load, number: int) -> None:
    _fill(load.office, case, _cases(load, 1, number))
    open_tasks = (
        {
            "case_id": place,
            "node": "examine",
            "engine_task": "1",
            "role": "reviewer",
            "org_id": load.people.authority,
            "state": "open",
            "opened_at": START,
            # Due dates come in no order, as in life.
            "due_on": START.date() + timedelta(days=place * 7919 % 60),
        }
        for place in range(1, number + 1)
    )
    _fill(load.office, task, open_tasks)


def _cases(load: Load, first: int, number: int) -> Iterator[dict[str, Any]]:
    """Yield rows of open cases, ``number`` of them from the id ``first`` on."""
    people, digest = load.people, load.office.newest_diagram("objection").hash
    for case_id in range(first, first + number):
        yield {
            "id": case_id,
            "number": f"SL-OBJ-2025-{case_id:06d}",
            "query_code": f"{case_id:012d}",
            "process": "objection",
            "diagram_hash": digest,
            "authority_id": people.authority,
            "provider_id": people.provider,
            "subject_id": people.subject,
            "channel": "counter",
            "state": "open",
            "step": "examining",
            "version": 1,
            "substance": 1,
            "received_on": START.date(),
            "received_at": START,
            "packs": ["xinzheng/2018-03-28"],
            "facts": {},
            "clocks": {},
            "event_count": 0,
            "chain": "",
        }


def _fill(office: Office, table: Table, rows: Any) -> None:
    with office.database.act() as uow:
        while chunk := list(islice(rows, _CHUNK)):
            uow.connection.execute(insert(table), chunk)
        if office.database.dialect == "postgresql":
            uow.connection.exec_driver_sql("ANALYZE")
        uow.commit()

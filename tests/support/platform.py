"""The stand-in platform on a free port of 127.0.0.1, and what tests push to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from exchange.http import HttpExchange, Platform
from exchange.stand_in.app import create_platform
from exchange.stand_in.store import Delays, Store
from tests.factories import Walk, demo_people, make_office
from tests.support.clock import MovingClock
from workflows.domain.exchange import Push
from workflows.operations.office import Office
from workflows.operations.send_message import send_message
from workflows.store import dispatches

KEY = "e" * 40
#: Seconds until a receipt is ready.
DELAY = 20


@dataclass(kw_only=True)
class Running:
    """A platform that answers."""

    url: str
    store: Store
    clock: MovingClock

    def port(self, *, key: str = KEY, clock: Callable[[], datetime] | None = None, **more: Any) -> HttpExchange:
        """A way to it."""
        platform = Platform(url=f"{self.url}/exchange", key=key, loopback=True, **more)
        return HttpExchange(platform, clock or self.clock)

    def times(self) -> dict[str, int]:
        """How often each key has come."""
        return {row["key"]: row["times"] for row in self.store.newest(1000)}


@contextmanager
def running(folder: Path, clock: MovingClock, delays: Delays | None = None) -> Iterator[Running]:
    """Run the stand-in platform for the length of a test."""
    path = folder / "stand-in.db"
    app = create_platform(path, KEY, clock, delays or Delays(usual=DELAY, late_in=0))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Running(url=f"http://127.0.0.1:{server.server_port}", store=Store(path), clock=clock)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@dataclass(kw_only=True)
class Owing:
    """An office with one case that owes the platform things."""

    walk: Walk
    #: Of the office's own time and of the real one.
    clock: MovingClock
    pushed: int = 0

    @property
    def office(self) -> Office:
        """The office."""
        return self.walk.office

    def owe(self, kind: str = "stop_publicity", *, answer: str = "", due_on: date | None = None) -> str:
        """Owe something about the case's record; return its key."""
        self.pushed += 1
        push = Push(kind=kind, answer=answer, due_on=due_on)
        send_message(self.office, push, case_id=self.walk.case_id, key=f"push-{self.pushed}")
        return str(self.rows()[-1].key)

    def rows(self) -> list[Any]:
        """Every dispatch, oldest first."""
        with self.office.database.read() as connection:
            return list(dispatches.of_case(connection, self.walk.case_id))

    def states(self) -> list[str]:
        """The state of every dispatch."""
        return [row.state for row in self.rows()]


def owing(url: str, folder: Path) -> Owing:
    """Return an office with one open case, on one clock."""
    clock = MovingClock()
    office = replace(make_office(url, folder, clock=clock), real_clock=clock)
    return Owing(walk=Walk(demo_people(office)).open(), clock=clock)

"""What many acts read and few change: the calendar in force, the training clock, the diagrams."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from time import monotonic

from workflows.calendars import library
from workflows.domain.calendar import WorkCalendar
from workflows.domain.errors import NotFound
from workflows.domain.process_type import ProcessType
from workflows.domain.time import Clock
from workflows.engine import diagrams
from workflows.engine.diagrams import Diagram
from workflows.store import cases, webhooks
from workflows.store import office as store
from workflows.store.database import Database
from workflows.store.webhooks import Hook

#: Seconds after which another process's change of calendar or clock is seen here.
_FRESH = 1.0


class CalendarShelf:
    """The calendar in force: the shipped files and every imported schedule on top."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._calendar = library.shipped()
        self._seen = 0
        self._until = 0.0
        self._lock = Lock()

    def __call__(self) -> WorkCalendar:
        """Return the calendar; imports of other processes are seen within a second."""
        if monotonic() >= self._until:
            self.refresh()
        return self._calendar

    def refresh(self) -> None:
        """Read imports that came since."""
        with self._lock, self._database.read() as connection:
            for row in store.calendar_texts(connection):
                if row.id > self._seen:
                    self._calendar = library.with_schedule(self._calendar, library.parse_schedule(row.text))
                    self._seen = row.id
            self._until = monotonic() + _FRESH


class WebhookShelf:
    """The active webhooks, so that an act in an office without any asks the database nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hooks: tuple[Hook, ...] = ()
        self._until = 0.0

    def __call__(self) -> tuple[Hook, ...]:
        """Return the webhooks; a new one is told of what happens from a second after it was entered."""
        if monotonic() >= self._until:
            with self._database.read() as connection:
                self._hooks = webhooks.active(connection)
            self._until = monotonic() + _FRESH
        return self._hooks


class TrainingClock:
    """The office's clock in training: real time plus an offset that an administrator moves forward.

    Legal time only: sessions, leases and backoff keep real time.
    """

    def __init__(self, database: Database, real: Clock) -> None:
        self._database = database
        self._real = real
        self._offset = timedelta()
        self._until = 0.0

    def __call__(self) -> datetime:
        """Return the office's instant (UTC)."""
        if monotonic() >= self._until:
            self.refresh()
        return self._real() + self._offset

    def refresh(self) -> None:
        """Read the offset that other processes may have moved."""
        with self._database.read() as connection:
            self._offset = timedelta(seconds=store.clock_offset(connection))
        self._until = monotonic() + _FRESH


class DiagramShelf:
    """The diagrams: the newest of each process from ``bpmn/``, older ones by hash from the database."""

    def __init__(
        self, database: Database, folder: Path, processes: Mapping[str, ProcessType], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._folder = folder
        self._processes = processes
        self._clock = clock
        self._newest: dict[str, Diagram] = {}

    def newest(self, process: str) -> Diagram:
        """Return the diagram with which new cases begin; it is kept in the database at first use.

        Raises:
            DiagramRefused: the file does not pass the checks.
        """
        found = self._newest.get(process)
        if found is None:
            xml = (self._folder / self._processes[process].diagram).read_bytes()
            found = diagrams.load(xml)
            with self._database.act() as uow:
                cases.keep_diagram(uow.connection, found.hash, process, xml, self._clock())
                uow.commit()
            self._newest[process] = found
        return found

    def by_hash(self, digest: str) -> Diagram:
        """Return the diagram that a running case began with.

        Raises:
            NotFound: it was never kept.
        """
        known = diagrams.find(digest)
        if known is not None:
            return known
        with self._database.read() as connection:
            xml = cases.diagram_xml(connection, digest)
        if xml is None:
            raise NotFound()
        return diagrams.load(xml)

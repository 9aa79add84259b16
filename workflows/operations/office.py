"""The office: the real parts that operations work with, put together once in ``webapp/bootstrap.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflows.domain.calendar import WorkCalendar
from workflows.domain.policy import Pack
from workflows.domain.process_type import ProcessType
from workflows.domain.time import Clock
from workflows.engine.diagrams import Diagram
from workflows.intake.filestore import FileStore
from workflows.store.database import Database
from workflows.store.webhooks import Hook

#: Renders a letter: (template, context) → the bytes of a .docx.
Renderer = Callable[[str, Mapping[str, object]], bytes]


@dataclass(frozen=True, kw_only=True)
class Office:
    """Everything an operation needs besides its actor and its command."""

    database: Database
    #: The office's instant (moved by the training clock, where that is on).
    clock: Clock
    #: The real instant: sessions, leases and backoff never follow the training clock.
    real_clock: Clock
    #: The working calendar in force, imports included.
    calendar: Callable[[], WorkCalendar]
    packs: Mapping[str, Pack]
    processes: Mapping[str, ProcessType]
    #: The newest diagram of a process type.
    newest_diagram: Callable[[str], Diagram]
    #: A diagram by its content hash, for running cases.
    diagram: Callable[[str], Diagram]
    render: Renderer
    files: FileStore
    #: Key of the audit MACs; lives outside the database.
    audit_key: bytes
    #: The site's address for links and QR codes, without a slash at the end.
    base_url: str
    training: bool = False
    #: Whether text messages leave the building; where they do not, none is written.
    sms: bool = False
    #: The webhooks that are told of events; almost always none.
    webhooks: Callable[[], Sequence[Hook]] = tuple
    #: Told of the nodes and flows that each step passes; scenarios listen to prove that every one is passed.
    watch: Callable[[tuple[str, ...]], None] = lambda _visited: None

    def diagram_of(self, digest: str, process: str) -> Diagram:
        """Return the diagram a case began with; the newest one needs no look-up."""
        newest = self.newest_diagram(process)
        return newest if newest.hash == digest else self.diagram(digest)

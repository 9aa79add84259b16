"""Drives objection cases from filing to archive and measures each completion."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from bench.meter import Cost, Meter
from tests.factories import START, MovingClock, People, Walk, add_record, blank_docx, demo_people, make_office
from workflows.intake.filestore import FileStore, Readable, StoredFile
from workflows.intake.filetypes import MAX_BYTES, FileType
from workflows.operations.complete_task import complete_task
from workflows.operations.office import Office

#: Who completes what, from filing to archive: the objection is right and the record is corrected.
PATH = (
    ("reviewer", "examine"),
    ("auditor", "sign_acceptance"),
    ("reviewer", "draft_inquiry"),
    ("auditor", "sign_inquiry"),
    ("provider", "sign_for"),
    ("provider", "verify"),
    ("reviewer", "draft_decision"),
    ("auditor", "audit_decision"),
    ("head", "approve_decision"),
    ("reviewer", "serve_reply"),
    ("provider", "execute_correction"),
)


class _NoFiles(FileStore):
    """Keeps no bytes: a letter's row and hash are written as ever, its file is not."""

    def __init__(self) -> None:
        self._hashes = (sha256(b"%d" % number).hexdigest() for number in count(1))

    def put_bytes(self, data: bytes, name: str) -> StoredFile:
        """Return a file with a hash of its own, as every letter has one."""
        return self._file(name, len(data), FileType.DOCX)

    def receive(self, stream: Readable, name: str, **_more: Any) -> StoredFile:
        """Return the same for a paper that was scanned."""
        return self._file(name, len(stream.read(MAX_BYTES)), FileType.PDF)

    def _file(self, name: str, size: int, kind: FileType) -> StoredFile:
        return StoredFile(sha256=next(self._hashes), size=size, type=kind, display_name=name, path=Path(name))


def without_files(office: Office) -> Office:
    """Return the office with letters that cost nothing to render or to keep; everything else is real."""
    return replace(office, render=lambda _template, _context: blank_docx(), files=_NoFiles())


@dataclass
class Load:
    """An office under load, with its people and as many records as cases will be about."""

    people: People
    meter: Meter
    records: Iterator[int] = field(repr=False)
    #: node → the costs of its completions so far.
    costs: dict[str, list[Cost]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def on(cls, url: str, folder: Path, cases: int, *, server: Callable[[], float] = lambda: 0.0) -> "Load":
        """Fill a fresh database with people and ``cases`` records; letters are real.

        Args:
            server: tells the seconds of CPU that the database server has used so far.
        """
        office = make_office(url, folder, clock=MovingClock(START), real_letters=True)
        people = demo_people(office)
        with office.database.act() as uow:
            records = [
                add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕{number}号")
                for number in range(cases)
            ]
            uow.commit()
        meter = Meter(office.database.engine, server)
        meter.listen()
        return cls(people=people, meter=meter, records=iter(records))

    @property
    def office(self) -> Office:
        """The office of the people."""
        return self.people.office

    def with_office(self, office: Office) -> "Load":
        """Return the same load, same database and records, on another office; costs are counted apart."""
        return Load(people=replace(self.people, office=office), meter=self.meter, records=self.records)

    def open(self) -> Walk:
        """File one objection, measured as ``open_case``."""
        walk = Walk(self.people)
        with self.meter.measured() as cost:
            walk.open(record=next(self.records))
        self.costs["open_case"].append(cost)
        return walk

    def whole_case(self) -> list[Cost]:
        """Drive one case from filing to archive; return the cost of each completion."""
        walk = self.open()
        costs = []
        for who, node in PATH:
            actor, command = self.people.actor(who), walk.command(node)
            with self.meter.measured() as cost:
                complete_task(self.office, actor, command)
            self.costs[node].append(cost)
            costs.append(cost)
        return costs

"""Drives whole cases of any process along one of its scenarios and measures each act of the office in them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench.meter import Cost, Meter
from bench.walks import without_files
from notifications.channels.folder import FolderChannel
from notifications.deliver import deliver
from tests.factories import MovingClock, make_office
from webapp.demo import penalties
from webapp.demo.copies import Copied, copy
from webapp.demo.drive import POSTS, Drive
from webapp.demo.penalties import APPLICANTS
from webapp.demo.people import Staffed, staff
from workflows.domain.scenario import Scenario
from workflows.domain.time import at_office_hour
from workflows.operations.purge_act_keys import KEEP_KEYS, purge_act_keys
from workflows.processes import discover
from workflows.store import audit

#: What is measured, in the order of the table: process and scenario. The exit begins with an entry of its own.
COURSES = (
    ("objection", "on-time"),
    ("repair", "minor"),
    ("rectification", "done"),
    ("blacklist_exit", "exit-by-repair"),
)
_APPLICANT = "applicant"


@dataclass
class Course:
    """An office on a fresh database in which cases follow one scenario, one after the other."""

    staffed: Staffed
    process: str
    scenario: Scenario
    meter: Meter
    clock: MovingClock
    #: Node, or ``open_case`` → the costs so far.
    costs: dict[str, list[Cost]] = field(default_factory=lambda: defaultdict(list))
    #: Subjects and records that no case is about yet.
    stock: list[Copied] = field(default_factory=list)

    @classmethod
    def on(
        cls, url: str, folder: Path, process: str, key: str, cases: int, server: Callable[[], float]
    ) -> "Course":
        """Fill a fresh database with the demonstration's people and with subjects and records for ``cases`` cases.

        Letters cost nothing to render and to keep; everything else is real.

        Args:
            server: tells the seconds of CPU that the database server has used so far.
        """
        scenario = discover()[process].scenarios[key]
        clock = MovingClock(at_office_hour(scenario.begins, 10))
        office = without_files(make_office(url, folder, clock=clock, real_clock=clock))
        subjects = penalties.add_subjects(office)
        staffed = staff(office, APPLICANTS, subjects, "-", scenario.packs)
        known = penalties.add_penalties(office, subjects, staffed.organisations)
        stock = [
            copy(staffed, known, scenario, scenario.acts, number, login=_APPLICANT) for number in range(1, cases + 1)
        ]
        meter = Meter(office.database.engine, server)
        return cls(staffed=staffed, process=process, scenario=scenario, meter=meter, clock=clock, stock=stock)

    def whole_case(self) -> list[Cost]:
        """Drive one case from its beginning to its end; return the cost of each completion.

        Raises:
            IndexError: every subject has had its case.
            OfficeError: the office refuses a step of the scenario.
        """
        # The case before is over and has no clock running: its days may be lived again.
        self.clock.now = at_office_hour(self.scenario.begins, 10)
        made = self.stock.pop()
        completions: list[Cost] = []

        @contextmanager
        def around(name: str) -> Iterator[None]:
            with self.meter.measured() as cost:
                yield
            self.costs[name].append(cost)
            if name != "open_case":
                completions.append(cost)

        process = self.staffed.office.processes[self.process]
        drive = Drive(
            staffed=self.staffed, process=process, record=made.record, move=self._move, posts=POSTS,
            applicant=_APPLICANT, around=around,
        )  # fmt: skip
        drive.run(made.acts)
        return completions

    def cases(self) -> int:
        """Return how many cases the office has had; a listing and its exit are two."""
        with self.staffed.office.database.read() as connection:
            return audit.last_case(connection)

    def settle(self, mails: Path) -> None:
        """Do what the worker does with cases that are over: their mails go out, the keys of their forms run out.

        Args:
            mails: the folder into which the mails go.
        """
        self.clock.now += KEEP_KEYS + timedelta(days=1)
        channels = {"email": FolderChannel(mails, "bench@demo.example")}
        while deliver(self.staffed.office, channels, "bench").sent:
            pass
        purge_act_keys(self.staffed.office)

    def _move(self, to: datetime) -> None:
        self.clock.now = max(self.clock.now, to)

"""One office for many journeys: the product with the stand-in platform beside it, and a clock that goes from one to
the next.

The worker's rounds are run when a journey has come to them, in place of a worker process that would be waited for.
"""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from tests.support import site
from tests.support.shared import ROOT
from tests.support.site import Site
from tests.support.turns import HIDDEN
from tools.screens.prepare import bind
from webapp import bootstrap, settings
from webapp.auth.passwords import PASSWORDS
from webapp.commands.setup_demo import PASSWORD
from webapp.commands.worker import channels, exchange_port
from webapp.demo import load, penalties
from webapp.demo.copies import Copied, copy, shifted
from webapp.demo.people import Staffed, staff
from webapp.worker import Worker
from workflows.domain.scenario import Act, Scenario
from workflows.domain.time import at_office_hour, office_date
from workflows.operations.advance_clock import FURTHEST
from workflows.operations.shelves import TrainingClock
from workflows.store import dispatches
from workflows.store import office as office_store
from workflows.store.migrate import upgrade

_KEY = "journeys-journeys-journeys-journeys-1234"
_PAUSE = threading.Event()


class _Clerk:
    """The administrator, who moves the training clock through the office's pages without a browser."""

    def __init__(self, made: Site) -> None:
        self._site = made
        self._ways = build_opener(HTTPCookieProcessor(CookieJar()))
        self._send("/sign-in", login="admin", password=PASSWORD)

    def move(self, to: date) -> None:
        """Move the clock to a day.

        Raises:
            AssertionError: it does not go there.
        """
        said = self._send("/admin/clock", to=to.isoformat())
        assert f"{to.month}月{to.day}日" in said, said

    def _send(self, path: str, **typed: str) -> str:
        address = self._site.url(path)
        with self._ways.open(address) as page:
            hidden = HIDDEN.findall(page.read().decode())
        with self._ways.open(address, urlencode([*hidden, *typed.items()]).encode()) as page:
            return str(page.read().decode())


@dataclass(kw_only=True)
class Stage:
    """A running product without cases, and what people in front of it cannot do: time, the platform, the worker."""

    site: Site
    platform: str
    staffed: Staffed
    worker: Worker
    #: The demonstration's records, decision number → id.
    records: Mapping[str, int]
    #: Of the office, as the worker reads it.
    clock: TrainingClock
    _clerk: _Clerk

    def round(self, *names: str) -> None:
        """Let the worker do one round of each of these jobs."""
        for job in self.worker.jobs:
            if job.name in names:
                job.run()

    def receive(self, case_id: int) -> None:
        """Send the platform what a case owes it, wait for its receipts, and let the case hear of them.

        Raises:
            AssertionError: after ten seconds some are missing.
        """
        for _ in range(200):
            self.round("dispatches", "receipts")
            with self.staffed.office.database.read() as connection:
                rows = dispatches.of_case(connection, case_id)
            waiting = [row.kind for row in rows if row.state in dispatches.WAITING]
            if not waiting:
                return self.round("messages")
            _PAUSE.wait(0.05)
        raise AssertionError(f"the platform has not acknowledged {waiting}")

    def wait(self, until: date) -> None:
        """Let time go by to a day, by the administrator's hand, and do what has fallen due until then.

        Raises:
            AssertionError: the clock does not go there.
        """
        while (today := office_date(self.clock())) < until:
            self._clerk.move(min(until, today + FURTHEST - timedelta(days=1)))
            self.clock.refresh()
            self.round("deadlines", "records", "messages")

    def begins(self, not_before: date) -> date:
        """Return the first working day after today on which a journey can begin, and not before a day."""
        calendar = self.staffed.office.calendar()
        return calendar.nth_working_day(max(office_date(self.clock()), not_before - timedelta(days=1)), 1)

    def cast(self, scenario: Scenario, acts: Sequence[Act], number: int, begins: date) -> Copied:
        """Make the subject and the records of a scenario that begins on another day; bind the office as it wants."""
        bind(self.staffed, scenario.packs)
        shift = shifted(scenario, begins, self.staffed.office.calendar())
        return copy(self.staffed, self.records, scenario, acts, number, login="applicant", shift=shift)


@contextmanager
def set_up(folder: Path, begins: date) -> Iterator[Stage]:
    """Run the product over organisations, accounts and records of the demonstration, its clock on a day at ten."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    platform = f"http://127.0.0.1:{port}"
    exchange = {
        "CREDITCASE_EXCHANGE": "http", "CREDITCASE_EXCHANGE_KEY": _KEY,
        "CREDITCASE_EXCHANGE_URL": f"{platform}/exchange",
    }  # fmt: skip
    made = Site(folder=folder, settings=exchange)
    configuration = settings.read(made.environment)
    upgrade(configuration.database_url)
    office = bootstrap.build_office(configuration)
    with office.database.act() as uow:
        # A clock that nobody has read yet may begin anywhere.
        ahead = at_office_hour(begins, 10) - office.real_clock()
        office_store.advance_clock(uow.connection, int(ahead.total_seconds()))
        uow.commit()
    clock = TrainingClock(office.database, office.real_clock)
    office = replace(office, clock=clock)
    subjects = penalties.add_subjects(office)
    staffed = staff(office, penalties.APPLICANTS, subjects, PASSWORDS.hash(PASSWORD), load.PACKS)
    records = penalties.add_penalties(office, subjects, staffed.organisations)
    worker = Worker(office, channels(configuration), folder / "audit.anchor", port=exchange_port(configuration))
    stand_in = subprocess.Popen(
        [sys.executable, "-m", "exchange.stand_in", "--port", str(port), "--delay", "0", "--late-in", "0"],
        cwd=ROOT, env=made.environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with site.running(folder, exchange, worker=False, source=folder) as started:
            yield Stage(
                site=started, platform=platform, staffed=staffed, worker=worker, records=records, clock=clock,
                _clerk=_Clerk(started),
            )  # fmt: skip
    finally:
        stand_in.terminate()
        stand_in.wait()
        office.database.close()

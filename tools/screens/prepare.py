"""An office in which every page of the product has something to show: the demonstration, and a case at every step.

The cases are taken from the scenarios that each process brings, so a new process is here as soon as it has some.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tools.screens import extras
from webapp import bootstrap, settings
from webapp.auth.passwords import PASSWORDS
from webapp.commands.setup_demo import PASSWORD
from webapp.demo import load, penalties
from webapp.demo.cases import StepClock, begins, drive_cases
from webapp.demo.drive import POSTS, Drive, wait
from webapp.demo.people import Staffed, staff
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Act, Do, File, Scenario, Wait
from workflows.domain.time import at_office_hour, office_date
from workflows.processes import discover
from workflows.store import office as office_store
from workflows.store import people, records
from workflows.store.migrate import upgrade

#: The records of the demonstration that the cases' records are copied from: a provider's and the authority's own.
_RECORD, _OWN_RECORD = "示市监罚决〔2026〕11号", "示信用罚决〔2026〕2号"


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A case that goes along a scenario and stops where a task waits."""

    process: ProcessType
    scenario: Scenario
    #: The task that is to wait; empty for a case that goes to its end.
    node: str = ""

    @property
    def acts(self) -> tuple[Act, ...]:
        """What is done before the stop."""
        return self.scenario.acts[: _place(self.scenario, self.node)] if self.node else self.scenario.acts


def every_stop() -> list[Stop]:
    """Return, for every process, one case at each task that a scenario completes, and one at the end of each."""
    stops = []
    for process in discover().values():
        scenarios = process.scenarios.values()
        for node in process.tasks:
            ways = [each for each in scenarios if _place(each, node) is not None]
            if ways:
                way = min(ways, key=lambda each: _place(each, node) or 0)
                stops.append(Stop(process=process, scenario=way, node=node))
        stops += [Stop(process=process, scenario=each) for each in scenarios]
    return stops


def _place(scenario: Scenario, node: str) -> int | None:
    acts = enumerate(scenario.acts)
    return next((place for place, act in acts if isinstance(act, Do) and act.node == node), None)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What stands in the office."""

    #: The case that stands at each node, by ``process/node/nth`` with nth counted from 0 (no node: at its end), and
    #: ``counter``: one that came in on paper.
    cases: dict[str, int]
    #: Endpoint → address, for what no link of a page leads to.
    samples: dict[str, str]


def prepare(environment: Mapping[str, str], stops: Iterable[Stop]) -> Prepared:
    """Fill an empty data folder; the office's clock then stands where the last case stopped.

    Args:
        environment: that of the product's processes.
        stops: the cases, besides those of the demonstration.
    """
    configuration = settings.read(environment)
    upgrade(configuration.database_url)
    built = bootstrap.build_office(configuration)
    stops = list(stops)
    clock = StepClock(min(at_office_hour(stop.scenario.begins, 10) for stop in stops))
    office = replace(built, clock=clock, real_clock=clock)
    subjects = penalties.add_subjects(office)
    staffed = staff(office, penalties.APPLICANTS, subjects, PASSWORDS.hash(PASSWORD), load.PACKS)
    demonstration = penalties.add_penalties(office, subjects, staffed.organisations)
    found = _drive(staffed, stops, _records(staffed, stops, demonstration), clock)
    # The demonstration is told from its own beginning to the same present; its cases know nothing of the others.
    now = clock()
    past = StepClock(begins(office.calendar(), now))
    before = replace(staffed, office=replace(office, clock=past, real_clock=past))
    drive_cases(before, discover()["objection"], demonstration, past, now)
    samples = extras.add(staffed, built, demonstration, [case for name, case in found.items() if "//" in name])
    if "counter" in found:
        samples["counter.receipt"] = f"/counter/cases/{found['counter']}/receipt"
    with office.database.act() as uow:
        # The clock of a training office goes forward only; a new one may begin anywhere.
        office_store.advance_clock(uow.connection, int((now - built.real_clock()).total_seconds()))
        uow.commit()
    office.database.close()
    return Prepared(cases=found, samples=samples)


def _drive(staffed: Staffed, stops: list[Stop], about: list[int], clock: StepClock) -> dict[str, int]:
    drives = [
        Drive(staffed=staffed, process=stop.process, record=record, move=clock.move, posts=POSTS, applicant="applicant")
        for stop, record in zip(stops, about, strict=True)
    ]
    timeline = sorted(
        ((at, number, act) for number, stop in enumerate(stops) for at, act in _timed(stop)), key=lambda each: each[:2]
    )
    for at, number, act in timeline:
        wait(staffed, clock.move, at)
        if isinstance(act, File):
            _bind(staffed, stops[number].scenario.packs)
        if not isinstance(act, Wait):
            drives[number].take(act)
    _bind(staffed, load.PACKS)
    found: dict[str, int] = {}
    for stop, drive in zip(stops, drives, strict=True):
        name = f"{stop.process.key}/{stop.node}"
        place = sum(key.rpartition("/")[0] == name for key in found)
        case = found[f"{name}/{place}"] = drive.opened.case_id if drive.opened else 0
        if any(isinstance(act, File) and act.who == "reviewer" for act in stop.acts):
            found["counter"] = case
    return found


def _timed(stop: Stop) -> Iterator[tuple[datetime, Act]]:
    at = at_office_hour(stop.scenario.begins, 10)
    for act in stop.acts:
        if isinstance(act, Wait):
            at = at_office_hour(act.until, act.hour)
        yield at, act


def _records(staffed: Staffed, stops: list[Stop], known: Mapping[str, int]) -> list[int]:
    """Give every case a record of its own, like one of the demonstration's, which are known by decision number."""
    made = []
    with staffed.office.database.act() as uow:
        for number, stop in enumerate(stops):
            own = any(isinstance(act, File) and act.own_record for act in stop.acts)
            like = records.load(uow.connection, known[_OWN_RECORD if own else _RECORD])
            word = f"{like.decision_number.partition('〔')[0]}〔2026〕{number + 2001}号"
            values = {key: getattr(like, key) for key in ("subject_id", "provider_id", "decided_on", "publish_until")}
            fields = {**like.fields, "CF_WSH": word}
            made.append(records.add(uow.connection, {**values, "decision_number": word, "fields": fields}))
        uow.commit()
    return made


def _bind(staffed: Staffed, packs: tuple[str, ...]) -> None:
    """Bind the authority by these packs and no others; each case keeps those that it began with."""
    today = office_date(staffed.office.clock())
    with staffed.office.database.act() as uow:
        bound = set(people.bound_packs(uow.connection, staffed.authority, today))
        for pack in bound - set(packs):
            people.unbind_pack(uow.connection, staffed.authority, pack, today)
        for pack in set(packs) - bound:
            people.bind_pack(uow.connection, staffed.authority, pack, today)
        uow.commit()

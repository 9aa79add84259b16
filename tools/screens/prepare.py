"""An office in which every page of the product has something to show: the demonstration, and a case at every step.

The cases are taken from the scenarios that each process brings, so a new process is here as soon as it has some.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tools.screens import extras
from webapp import bootstrap, settings
from webapp.auth.passwords import PASSWORDS
from webapp.commands.setup_demo import PASSWORD
from webapp.demo import load, penalties
from webapp.demo.cases import begins, drive_cases
from webapp.demo.copies import copy, shifted
from webapp.demo.drive import POSTS, Drive, wait
from webapp.demo.people import ORGANISATIONS, Staffed, staff
from webapp.demo.stops import Stop
from webapp.demo.timeline import StepClock
from workflows.domain.access import Role
from workflows.domain.calendar import WorkCalendar
from workflows.domain.scenario import Act, File, Open, Wait
from workflows.domain.time import at_office_hour, office_date
from workflows.operations.office import Renderer
from workflows.processes import discover
from workflows.store import office as office_store
from workflows.store import people
from workflows.store.migrate import upgrade

#: Numbers of the cases' subjects begin here, the account that acts for them.
_FIRST, _APPLICANT = 1001, "applicant"
#: A case that takes longer to its stop (natural days) begins earlier, so that the others need not wait for it.
_DAYS = 120


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What stands in the office."""

    #: The case that stands at each node, by ``process/node/nth`` with nth counted from 0 (no node: at its end), and
    #: ``counter``: one that came in on paper.
    cases: dict[str, int]
    #: Endpoint → address, for what no link of a page leads to.
    samples: dict[str, str]


def prepare(environment: Mapping[str, str], stops: Iterable[Stop], render: Renderer | None = None) -> Prepared:
    """Fill an empty data folder; the office's clock then stands where the last case stopped.

    Args:
        environment: that of the product's processes.
        stops: the cases, besides those of the demonstration.
        render: the renderer of letters; the real one unless given.
    """
    configuration = settings.read(environment)
    upgrade(configuration.database_url)
    made = bootstrap.build_office(configuration)
    built = replace(made, render=render or made.render)
    calendar = built.calendar()
    first = _beginnings(list(stops), calendar)
    clock = StepClock(at_office_hour(min(day for _, day in first), 10))
    office = replace(built, clock=clock, real_clock=clock)
    subjects = penalties.add_subjects(office)
    staffed = staff(office, penalties.APPLICANTS, subjects, PASSWORDS.hash(PASSWORD), load.PACKS)
    demonstration = penalties.add_penalties(office, subjects, staffed.organisations)
    found = _drive(staffed, first, demonstration, clock)
    # The demonstration is told from its own beginning to the same present; its cases know nothing of the others.
    now = clock()
    past = StepClock(begins(calendar, now))
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


def _drive(
    staffed: Staffed, stops: list[tuple[Stop, date]], known: Mapping[str, int], clock: StepClock
) -> dict[str, int]:
    drives: list[Drive] = []
    timeline: list[tuple[datetime, int, Act]] = []
    calendar = staffed.office.calendar()
    for number, (stop, first) in enumerate(stops):
        shift = shifted(stop.scenario, first, calendar)
        made = copy(staffed, known, stop.scenario, stop.acts, _FIRST + number, login=_APPLICANT, shift=shift)
        drives.append(
            Drive(
                staffed=staffed, process=stop.process, record=made.record, move=clock.move, posts=POSTS,
                applicant=_APPLICANT, excuse="handler_overloaded",
            )
        )  # fmt: skip
        timeline += [(at, number, act) for at, act in _timed(first, made.acts)]
    for at, number, act in sorted(timeline, key=lambda each: each[:2]):
        wait(staffed, clock.move, at)
        if isinstance(act, File | Open):
            bind(staffed, stops[number][0].scenario.packs)
        if not isinstance(act, Wait):
            drives[number].take(act)
    bind(staffed, load.PACKS)
    found: dict[str, int] = {}
    for (stop, _), drive in zip(stops, drives, strict=True):
        name = f"{stop.process.key}/{stop.node}"
        place = sum(key.rpartition("/")[0] == name for key in found)
        case = found[f"{name}/{place}"] = drive.opened.case_id if drive.opened else 0
        if any(isinstance(act, File) and act.who == "reviewer" for act in stop.acts):
            found["counter"] = case
    return found


def _beginnings(stops: list[Stop], calendar: WorkCalendar) -> list[tuple[Stop, date]]:
    """Return each stop with the day on which its case begins."""
    present = max(stop.last for stop in stops if stop.days <= _DAYS)
    return [
        (stop, calendar.previous_working_day(present - timedelta(days=stop.days)))
        if stop.days > _DAYS or _waits_for_applicant(stop)
        else (stop, stop.scenario.begins)
        for stop in stops
    ]


def _waits_for_applicant(stop: Stop) -> bool:
    """Tell whether the case stops at a step that lapses with its term: it comes there at the present."""
    return bool(stop.node) and stop.process.tasks[stop.node].role is Role.APPLICANT


def _timed(first: date, acts: Iterable[Act]) -> Iterator[tuple[datetime, Act]]:
    at = at_office_hour(first, 10)
    for act in acts:
        if isinstance(act, Wait):
            at = at_office_hour(act.until, act.hour)
        yield at, act


def bind(staffed: Staffed, packs: tuple[str, ...]) -> None:
    """Bind authority and departments by these packs and no others; each case keeps those that it began with."""
    today = office_date(staffed.office.clock())
    bodies = [name for name, known in ORGANISATIONS.items() if known["kind"] in ("authority", "provider")]
    with staffed.office.database.act() as uow:
        for body in (staffed.organisations[name] for name in bodies):
            bound = set(people.bound_packs(uow.connection, body, today))
            for pack in bound - set(packs):
                people.unbind_pack(uow.connection, body, pack, today)
            for pack in set(packs) - bound:
                people.bind_pack(uow.connection, body, pack, today)
        uow.commit()

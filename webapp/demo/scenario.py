"""Runs a scenario in an office of its own: fresh database, training clock, real letters, the worker's own sweep."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from webapp import bootstrap, settings
from webapp.demo import penalties
from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import Staffed, staff
from workflows.domain.access import OFFICE
from workflows.domain.case import CASE_STATE_NAMES
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import File, Scenario
from workflows.domain.time import at_office_hour
from workflows.operations.advance_clock import advance_clock
from workflows.operations.clock_slips import Slip, slips_of
from workflows.operations.office import Office, Renderer
from workflows.operations.shelves import TrainingClock
from workflows.processes import event_names
from workflows.store import cases, deadlines, history, letters, people
from workflows.store import records as store
from workflows.store.migrate import is_migrated, upgrade

#: Records that scenarios object to: a provider's, and one of the authority's own.
_RECORD, _OWN_RECORD = "示市监罚决〔2026〕11号", "示信用罚决〔2026〕2号"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a scenario left behind, as plain values."""

    scenario: str
    name: str
    number: str
    state: str
    events: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    letters: list[dict[str, Any]]


def run_scenario(
    process: ProcessType,
    scenario: Scenario,
    folder: Path,
    *,
    database_url: str | None = None,
    render: Renderer | None = None,
    watch: Callable[[tuple[str, ...]], None] | None = None,
) -> Told:
    """Drive a whole case and tell what it left behind.

    Args:
        folder: where the database and the files of this run lie.
        database_url: a database in which there is nobody; a new SQLite file in ``folder`` unless given.
        render: the renderer of letters; the real one unless given.
        watch: told of the nodes and flows that each step passes.
    """
    office = _office(folder, database_url, at_office_hour(scenario.begins, 10))
    office = replace(office, render=render or office.render, watch=watch or office.watch)
    subjects = penalties.add_subjects(office)
    staffed = staff(office, penalties.APPLICANTS, subjects, "-", scenario.packs)
    records = penalties.add_penalties(office, subjects, staffed.organisations)
    _say(office, records.values(), scenario)
    own = any(isinstance(act, File) and act.own_record for act in scenario.acts)
    about = scenario.about or (_OWN_RECORD if own else _RECORD)
    drive = Drive(
        staffed=staffed, process=process, record=records[about], posts=POSTS,
        move=lambda to: _advance(staffed, to),
    )  # fmt: skip
    drive.run(scenario.acts)
    if drive.opened is None:
        raise RuntimeError("a scenario begins with an application")
    try:
        return _told(office, drive.process, f"{process.key}-{scenario.key}", scenario, drive.opened.case_id)
    finally:
        office.database.close()


def _office(folder: Path, database_url: str | None, begins: datetime) -> Office:
    """Return a migrated office whose training clock stands at ``begins`` until it is moved."""
    env = {
        "CREDITCASE_ENV": "test",
        "CREDITCASE_TRAINING": "1",
        "CREDITCASE_DATA": str(folder),
        "CREDITCASE_AUDIT_KEY": "scenario-scenario-scenario-scenario",
        "CREDITCASE_SECRET_KEY": "scenario-scenario-scenario-scenario",
    }
    if database_url is not None:
        env["DATABASE_URL"] = database_url
    configuration = settings.read(env)
    if not is_migrated(configuration.database_url):
        upgrade(configuration.database_url)
    office = bootstrap.build_office(configuration)
    return replace(office, clock=TrainingClock(office.database, lambda: begins), real_clock=lambda: begins)


def _advance(staffed: Staffed, to: datetime) -> None:
    by = to - staffed.office.clock()
    if by >= timedelta(seconds=1):
        # The clock keeps whole seconds; a signal must not be missed by a part of one.
        whole = timedelta(seconds=-(-by // timedelta(seconds=1)))
        advance_clock(staffed.office, staffed.actor("admin"), whole, key=f"clock-{to.isoformat()}")


def _say(office: Office, record_ids: Iterable[int], scenario: Scenario) -> None:
    """Let the records say what the scenario needs them to say."""
    if not scenario.record:
        return
    with office.database.act() as uow:
        for record_id in record_ids:
            store.correct(
                uow.connection, record_id, 1, scenario.record, [], case_id=0, at=office.clock(), by=OFFICE.user_id
            )
        uow.commit()


def _told(office: Office, process: ProcessType, name: str, scenario: Scenario, case_id: int) -> Told:
    slips = {slip.deadline_id: slip for slip in slips_of(office, case_id)}
    with office.database.read() as connection:
        stored = cases.load(connection, case_id)
        if stored is None:
            raise RuntimeError("the case of the scenario is gone")
        happened = history.events_of(connection, case_id)
        clocks = deadlines.all_of(connection, case_id)
        papers = letters.of_case(connection, case_id)
    names = {account: login for login, account in _accounts(office).items()}
    return Told(
        scenario=name,
        name=scenario.name,
        number=stored.view.number,
        state=CASE_STATE_NAMES[stored.view.state],
        events=[
            {
                "seq": event.seq, "at": event.at, "kind": event.kind, "name": event_names()[event.kind],
                "about": _about(process, event.data), "actor": names.get(event.actor_id, OFFICE.name),
                "data": event.data,
            }
            for event in happened
        ],
        deadlines=[
            {
                "rule": row.rule, "name": process.rules[row.rule], "state": row.state, "start_on": row.start_on,
                "due_on": row.due_on, "met_on": row.met_on, "provisional": row.provisional, "pack": row.pack,
                "warned_at": row.warned_at, "breached_at": row.breached_at, "escalated_at": row.escalated_at,
                "breach_reason": row.breach_reason,
                "governing": _governing(slips.get(row.id)),
            }
            for row in clocks
        ],
        letters=[
            {
                "code": row.code, "title": process.letter(row.code).title, "number": row.number,
                "sha256": row.sha256, "state": row.state,
            }
            for row in papers
        ],
    )  # fmt: skip


def _accounts(office: Office) -> dict[str, int]:
    with office.database.read() as connection:
        return {row.login: row.id for row in people.users(connection)}


def _about(process: ProcessType, data: Mapping[str, Any]) -> str:
    """Return the task, clock or letter that an event is about, in words."""
    if (task := process.tasks.get(data.get("node", ""))) is not None:
        return task.name
    if (letter := process.letters.get(data.get("code", ""))) is not None:
        return letter.title
    return process.rules.get(data.get("rule", ""), "")


def _governing(slip: Slip | None) -> dict[str, Any] | None:
    return asdict(slip.governing) if slip is not None and slip.governing is not None else None

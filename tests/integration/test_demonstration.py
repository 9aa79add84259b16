"""The demonstration shows every process that there is, on whatever day it is set up, and nobody who exists."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories import MovingClock, make_office
from webapp.demo.load import PACKS, fill
from workflows.domain.access import Actor, Role
from workflows.domain.identifiers import parse_resident_id, parse_uscc
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Do
from workflows.domain.time import at_office_hour
from workflows.operations.office import Office
from workflows.operations.reading import may_see
from workflows.operations.unbound_lists import unbound_lists
from workflows.processes import discover
from workflows.store import cases, tasks
from workflows.store.tables import deadline, subject


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    return make_office(sqlite_url, tmp_path, clock=MovingClock(at_office_hour(date(2026, 11, 23), 11)))


def test_every_process_has_cases_at_different_steps_one_finished_and_one_late(office: Office) -> None:
    assert fill(office, "-") == []
    steps: dict[str, set[str]] = defaultdict(set)
    late: set[str] = set()
    with office.database.read() as connection:
        stored = [cases.load(connection, case_id) for case_id in range(1, 200)]
        for view in (each.view for each in stored if each is not None):
            steps[view.process] |= {task.node for task in tasks.open_of(connection, view.id)} or {str(view.state)}
            breached = select(deadline.c.id).where(deadline.c.case_id == view.id, deadline.c.breached_at.is_not(None))
            if connection.execute(breached).first():
                late.add(view.process)
        hidden = [
            (view.number, task.node, task.role)
            for view in (each.view for each in stored if each is not None)
            for task in tasks.open_of(connection, view.id)
            if task.org_id is not None and not may_see(_holder(Role(task.role), task.org_id), view)
        ]
        people = connection.execute(select(subject.c.code_type, subject.c.code, subject.c.name)).all()
        limits = set(connection.execute(select(deadline.c.rule)).scalars())
    assert set(steps) == set(discover())
    assert limits >= {"blacklist_entry.defence", "blacklist_exit.overall"}, "44号令 binds"
    assert unbound_lists(office, date(2026, 11, 23)) == []
    assert all(len(found) >= 3 for found in steps.values()), steps
    assert all("archived" in found for found in steps.values()), steps
    assert late >= {key for key, process in discover().items() if _is_ever_late(process)}
    assert hidden == [], "whoever has a task of a case on the desk may open it"
    for row in people:
        assert row.name.startswith("示例")
        if row.code_type == "resident_id":
            parse_resident_id(row.code, date(2026, 11, 23))
        else:
            parse_uscc(row.code)


def _holder(role: Role, org_id: int) -> Actor:
    return Actor(user_id=-1, name="示例", posts=frozenset({(role, org_id)}))


def _is_ever_late(process: ProcessType) -> bool:
    """Whether a scenario under the demonstration's own texts needs a supervisor."""
    acts = [act for each in process.scenarios.values() if set(each.packs) <= set(PACKS) for act in each.acts]
    return any(isinstance(act, Do) and act.node.startswith("supervise_") for act in acts)


@pytest.mark.parametrize(
    "today",
    [date(2026, 10, 9), date(2027, 2, 22)],
    ids=["after the national holiday", "after the spring festival"],
)
def test_it_can_be_set_up_on_any_day(today: date, sqlite_url: str, tmp_path: Path) -> None:
    office = make_office(sqlite_url, tmp_path, clock=MovingClock(at_office_hour(today, 9)))
    refused = fill(office, "-")
    assert [(each.drive.process.key, each.act) for each in refused] == []

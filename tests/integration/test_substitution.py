"""离岗代办: a colleague does what an absent person holds, in the own name, from one day to another and no longer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import MovingClock, Walk, demo_people, make_office
from tests.support.readings import notices_of
from workflows.domain.access import Role
from workflows.domain.errors import ClaimedByOther, FieldErrors, Hidden, OfficeError, OwnWork
from workflows.domain.time import office_date
from workflows.operations.claim_task import claim_task
from workflows.operations.substitute import (
    AlreadyArranged,
    EndedAlready,
    Substitute,
    end_substitute,
    substitute,
)
from workflows.operations.task_acts import TaskAct
from workflows.operations.urge_task import urge_task
from workflows.store import cases, history, inbox, people, tasks


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """A filed objection whose first task reviewer has claimed; a second auditor and a third reviewer work there too."""
    found = demo_people(make_office(database_url, tmp_path, clock=MovingClock()))
    with found.office.database.act() as uow:
        for login, role in (("reviewer3", Role.REVIEWER), ("auditor2", Role.AUDITOR)):
            values = {"login": login, "name": f"示例{login}", "password_hash": "-", "created_at": found.office.clock()}
            more = {"email": f"{login}@office.example"}
            found.ids[login] = people.add_user(uow.connection, {**values, **more}, [(role, found.authority)])
        uow.commit()
    walk = Walk(found).open()
    claim_task(walk.office, found.actor("reviewer"), first_task(walk))
    return walk


def first_task(walk: Walk) -> int:
    """The open task."""
    with walk.office.database.read() as connection:
        return tasks.open_of(connection, walk.case_id)[0].id


def arrange(walk: Walk, who: str, to: str, first: int = 0, last: int = 3, **changes: Any) -> int:
    """``who`` names ``to`` from ``first`` days after today to ``last`` days after it."""
    today = office_date(walk.clock())
    values: dict[str, Any] = {
        "substitute_id": walk.people.ids[to],
        "from_on": today + timedelta(days=first),
        "to_on": today + timedelta(days=last),
        "reason": "年休假",
        "key": walk.key(),
    }
    return substitute(walk.office, walk.people.actor(who), Substitute(**{**values, **changes}))


def last_completed(walk: Walk) -> Any:
    """The last event of a completed task."""
    with walk.office.database.read() as connection:
        return [row for row in history.events_of(connection, walk.case_id) if row.kind == "task_completed"][-1]


def test_the_substitute_does_what_the_absent_person_holds_and_the_history_says_for_whom(walk: Walk) -> None:
    with pytest.raises(ClaimedByOther):
        walk.do("reviewer2", "examine")
    arrange(walk, "reviewer", "reviewer2")
    walk.do("reviewer2", "examine")
    event = last_completed(walk)
    assert event.actor_id == walk.people.ids["reviewer2"]
    assert event.data["on_behalf"] == "示例reviewer"


def test_it_begins_and_ends_by_itself(walk: Walk) -> None:
    arrange(walk, "reviewer", "reviewer2", first=3, last=4)
    with pytest.raises(ClaimedByOther):
        walk.do("reviewer2", "examine")
    walk.clock.advance(days=5)
    with pytest.raises(ClaimedByOther):
        walk.do("reviewer2", "examine")
    walk.clock.advance(days=-1)
    walk.do("reviewer2", "examine")


def test_it_is_ended_early_by_who_is_absent_and_by_nobody_else(walk: Walk) -> None:
    made = arrange(walk, "reviewer", "reviewer2")
    with pytest.raises(Hidden):
        end_substitute(walk.office, walk.people.actor("reviewer2"), made)
    end_substitute(walk.office, walk.people.actor("reviewer"), made)
    with pytest.raises(EndedAlready):
        end_substitute(walk.office, walk.people.actor("reviewer"), made)
    with pytest.raises(ClaimedByOther):
        walk.do("reviewer2", "examine")
    arrange(walk, "reviewer", "reviewer2")


def test_the_absent_persons_tasks_stand_in_the_substitutes_list(walk: Walk) -> None:
    reviewer2 = walk.people.actor("reviewer2")

    def listed(absent: tuple[int, ...], holder: inbox.Holder) -> int:
        with walk.office.database.read() as connection:
            page = inbox.page(connection, reviewer2.user_id, reviewer2.posts, holder=holder, absent=absent)
            counted = inbox.count(connection, reviewer2.user_id, reviewer2.posts, holder, absent=absent)
        assert counted == len(page.rows)
        return counted

    away = (walk.people.ids["reviewer"],)
    for holder in (inbox.Holder.TODO, inbox.Holder.MINE):
        assert (listed((), holder), listed(away, holder)) == (0, 1)
    assert (listed((), inbox.Holder.OTHERS), listed(away, inbox.Holder.OTHERS)) == (1, 0)


def test_a_notice_to_the_absent_person_goes_to_both(walk: Walk) -> None:
    arrange(walk, "reviewer", "reviewer2")
    with walk.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    command = TaskAct(task_id=first_task(walk), seen=stored.view.substance, key=walk.key(), reason="请尽快。")
    urge_task(walk.office, walk.people.actor("auditor"), command)
    with walk.office.database.read() as connection:
        rows = notices_of(connection, walk.case_id)
    assert {row.recipient_id for row in rows if row.kind == "task_urged"} == {
        walk.people.ids["reviewer"],
        walk.people.ids["reviewer2"],
    }


def test_nobody_approves_the_own_work_as_a_substitute_either(walk: Walk) -> None:
    with walk.office.database.act() as uow:
        both = [(Role.REVIEWER, walk.people.authority), (Role.AUDITOR, walk.people.authority)]
        values = {"login": "both", "name": "示例both", "password_hash": "-", "created_at": walk.office.clock()}
        walk.people.ids["both"] = people.add_user(uow.connection, values, both)
        uow.commit()
    arrange(walk, "reviewer", "both")
    walk.do("both", "examine")
    claim_task(walk.office, walk.people.actor("auditor"), first_task(walk))
    arrange(walk, "auditor", "both")
    with pytest.raises(OwnWork):
        walk.do("both", "sign_acceptance")


@pytest.mark.parametrize(
    ("to", "changes", "field"),
    [
        ("reviewer", {}, "substitute_id"),
        ("auditor", {}, "substitute_id"),
        ("applicant", {}, "substitute_id"),
        ("reviewer2", {"from_on": date(2026, 1, 5)}, "from_on"),
        ("reviewer2", {"to_on": date(2026, 1, 5)}, "to_on"),
        ("reviewer2", {"to_on": date(2099, 1, 5)}, "to_on"),
        ("reviewer2", {"reason": " "}, "reason"),
    ],
    ids=["oneself", "another post", "no colleague", "the past", "backwards", "for ever", "no reason"],
)
def test_what_makes_no_sense_is_refused_at_its_field(walk: Walk, to: str, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        arrange(walk, "reviewer", to, **changes)
    assert field in refused.value.errors


@pytest.mark.parametrize(
    ("who", "to"),
    [("reviewer", "reviewer3"), ("reviewer2", "reviewer3"), ("reviewer3", "reviewer"), ("reviewer2", "reviewer")],
    ids=["a second one for the same days", "a chain onwards", "a chain from before", "each for the other"],
)
def test_there_are_no_overlaps_chains_or_circles(walk: Walk, who: str, to: str) -> None:
    arrange(walk, "reviewer", "reviewer2", first=0, last=3)
    with pytest.raises(AlreadyArranged):
        arrange(walk, who, to, first=3, last=6)
    arrange(walk, who, to, first=4, last=6)


def test_two_arrangements_at_once_make_no_chain(walk: Walk) -> None:
    def tried(act: Callable[[], int]) -> int | OfficeError:
        try:
            return act()
        except OfficeError as refusal:
            return refusal

    pairs = [("reviewer", "reviewer2"), ("reviewer2", "reviewer3"), ("reviewer3", "reviewer")]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda pair: tried(lambda: arrange(walk, *pair)), pairs))
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyArranged) for answer in answers) == 2


def test_the_same_form_sent_twice_is_one_arrangement(walk: Walk) -> None:
    key = walk.key()
    assert arrange(walk, "reviewer", "reviewer2", key=key) == arrange(walk, "reviewer", "reviewer2", key=key)

"""The supervisor's board: its numbers are those of a naive recount, and every number opens the list that it counts."""

import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from tests.factories import Walk
from tests.support.people import add_record
from tests.support.web import Web, web
from workflows.domain.time import office_date
from workflows.operations.board import columns_of, last_working_day_of_week, read_board
from workflows.operations.board_statistics import read_statistics
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.month_counts import count_months
from workflows.store import board_tasks
from workflows.store.tables import case, deadline, task
from workflows.store.tasks import NO_DATE

#: Steps of both kinds of desk, with the role whose pool they land in.
STEPS = {
    "examine": "reviewer", "draft_decision": "reviewer", "audit_decision": "auditor", "verify": "provider",
    "sign_for": "provider",
}  # fmt: skip


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(database_url, tmp_path)


def filed(site: Web, count: int) -> list[Walk]:
    """File objections to records of their own."""
    walks = []
    for number in range(count):
        with site.office.database.act() as uow:
            record = add_record(uow.connection, site.people.subject, site.people.provider, f"示〔2026〕{number}号")
            uow.commit()
        walks.append(Walk(site.people).open(record=record))
    return walks


def scatter(site: Web, seed: int, count: int = 300) -> list[dict[str, Any]]:
    """Put tasks with any last day, state and holder on the desks; return those that are open."""
    chance = random.Random(seed)
    people, today = site.people, office_date(site.office.clock())
    cases = [walk.case_id for walk in filed(site, 3)]
    rows = []
    for number in range(count):
        node = chance.choice(list(STEPS))
        org = chance.choice([people.provider, people.other_provider]) if STEPS[node] == "provider" else people.authority
        rows.append(
            {
                "case_id": chance.choice(cases), "node": node, "engine_task": f"e{number}", "role": STEPS[node],
                "org_id": org, "state": chance.choice(["open", "open", "open", "done", "cancelled"]),
                "assignee_id": chance.choice([None, people.ids["reviewer"]]), "opened_at": site.office.clock(),
                "due_on": chance.choice([NO_DATE, *(today + timedelta(days=n) for n in range(-12, 20))]),
            }
        )  # fmt: skip
    with site.office.database.act() as uow:
        uow.connection.execute(insert(task), rows)
        uow.commit()
    with site.office.database.read() as connection:
        return [
            dict(row._mapping)
            for row in connection.execute(select(task).where(task.c.state == "open", task.c.role != "supervisor"))
        ]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_cell_and_the_three_numbers_agree_with_a_naive_recount(site: Web, seed: int) -> None:
    open_tasks = scatter(site, seed)
    board = read_board(site.office, site.people.actor("supervisor"))
    for unit in board.units:
        for line in unit.steps:
            node = line.step.partition(".")[2]
            mine = [each["due_on"] for each in open_tasks if each["org_id"] == unit.org_id and each["node"] == node]
            assert list(line.cells) == [sum(column.holds(day) for day in mine) for column in board.columns]
        assert unit.whole.total == sum(line.total for line in unit.steps)
    today = office_date(site.office.clock())
    days = [each["due_on"] for each in open_tasks]
    assert sum(unit.whole.total for unit in board.units) == len(open_tasks)
    assert board.due_today == days.count(today)
    assert board.overdue == sum(day < today for day in days)
    # Friday 18 September 2026: the Sunday of this week, the 20th, is worked for the holidays.
    assert board.week_ends_on == date(2026, 9, 20)
    assert board.at_risk == sum(
        each["assignee_id"] is None and today <= each["due_on"] <= date(2026, 9, 20) for each in open_tasks
    )
    assert not board.capped


def test_every_last_day_belongs_to_exactly_one_column(site: Web) -> None:
    calendar = site.office.calendar()
    for today in (date(2026, 9, 18), date(2026, 9, 26), date(2026, 10, 1), date(2026, 12, 31)):
        columns = columns_of(calendar, today)
        for day in [NO_DATE, *(today + timedelta(days=n) for n in range(-40, 60))]:
            assert sum(column.holds(day) for column in columns) == 1, (today, day)


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        ("2026-09-16", "2026-09-20"),  # the Sunday is a make-up day
        ("2026-09-22", "2026-09-24"),  # from Friday the 25th the Mid-Autumn holiday
        ("2026-11-18", "2026-11-20"),  # an ordinary week
        ("2026-11-21", "2026-11-27"),  # a Saturday off: the week to come
    ],
)
def test_the_week_ends_with_its_last_working_day(site: Web, today: str, ends: str) -> None:
    found = last_working_day_of_week(site.office.calendar(), date.fromisoformat(today))
    assert found == date.fromisoformat(ends)


def test_every_number_opens_a_list_with_as_many_tasks(site: Web) -> None:
    scatter(site, 3, count=120)
    supervisor = site.signed_in("supervisor")
    page = supervisor.get("/board").text
    numbers = re.findall(r'<a href="(/board/list\?[^"]*)">(?:<strong>)?(\d+)', page)
    assert len(numbers) > 20
    for address, number in numbers:
        listed = supervisor.get(unescape(address) + "&size=200").text
        assert listed.count('name="task"') == int(number), address


def test_pages_of_a_list_follow_one_another_without_gap_or_double(site: Web) -> None:
    open_tasks = scatter(site, 4)
    supervisor = site.signed_in("supervisor")
    seen: list[str] = []
    address: str | None = "/board/list"
    while address:
        page = supervisor.get(address).text
        seen += re.findall(r'name="task" value="(\d+)"', page)
        following = re.search(r'href="(/board/list\?[^"]*after=[^"]*)"', page)
        address = unescape(following[1]) if following else None
    order = [str(each["id"]) for each in sorted(open_tasks, key=lambda each: (each["due_on"], each["id"]))]
    assert seen == order


@pytest.mark.parametrize(
    "filters", ["clock=objection.verify", "card=red", "card=yellow", "card=none", "free=1", "step=objection.examine"]
)
def test_a_filter_leaves_what_it_says(site: Web, filters: str) -> None:
    open_tasks = scatter(site, 5, count=100)
    today = office_date(site.office.clock())
    tomorrow = site.office.calendar().next_working_day(today)
    wanted = {
        "clock=objection.verify": lambda each: each["node"] in ("verify", "sign_for"),
        "card=red": lambda each: each["due_on"] < today,
        "card=yellow": lambda each: today <= each["due_on"] <= tomorrow,
        "card=none": lambda each: each["due_on"] > tomorrow,
        "free=1": lambda each: each["assignee_id"] is None,
        "step=objection.examine": lambda each: each["node"] == "examine",
    }[filters]
    page = site.signed_in("supervisor").get(f"/board/list?{filters}&size=200").text
    assert set(re.findall(r'name="task" value="(\d+)"', page)) == {str(e["id"]) for e in open_tasks if wanted(e)}


def test_the_board_counts_at_most_a_thousand_tasks_of_a_desk_and_says_so(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_tasks, "DESK_LIMIT", 1)
    filed(site, 2)
    assert read_board(site.office, site.people.actor("supervisor")).capped
    assert "只统计期限最早的 1000 件" in site.signed_in("supervisor").get("/board").text


def test_an_authority_sees_nothing_of_another_authority(site: Web) -> None:
    filed(site, 1)
    with site.office.database.act() as uow:
        uow.connection.execute(update(case).values(authority_id=site.people.executor))
        uow.commit()
    assert read_board(site.office, site.people.actor("supervisor")).units == ()
    assert 'name="task"' not in site.signed_in("supervisor").get("/board/list").text


def test_statistics_agree_with_a_naive_recount(site: Web) -> None:
    chance, people = random.Random(6), site.people
    cases = [walk.case_id for walk in filed(site, 12)]
    calendar = site.office.calendar()
    rows: list[dict[str, Any]] = []
    closings = []
    with site.office.database.act() as uow:
        for number, case_id in enumerate(cases):
            received = date(2026, 1 + number % 9, 5)
            closed = datetime(2026, 1 + number % 9, 28, 20, tzinfo=UTC) if number % 3 else None
            closings += [closed] if closed else []
            changed = {"received_on": received, "closed_at": closed}
            uow.connection.execute(update(case).where(case.c.id == case_id).values(**changed))
            for rule in ("objection.verify", "objection.overall"):
                state = chance.choice(["met", "late"])
                rows.append(
                    {
                        "case_id": case_id, "rule": rule, "host": "x", "state": state, "start_on": received,
                        "due_on": calendar.nth_working_day(received, 5), "provisional": False, "pack": "p",
                        "candidates": [], "calendar_version": "v", "attempts": 0,
                        "met_on": calendar.nth_working_day(received, chance.randint(1, 5) + 5 * (state == "late")),
                        "breach_reason": chance.choice(["complex", "system"]) if state == "late" else None,
                    }
                )  # fmt: skip
        uow.connection.execute(insert(deadline), rows)
        uow.commit()
    found = read_statistics(site.office, people.actor("supervisor"))
    assert found.months[0].first == date(2025, 10, 1)
    by_month = {month.first.month: month for month in found.months if month.first.year == 2026}
    for number in range(1, 10):
        mine = [place for place in range(12) if 1 + place % 9 == number]
        assert by_month[number].received == len(mine)
        # Months are those of Asia/Shanghai: 28 February, 20:00 UTC lies in March.
        assert by_month[number].closed == sum(office_date(at).month == number for at in closings)
    late = [row for row in rows if row["state"] == "late"]
    assert sum(month.overdue for month in found.months) == len(late)
    for line in found.clocks:
        rule = next(key for key, words in site.office.processes["objection"].rules.items() if words == line.name)
        mine = [row for row in rows if row["rule"] == rule]
        took = [calendar.working_days_between(row["start_on"], row["met_on"]) for row in mine]
        assert (line.finished, line.median, line.limit) == (len(mine), median(took), 5)
    names = {"complex": "案情复杂，需多方核实", "system": "系统或网络故障"}
    assert {line.name: line.total for line in found.reasons} == Counter(names[row["breach_reason"]] for row in late)
    of_provider = [row for row in late if row["rule"] == "objection.verify"]
    league = {line.org_id: line for line in found.league}
    assert league[people.provider].late == len(of_provider)
    assert league[people.authority].late == len(late) - len(of_provider)
    page = site.signed_in("supervisor").get("/board/statistics").text
    assert "案情复杂，需多方核实" in page
    assert "<table" in page
    assert 'data-chart="line"' in page


def test_a_breach_is_counted_with_its_reason_and_its_department(site: Web) -> None:
    [walk] = filed(site, 1)
    site.clock.advance(days=14)
    fire_due_deadlines(site.office, "test")
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry")
    walk.do("auditor", "sign_inquiry", breach_reason="handler_overloaded")
    found = read_statistics(site.office, site.people.actor("supervisor"))
    assert [(line.name, line.total) for line in found.reasons] == [("经办人手不足或办件积压", 1)]
    assert {line.name: line.late for line in found.league}["示例市公共信用信息中心"] == 1


def test_a_look_counts_what_came_since_the_night(site: Web) -> None:
    supervisor = site.people.actor("supervisor")
    assert count_months(site.office) == 11
    first = read_statistics(site.office, supervisor)
    filed(site, 2)
    second = read_statistics(site.office, supervisor)
    assert (first.months[-1].received, second.months[-1].received) == (0, 2)


def test_what_the_night_counted_says_what_a_look_would(site: Web) -> None:
    supervisor = site.people.actor("supervisor")
    walks = filed(site, 3)
    site.clock.advance(days=14)
    fire_due_deadlines(site.office, "test")
    walks[0].do("reviewer", "examine")
    walks[0].do("auditor", "sign_acceptance")
    walks[0].do("reviewer", "draft_inquiry")
    walks[0].do("auditor", "sign_inquiry", breach_reason="handler_overloaded")
    site.clock.advance(days=45)
    looked = read_statistics(site.office, supervisor)
    count_months(site.office)
    assert sum(line.finished for line in looked.clocks) > 0
    assert read_statistics(site.office, supervisor) == looked


def test_what_was_entered_for_a_month_long_past_is_seen_after_the_night(site: Web) -> None:
    supervisor = site.people.actor("supervisor")
    [walk] = filed(site, 1)
    count_months(site.office)
    first = read_statistics(site.office, supervisor)
    long_past = {"received_on": first.months[2].first}
    with site.office.database.act() as uow:
        uow.connection.execute(update(case).where(case.c.id == walk.case_id).values(**long_past))
        uow.commit()
    assert read_statistics(site.office, supervisor).months[2].received == 0
    count_months(site.office)
    assert read_statistics(site.office, supervisor).months[2].received == 1

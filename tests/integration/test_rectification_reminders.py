"""The subject is reminded once: three working days before an order ends, one before what it promised is due."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.support.departments import drive
from tests.support.web import Web, web
from workflows.domain.scenario import Acknowledge, Do
from workflows.domain.time import at_office_hour
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.processes import discover
from workflows.processes.rectification import scenario_acts as acts
from workflows.store.tables import notice


def told(site: Web, kind: str, on: date, hour: int) -> list[Any]:
    """The notices of a kind that are owed once the clock stands at an hour of a day."""
    site.clock.now = at_office_hour(on, hour)
    fire_due_deadlines(site.office, "w1")
    query = select(notice.c.channel, notice.c.recipient_id, notice.c.data).where(notice.c.kind == kind)
    with site.office.database.read() as connection:
        return list(connection.execute(query.order_by(notice.c.channel)))


def before(site: Web, day: date, days: int) -> date:
    for _ in range(days):
        day = site.office.calendar().previous_working_day(day)
    return day


def remind(site: Web, kind: str, due: date, subject: int, days: int) -> None:
    """Go past a reminder's day and check when it came, to whom, and that it came once."""
    day = before(site, due, days)
    assert told(site, kind, day, 8) == []
    found = told(site, kind, day, 10)
    assert [row.channel for row in found] == ["email", "inbox"]
    assert {row.data["due"] for row in found} == {due.isoformat()}
    assert {row.recipient_id for row in found} == {subject}, "the subject, and nobody of the office"
    assert len(told(site, kind, day, 15)) == 2
    assert len(told(site, kind, site.office.calendar().next_working_day(day), 10)) == 2


def test_of_the_order(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path)
    driven = drive(site, "rectification", acts.BEGINS)
    driven.run(acts.order(acts.BEGINS))
    remind(site, "rectification_reminder", acts.REPORT_BY, driven.staffed.accounts["applicant"], 3)


def test_of_what_was_promised_in_an_interview(sqlite_url: str, tmp_path: Path) -> None:
    """S0-08: the last of the days that were promised counts."""
    site = web(sqlite_url, tmp_path)
    driven = drive(site, "rectification", acts.BEGINS)
    whole = discover()["rectification"].scenarios["to-interview"].acts
    last = next(place for place, act in enumerate(whole) if isinstance(act, Do) and act.node == "record_commitments")
    driven.run((*whole[: last + 1], Acknowledge()))
    due = date.fromisoformat(whole[last].form["commitments"][-1]["due"])
    remind(site, "commitments_reminder", due, driven.staffed.accounts["applicant"], 1)

"""The subject of an order is reminded three working days before its last day: once, and not a day earlier."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.support.departments import drive
from tests.support.web import web
from workflows.domain.time import at_office_hour
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.processes.rectification import scenario_acts as acts
from workflows.store.tables import notice


def test_three_working_days_before_the_last_day_and_once(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path)
    drive(site, "rectification", acts.BEGINS).run(acts.order(acts.BEGINS))
    calendar, day = site.office.calendar(), acts.REPORT_BY
    for _ in range(3):
        day = calendar.previous_working_day(day)

    def reminded(on: date, hour: int) -> list[Any]:
        site.clock.now = at_office_hour(on, hour)
        fire_due_deadlines(site.office, "w1")
        query = select(notice.c.channel, notice.c.data).where(notice.c.kind == "rectification_reminder")
        with site.office.database.read() as connection:
            return list(connection.execute(query.order_by(notice.c.channel)))

    assert reminded(day, 8) == []
    told = reminded(day, 10)
    assert [row.channel for row in told] == ["email", "inbox"]
    assert {row.data["due"] for row in told} == {acts.REPORT_BY.isoformat()}
    assert len(reminded(day, 15)) == 2
    assert len(reminded(calendar.next_working_day(day), 10)) == 2

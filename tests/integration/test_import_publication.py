"""Records that come in by a table begin the publication clocks that still run, and flood nobody with those past."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import PROVIDER, SUBJECT_CODE, People, demo_people, make_office
from tests.samples.penalties import HEADINGS, values, write_xlsx
from tests.support.clock import MovingClock
from workflows.domain.access import OFFICE, Role
from workflows.domain.case import Channel
from workflows.domain.time import office_date
from workflows.intake.filetypes import recognise_table
from workflows.operations import import_records
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.import_records import run_imports, start_import
from workflows.operations.open_case import OpenCase, open_case
from workflows.operations.verify_audit import verify_audit
from workflows.store import exchange, imports
from workflows.store import people as store
from workflows.store.tables import case, deadline, message, notice, record

#: Report within seven working days; display within twenty.
SHAANXI, MARKET = "shaanxi/2017-05-02", "market-publicity/2021-09-01"
#: A Friday.
TODAY = date(2026, 9, 18)


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office; the department that provides records is bound to report within seven working days."""
    clock = MovingClock()
    made = demo_people(make_office(database_url, tmp_path, clock=clock, real_clock=clock))
    assert office_date(clock()) == TODAY
    return made


def bind(people: People, *packs: str) -> None:
    with people.office.database.act() as uow:
        for pack in packs:
            store.bind_pack(uow.connection, people.provider, pack, date(2020, 1, 1))
        uow.commit()


def table(people: People, decided: list[date]) -> int:
    """Hand in one penalty for each day of decision; return the job."""
    rows = [
        values(
            {
                "CF_CFJG": PROVIDER,
                "CF_SJLY": PROVIDER,
                "CF_XDR_SHXYM": SUBJECT_CODE,
                "CF_WSH": f"示市监罚决〔2026〕{number}号",
                "CF_JDRQ": day.isoformat(),
            }
        )
        for number, day in enumerate(decided, 100)
    ]
    path = write_xlsx(Path(people.office.files._root) / "table.xlsx", [list(HEADINGS), *rows])
    with path.open("rb") as file:
        stored = people.office.files.receive(file, "处罚.xlsx", recogniser=recognise_table)
    return start_import(people.office, people.actor("reviewer"), stored, "处罚.xlsx", people.authority)


def imported(people: People, decided: list[date]) -> Any:
    """Carry the import out; return the row of its job."""
    job_id = table(people, decided)
    run_imports(people.office, "w1")
    with people.office.database.read() as connection:
        return imports.job(connection, job_id)


def rows(people: People, query: Any) -> list[Any]:
    with people.office.database.read() as connection:
        return list(connection.execute(query))


def begun(people: People) -> list[Any]:
    return rows(people, select(case).where(case.c.process == "publication").order_by(case.c.id))


def dues(people: People) -> set[tuple[str, date]]:
    return {(row.rule, row.due_on) for row in rows(people, select(deadline.c.rule, deadline.c.due_on))}


def test_a_new_record_begins_its_clock_at_the_department_whose_decision_it_is(people: People) -> None:
    bind(people, SHAANXI)
    job = imported(people, [date(2026, 9, 16)])
    assert (job.state, job.rows_added, job.rows_refused, job.rows_begun, job.rows_past) == ("done", 1, 0, 1, 0)
    assert begun(people) == [], "the import itself only owes the case"
    assert deliver_messages(people.office, "w1") == 1
    [opened] = begun(people)
    assert opened.authority_id == people.provider
    # 17, 18, 20 (a make-up day), 21, 22, 23 and 24 September.
    assert dues(people) == {("publication.report", date(2026, 9, 24))}
    [made] = rows(people, select(record).where(record.c.id == opened.record_id))
    assert made.published_on is None, "its publicity begins on the day of its display"
    with people.office.database.read() as connection:
        [shown] = [row for row in exchange.shown_records(connection, 0, 10) if row.id == made.id]
    assert shown.waits, "the platform cannot miss what nobody has displayed yet"
    assert deliver_messages(people.office, "w1") == 0
    assert verify_audit(people.office, people.office.files._root / "audit.anchor").found == 0


def test_where_no_text_binds_nothing_begins(people: People) -> None:
    job = imported(people, [date(2026, 9, 16)])
    assert (job.rows_added, job.rows_begun, job.rows_past) == (1, 0, 0)
    assert rows(people, select(message)) == []
    [made] = rows(people, select(record).where(record.c.decision_number.like("%100号")))
    assert made.published_on == TODAY


def test_old_records_begin_nothing_and_the_supervisor_is_told_once(people: People) -> None:
    bind(people, SHAANXI)
    old = [date(2026, 1, 5) + timedelta(days=day) for day in range(60)] + [date(2015, 3, 2)]
    job = imported(people, [*old, date(2026, 9, 17)])
    assert (job.rows_added, job.rows_begun, job.rows_past) == (62, 1, 61)
    deliver_messages(people.office, "w1")
    fire_due_deadlines(people.office, "w1")
    assert len(begun(people)) == 1
    told = rows(people, select(notice).where(notice.c.kind == "import_past", notice.c.channel == "inbox"))
    with people.office.database.read() as connection:
        supervisors = {each.id for each in store.holders(connection, Role.SUPERVISOR, people.authority)}
    assert [row.recipient_id for row in told] == sorted(supervisors)
    assert {row.data["count"] for row in told} == {61}
    assert rows(people, select(notice).where(notice.c.kind == "deadline_breached")) == []


def test_of_two_clocks_the_one_that_is_over_is_not_begun(people: People) -> None:
    bind(people, SHAANXI, MARKET)
    job = imported(people, [date(2026, 9, 1)])
    assert (job.rows_begun, job.rows_past) == (1, 1)
    deliver_messages(people.office, "w1")
    assert {rule for rule, _ in dues(people)} == {"publication.publish"}, "seven days are over, twenty are not"
    fire_due_deadlines(people.office, "w1")
    assert rows(people, select(notice).where(notice.c.kind == "deadline_breached")) == []


def test_the_last_day_itself_still_begins(people: People) -> None:
    bind(people, SHAANXI)
    # 10, 11, 14, 15, 16, 17, 18 September are the seven working days after the ninth.
    assert imported(people, [date(2026, 9, 9)]).rows_begun == 1
    deliver_messages(people.office, "w1")
    assert dues(people) == {("publication.report", TODAY)}


def test_the_same_table_again_begins_nothing_more(people: People) -> None:
    bind(people, SHAANXI)
    imported(people, [date(2026, 9, 16)])
    job = imported(people, [date(2026, 9, 16)])
    assert (job.rows_added, job.rows_begun) == (0, 0)
    deliver_messages(people.office, "w1")
    assert len(begun(people)) == 1


def test_who_is_faster_than_the_import_has_the_only_case(people: People) -> None:
    bind(people, SHAANXI)
    imported(people, [date(2026, 9, 16)])
    [made] = rows(people, select(record.c.id).where(record.c.decision_number.like("%100号")))
    command = OpenCase(
        process="publication", authority_id=people.provider, record_id=made.id, channel=Channel.OFFICE,
        application={"matter": "publish", "procedure": "general"}, key="by-hand",
    )  # fmt: skip
    open_case(people.office, OFFICE, command)
    assert deliver_messages(people.office, "w1") == 1
    assert len(begun(people)) == 1
    assert [row.state for row in rows(people, select(message))] == ["done"]


class Killed(BaseException):
    """The worker's process ends here."""


def test_an_import_that_was_killed_between_batches_begins_each_case_once(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(people, SHAANXI)
    monkeypatch.setattr(import_records, "BATCH", 3)
    days = [date(2026, 9, 17)] * 8
    job_id = table(people, days)
    write, calls = import_records._write, []

    def dies(*given: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise Killed
        return write(*given)

    monkeypatch.setattr(import_records, "_write", dies)
    with pytest.raises(Killed):
        run_imports(people.office, "w1")
    monkeypatch.setattr(import_records, "_write", write)
    clock = people.office.real_clock
    assert isinstance(clock, MovingClock)
    clock.advance(minutes=6)
    run_imports(people.office, "w2")
    with people.office.database.read() as connection:
        job = imports.job(connection, job_id)
    assert (job.state, job.rows_added, job.rows_begun) == ("done", 8, 8)
    deliver_messages(people.office, "w2")
    assert len({row.record_id for row in begun(people)}) == len(begun(people)) == 8

"""Importing a State Council schedule moves what it bears on, keeps the earlier answer and tells the handlers."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.factories import MovingClock, Walk, add_record, demo_people, make_office
from tests.support.readings import notices_of, slip_for
from tests.support.web import web
from workflows.calendars.library import BadSchedule
from workflows.domain.access import Actor
from workflows.domain.errors import NotAllowed
from workflows.operations import import_calendar as importing
from workflows.operations.complete_task import complete_task
from workflows.operations.import_calendar import import_calendar, plan_import, start_calendar_import
from workflows.operations.office import Office
from workflows.operations.run_jobs import LEASE, run_jobs
from workflows.store import deadlines, history, jobs
from workflows.store import office as store

_HEAD = 'year = 2027\npublished = true\n[[notices]]\nnumber = "示例通知第1号"\n'
_OFF = (
    '[off]\n2027-01-01 = "元旦"\n2027-01-02 = "元旦"\n2027-01-03 = "元旦"\n2027-02-05 = "春节"\n2027-02-08 = "春节"\n'
)


def schedule(*, makeup: str = "", off: str = "") -> str:
    """A schedule of 2027 as a file: published, with extra days off or worked."""
    return f"makeup = [{makeup}]\n{_HEAD}{_OFF}{off}"


#: Monday, 4 January is off as well: what is due after it comes a day later.
LATER = schedule(off='2027-01-04 = "元旦"\n')
#: Saturday and Sunday, 9 and 10 January are worked: what is due after them comes earlier.
EARLIER = schedule(makeup="2027-01-09, 2027-01-10")
#: As everybody expected: nothing moves, but the dates are certain now.
EXPECTED = schedule()


def at(year: int, month: int, day: int) -> datetime:
    """10:00 in Asia/Shanghai."""
    return datetime(year, month, day, 2, tzinfo=UTC)


@pytest.fixture
def walks(database_url: str, tmp_path: Path) -> list[Walk]:
    """Two cases filed in December 2026, due on 6 and 12 January 2027, and one that ends in the old year."""
    office = make_office(database_url, tmp_path, clock=MovingClock(at(2026, 12, 1)))
    made = demo_people(office)
    with office.database.act() as uow:
        others = [add_record(uow.connection, made.subject, made.provider, f"示〔2026〕{n}号") for n in (2, 3)]
        uow.commit()
    first = Walk(made).open()
    first.clock.now = at(2026, 12, 18)
    second = Walk(made).open(record=others[0])
    first.clock.now = at(2026, 12, 24)
    return [second, Walk(made).open(record=others[1]), first]


def admin(walk: Walk) -> Actor:
    return walk.people.actor("admin")


def due(walk: Walk) -> tuple[date | None, bool]:
    slip = slip_for(walk.office, walk.case_id, "objection.overall")
    assert slip is not None
    return slip.due_on, slip.provisional


def rows(walk: Walk) -> list[tuple[str, str, date | None]]:
    with walk.office.database.read() as connection:
        return [(row.rule, row.state, row.due_on) for row in deadlines.all_of(connection, walk.case_id)]


def notices(walk: Walk) -> list[tuple[str, int]]:
    with walk.office.database.read() as connection:
        found = notices_of(connection, walk.case_id)
    return [(row.kind, row.recipient_id) for row in found if row.kind.startswith("clock_") and row.channel == "inbox"]


def test_until_the_schedule_is_out_the_dates_are_provisional(walks: list[Walk]) -> None:
    assert due(walks[0]) == (date(2027, 1, 6), True)
    assert due(walks[1]) == (date(2027, 1, 12), True)
    assert due(walks[2]) == (date(2026, 12, 17), False)


def test_the_dry_run_says_what_would_move_and_writes_nothing(walks: list[Walk]) -> None:
    plan = plan_import(walks[0].office, LATER)
    assert [(move.rule, move.old, move.new, move.overdue) for move in plan.moves if move.rule.endswith("overall")] == [
        ("objection.overall", date(2027, 1, 6), date(2027, 1, 7), False),
        ("objection.overall", date(2027, 1, 12), date(2027, 1, 13), False),
    ]
    assert all(move.was_provisional and not move.provisional for move in plan.moves)
    assert due(walks[0]) == (date(2027, 1, 6), True)
    with walks[0].office.database.read() as connection:
        assert not store.calendar_texts(connection)
        assert not history.events_of(connection, store.OFFICE_CASE)


def test_the_import_does_what_the_dry_run_said(walks: list[Walk]) -> None:
    office = walks[0].office
    plan = plan_import(office, LATER)
    done = import_calendar(office, admin(walks[0]), LATER)
    assert (done.moves, done.version, done.failed) == (plan.moves, plan.version, 0)
    assert due(walks[0]) == (date(2027, 1, 7), False)
    assert due(walks[1]) == (date(2027, 1, 13), False)
    assert plan_import(office, LATER).moves == ()


def test_the_earlier_answer_is_kept_and_the_handlers_are_told_both_dates(walks: list[Walk]) -> None:
    walk = walks[0]
    import_calendar(walk.office, admin(walk), LATER)
    assert [row for row in rows(walk) if row[0] == "objection.overall"] == [
        ("objection.overall", "superseded", date(2027, 1, 6)),
        ("objection.overall", "running", date(2027, 1, 7)),
    ]
    with walk.office.database.read() as connection:
        told = [row for row in notices_of(connection, walk.case_id) if row.kind == "clock_recomputed"]
        event = [row for row in history.events_of(connection, walk.case_id) if row.kind == "clock_recomputed"]
        imported = history.events_of(connection, store.OFFICE_CASE)
    assert {row.recipient_id for row in told} == {walk.people.ids["reviewer"], walk.people.ids["reviewer2"]}
    assert {(row.data["old"], row.data["due"]) for row in told} == {("2027-01-06", "2027-01-07")}
    assert [(row.data["old"], row.data["due_on"]) for row in event] == [("2027-01-06", "2027-01-07")]
    assert [(row.kind, row.data["year"], row.actor_id) for row in imported] == [
        ("calendar_imported", 2027, walk.people.ids["admin"])
    ]


def test_a_schedule_as_expected_moves_no_date_but_makes_it_certain(walks: list[Walk]) -> None:
    import_calendar(walks[0].office, admin(walks[0]), EXPECTED)
    assert due(walks[0]) == (date(2027, 1, 6), False)
    assert {kind for kind, _ in notices(walks[0])} == {"clock_confirmed"}


def test_a_case_that_ends_in_the_old_year_is_left_alone(walks: list[Walk]) -> None:
    before = rows(walks[2])
    import_calendar(walks[0].office, admin(walks[0]), LATER)
    assert rows(walks[2]) == before
    assert notices(walks[2]) == []


def test_what_is_overdue_by_the_schedule_is_named_and_fires(walks: list[Walk]) -> None:
    walk = walks[1]
    walk.clock.now = at(2027, 1, 11)
    plan = plan_import(walk.office, EARLIER)
    moved = {(move.number, move.rule): move for move in plan.moves}
    overall = next(move for (_, rule), move in moved.items() if rule == "objection.overall" and move.new != move.old)
    assert (overall.old, overall.new, overall.overdue) == (date(2027, 1, 12), date(2027, 1, 10), True)
    import_calendar(walk.office, admin(walk), EARLIER)
    walk.fire_until(date(2027, 1, 11))
    assert "supervise_overall" in walk.open_nodes()


def test_an_interrupted_import_goes_on_where_it_stopped(walks: list[Walk], monkeypatch: pytest.MonkeyPatch) -> None:
    recompute = importing._recompute
    calls: list[int] = []

    def interrupted(office: Office, actor: Actor, case_id: int) -> None:
        calls.append(case_id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        recompute(office, actor, case_id)

    monkeypatch.setattr(importing, "_recompute", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_calendar(walks[0].office, admin(walks[0]), LATER)
    assert [due(walk)[1] for walk in walks[:2]] == [False, True]
    monkeypatch.undo()
    done = import_calendar(walks[0].office, admin(walks[0]), LATER)
    assert {move.case_id for move in done.moves} == {walks[1].case_id}
    assert [due(walk) for walk in walks[:2]] == [(date(2027, 1, 7), False), (date(2027, 1, 13), False)]
    assert len(notices(walks[0])) == 2
    with walks[0].office.database.read() as connection:
        assert len(store.calendar_texts(connection)) == 1


def test_on_the_web_the_import_is_a_job_that_goes_on_after_its_worker_died(
    walks: list[Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schedule and the job stand together or not at all; no case is recomputed twice, none is left out."""
    office = walks[0].office
    job_id = start_calendar_import(office, admin(walks[0]), LATER, key="k")
    assert start_calendar_import(office, admin(walks[0]), LATER, key="k") == job_id
    assert due(walks[0]) == (date(2027, 1, 6), True), "nothing moves before the worker comes"
    recompute = importing._recompute

    def dies_after_the_first(office: Office, actor: Actor, case_id: int) -> None:
        recompute(office, actor, case_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_recompute", dies_after_the_first)
    with pytest.raises(KeyboardInterrupt):
        run_jobs(office, "killed", Path("audit.anchor"))
    monkeypatch.undo()
    assert isinstance(office.real_clock, MovingClock)
    office.real_clock.advance(seconds=LEASE.total_seconds() + 1)
    assert run_jobs(office, "heir", Path("audit.anchor")) == 1
    assert [due(walk) for walk in walks[:2]] == [(date(2027, 1, 7), False), (date(2027, 1, 13), False)]
    for walk in walks[:2]:
        assert [row[1] for row in rows(walk) if row[0] == "objection.overall"] == ["superseded", "running"]
        assert len([kind for kind, _ in notices(walk)]) == 2, "one for each of the two reviewers"
    with office.database.read() as connection:
        assert [(row.case_id, row.state) for row in jobs.items_of(connection, job_id)] == [
            (walk.case_id, "done") for walk in sorted(walks[:2], key=lambda each: each.case_id)
        ]
        assert len(store.calendar_texts(connection)) == 1


def test_an_older_job_counts_with_the_newest_schedule(walks: list[Walk]) -> None:
    """Two schedules in a row: whichever job comes to a case last, its dates are those of the newer one."""
    office = walks[0].office
    start_calendar_import(office, admin(walks[0]), LATER, key="older")
    start_calendar_import(office, admin(walks[0]), EXPECTED, key="newer")
    assert run_jobs(office, "w1", Path("audit.anchor")) == 2
    assert [due(walk) for walk in walks[:2]] == [(date(2027, 1, 6), False), (date(2027, 1, 12), False)]


def test_the_administrator_confirms_on_the_page_and_follows_the_job(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path)
    site.clock.now = at(2026, 12, 18)
    walk = Walk(site.people).open()
    visitor = site.signed_in("admin")
    shown = visitor.post("/admin/calendar/import", {"text": LATER})
    version = re.search(r'name="confirmed" value="([^"]+)"', shown.text)
    assert version is not None
    sent = visitor.post("/admin/calendar/import", {"text": LATER, "confirmed": version[1]})
    assert sent.status_code == 303
    page = visitor.get(sent.location).text
    assert "2027年放假安排已导入，正在后台逐件重新计算期限" in page
    assert "/stop" not in page, "half of the deadlines on each calendar would be nobody's law"
    run_jobs(site.office, "w1", Path("audit.anchor"))
    page = visitor.get(sent.location).text
    assert "已办 1 件，未办 0 件" in page
    assert 'href="/admin/calendar"' in page
    assert due(walk)[1] is False


def test_a_form_that_is_open_stays_valid(walks: list[Walk]) -> None:
    command = walks[0].command("examine")
    import_calendar(walks[0].office, admin(walks[0]), LATER)
    assert complete_task(walks[0].office, walks[0].people.actor("reviewer"), command).outcome == "accept"


def test_only_an_administrator_may_and_only_a_whole_schedule_is_taken(walks: list[Walk]) -> None:
    with pytest.raises(NotAllowed):
        import_calendar(walks[0].office, walks[0].people.actor("reviewer"), LATER)
    for text in ("", "year = 2027", LATER + "2027-02-30 = '春节'\n", LATER.replace("2027-01-04", "2028-01-04")):
        with pytest.raises(BadSchedule):
            import_calendar(walks[0].office, admin(walks[0]), text)
    with walks[0].office.database.read() as connection:
        assert not store.calendar_texts(connection)

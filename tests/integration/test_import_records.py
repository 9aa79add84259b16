"""Import of penalty records: row by row, whole after any crash, and never over a decided objection."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from tests.factories import (
    OTHER_PROVIDER,
    OTHER_SUBJECT_CODE,
    PERSON_CODE,
    PROVIDER,
    SUBJECT_CODE,
    MovingClock,
    People,
    Walk,
    demo_people,
    make_office,
)
from tests.samples.penalties import HEADINGS, values, write_csv, write_xlsx
from tests.support.repair_law import with_repair_law
from workflows.domain.errors import NotAllowed
from workflows.intake.filetypes import recognise_table
from workflows.intake.penalty_table import HeaderIncomplete
from workflows.operations import import_records
from workflows.operations.import_records import LEASE, import_now, report_of, run_imports, start_import
from workflows.operations.office import Office
from workflows.store import audit, imports, records
from workflows.store.tables import record, record_change, subject


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office with its one record."""
    return demo_people(make_office(database_url, tmp_path))


def row(number: int, **changes: object) -> list[object]:
    """A penalty of the demonstration's provider against its subject."""
    return values(
        {
            "CF_CFJG": PROVIDER,
            "CF_SJLY": PROVIDER,
            "CF_XDR_SHXYM": SUBJECT_CODE,
            "CF_WSH": f"示市监罚决〔2026〕{number}号",
            **changes,
        }
    )


def hand_in(
    people: People,
    rows: Sequence[Sequence[object]],
    who: str = "reviewer",
    org: int | None = None,
    more: Sequence[object] = (),
) -> int:
    folder = Path(people.office.database.engine.url.database or "x").name
    path = write_xlsx(Path(people.office.files._root) / f"{folder}.xlsx", [[*headings(), *more], *rows])
    with path.open("rb") as file:
        stored = people.office.files.receive(file, "处罚.xlsx", recogniser=recognise_table)
    return start_import(people.office, people.actor(who), stored, "处罚.xlsx", org or people.authority)


def headings() -> list[object]:
    return list(HEADINGS)


def job(office: Office, job_id: int) -> Any:
    with office.database.read() as connection:
        return imports.job(connection, job_id)


def counts(office: Office, job_id: int) -> tuple[str, int, int, int, int]:
    read = job(office, job_id)
    return read.state, read.rows_done, read.rows_added, read.rows_updated, read.rows_refused


def run(people: People, rows: Sequence[Sequence[object]], who: str = "reviewer", org: int | None = None) -> int:
    job_id = hand_in(people, rows, who, org)
    assert run_imports(people.office, "w1") == 1
    return job_id


def errors(office: Office, job_id: int) -> dict[int, list[str]]:
    with office.database.read() as connection:
        return {each.row: [e["message"] for e in each.errors] for each in imports.refused_rows(connection, job_id)}


def load(people: People, number: int) -> Any:
    with people.office.database.read() as connection:
        return records.find(connection, people.provider, f"示市监罚决〔2026〕{number}号", people.subject)


def test_good_rows_become_records_and_bad_ones_a_report(people: People) -> None:
    bad_code = SUBJECT_CODE[:-1] + ("0" if SUBJECT_CODE[-1] != "0" else "1")
    job_id = run(people, [row(1), row(2, CF_XDR_SHXYM=bad_code), row(3, CF_JDRQ="2026-02-30"), row(4)])
    assert counts(people.office, job_id) == ("done", 4, 2, 0, 2)
    assert list(errors(people.office, job_id)) == [3, 4]
    kept = load(people, 1)
    assert (kept.decided_on, kept.publish_until) == (date(2026, 3, 2), date(2027, 3, 2))
    assert kept.fields["CF_NR_FK"] == "0.5"
    assert kept.import_job_id == job_id
    sheet = openpyxl.load_workbook(io.BytesIO(report_of(people.office, job_id))).worksheets[0]
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == [3, 4]


def test_the_import_is_told_in_the_log(people: People) -> None:
    job_id = run(people, [row(1)])
    with people.office.database.read() as connection:
        last = audit.office_events(connection, 0, 99, 99)[-1]
    assert last.kind == "records_imported"
    assert last.actor_id == people.ids["reviewer"]
    assert f'"job":{job_id}'.encode() in last.data


def test_the_same_table_again_changes_nothing(people: People) -> None:
    run(people, [row(1), row(2)])
    version = load(people, 1).version
    assert counts(people.office, run(people, [row(1), row(2)])) == ("done", 2, 0, 0, 0)
    assert load(people, 1).version == version


def test_a_changed_row_updates_its_record_and_keeps_old_and_new(people: People) -> None:
    run(people, [row(1)])
    assert counts(people.office, run(people, [row(1, CF_NR_FK="0.8", CF_GSJZQ="2026-12-31")])) == ("done", 1, 0, 1, 0)
    kept = load(people, 1)
    assert (kept.fields["CF_NR_FK"], kept.publish_until) == ("0.8", date(2026, 12, 31))
    with people.office.database.read() as connection:
        noted = connection.execute(select(record_change).where(record_change.c.record_id == kept.id)).all()
    changes = {each.field: (each.old, each.new) for each in noted}
    assert changes == {"CF_NR_FK": ("0.5", "0.8"), "CF_GSJZQ": ("2027-03-02", "2026-12-31")}


def test_a_record_corrected_by_a_decision_is_not_overwritten(people: People) -> None:
    """Otherwise the next table would quietly undo what the office decided (S1-04)."""
    with people.office.database.act() as uow:
        uow.connection.execute(
            record.update()
            .where(record.c.id == people.record)
            .values(decision_number="示市监罚决〔2026〕9号", fields={"CF_NR_FK": "5"})
        )
        uow.commit()
    Walk(people).open().forwarded().finished()
    assert load(people, 9).fields["CF_NR_FK"] == "0.5"
    job_id = run(people, [row(9, CF_NR_FK="5")])
    assert counts(people.office, job_id) == ("done", 1, 0, 0, 1)
    assert "异议处理决定" in errors(people.office, job_id)[2][0]
    assert load(people, 9).fields["CF_NR_FK"] == "0.5"


def test_an_organ_that_the_office_does_not_know_must_be_added_first(people: People) -> None:
    job_id = run(people, [row(1, CF_CFJG="示例市无名局", CF_SJLY="示例市无名局")])
    assert counts(people.office, job_id) == ("done", 1, 0, 0, 1)
    assert "先添加单位" in errors(people.office, job_id)[2][0]


def test_a_provider_imports_only_its_own(people: People) -> None:
    rows = [row(1), row(2, CF_CFJG=OTHER_PROVIDER, CF_SJLY=OTHER_PROVIDER)]
    job_id = run(people, rows, who="provider", org=people.provider)
    assert counts(people.office, job_id) == ("done", 2, 1, 0, 1)
    assert "只能导入本单位" in errors(people.office, job_id)[3][0]


@pytest.mark.parametrize("who", ["applicant", "auditor", "supervisor", "provider2", "executor"])
def test_nobody_else_may_import(people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        hand_in(people, [row(1)], who=who, org=people.provider)


def test_a_table_without_a_required_column_is_refused_when_it_is_handed_in(people: People) -> None:
    path = write_csv(Path(people.office.files._root) / "short.csv", [HEADINGS[:5], values()[:5]])
    with path.open("rb") as file:
        stored = people.office.files.receive(file, "处罚.csv", recogniser=recognise_table)
    with pytest.raises(HeaderIncomplete):
        start_import(people.office, people.actor("reviewer"), stored, "处罚.csv", people.authority)


def test_a_persons_number_is_masked_in_the_report_and_not_in_the_record(people: People) -> None:
    person: Mapping[str, object] = {"CF_XDR_LB": "自然人", "CF_XDR_SHXYM": "", "CF_XDR_MC": "示例人员甲"}
    with_number = [*HEADINGS, "相对人证件号码"]
    wrong = PERSON_CODE[:-1] + ("0" if PERSON_CODE[-1] != "0" else "1")
    path = write_xlsx(
        Path(people.office.files._root) / "person.xlsx",
        [with_number, [*row(1, **person), PERSON_CODE], [*row(2, **person), wrong],
         [*row(3, **{**person, "CF_XDR_MC": "示例人员乙"}), PERSON_CODE]],
    )  # fmt: skip
    with path.open("rb") as file:
        stored = people.office.files.receive(file, "处罚.xlsx", recogniser=recognise_table)
    done = import_now(people.office, people.actor("reviewer"), stored, "处罚.xlsx", people.authority)
    assert (done.state, done.rows_added, done.rows_refused) == ("done", 1, 2)
    with people.office.database.read() as connection:
        kept = connection.execute(select(record.c.fields).where(record.c.import_job_id == done.id)).scalar_one()
        person_row = connection.execute(select(subject).where(subject.c.code_type == "resident_id")).one()
    assert "CF_XDR_ZJHM" not in kept
    assert person_row.code == PERSON_CODE
    assert wrong.encode() not in report_of(people.office, done.id)
    assert "另一个姓名" in errors(people.office, done.id)[4][0]


def test_text_longer_than_the_tables_hold_is_refused_and_not_cut(people: People) -> None:
    job_id = run(people, [row(1, CF_XDR_MC="长" * 121), row(2)])
    assert counts(people.office, job_id) == ("done", 2, 1, 0, 1)


class Killed(BaseException):
    """The worker dies here."""


def test_a_job_whose_worker_was_killed_goes_on_where_it_stood(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_records, "BATCH", 3)
    job_id = hand_in(people, [row(number) for number in range(1, 9)])
    write, batches = import_records._write, iter(range(9))

    def dies_in_the_third(*given: Any) -> Any:
        if next(batches) == 2:
            raise Killed
        return write(*given)

    monkeypatch.setattr(import_records, "_write", dies_in_the_third)
    with pytest.raises(Killed):
        run_imports(people.office, "dead")
    assert counts(people.office, job_id) == ("running", 6, 6, 0, 0)
    monkeypatch.setattr(import_records, "_write", write)
    assert run_imports(people.office, "w2") == 0, "its claim still holds"
    clock = people.office.real_clock
    assert isinstance(clock, MovingClock)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert run_imports(people.office, "w2") == 1
    assert counts(people.office, job_id) == ("done", 8, 8, 0, 0)


def test_a_frozen_worker_cannot_write_after_its_claim_was_taken_over(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_records, "BATCH", 2)
    job_id = hand_in(people, [row(number) for number in range(1, 6)])
    write, once = import_records._write, iter([True])

    def frozen(*given: Any) -> Any:
        if next(once, False):
            clock = people.office.real_clock
            assert isinstance(clock, MovingClock)
            clock.advance(seconds=LEASE.total_seconds() + 1)
            assert run_imports(people.office, "w2") == 1
        return write(*given)

    monkeypatch.setattr(import_records, "_write", frozen)
    assert run_imports(people.office, "w1") == 0
    assert counts(people.office, job_id) == ("done", 5, 5, 0, 0)


def test_a_worker_that_is_told_to_stop_gives_the_job_back(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_records, "BATCH", 2)
    job_id = hand_in(people, [row(number) for number in range(1, 6)])
    asked = iter([True, True, False, False])
    assert run_imports(people.office, "w1", carry_on=lambda: next(asked)) == 0
    assert counts(people.office, job_id)[:2] == ("waiting", 2)
    assert run_imports(people.office, "w2") == 1
    assert counts(people.office, job_id) == ("done", 5, 5, 0, 0)


def test_a_table_that_is_gone_fails_the_job_and_says_so(people: People) -> None:
    job_id = hand_in(people, [row(1)])
    people.office.files.path(job(people.office, job_id).sha256).unlink()
    assert run_imports(people.office, "w1") == 1
    failed = job(people.office, job_id)
    assert (failed.state, failed.rows_added) == ("failed", 0)
    assert failed.problem


def test_two_workers_with_two_tables_of_the_same_subjects_lose_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    people = demo_people(make_office(database_url, tmp_path))
    codes = [SUBJECT_CODE, OTHER_SUBJECT_CODE]
    rows = [row(number, CF_XDR_SHXYM=codes[number % 2]) for number in range(1, 41)]
    jobs = [hand_in(people, rows), hand_in(people, rows[::-1])]
    barrier = Barrier(2)

    def work(owner: str) -> None:
        barrier.wait()
        run_imports(people.office, owner)

    workers = [Thread(target=work, args=(owner,)) for owner in ("w1", "w2")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [counts(people.office, job_id)[0] for job_id in jobs] == ["done", "done"]
    with people.office.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(record)).scalar_one() == 41
        assert connection.execute(select(record_change.c.id)).all() == []


def test_an_imported_record_is_looked_at_on_the_last_day_of_its_minimum_publicity(people: People) -> None:
    office = with_repair_law(people.office)
    job_id = hand_in(people, [[*row(7), "一般"]], more=["失信信息类别"])
    run_imports(office, "w1")
    assert job(office, job_id).rows_added == 1
    with office.database.read() as connection:
        found = connection.execute(select(record).where(record.c.decision_number == "示市监罚决〔2026〕7号")).one()
    assert (found.published_on, found.look_on) == (date(2026, 9, 18), date(2026, 12, 18))
    assert len(found.query_code) == 12
    hand_in(people, [[*row(7), "严重"]], more=["失信信息类别"])
    run_imports(office, "w1")
    with office.database.read() as connection:
        again = connection.execute(select(record).where(record.c.id == found.id)).one()
    assert (again.category, again.look_on) == ("严重", date(2027, 3, 3)), "the day given for it is earlier"
    assert again.query_code == found.query_code, "what was printed stays good"

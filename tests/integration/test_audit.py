"""The audit log: whatever is changed, removed, cut, inserted or swapped behind the office's back is found."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import text

from tests.factories import People, Walk, add_record, demo_people, make_office
from tests.samples.tamperings import MAIN, TAMPERINGS
from tests.support import databases
from workflows.domain.chain import GENESIS, link
from workflows.operations.note_event import note_event
from workflows.operations.office import Office
from workflows.operations.seal_audit import AnchorMismatch, declare_gap, read_anchor, seal_audit
from workflows.operations.verify_audit import Report, verify_audit
from workflows.store import audit


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Office:
    """An office with two cases under way and a few events of its own, all sealed; the anchor lies in ``tmp_path``."""
    return _office(database_url, tmp_path)


def _office(url: str, folder: Path) -> Office:
    made = make_office(url, folder)
    people = demo_people(made)
    Walk(people).open().forwarded()
    _second_case(people)
    for login in ("reviewer", "auditor", "head"):
        note_event(made, people.ids[login], "signed_in", login=login)
    assert seal_audit(made, folder / "audit.anchor") == 1
    return made


def _second_case(people: People) -> None:
    with people.office.database.act() as uow:
        record = add_record(uow.connection, people.subject, people.provider, "示市监罚决〔2026〕9002号")
        uow.commit()
    Walk(people).open(record=record)


def run(office: Office, *statements: str, **values: object) -> None:
    """Write to the tables as somebody would who has the database and not the key."""
    with office.database.act() as uow:
        for statement in statements:
            uow.connection.execute(text(statement), values)
        uow.commit()


def verify(office: Office, folder: Path) -> Report:
    return verify_audit(office, folder / "audit.anchor")


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def test_an_untouched_log_verifies_to_the_last_event(office: Office, tmp_path: Path) -> None:
    report = verify(office, tmp_path)
    assert report.ok, report.findings
    assert (report.cases, report.seals, report.unsealed) == (2, 1, 0)
    with office.database.read() as connection:
        assert report.events == connection.execute(text("SELECT count(*) FROM event")).scalar_one()


def test_acts_after_the_last_seal_are_covered_by_their_own_chain(office: Office, tmp_path: Path) -> None:
    note_event(office, 1, "signed_in")
    report = verify(office, tmp_path)
    assert report.ok, report.findings
    assert report.unsealed == 1
    run(office, "UPDATE event SET actor_id = 99 WHERE case_id = 0 AND seq = 4")
    assert kinds(verify(office, tmp_path)) == {"changed"}


ON_EACH = [("sqlite", what) for what in TAMPERINGS] + [("postgresql", what) for what in MAIN]


@pytest.mark.parametrize(("backend", "what"), ON_EACH)
def test_it_is_found_when_somebody_changes(what: str, backend: str, tmp_path: Path) -> None:
    statements, expected = TAMPERINGS[what]
    with databases.fresh(backend, tmp_path) as url:
        office = _office(url, tmp_path)
        run(office, *statements)
        report = verify(office, tmp_path)
    assert not report.ok
    assert expected <= kinds(report), report.findings


def test_a_case_deleted_with_all_that_hangs_on_it_is_found(sqlite_url: str, tmp_path: Path) -> None:
    office = _office(sqlite_url, tmp_path)
    run(office, "DELETE FROM event WHERE case_id = 2")
    with office.database.act() as uow:
        uow.connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in ("task", "deadline", "engine_state", "filing", "letter"):
            uow.connection.execute(text(f"DELETE FROM {table} WHERE case_id = 2"))
        uow.connection.execute(text("DELETE FROM office_case WHERE id = 2"))
        uow.commit()
    assert kinds(verify(office, tmp_path)) == {"sealed_lost"}


def test_events_whose_case_is_gone_are_found(sqlite_url: str, tmp_path: Path) -> None:
    office = _office(sqlite_url, tmp_path)
    run(office, "UPDATE event SET case_id = 77 WHERE case_id = 2")
    assert {"case_removed", "cut"} <= kinds(verify(office, tmp_path))


def test_a_time_that_is_no_time_is_a_finding_and_no_crash(sqlite_url: str, tmp_path: Path) -> None:
    office = _office(sqlite_url, tmp_path)
    run(office, "UPDATE event SET at = 'gestern' WHERE case_id = 1 AND seq = 3")
    run(office, "UPDATE event SET actor_id = 'x', data = x'ff' WHERE case_id = 1 AND seq = 5")
    assert [(each.kind, each.seq) for each in verify(office, tmp_path).findings] == [("changed", 3), ("changed", 5)]


def test_a_whole_chain_written_anew_without_the_key_is_found(sqlite_url: str, tmp_path: Path) -> None:
    """What a plain hash chain would not notice: every row, head and count fits the others."""
    office = _office(sqlite_url, tmp_path)
    with office.database.read() as connection:
        events = audit.chains(connection, 0, 1)[0][1]
    mac = GENESIS
    for each in events:
        assert each.at is not None
        mac = link(b"another key" * 4, mac, case_id=1, seq=each.seq, at=each.at, actor_id=9, kind=each.kind, data=b"{}")
        run(
            office,
            "UPDATE event SET actor_id = 9, data = '{}', mac = :mac WHERE case_id = 1 AND seq = :seq",
            mac=mac,
            seq=each.seq,
        )
    run(office, "UPDATE office_case SET chain = :mac WHERE id = 1", mac=mac)
    report = verify(office, tmp_path)
    assert sum(finding.kind == "changed" for finding in report.findings) == len(events)


def test_a_cut_end_of_the_seals_is_found_by_the_anchor_and_nothing_is_sealed_over_it(
    office: Office, tmp_path: Path
) -> None:
    note_event(office, 1, "signed_in")
    seal_audit(office, tmp_path / "audit.anchor")
    run(
        office,
        "DELETE FROM audit_seal WHERE seq = 2",
        "DELETE FROM event WHERE case_id = 0 AND seq = 4",
        "UPDATE office_chain SET event_count = 3, sealed_count = 3, "
        "chain = (SELECT mac FROM event WHERE case_id = 0 AND seq = 3)",
    )
    assert kinds(verify(office, tmp_path)) == {"anchor"}
    with pytest.raises(AnchorMismatch):
        seal_audit(office, tmp_path / "audit.anchor")
    anchor = read_anchor(tmp_path / "audit.anchor")
    assert anchor is not None
    assert anchor.seq == 2


def test_a_restored_backup_goes_on_after_its_gap_is_declared(office: Office, tmp_path: Path) -> None:
    run(
        office,
        "DELETE FROM audit_seal",
        "UPDATE office_case SET sealed_count = 0",
        "UPDATE office_chain SET sealed_count = 0",
    )
    assert kinds(verify(office, tmp_path)) == {"anchor"}
    declare_gap(office, tmp_path / "audit.anchor", 1, "恢复昨日备份")
    assert verify(office, tmp_path).ok
    with office.database.read() as connection:
        last = audit.office_events(connection, 0, 99, 99)[-1]
    assert orjson.loads(last.data)["what"] == "audit_gap"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"null", b'{"seq": "x", "mac": ""}'])
def test_a_damaged_anchor_is_a_finding(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    office = _office(sqlite_url, tmp_path)
    (tmp_path / "audit.anchor").write_bytes(content)
    assert kinds(verify(office, tmp_path)) == {"anchor"}
    with pytest.raises(AnchorMismatch):
        seal_audit(office, tmp_path / "audit.anchor")


def test_a_missing_anchor_is_a_finding(sqlite_url: str, tmp_path: Path) -> None:
    office = _office(sqlite_url, tmp_path)
    (tmp_path / "audit.anchor").unlink()
    assert kinds(verify(office, tmp_path)) == {"anchor"}


Hook = Callable[[], None]


@pytest.mark.parametrize("moment", ["seals", "chains", "office_head", "office_events"])
def test_acts_and_seals_that_go_on_while_it_verifies_give_no_false_alarm(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before each read of the verification somebody acts, and the worker seals."""
    read, at = getattr(audit, moment), iter(range(10_000))

    def while_reading(*given: object) -> object:
        if next(at) < 5:
            note_event(office, 1, "signed_in")
            with monkeypatch.context() as quiet:
                quiet.setattr(audit, moment, read)
                seal_audit(office, tmp_path / "audit.anchor")
            note_event(office, 1, "signed_out")
        return read(*given)

    monkeypatch.setattr(audit, moment, while_reading)
    report = verify(office, tmp_path)
    assert report.ok, report.findings


def test_a_case_opened_and_sealed_while_it_verifies_gives_no_false_alarm(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(database_url, tmp_path)
    people = demo_people(office)
    Walk(people).open()
    seal_audit(office, tmp_path / "audit.anchor")
    read, once = audit.chains, iter([True])

    def while_reading(*given: object) -> object:
        if next(once, False):
            _second_case(people)
            seal_audit(office, tmp_path / "audit.anchor")
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "chains", while_reading)
    report = verify(office, tmp_path)
    assert report.ok, report.findings
    assert report.cases == 2


def test_times_are_compared_as_instants_whatever_zone_the_database_answers_in(office: Office, tmp_path: Path) -> None:
    with office.database.read() as connection:
        _, events = audit.chains(connection, 0, 1)[0]
    assert {each.at.utcoffset() for each in events if each.at} == {timedelta()}
    assert datetime(2026, 9, 18, 2, 0, tzinfo=UTC) in [each.at for each in events]

"""Rows from before packing, and before its second words, are read and verified beside packed ones; and down again."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import Walk, demo_people, make_office
from workflows.operations.complete_task import complete_task
from workflows.operations.seal_audit import seal_audit
from workflows.operations.verify_audit import verify_audit
from workflows.store import cases, letters, migrate

#: Migration → how long a MAC is in its rows: as digits, then as bytes.
MACS = {"0008_registers": 32, "0012_done": 16}


@pytest.mark.parametrize("down_to", MACS)
def test_a_case_goes_down_to_plain_rows_and_up_again_with_its_log_verified(
    down_to: str, database_url: str, tmp_path: Path
) -> None:
    office = make_office(database_url, tmp_path)
    people = demo_people(office)
    walk = Walk(people)
    walk.open()
    complete_task(office, people.actor("reviewer"), walk.command("examine"))
    anchor = tmp_path / "audit.anchor"
    seal_audit(office, anchor)
    with office.database.read() as connection:
        before = cases.load(connection, walk.case_id), cases.application(connection, walk.case_id)
        papers = letters.of_case(connection, walk.case_id)
    office.database.close()

    migrate.downgrade(database_url, down_to)
    with office.database.read() as connection:
        plain = connection.execute(text("SELECT kind, data, mac FROM event WHERE case_id > 0")).all()
        hashes = connection.execute(text("SELECT sha256 FROM letter WHERE sha256 IS NOT NULL")).scalars().all()
        signals = connection.execute(text("SELECT signals FROM deadline WHERE case_id > 0")).scalars().all()
    office.database.close()
    assert {row.kind for row in plain} > {"case_opened", "clock_started", "task_completed"}
    assert all(row.data[:1] in ("{", b"{") and len(row.mac) == MACS[down_to] for row in plain)
    assert "warning breach escalation" in signals
    assert [each.sha256 for each in papers if each.sha256] == [
        each if isinstance(each, str) else each.hex() for each in hashes
    ]

    migrate.upgrade(database_url)
    complete_task(office, people.actor("auditor"), walk.command("sign_acceptance"))
    with office.database.read() as connection:
        after = cases.load(connection, walk.case_id), cases.application(connection, walk.case_id)
    assert before[0] is not None
    assert after[0] is not None
    assert after[0].view.packs == before[0].view.packs
    assert after[0].view.facts.items() >= {"e_service": before[0].view.facts.get("e_service")}.items()
    assert after[1] == before[1]
    seal_audit(office, anchor)
    report = verify_audit(office, anchor)
    assert report.ok, report.findings
    assert report.events > len(plain)
    office.database.close()

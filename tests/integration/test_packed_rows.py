"""Rows from before packing are read and verified beside packed ones; going down writes all of them as they were."""

from pathlib import Path

from sqlalchemy import text

from tests.factories import Walk, demo_people, make_office
from workflows.operations.complete_task import complete_task
from workflows.operations.seal_audit import seal_audit
from workflows.operations.verify_audit import verify_audit
from workflows.store import cases, letters, migrate

BEFORE = "0008_registers"


def test_a_case_goes_down_to_plain_rows_and_up_again_with_its_log_verified(database_url: str, tmp_path: Path) -> None:
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

    migrate.downgrade(database_url, BEFORE)
    with office.database.read() as connection:
        plain = connection.execute(text("SELECT data, mac FROM event WHERE case_id > 0")).all()
        hashes = connection.execute(text("SELECT sha256 FROM letter WHERE sha256 IS NOT NULL")).scalars().all()
    office.database.close()
    assert plain
    assert all(row.data.startswith("{") and len(row.mac) == 32 for row in plain)
    assert [each.sha256 for each in papers if each.sha256] == hashes

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

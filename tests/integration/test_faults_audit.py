"""Where the log cannot be written, the act is not done either (等保 8.1.4.3, F73)."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import Walk, demo_people, make_office
from workflows.operations.complete_task import complete_task
from workflows.store import cases


@pytest.mark.parametrize("table", ["event", "notice", "letter", "task"])
def test_an_act_whose_log_letter_task_or_notice_cannot_be_written_changes_nothing(
    sqlite_url: str, tmp_path: Path, table: str
) -> None:
    office = make_office(sqlite_url, tmp_path)
    walk = Walk(demo_people(office)).open()
    walk.do("reviewer", "examine")
    command = walk.command("sign_acceptance")
    with office.database.read() as connection:
        before = cases.load(connection, walk.case_id)
    with office.database.act() as uow:
        uow.connection.execute(
            text(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        )
        uow.connection.execute(
            text(f"CREATE TRIGGER full2 BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        )
        uow.commit()
    with pytest.raises(Exception, match="disk full"):
        complete_task(office, walk.people.actor("auditor"), command)
    with office.database.read() as connection:
        assert cases.load(connection, walk.case_id) == before
    with office.database.act() as uow:
        uow.connection.execute(text("DROP TRIGGER full"))
        uow.connection.execute(text("DROP TRIGGER full2"))
        uow.commit()
    assert complete_task(office, walk.people.actor("auditor"), command).outcome == "approve"

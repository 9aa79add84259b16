"""The nightly round: a case that is damaged or drifted becomes an incident, once, and the others go on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from tests.factories import MovingClock, People, Walk, add_record, demo_people, make_office
from workflows.domain.chain import GENESIS
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.operations.purge_act_keys import KEEP_KEYS, purge_act_keys
from workflows.operations.reconcile import reconcile
from workflows.operations.sweep_files import sweep_files
from workflows.store import cases, tasks
from workflows.store.tables import act_key, deadline, engine_state, event, task


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office."""
    return demo_people(make_office(database_url, tmp_path))


def another(people: People, number: int) -> Walk:
    with people.office.database.act() as uow:
        record = add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕{number}号")
        uow.commit()
    return Walk(people).open(record=record)


def findings(office: Office) -> dict[int, tuple[str, ...]]:
    return {drift.case_id: drift.findings for drift in reconcile(office).drifts}


def incidents(office: Office, case_id: int) -> int:
    with office.database.read() as connection:
        kinds = connection.execute(select(event.c.kind).where(event.c.case_id == case_id)).scalars()
        return list(kinds).count("incident")


def change(office: Office, statement: object) -> None:
    with office.database.act() as uow:
        uow.connection.execute(statement)  # type: ignore[call-overload]
        uow.commit()


def test_no_step_of_an_objection_drifts(people: People) -> None:
    walk = Walk(people).open()
    steps = [
        ("reviewer", "examine"),
        ("auditor", "sign_acceptance"),
        ("reviewer", "draft_inquiry"),
        ("auditor", "sign_inquiry"),
        ("provider", "sign_for"),
        ("provider", "verify"),
        ("reviewer", "draft_decision"),
        ("auditor", "audit_decision"),
        ("head", "approve_decision"),
        ("reviewer", "serve_reply"),
        ("provider", "execute_correction"),
    ]
    for who, node in steps:
        assert findings(people.office) == {}, f"before {node}"
        walk.do(who, node)
    assert reconcile(people.office).cases == 0


def test_late_and_withdrawn_cases_do_not_drift(people: People) -> None:
    walk = Walk(people).open()
    clock = walk.clock
    clock.advance(days=60)
    fire_due_deadlines(people.office, "w1")
    assert findings(people.office) == {}
    walk.withdraw()
    assert findings(people.office) == {}


@pytest.mark.parametrize(
    "state", [b"", b"{}", b"null", b"\x01", b"\xff" * 400, b"\x01" + b"x" * 200], ids=["empty", "object", "null",
    "short", "future version", "wrong checksum"]
)  # fmt: skip
def test_a_case_whose_engine_state_is_damaged_is_an_incident_and_the_others_go_on(people: People, state: bytes) -> None:
    broken, sound = another(people, 1), another(people, 2)
    change(people.office, update(engine_state).where(engine_state.c.case_id == broken.case_id).values(state=state))
    assert findings(people.office) == {broken.case_id: ("unreadable:StateUnreadable",)}
    assert incidents(people.office, broken.case_id) == 1
    sound.do("reviewer", "examine")
    clock = sound.clock
    clock.advance(days=60)
    sweep = fire_due_deadlines(people.office, "w1")
    assert sweep.fired > 0
    assert sweep.failed > 0
    assert "supervise_overall" in sound.open_nodes()


def test_a_case_whose_engine_state_is_gone_is_an_incident(people: People) -> None:
    walk = Walk(people).open()
    change(people.office, delete(engine_state).where(engine_state.c.case_id == walk.case_id))
    assert findings(people.office) == {walk.case_id: ("unreadable:StateUnreadable",)}


def test_an_incident_is_told_once_and_again_only_when_it_changes(people: People) -> None:
    walk = Walk(people).open()
    change(people.office, update(deadline).where(deadline.c.rule == "objection.forward").values(host="999"))
    first = findings(people.office)[walk.case_id]
    assert first == ("clock_stray:objection.forward", "clock_lost:objection.forward")
    assert findings(people.office)[walk.case_id] == first
    assert incidents(people.office, walk.case_id) == 1
    change(people.office, update(deadline).where(deadline.c.rule == "objection.overall").values(host="998"))
    assert len(findings(people.office)[walk.case_id]) == 4
    assert incidents(people.office, walk.case_id) == 2


def test_a_lost_task_is_found_and_a_case_that_waits_for_nobody_raises_the_alarm(people: People) -> None:
    walk = Walk(people).open()
    change(people.office, update(task).values(state="cancelled"))
    (lost,) = findings(people.office)[walk.case_id]
    assert lost.startswith("task_lost:")
    change(people.office, update(deadline).values(state="cancelled", signal_at=None))
    assert "idle" in findings(people.office)[walk.case_id]


def test_a_stray_task_is_found(people: People) -> None:
    walk = Walk(people).open()
    with people.office.database.read() as connection:
        row = tasks.open_of(connection, walk.case_id)[0]
    stray = {
        "case_id": row.case_id,
        "node": row.node,
        "engine_task": "999",
        "role": row.role,
        "org_id": row.org_id,
        "state": "open",
        "opened_at": people.office.clock(),
        "due_on": row.due_on,
    }
    change(people.office, insert(task).values(**stray))
    assert findings(people.office) == {walk.case_id: ("task_stray:999",)}


def test_an_incident_leaves_the_audit_chain_whole_and_open_forms_valid(people: People) -> None:
    walk = Walk(people).open()
    before = walk.command("examine")
    change(people.office, update(deadline).where(deadline.c.rule == "objection.forward").values(host="999"))
    reconcile(people.office)
    with people.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    assert stored.chain != GENESIS
    assert stored.view.substance == before.seen


def test_files_that_no_row_names_go_after_a_day_and_the_others_stay(people: People, tmp_path: Path) -> None:
    Walk(people).open()
    office = people.office
    kept = office.files.put_bytes(b"%PDF-1.4\n%%EOF\n", "orphan.pdf")
    clock = office.real_clock
    assert isinstance(clock, MovingClock)
    written = datetime.fromtimestamp(kept.path.stat().st_mtime, UTC)
    clock.now = written
    assert sweep_files(office) == []
    clock.advance(days=2)
    assert sweep_files(office) == [kept.sha256]
    with office.database.read() as connection:
        for (digest,) in connection.execute(text("SELECT sha256 FROM file")):
            assert office.files.path(digest).is_file()


def test_old_act_keys_are_forgotten_and_recent_ones_kept(people: People) -> None:
    walk = Walk(people).open()
    walk.clock.advance(days=KEEP_KEYS.days - 1)
    assert purge_act_keys(people.office) == 0
    walk.clock.advance(days=2)
    assert purge_act_keys(people.office) == 1
    with people.office.database.read() as connection:
        assert connection.execute(select(act_key)).all() == []

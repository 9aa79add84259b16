"""The ten traps that our libraries set by default, each tried on the product as it is put together.

Where another test shows a trap whole, SHOWN_BY names it instead of a second copy here.
"""

import ast
import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from tests.factories import Walk
from tests.support.shared import ROOT
from tests.support.web import Web, web
from workflows.domain.errors import DiagramRefused, TooManyRounds
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.shelves import DiagramShelf
from workflows.processes.signing import MAX_ROUNDS
from workflows.store import cases, deadlines, letters, tasks

#: Trap → the test that shows it.
SHOWN_BY = {
    "two schedulers on one store run a job twice, or one of them dies": (
        "integration/test_worker.py", "test_three_workers_at_once_fire_every_signal_once"),
    "a dead worker holds what it claimed": (
        "integration/test_worker.py",
        "test_a_dead_workers_claim_is_taken_over_and_a_frozen_workers_late_write_refused"),
    "after the clock is set back, a scheduler stops ticking": (
        "integration/test_worker.py", "test_the_ticks_go_on_after_the_machines_clock_was_set_back_15_days"),
    "two processes that read the same state both complete its task": (
        "integration/test_races.py", "test_two_reviewers_complete_one_task_and_one_of_them_wins"),
    "a task that was completed or cancelled runs again": (
        "process/test_engine_steps.py", "test_a_task_that_was_completed_or_cancelled_cannot_be_completed_again"),
    "a thousand returns make the open task invisible": (
        "process/test_engine_steps.py", "test_a_thousand_returns_neither_grow_the_state_nor_lose_the_task"),
    "form fields become variables of the process": (
        "integration/test_hostile_forms.py", "test_a_field_of_a_foreign_name_steers_nothing"),
    "a template inside the applicant's text is executed": (
        "unit/test_render.py", "test_no_printable_text_whatever_loses_a_character"),
}  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The product as it is assembled, over a small office."""
    return web(sqlite_url, tmp_path)


@pytest.mark.parametrize("trap", SHOWN_BY)
def test_the_trap_is_shown_by_the_test_that_is_named_for_it(trap: str) -> None:
    file, name = SHOWN_BY[trap]
    module = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}, trap


@pytest.mark.parametrize(
    "code",
    ["__import__('os').system('touch {mark}')", "().__class__.__base__.__subclasses__()", "open('{mark}', 'w')"],
)
@pytest.mark.parametrize("place", ["approved == True", 'warning("objection.verify")'])
def test_t1_a_diagram_is_no_program(site: Web, tmp_path: Path, code: str, place: str) -> None:
    """By default a diagram is code: here a diagram with Python in it opens no case and runs nothing."""
    mark = tmp_path / "mark"
    xml = (ROOT / "bpmn" / "objection.bpmn").read_text("utf-8")
    spelled = place if place in xml else place.replace('"', "&#34;")
    assert spelled in xml, "the diagram has such a place"
    (tmp_path / "objection.bpmn").write_text(xml.replace(spelled, code.format(mark=mark), 1), "utf-8")
    shelf = DiagramShelf(site.office.database, tmp_path, site.office.processes, site.office.clock)
    with pytest.raises(DiagramRefused):
        shelf.newest("objection")
    assert not mark.exists()


def test_t2_a_loop_of_returns_ends_in_words_and_the_task_stays_on_its_desk(site: Web) -> None:
    """By default a task disappears after some hundred returns: here the loop is capped and the task stays visible."""
    walk = Walk(site.people).open()
    for _ in range(MAX_ROUNDS - 1):
        walk.do("reviewer", "examine")
        walk.do("auditor", "sign_acceptance", decision="return", opinion="请核对。")
    walk.do("reviewer", "examine")
    with pytest.raises(TooManyRounds):
        walk.do("auditor", "sign_acceptance", decision="return", opinion="请核对。")
    assert walk.open_nodes() == ["sign_acceptance"]
    assert walk.opened is not None
    assert walk.opened.number in site.signed_in("auditor").get("/tasks").text
    walk.do("auditor", "sign_acceptance")
    assert walk.open_nodes() == ["draft_inquiry"]


def test_t3_no_diagram_says_how_long_a_month_is() -> None:
    """By default 31 January plus a month is 3 March: here diagrams hold no duration, only the name of a rule."""
    for file in (ROOT / "bpmn").glob("*.bpmn"):
        text = file.read_text("utf-8")
        assert "timeDate>" in text or "timeDate " in text
        assert "timeDuration" not in text
        assert "timeCycle" not in text


def test_t4_a_deadline_does_not_depend_on_the_zone_of_the_machine(site: Web) -> None:
    """By default a date is read in the zone of the process: here 24:00 in Shanghai is one instant everywhere."""
    program = (
        "from datetime import date\n"
        "from workflows.domain.time import end_of_day, office_date\n"
        "from workflows.calendars.library import shipped\n"
        "due = shipped().nth_working_day(date(2026, 9, 18), 12)\n"
        "print(due, end_of_day(due).isoformat(), office_date(end_of_day(due)))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "TZ": zone}, stdout=subprocess.PIPE, text=True
        )
        for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles")
    ]
    answers = {process.communicate(timeout=60)[0].strip() for process in running}
    assert answers == {"2026-10-12 2026-10-12T16:00:00+00:00 2026-10-13"}
    site.clock.now = datetime(2026, 9, 18, 15, 59, 30, tzinfo=UTC)
    walk = Walk(site.people).open()
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
        cap = next(row for row in deadlines.all_of(connection, walk.case_id) if row.rule == "objection.overall")
    assert stored is not None
    assert stored.view.received_on == date(2026, 9, 18), "23:59:30 in Shanghai is still the 18th"
    assert cap.due_on == date(2026, 10, 12)


def test_t5_what_fell_due_while_nothing_ran_fires_once_when_it_runs_again(site: Web) -> None:
    """By default what is a second late is never run: here forty days of standstill lose no signal and repeat none."""
    walk = Walk(site.people).open()
    site.clock.advance(days=40)
    first = fire_due_deadlines(site.office, "returned")
    assert (first.fired > 0, first.failed) == (True, 0)
    assert fire_due_deadlines(site.office, "returned").fired == 0
    assert "supervise_overall" in walk.open_nodes()
    with site.office.database.read() as connection:
        late = [row for row in deadlines.running(connection) if row.signal_at and row.signal_at < site.clock()]
    assert late == []


def test_t8_an_act_on_an_old_state_is_refused_though_the_engine_would_take_it(site: Web) -> None:
    """By default the engine completes a cancelled task: here a form of a withdrawn case changes nothing."""
    walk = Walk(site.people).open()
    with site.office.database.read() as connection:
        task = tasks.open_of(connection, walk.case_id)[0]
    reviewer = site.signed_in("reviewer")
    form = {"outcome": "accept", "identity_ok": "y", "materials_ok": "y", "refuse_code": "", "seen": "1"}
    walk.withdraw()
    answer = reviewer.post(f"/tasks/{task.id}", {**form, "act_key": "k" * 24})
    assert answer.status_code == 409
    assert walk.open_nodes() == ["sign_termination"]


def test_t10_a_letter_prints_what_was_written_and_runs_nothing(site: Web) -> None:
    """By default a letter loses "&B" and prints raw XML as its own: here every character arrives, and none is code."""
    written = "A&B 公司资产<100万 {{ 7*7 }} {% for x in y %} </w:t><w:t>已批准 ]]> 𠮷"
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry", summary=written)
    walk.do("auditor", "sign_inquiry")
    with site.office.database.read() as connection:
        letter = next(row for row in letters.of_case(connection, walk.case_id) if row.code == "OBJ-07")
    data = site.signed_in("reviewer").get(f"/files/letters/{letter.id}").data
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(written in text for text in [*(paragraph.text for paragraph in document.paragraphs), *cells])
    with ZipFile(io.BytesIO(data)) as parts:
        assert b"<w:t>\xe5\xb7\xb2\xe6\x89\xb9\xe5\x87\x86" not in parts.read("word/document.xml")

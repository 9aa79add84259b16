"""When the storage fails: a locked or full database, a damaged case, a folder without room, a file that is gone.

Every answer is in plain words, nothing is left half done, everything else goes on, and the fault has a line in the log.
"""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from tests.factories import Walk
from tests.samples import files
from tests.support import databases
from tests.support.filing import cases_of, filed, fill, send
from tests.support.people import add_record
from tests.support.web import Web, web
from webapp import logs
from workflows.domain import errors as refusals
from workflows.intake import storage_faults
from workflows.store import case_pages, cases, database, letters, tasks
from workflows.store.tables import engine_state

ACCEPT = {"outcome": "accept", "identity_ok": "y", "materials_ok": "y", "refuse_code": "", "reasons": "写下的理由"}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """An office of one's own."""
    return web(sqlite_url, tmp_path)


def _examine(site: Web, walk: Walk, **more: str) -> Any:
    with site.office.database.read() as connection:
        task = next(task for task in tasks.open_of(connection, walk.case_id) if task.node == "examine")
    return site.signed_in("reviewer").post(f"/tasks/{task.id}", {**ACCEPT, "seen": "1", **more})


def _state(site: Web, walk: Walk) -> tuple[object, ...]:
    with site.office.database.read() as connection:
        return (
            cases.load(connection, walk.case_id),
            tasks.all_of(connection, walk.case_id),
            len(case_pages.events_of(connection, walk.case_id)),
            len(letters.of_case(connection, walk.case_id)),
        )


def test_a_locked_database_is_answered_with_try_again_and_nothing_is_changed(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    site = web(sqlite_url, tmp_path)
    walk = Walk(site.people).open()
    with site.office.database.read() as connection:
        task = tasks.open_of(connection, walk.case_id)[0]
    reviewer = site.signed_in("reviewer")
    before = _state(site, walk)
    with closing(database.Database(sqlite_url)) as other, other.act():
        answer = reviewer.post(f"/tasks/{task.id}", {**ACCEPT, "seen": "1", "act_key": "k" * 24})
        assert answer.status_code == 503
        assert "本次操作没有执行" in answer.text
        assert "写下的理由" in answer.text
        assert reviewer.get("/tasks").status_code == 200, "reading goes on"
    assert _state(site, walk) == before
    again = reviewer.post(f"/tasks/{task.id}", {**ACCEPT, "seen": "1", "act_key": "k" * 24})
    assert again.status_code == 303, "the same form sent again succeeds"
    assert walk.open_nodes() == ["sign_acceptance"]


@pytest.mark.parametrize("state", [b"", b"null", b"\xff" * 400])
def test_a_damaged_case_says_so_and_the_others_go_on(site: Web, state: bytes) -> None:
    with site.office.database.act() as uow:
        second = add_record(uow.connection, site.people.subject, site.people.provider, "示市监罚决〔2026〕9002号")
        uow.commit()
    broken, sound = Walk(site.people).open(), Walk(site.people).open(record=second)
    with site.office.database.act() as uow:
        row = engine_state.c.case_id == broken.case_id
        uow.connection.execute(update(engine_state).where(row).values(state=state))
        uow.commit()
    before = _state(site, broken)
    answer = _examine(site, broken)
    assert answer.status_code == 500
    assert "流程数据已损坏" in answer.text
    assert "写下的理由" in answer.text
    assert "Traceback" not in answer.text
    assert _state(site, broken) == before
    reviewer = site.signed_in("reviewer")
    for path in ("/tasks", f"/cases/{broken.case_id}", f"/cases/{broken.case_id}?tab=diagram", "/records?q=示例甲"):
        assert reviewer.get(path).status_code == 200, path
    assert _examine(site, sound).status_code == 303


def test_a_case_without_its_state_is_shown_and_refuses_acts_in_words(site: Web) -> None:
    walk = Walk(site.people).open()
    with site.office.database.act() as uow:
        uow.connection.execute(delete(engine_state).where(engine_state.c.case_id == walk.case_id))
        uow.commit()
    answer = _examine(site, walk)
    assert answer.status_code == 500
    assert "流程数据已损坏" in answer.text


def test_a_file_that_is_gone_is_told_as_a_fault_of_the_office(site: Web) -> None:
    walk = filed(site, site.signed_in("applicant"), files=[("证据.pdf", files.pdf())])
    with site.office.database.read() as connection:
        row = case_pages.files_of(connection, walk.case_id)[0]
    site.office.files.path(row.sha256).unlink()
    applicant = site.signed_in("applicant")
    answer = applicant.get(f"/files/{row.id}")
    assert answer.status_code == 500
    assert "文件在存储中找不到" in answer.text
    assert applicant.get(f"/mine/{walk.case_id}").status_code == 200


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        (errno.ENOSPC, 507, "存储空间已满"),
        (errno.EROFS, 503, "文件存储暂时不可用"),
        (errno.EMFILE, 503, "文件存储暂时不可用"),
    ],
)
def test_a_folder_that_takes_nothing_is_told_and_the_form_is_kept(
    site: Web, monkeypatch: pytest.MonkeyPatch, number: int, status: int, words: str, step: str
) -> None:
    applicant, record = site.signed_in("applicant"), site.people.record

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(f"workflows.intake.filestore.os.{step}", refuse)
        answer = fill(applicant, record, files=[("证据.pdf", files.pdf())], statement="这段话不能丢。")
    assert answer.status_code == status
    assert words in answer.text
    assert "这段话不能丢。" in answer.text
    root = site.office.files._root
    assert not [path for path in root.rglob("*") if path.is_file() and path.name != "lock"]
    assert cases_of(site) == 0
    assert send(applicant, record, fill(applicant, record, files=[("证据.pdf", files.pdf())])).status_code == 303


def test_a_letter_that_finds_no_room_is_not_signed_and_takes_no_number(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine")
    with site.office.database.read() as connection:
        task = tasks.open_of(connection, walk.case_id)[0]
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    before, auditor = _state(site, walk), site.signed_in("auditor")
    form = {"decision": "approve", "opinion": "写下的意见", "no_conflict": "yes", "seen": str(stored.view.substance)}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as broken:
        broken.setattr("workflows.intake.filestore.os.fsync", full)
        answer = auditor.post(f"/tasks/{task.id}", form)
    assert answer.status_code == 507
    assert "写下的意见" in answer.text
    assert _state(site, walk) == before
    assert auditor.post(f"/tasks/{task.id}", form).status_code == 303


@contextmanager
def _unwritable_log(site: Web) -> Iterator[None]:
    with site.office.database.act() as uow:
        uow.connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        )
        uow.commit()
    yield
    with site.office.database.act() as uow:
        uow.connection.execute(text("DROP TRIGGER full"))
        uow.commit()


def test_what_cannot_be_audited_is_not_done(site: Web, capfd: pytest.CaptureFixture[str]) -> None:
    walk = Walk(site.people).open()
    reviewer, before = site.signed_in("reviewer"), _state(site, walk)
    with site.office.database.read() as connection:
        task = tasks.open_of(connection, walk.case_id)[0]
    with _unwritable_log(site):
        acts = [reviewer.post(f"/tasks/{task.id}", {**ACCEPT, "seen": "1"}), reviewer.post(f"/tasks/{task.id}/claim")]
        refused = site.visitor().sign_in("auditor")
    assert [answer.status_code for answer in (*acts, refused)] == [500, 500, 500]
    assert all("您的操作没有完成" in answer.text and "disk full" not in answer.text for answer in acts)
    assert "disk full" in capfd.readouterr().err
    assert _state(site, walk) == before


def test_what_is_written_into_the_log_stays_on_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    import structlog

    logs.configure()
    hostile = "a\r\nb\x1b[31mc\x85d\u2028e\u202ef\x9b31mg\ud800" + "x" * 20_000
    structlog.get_logger().error("told", name=hostile)
    written = capfd.readouterr().err
    assert len(written.splitlines()) == 1
    assert written.isprintable() or written.rstrip("\n").isprintable()
    assert json.loads(written)["name"] == hostile[: logs.LONGEST]


ERRORS = {
    400: refusals.OfficeError, 403: refusals.NotAllowed, 404: refusals.NotFound, 409: refusals.StaleVersion,
    422: refusals.ReasonsRequired, 503: refusals.Busy, 507: storage_faults.StorageFull, 500: RuntimeError,
}  # fmt: skip


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """An office whose first page fails in whatever way is wanted."""
    folder = tmp_path_factory.mktemp("still")
    with databases.fresh_sqlite(folder) as url:
        yield web(url, folder)


@pytest.mark.parametrize("status", ERRORS)
def test_every_refusal_has_a_page_in_both_languages(still: Web, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    def broken() -> None:
        raise ERRORS[status]()

    broken.access_rules = ("public",)  # type: ignore[attr-defined]
    monkeypatch.setitem(still.app.view_functions, "home.index", broken)
    visitor = still.visitor()
    chinese = visitor.get("/")
    visitor.client.set_cookie("language", "en")
    english = visitor.get("/")
    assert (chinese.status_code, english.status_code) == (status, status)
    assert '<html lang="zh-CN"' in chinese.text
    body = english.text.split("<main")[1].split("</main>")[0]
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in body), body
    assert "Traceback" not in chinese.text + english.text

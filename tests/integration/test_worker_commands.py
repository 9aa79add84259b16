"""The worker as its own process, and the commands about the log, the imports and the clock."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import Walk, demo_people, make_office
from tests.samples.penalties import HEADINGS, values, write_xlsx
from tests.support.people import AUTHORITY, PROVIDER
from tests.support.smtp import SmtpServer
from webapp import create_app, settings
from webapp.commands.worker import channels, translator
from workflows.operations.office import Office
from workflows.store import office as store
from workflows.store import outbox
from workflows.store.tables import event, notice

_PAUSE = threading.Event()


def _worker(url: str, folder: Path, mail: SmtpServer) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "CREDITCASE_ENV": "test",
        "CREDITCASE_DATA": str(folder),
        "DATABASE_URL": url,
        "CREDITCASE_AUDIT_KEY": "k" * 32,
        "CREDITCASE_SMTP_HOST": "127.0.0.1",
        "CREDITCASE_SMTP_PORT": str(mail.port),
        "CREDITCASE_SMTP_TLS": "0",
    }
    return subprocess.Popen([str(Path(sys.executable).parent / "flask"), "--app", "webapp", "worker"], env=environment)


def _until_told(office: Office, jobs: set[str]) -> None:
    ends = monotonic() + 60
    while monotonic() < ends:
        with office.database.read() as connection:
            if jobs <= {row.job for row in store.beats(connection)}:
                return
        _PAUSE.wait(0.1)
    pytest.fail(f"the worker did not tell of {jobs} in time")


def test_a_killed_worker_is_followed_by_another_and_a_stopped_one_leaves_in_order(
    database_url: str, tmp_path: Path, smtp_server: SmtpServer
) -> None:
    office = make_office(database_url, tmp_path)
    Walk(demo_people(office)).open()
    first = _worker(database_url, tmp_path, smtp_server)
    try:
        smtp_server.wait_for(1, timeout=60)
    finally:
        first.kill()
        first.wait(30)
    second = _worker(database_url, tmp_path, smtp_server)
    try:
        _until_told(office, {"deadlines", "notices", "imports", "audit"})
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
    finally:
        second.kill()
    with office.database.read() as connection:
        by_mail = (notice.c.channel == "email", notice.c.attempts > 0)
        states = connection.execute(select(notice.c.state).where(*by_mail)).scalars().all()
    # A mail that the killed worker had sent, but not noted, goes out again under its own number; one that it had only
    # claimed waits until the claim runs out.
    out = {received.message["Message-ID"] for received in smtp_server.messages}
    assert states.count("sent") <= len(out) <= len(states)
    assert set(states) <= {"sent", "sending"}
    assert (tmp_path / "audit.anchor").is_file()
    with office.database.read() as connection:
        assert outbox.backlog(connection, office.clock()).failed == 0


def test_production_without_a_mail_server_sends_nowhere_and_a_demonstration_into_a_folder(tmp_path: Path) -> None:
    shared = {"CREDITCASE_DATA": str(tmp_path)}
    assert channels(settings.read({**shared, "CREDITCASE_ENV": "production"})).keys() == {"webhook"}
    assert channels(settings.read({**shared, "CREDITCASE_ENV": "demonstration"})).keys() == {"email", "webhook"}


def test_words_without_a_catalogue_stay_chinese(tmp_path: Path) -> None:
    assert translator(str(tmp_path))("en", "已受理") == "已受理"


def _app(url: str, folder: Path) -> Any:
    read = settings.read({"CREDITCASE_ENV": "test", "CREDITCASE_DATA": str(folder), "DATABASE_URL": url})
    return create_app(read)


def test_the_command_line_verifies_the_log_and_tells_a_shell_when_it_was_touched(
    sqlite_url: str, tmp_path: Path
) -> None:
    app = _app(sqlite_url, tmp_path)
    office: Office = app.extensions["office"]
    Walk(demo_people(office)).open()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "seal"]).exit_code == 0
    sound = runner.invoke(args=["audit", "verify", "--json"])
    assert sound.exit_code == 0, sound.output
    assert json.loads(sound.output)["ok"] is True
    with office.database.act() as uow:
        uow.connection.execute(update(event).where(event.c.seq == 2).values(actor_id=77))
        uow.commit()
    touched = runner.invoke(args=["audit", "verify", "--json"])
    assert touched.exit_code == 1
    assert json.loads(touched.output)["findings"][0]["kind"] == "changed"
    assert "内容被改动" in runner.invoke(args=["audit", "verify"]).output


def test_the_command_line_imports_a_table_and_tells_a_shell_of_refused_rows(sqlite_url: str, tmp_path: Path) -> None:
    app = _app(sqlite_url, tmp_path)
    demo_people(app.extensions["office"])
    good = values({"CF_CFJG": PROVIDER, "CF_SJLY": PROVIDER})
    table = write_xlsx(
        tmp_path / "table.xlsx", [HEADINGS, good, values({"CF_CFJG": "示例市无名局", "CF_SJLY": "无名"})]
    )
    report = tmp_path / "report.xlsx"
    runner = app.test_cli_runner()
    command = ["records", "import", str(table), "--organisation", AUTHORITY, "--report", str(report), "--json"]
    done = runner.invoke(args=command)
    assert done.exit_code == 1, done.output
    told = json.loads(done.output)
    assert (told["state"], told["added"], told["refused"]) == ("done", 1, 1)
    assert report.read_bytes().startswith(b"PK")
    assert runner.invoke(args=[*command[:4], "无此单位"]).exit_code == 2


def test_confirming_the_clock_is_told_in_the_log(sqlite_url: str, tmp_path: Path) -> None:
    app = _app(sqlite_url, tmp_path)
    demo_people(app.extensions["office"])
    assert app.test_cli_runner().invoke(args=["worker", "confirm-clock"]).exit_code == 0
    with app.extensions["office"].database.read() as connection:
        assert connection.execute(select(event.c.kind).where(event.c.case_id == 0)).scalars().all() == ["incident"]

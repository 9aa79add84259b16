"""A new office is founded, and an old one brought to this version, by one command that may be repeated."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.support import databases
from webapp import create_app, settings
from webapp.auth.passwords import PASSWORDS
from workflows.operations import found_office as founding
from workflows.operations.sign_in import sign_in
from workflows.store import bindings, people
from workflows.store.migrate import (
    DatabaseAway,
    NoDatabase,
    SchemaDiffers,
    downgrade,
    is_migrated,
    require_current,
)

FOUNDING = (
    "--authority", "示例县公共信用信息中心", "--jurisdiction", "national", "--letter-word", "示县信用",
    "--case-word", "SX", "--pack", "national/2026-04-01",
    "--admin", "keeper", "--admin-name", "示例管理员", "--admin-email", "keeper@example.com",
)  # fmt: skip


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "CREDITCASE_ENV": "production", "CREDITCASE_DATA": str(folder), "DATABASE_URL": url,
        "CREDITCASE_BASE_URL": "https://office.example", "CREDITCASE_SCANNER": "tcp:127.0.0.1:3310",
    }  # fmt: skip


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Flask:
    """A production installation in which nobody works yet."""
    return create_app(settings.read(environment(sqlite_url, tmp_path)))


def setup(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["setup", *words])


def answered(app: Flask, *words: str) -> dict[str, Any]:
    done = setup(app, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_new_office_has_its_authority_its_rules_and_an_administrator_who_can_sign_in(app: Flask) -> None:
    made = answered(app, *FOUNDING)
    office = app.extensions["office"]
    signed = sign_in(office, PASSWORDS, login="keeper", password=made["password"], address="127.0.0.1")
    assert signed
    with office.database.read() as connection:
        authority = people.organisation_by_name(connection, "示例县公共信用信息中心")
        packs = [row.pack for row in bindings.all_of(connection, authority.id)]
    assert (authority.letter_word, authority.case_word, packs) == ("示县信用", "SX", ["national/2026-04-01"])


def test_without_an_authority_it_migrates_and_says_what_is_missing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    done = setup(create_app(settings.read(environment(url, tmp_path))))
    assert done.exit_code == 0
    assert "还没有管理员" in done.stdout
    assert is_migrated(url)


def test_an_office_is_founded_once(app: Flask) -> None:
    answered(app, *FOUNDING)
    again = setup(app, *FOUNDING)
    assert again.exit_code == 2
    assert "已经建立" in again.stderr
    assert answered(app)["founded"] is True


def test_founding_that_died_is_taken_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(founding, "add_user", lambda *_args, **_more: 1 / 0)
        assert isinstance(setup(app, *FOUNDING).exception, ZeroDivisionError)
    assert answered(app)["founded"] is False
    assert answered(app, *FOUNDING)["founded"] is True


def test_what_cannot_be_is_refused_in_words_and_can_be_tried_again(app: Flask) -> None:
    refused = (
        ("--pack", "moon/2026-04-01", "national/2026-04-01"),
        ("--letter-word", "", "letter_word"),
        ("--jurisdiction", "moon", "jurisdiction"),
        ("--admin", "K", "login"),
        ("--admin-email", "nobody", "email"),
    )
    for option, value, said in refused:
        pairs = {**dict(zip(FOUNDING[::2], FOUNDING[1::2], strict=True)), option: value}
        done = setup(app, *(word for pair in pairs.items() for word in pair))
        assert (done.exit_code, said in done.stderr) == (2, True), option
    assert answered(app, *FOUNDING)["founded"] is True


def test_a_web_server_starts_with_the_schema_of_its_program_only(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    for name, value in environment(empty, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FLASK_RUN_FROM_CLI", raising=False)
    with pytest.raises(NoDatabase):
        create_app()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    create_app()
    downgrade(sqlite_url, "-1")
    with pytest.raises(SchemaDiffers):
        create_app()


def test_a_server_that_is_away_is_told_from_one_without_an_office() -> None:
    with databases.fresh_postgresql(migrated=False) as url:
        with pytest.raises(NoDatabase):
            require_current(url)
        with pytest.raises(DatabaseAway):
            require_current(f"{url}_gone")
        assert not is_migrated(f"{url}_gone")

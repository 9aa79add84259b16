"""The command line answers in JSON and in Chinese, works before there is a database, and refuses bad input plainly."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.factories import AUTHORITY, Walk, demo_people, make_office
from tests.integration.test_calendar_import import LATER
from tests.support.databases import BACKENDS
from tests.support.site import Site, demonstration
from webapp import bootstrap, context, create_app, settings
from webapp.commands.scenario import scenarios, short_names
from webapp.demo import penalties
from webapp.demo.load import PACKS, load
from workflows.intake.penalty_cells import Row
from workflows.intake.penalty_row import PenaltyRow, parse_row
from workflows.operations.office import Office
from workflows.policies import library as policies
from workflows.processes import discover
from workflows.store import cases, people, tasks
from workflows.store.migrate import is_migrated

#: Scenarios that the documentation names, some without their process.
PROMISED = (
    "repair-minor", "repair-serious", "repair-batch", "repair-refused", "repair-revoked", "rectification-done",
    "rectification-to-interview", "interview-absent", "listing", "listing-refused-after-defence", "exit-by-repair",
    "exit-by-expiry", "emergency-removal",
)  # fmt: skip

_MADE: list[Flask] = []


def application(url: str, folder: Path, office: Office | None = None, **env: str) -> Flask:
    """The application on the database at ``url``; the one of the test before where nothing else is asked for."""
    read = settings.read(
        {
            "CREDITCASE_ENV": "test",
            "CREDITCASE_DATA": str(folder),
            "DATABASE_URL": url,
            "CREDITCASE_AUDIT_KEY": "k" * 32,
            **env,
        }
    )
    if env:
        return create_app(read, office)
    if not _MADE:
        _MADE.append(create_app(read, office))
    context.install(_MADE[0], read, office or bootstrap.build_office(read))
    return _MADE[0]


def flask(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def answer(app: Flask, *words: str) -> dict[str, Any]:
    done = flask(app, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def bare(tmp_path: Path) -> Flask:
    """An installation whose database does not exist yet."""
    return application(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)


class TestDeadline:
    """``flask deadline`` answers under one text alone, or before one authority."""

    _ASKED = ("deadline", "--rule", "objection.overall", "--start", "2026-09-18")

    def test_one_text_alone_and_without_a_database(self, bare: Flask, tmp_path: Path) -> None:
        found = answer(bare, *self._ASKED, "--jurisdiction", "xinzheng")
        assert (found["due_on"], found["provisional"]) == ("2026-10-12", False)
        assert found["source"].startswith("市信用中心应当自收到异议申请之日起12个工作日内")
        assert (found["article"], found["rank"], found["pack"]) == ("六（三）", "规范性文件", "xinzheng/2018-03-28")
        assert found["verified"] is True
        assert "10月10日 周六 调休上班，第 11 日" in found["explanation"]
        assert not (tmp_path / "none.db").exists()

    @pytest.mark.parametrize("pack", policies.packs().values(), ids=lambda pack: pack.id)
    def test_every_rule_of_every_text_has_an_answer(self, bare: Flask, pack: Any) -> None:
        # A text that has been replaced answers for its own days.
        start = str(pack.valid_to or "2026-09-18")
        for rule, limit in pack.limits.items():
            found = answer(bare, "deadline", "--rule", rule, "--start", start, "--jurisdiction", pack.jurisdiction)
            assert (found["due_on"] is None) == (limit.n is None)
            assert found["explanation"]
            assert found["verified"] is limit.verified

    def test_a_date_in_an_unpublished_year_is_provisional(self, bare: Flask) -> None:
        asked = ("deadline", "--rule", "objection.overall", "--start", "2026-12-18", "--jurisdiction", "xinzheng")
        assert answer(bare, *asked)["provisional"] is True
        assert "（暂定）" in flask(bare, *asked).stdout

    def test_before_an_authority_the_bound_text_rules_and_a_stricter_one_is_a_warning(
        self, database_url: str, tmp_path: Path
    ) -> None:
        office = make_office(database_url, tmp_path)
        made = demo_people(office)
        app = application(database_url, tmp_path)
        asked = (*self._ASKED, "--authority", AUTHORITY)
        found = answer(app, *asked)
        assert (found["due_on"], found["bound"]) == ("2026-10-12", ["xinzheng/2018-03-28"])
        assert len(found["warnings"]) == 1
        assert "河南条例（地方性法规）更严" in found["warnings"][0]
        with office.database.act() as uow:
            people.bind_pack(uow.connection, made.authority, "henan/2020-05-01", date(2020, 5, 1))
            uow.commit()
        found = answer(app, *asked)
        assert (found["due_on"], found["pack"], found["warnings"]) == ("2026-09-29", "henan/2020-05-01", [])
        assert [each["due_on"] for each in found["candidates"]] == ["2026-10-12", "2026-09-29"]

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("--jurisdiction", "nowhere"), "没有找到规则包"),
            (("--jurisdiction", "xinzheng", "--start", "2026-02-30"), "2026-02-30"),
            (("--jurisdiction", "xinzheng", "--start", "soon"), "soon"),
            (("--jurisdiction", "xinzheng", "--start", "2100-01-01"), "2100"),
            (("--jurisdiction", "xinzheng", "--rule", "objection.lunch"), "objection.lunch"),
            (("--jurisdiction", "henan", "--start", "2019-01-01"), "henan 2019-01-01"),
            (("--jurisdiction", "xinzheng", "--authority", "示例"), "其中之一"),
            ((), "其中之一"),
            (("--authority", "示例"), "还没有建立机构"),
        ],
    )
    def test_bad_input_is_told_on_stderr_with_exit_code_2(self, bare: Flask, words: tuple[str, ...], why: str) -> None:
        done = flask(bare, *self._ASKED, *words)
        assert done.exit_code == 2
        assert why in done.stderr
        assert done.stdout == ""
        as_json = flask(bare, *self._ASKED, *words, "--json")
        assert as_json.exit_code == 2
        assert why in json.loads(as_json.stderr)["message"]

    def test_an_unknown_authority_is_told_which_there_are(self, sqlite_url: str, tmp_path: Path) -> None:
        demo_people(make_office(sqlite_url, tmp_path))
        done = flask(application(sqlite_url, tmp_path), *self._ASKED, "--authority", "无此机关")
        assert done.exit_code == 2
        assert AUTHORITY in done.stderr


class TestCalendar:
    """``flask calendar`` shows and takes in schedules."""

    def test_show(self, bare: Flask) -> None:
        assert "2026-10-10" in answer(bare, "calendar", "show", "2026")["makeup"]
        assert "尚未公布" in flask(bare, "calendar", "show", "2027").stdout
        missing = flask(bare, "calendar", "show", "1999")
        assert (missing.exit_code, "1999" in missing.stderr) == (2, True)

    def test_import_with_a_dry_run_first(self, database_url: str, tmp_path: Path) -> None:
        office = make_office(database_url, tmp_path)
        walk = Walk(demo_people(office))
        walk.clock.advance(days=91)  # 18 December 2026
        walk.open()
        app = application(database_url, tmp_path, office)
        file = tmp_path / "2027.toml"
        file.write_text(LATER, "utf-8")
        planned = answer(app, "calendar", "import", str(file), "--dry-run")
        assert [(move["old"], move["new"]) for move in planned["moves"]] == [("2027-01-06", "2027-01-07")]
        assert "试算" in flask(app, "calendar", "import", str(file), "--dry-run").stdout
        done = answer(app, "calendar", "import", str(file))
        assert done["moves"] == planned["moves"]
        assert answer(app, "calendar", "import", str(file))["moves"] == []
        assert "2027-01-04" in answer(app, "calendar", "show", "2027")["off"]

    @pytest.mark.parametrize(
        ("content", "why"),
        [(None, "不能读取"), (b"\xff\xfe", "UTF-8"), (b"year = 2027", "published"), (b"#" * 200_001, "过大")],
        ids=["missing", "no text", "no schedule", "too large"],
    )
    def test_a_file_that_is_no_schedule_changes_nothing(
        self, sqlite_url: str, tmp_path: Path, content: bytes | None, why: str
    ) -> None:
        file = tmp_path / "bad.toml"
        if content is not None:
            file.write_bytes(content)
        done = flask(application(sqlite_url, tmp_path), "calendar", "import", str(file))
        assert done.exit_code == 2
        assert why in done.stderr


class TestProcess:
    """``flask process check``."""

    def test_what_is_shipped_fits_together(self, bare: Flask) -> None:
        assert answer(bare, "process", "check") == {"ok": True, "processes": list(discover()), "flaws": []}
        assert "没有问题" in flask(bare, "process", "check").stdout


class TestScenario:
    """``flask scenario`` needs no database of the office and leaves none behind."""

    def test_it_prints_events_deadlines_and_letters(self, bare: Flask, tmp_path: Path) -> None:
        found = answer(bare, "scenario", "objection-refused")
        assert {"events", "deadlines", "letters"} <= found.keys()
        assert [letter["number"] for letter in found["letters"]] == [None, "示信用异不〔2026〕1号"]
        assert not (tmp_path / "none.db").exists()

    def test_in_words(self, bare: Flask) -> None:
        shown = flask(bare, "scenario", "objection-refused").stdout
        assert "不予受理通知书 示信用异不〔2026〕1号（已签发）" in shown
        assert "回复申请人（总时限）：2026年9月18日 → 2026年10月12日" in shown

    def test_every_promised_name_works_and_stands_in_the_help(self, bare: Flask) -> None:
        known, short = scenarios(), short_names()
        assert all(short.get(name, name) in known for name in PROMISED)
        assert not set(short) & set(known)
        assert set(PROMISED) <= set(re.findall("[a-z_-]+", flask(bare, "scenario", "--help").stdout))

    def test_a_short_name_drives_the_case_of_the_long_one(self, bare: Flask) -> None:
        assert answer(bare, "scenario", "exit-refused")["scenario"] == "blacklist_exit-exit-refused"

    def test_an_unknown_name_is_told_which_there_are(self, bare: Flask) -> None:
        done = flask(bare, "scenario", "objection-lost")
        assert done.exit_code == 2
        assert "objection-on-time" in done.stderr


class TestDemonstration:
    """``flask setup-demo``."""

    def test_it_makes_the_database_fills_it_once_and_prints_an_account_of_every_post(self, tmp_path: Path) -> None:
        made = shutil.copytree(demonstration(), tmp_path / "demonstration")
        first = json.loads((made / "setup-demo.json").read_text("utf-8"))
        url = Site(folder=made).environment["DATABASE_URL"]
        app = application(url, made)
        assert first["loaded"] is True
        assert is_migrated(url)
        assert {account["role"] for account in first["accounts"]} == {
            "申请人", "信用中心受理岗", "信用中心审核岗", "负责人", "信息提供单位", "惩戒部门", "督办岗", "管理员",
            "认定单位经办岗", "法制审核岗", "上级机关",
        }  # fmt: skip
        again = answer(app, "setup-demo")
        assert again == {**first, "loaded": False}
        assert "demo-2026" in flask(app, "setup-demo").stdout

    def test_production_refuses_it(self, tmp_path: Path) -> None:
        env = {"CREDITCASE_ENV": "production", "CREDITCASE_SCANNER": "tcp:127.0.0.1:3310"}
        env |= {"CREDITCASE_BASE_URL": "https://office.example", "CREDITCASE_SECRET_KEY": "s" * 32}
        url = f"sqlite:///{tmp_path / 'real.db'}"
        done = flask(application(url, tmp_path, **env), "setup-demo")
        assert done.exit_code == 2
        assert "生产环境" in done.stderr
        assert not is_migrated(url)

    @pytest.mark.parametrize("backend", BACKENDS)
    def test_work_lies_on_every_desk(self, backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        if backend == "sqlite":
            site = Site(folder=Path(shutil.copytree(demonstration(), tmp_path / "demonstration")))
            office = bootstrap.build_office(settings.read(site.environment))
        else:
            office = make_office(request.getfixturevalue("postgresql_url"), tmp_path)
            assert load(office, "-")
        with office.database.read() as connection:
            stored = [cases.load(connection, case_id) for case_id in range(1, 100)]
            found = [each.view for each in stored if each is not None and each.view.process == "objection"]
            nodes = {task.node for view in found for task in tasks.open_of(connection, view.id)}
            bound = people.bound_packs(connection, found[0].authority_id, office.clock().date())
        assert {str(view.state) for view in found} == {"open", "archived", "refused"}
        assert {"examine", "sign_acceptance", "supply_corrections", "sign_for", "verify", "serve_reply"} <= nodes
        assert {"supervise_overall", "supervise_verify", "execute_correction"} <= nodes
        assert len(found) == 11
        assert set(bound) == set(PACKS)

    def test_every_record_is_a_right_row_of_the_national_table(self) -> None:
        rows = penalties.rows()
        assert len(rows) >= 12
        for number, cells in enumerate(rows, start=1):
            parsed = parse_row(Row(number=number, cells=dict(cells)), date(2026, 11, 21))
            assert isinstance(parsed, PenaltyRow), parsed
            assert parsed.warnings == ()


@pytest.mark.parametrize(("env", "address"), [({}, "8000"), ({"CREDITCASE_PORT": "8001"}, "8001")])
def test_without_an_address_the_site_is_where_its_port_is(env: dict[str, str], address: str) -> None:
    assert settings.read({"CREDITCASE_ENV": "test", **env}).base_url == f"http://127.0.0.1:{address}"

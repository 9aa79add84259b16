"""Pages that are read off the product itself: letters with sample content, roles, packs; and a schedule taken in."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from tests.factories import Walk
from tests.support.web import Visitor, Web, web
from workflows.domain.access import ROLE_NAMES, Role
from workflows.operations.keep_user import disable_user
from workflows.operations.run_jobs import run_jobs
from workflows.policies import library
from workflows.processes import discover

LETTERS = [(process.key, letter.code) for process in discover().values() for letter in process.letters.values()]

#: A published 2027 whose Monday, 4 January is off too.
SCHEDULE = """year = 2027
published = true
makeup = []
[[notices]]
number = "示例通知第1号"
[off]
2027-01-01 = "元旦"
2027-01-02 = "元旦"
2027-01-03 = "元旦"
2027-01-04 = "元旦"
2027-02-05 = "春节"
2027-02-08 = "春节"
"""


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def admin(site: Web) -> Visitor:
    """The administrator at a browser."""
    return site.signed_in("admin")


@pytest.mark.parametrize(("process", "code"), LETTERS)
def test_every_letter_is_shown_with_sample_content(admin: Visitor, process: str, code: str) -> None:
    page = admin.get(f"/admin/letters/{process}/{code}")
    assert page.status_code == 200
    assert "不能预览" not in page.text
    assert "{{" not in page.text


def test_a_letter_is_downloaded_as_a_word_file(admin: Visitor) -> None:
    answer = admin.get("/admin/letters/objection/OBJ-11.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.data)).paragraphs)
    assert "晨光示例贸易有限公司" in text


def test_every_letter_stands_in_the_list(admin: Visitor) -> None:
    page = admin.get("/admin/letters").text
    for process, code in LETTERS:
        assert f"/admin/letters/{process}/{code}" in page


@pytest.mark.parametrize("path", ["objection/OBJ-99", "nothing/OBJ-01", "objection/OBJ-99.docx", "objection/..%2f"])
def test_a_letter_that_is_not_there_is_not_found(admin: Visitor, path: str) -> None:
    assert admin.get(f"/admin/letters/{path}").status_code == 404


def sheet(page: str, role: Role) -> str:
    """The part of the page about one role."""
    begin = page.index(f'id="role-{role}"')
    return page[begin : page.find("</section>", begin)]


def test_every_step_of_every_process_is_told_under_its_role(admin: Visitor) -> None:
    page = admin.get("/admin/roles").text
    for process in discover().values():
        for task in process.tasks.values():
            assert f"“{task.name}”" in sheet(page, task.role)
        for letter in process.letters.values():
            if letter.signer is not None:
                assert f"《{letter.title}》" in sheet(page, letter.signer)


def test_the_page_names_who_holds_a_role_and_warns_where_nobody_does(site: Web, admin: Visitor) -> None:
    page = admin.get("/admin/roles").text
    assert "示例executor<" in sheet(page, Role.EXECUTOR)
    assert "目前没有人担任此岗位" not in sheet(page, Role.EXECUTOR)
    assert "目前没有人担任此岗位" in sheet(page, Role.SUPERIOR)
    disable_user(site.office, site.people.actor("admin"), site.people.ids["executor"])
    assert "目前没有人担任此岗位" in sheet(admin.get("/admin/roles").text, Role.EXECUTOR)


def test_addresses_are_told_under_the_roles_that_they_admit(admin: Visitor) -> None:
    page = admin.get("/admin/roles").text
    assert "<code>/admin/users</code>" in sheet(page, Role.ADMIN)
    for role in set(ROLE_NAMES) - {Role.ADMIN}:
        assert "<code>/admin" not in sheet(page, role)


def test_every_limit_of_every_pack_is_told_with_article_and_source_or_why_there_is_none(admin: Visitor) -> None:
    page = admin.get("/admin/packs").text
    for pack in library.packs().values():
        assert pack.name in page
        for limit in pack.limits.values():
            assert (limit.none or limit.article) in page
    assert "没有规定" in page
    assert "待核实" in page


def test_a_schedule_is_looked_at_first_and_moves_deadlines_only_when_confirmed(site: Web, admin: Visitor) -> None:
    site.clock.now = datetime(2026, 12, 18, 2, tzinfo=UTC)
    admin = site.signed_in("admin")
    walk = Walk(site.people).open()
    assert walk.opened is not None
    version = site.office.calendar().version
    path = "/admin/calendar/import"
    preview = admin.post(path, {"schedule": (io.BytesIO(SCHEDULE.encode()), "2027.toml"), "text": ""})
    assert preview.status_code == 200
    assert walk.opened.number in preview.text
    assert "确认导入" in preview.text
    assert site.office.calendar().version == version, "nothing was imported yet"
    new_version = preview.text.partition('name="confirmed" value="')[2].partition('"')[0]
    stale = admin.post(path, {"text": SCHEDULE, "confirmed": "another"})
    assert stale.status_code == 200
    assert site.office.calendar().version == version, "what was not shown is not confirmed"
    assert admin.post(path, {"text": SCHEDULE.replace("\n", "\r\n"), "confirmed": new_version}).status_code == 303
    run_jobs(site.office, "worker", Path("audit.anchor"))
    assert "示例通知第1号" in admin.get("/admin/calendar").text
    assert "/admin/calendar/import" in admin.get("/admin/calendar").text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "请选择文件"),
        (b"year = ", "不"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"#" * 200_001, "文件过大"),
    ],
)
def test_a_file_that_is_no_schedule_is_refused_in_words(admin: Visitor, content: bytes, told: str) -> None:
    name = "2027.toml" if content else ""
    answer = admin.post("/admin/calendar/import", {"schedule": (io.BytesIO(content), name), "text": ""})
    assert answer.status_code == 422
    assert told in answer.text
    assert "还没有提交成功" in answer.text

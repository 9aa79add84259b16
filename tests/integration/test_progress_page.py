"""Progress without signing in: number and query code together, nobody's data, and no guessing."""

from pathlib import Path

import pytest

from tests.factories import Walk
from tests.support.web import Web, web


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(database_url, tmp_path)


def test_number_and_query_code_show_the_step_and_the_promised_date(site: Web) -> None:
    walk = Walk(site.people).open()
    assert walk.opened is not None
    code = walk.opened.query_code
    visitor = site.visitor()
    for typed in (code, code.lower(), f"{code[:4]} {code[4:8]}-{code[8:]}"):
        page = visitor.post("/progress", {"number": f" {walk.opened.number.lower()}", "code": typed})
        assert page.status_code == 200
        assert "信用中心正在审查您的申请" in page.text
        assert "2026年10月12日 周一" in page.text


def test_progress_shows_no_personal_data(site: Web) -> None:
    walk = Walk(site.people).open(statement="我的理由", contact_name="某某某")
    assert walk.opened is not None
    page = site.visitor().post("/progress", {"number": walk.opened.number, "code": walk.opened.query_code}).text
    hidden = ("示例甲商贸", "91410184MA", "示市监罚决", "我的理由", "某某某", "13800000000", "示例路", "/files/")
    assert [each for each in hidden if each in page] == []


@pytest.mark.parametrize("wrong", ["number", "code"])
def test_a_wrong_number_and_a_wrong_code_are_answered_alike(site: Web, wrong: str) -> None:
    walk = Walk(site.people).open()
    assert walk.opened is not None
    typed = {"number": walk.opened.number, "code": walk.opened.query_code, wrong: "SL-OBJ-2026-999999"}
    page = site.visitor().post("/progress", typed)
    assert page.status_code == 404
    assert "没有查到。请核对编号和查询码" in page.text
    assert typed["number"] in page.text


def test_the_number_of_a_qr_code_is_filled_in(site: Web) -> None:
    assert 'value="SL-OBJ-2026-000001"' in site.visitor().get("/progress?number=SL-OBJ-2026-000001").text


def test_guessing_is_stopped(site: Web) -> None:
    visitor = site.visitor()
    page = visitor.get("/progress").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "number": "SL-OBJ-2026-000001", "code": "AAAAAAAAAAAA"}
    other = {"REMOTE_ADDR": "127.0.0.9"}
    answers = [visitor.client.post("/progress", data=form, environ_overrides=other).status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2

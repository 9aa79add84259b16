"""What other sites, forged requests and readers without a right get: a refusal, and a line in the audit trail."""

from pathlib import Path

import pytest

from tests.support.web import Web, web
from workflows.store import history
from workflows.store import office as store


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


def test_a_post_without_the_forms_key_is_refused(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    assert visitor.client.post("/sign-out").status_code == 400
    assert visitor.get("/inbox").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_post_from_another_site_is_refused_even_with_the_key(site: Web, headers: dict[str, str]) -> None:
    visitor = site.signed_in("reviewer")
    page = visitor.get("/account/password").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert visitor.client.post("/sign-out", data={"csrf_token": token}, headers=headers).status_code == 400
    assert visitor.client.post("/sign-out", data={"csrf_token": token}).status_code == 302


def test_a_forged_host_is_refused(site: Web) -> None:
    assert site.visitor().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_pages_carry_the_headers_that_keep_browsers_safe(site: Web) -> None:
    headers = site.signed_in("reviewer").get("/inbox").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_production_cookies_travel_over_https_only(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path, "production")
    base = "https://credit.example"
    client = site.app.test_client()
    page = client.get("/sign-in", base_url=base)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"login": "reviewer", "password": "Right-password-1", "csrf_token": token}
    answer = client.post("/sign-in", data=form, base_url=base)
    cookies = answer.headers.getlist("Set-Cookie")
    session = next(each for each in cookies if each.startswith("__Host-creditcase="))
    assert "Secure" in session
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_the_wrong_role_is_refused_and_noted(site: Web) -> None:
    answer = site.signed_in("reviewer").get("/admin/packs")
    assert answer.status_code == 403
    assert "您的岗位" in answer.text
    with site.office.database.read() as connection:
        last = history.events_of(connection, store.OFFICE_CASE)[-1]
    assert last.kind == "access_denied"
    assert last.data["path"] == "/admin/packs"
    assert last.actor_id == site.people.ids["reviewer"]


def test_a_machine_is_answered_in_json(site: Web) -> None:
    answer = site.visitor().get("/admin/packs", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"] == "NotSignedIn"


@pytest.mark.parametrize(("path", "status"), [("/no-such-page", 404), ("/sign-out", 405)])
def test_error_pages_say_what_to_do_next(site: Web, path: str, status: int) -> None:
    answer = site.visitor().get(path)
    assert answer.status_code == status
    assert "请从" in answer.text
    assert "Traceback" not in answer.text


def test_a_fault_shows_a_number_and_no_inner_workings(
    site: Web, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inner workings")

    broken.access_rules = ("public",)  # type: ignore[attr-defined]
    monkeypatch.setitem(site.app.view_functions, "auth.sign_in", broken)
    answer = site.visitor().get("/sign-in")
    assert answer.status_code == 500
    assert "inner workings" not in answer.text
    assert "编号" in answer.text
    assert "inner workings" in capfd.readouterr().err


def test_a_body_that_is_too_large_is_refused_in_words(site: Web) -> None:
    visitor = site.visitor()
    visitor.get("/sign-in")
    too_much = b"x" * (90 * 1024 * 1024)
    answer = visitor.client.post("/sign-in", data=too_much, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_the_health_page_tells_a_stranger_nothing_private(site: Web) -> None:
    answer = site.visitor().get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "worker": "silent", "jobs": {}}
    with site.office.database.act() as uow:
        store.beat(uow.connection, "host-1", "sweep", site.clock(), True, "3 cases of Example Ltd")
        uow.commit()
    site.clock.advance(seconds=30)
    answer = site.visitor().get("/healthz")
    assert answer.json == {"status": "ok", "worker": "ok", "jobs": {"sweep": {"seconds_ago": 30, "ok": True}}}
    site.clock.advance(minutes=3)
    assert site.visitor().get("/healthz").json["worker"] == "silent"


def test_english_by_a_switch_that_is_remembered_with_the_account(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    assert '<html lang="zh-CN"' in visitor.get("/inbox").text
    assert visitor.post("/language", {"language": "en", "back": "/inbox"}, page="/inbox").location == "/inbox"
    assert '<html lang="en"' in visitor.get("/inbox").text
    assert '<html lang="en"' in site.signed_in("reviewer").get("/inbox").text, "also on another machine"
    assert '<html lang="zh-CN"' in site.signed_in("auditor").get("/inbox").text


def test_large_text_by_a_switch(site: Web) -> None:
    visitor = site.visitor()
    visitor.post("/text-size", {"size": "large"}, page="/sign-in")
    assert 'class="large-text"' in visitor.get("/sign-in").text

"""The page of a job: progress without and with a script, a result for each item, a stop, and nobody else's eyes."""

from pathlib import Path

import pytest

from tests.factories import Walk
from tests.integration.test_jobs import ANCHOR, count_item, job, started
from tests.support.web import Web, web
from workflows.operations.job_kinds import KINDS, JobKind
from workflows.operations.run_jobs import run_jobs
from workflows.operations.seal_audit import seal_audit


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of job whose acts can be counted."""
    monkeypatch.setitem(KINDS, "counting", JobKind(name="计数", item=count_item))


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office with one case."""
    made = web(sqlite_url, tmp_path)
    Walk(made.people).open()
    return made


def test_the_page_shows_progress_and_then_a_result_for_each_item(site: Web) -> None:
    job_id = started(site.people, range(1, 9))
    supervisor = site.signed_in("supervisor")
    address = f"/jobs/{job_id}"
    page = supervisor.get(address).text
    assert '<progress class="import-bar" id="bar" max="8" value="0">' in page
    assert 'role="status" aria-live="polite"' in page
    assert f'data-progress="{address}"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    machine = {"Accept": "application/json"}
    assert supervisor.get(address, headers=machine).json == {"total": 8, "done": 0, "refused": 0, "running": True}
    run_jobs(site.office, "w1", ANCHOR)
    assert supervisor.get(address, headers=machine).json == {"total": 8, "done": 8, "refused": 1, "running": False}
    page = supervisor.get(address).text
    assert "已办 7 件，未办 1 件" in page
    assert "未办：该待办已取消或办件已进入其他环节。" in page
    assert 'http-equiv="refresh"' not in page
    only = supervisor.get(f"{address}?only=refused").text
    assert (only.count("未办："), only.count("bi-check-circle")) == (1, 0)
    assert f'href="{address}"' in supervisor.get("/jobs").text
    for odd in ("?after=x", "?after=-1", "?after=99999999999", "?only=x", "?after=500"):
        assert supervisor.get(address + odd).status_code == 200


def test_long_results_come_in_pages(site: Web) -> None:
    job_id = started(site.people, range(1, 260))
    run_jobs(site.office, "w1", ANCHOR)
    supervisor = site.signed_in("supervisor")
    first = supervisor.get(f"/jobs/{job_id}").text
    assert f'href="/jobs/{job_id}?after=199"' in first
    second = supervisor.get(f"/jobs/{job_id}?after=199").text
    assert first.count('<th scope="row">') + second.count('<th scope="row">') == 259
    assert "回到第一页" in second


def test_a_job_is_stopped_by_its_person_on_the_page(site: Web) -> None:
    job_id = started(site.people, range(1, 4))
    supervisor = site.signed_in("supervisor")
    assert supervisor.post(f"/jobs/{job_id}/stop", page=f"/jobs/{job_id}").status_code == 303
    page = supervisor.get(f"/jobs/{job_id}").text
    assert "正在停止" in page
    assert f'action="/jobs/{job_id}/stop"' not in page
    run_jobs(site.office, "w1", ANCHOR)
    page = supervisor.get(f"/jobs/{job_id}").text
    assert "已按要求停止：已办 0 件，未办 3 件" in page
    assert page.count("未办：作业已停止") == 3


def test_to_everybody_else_a_job_is_no_page(site: Web) -> None:
    job_id = started(site.people, range(1, 4))
    assert site.signed_in("admin").get(f"/jobs/{job_id}").status_code == 200
    for login in ("reviewer", "head", "provider", "applicant"):
        visitor = site.signed_in(login)
        assert visitor.get(f"/jobs/{job_id}").status_code == 404
        assert visitor.post(f"/jobs/{job_id}/stop", page="/jobs").status_code == 404
        assert f'href="/jobs/{job_id}"' not in visitor.get("/jobs").text
    assert site.visitor().get(f"/jobs/{job_id}").location.startswith("/sign-in")
    assert not job(site.office, job_id).stop_asked


def test_the_administrator_has_the_log_verified_and_reads_what_was_found(site: Web, tmp_path: Path) -> None:
    seal_audit(site.office, tmp_path / "audit.anchor")
    admin = site.signed_in("admin")
    sent = admin.post("/admin/audit")
    assert sent.status_code == 303
    run_jobs(site.office, "w1", tmp_path / "audit.anchor")
    assert "核验通过" in admin.get(sent.location).text
    (tmp_path / "audit.anchor").unlink()
    again = admin.post("/admin/audit")
    run_jobs(site.office, "w1", tmp_path / "audit.anchor")
    page = admin.get(again.location).text
    assert "发现 1 处不一致" in page
    assert "与数据库外的锚点不符" in page

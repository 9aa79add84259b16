"""Files of a desk are taken in as soon as they are chosen: kept for their step and person; nothing is decided."""

import io
import re
from pathlib import Path

import pytest

from tests.factories import Walk
from tests.samples import files
from tests.support.filing import filed, inputs
from tests.support.web import Visitor, Web, web
from workflows.store import case_pages, tasks


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def walk(site: Web) -> Walk:
    """An objection that waits to be examined."""
    return filed(site, site.signed_in("applicant"), files=[("决定书.pdf", files.pdf())])


def _task(walk: Walk, node: str) -> int:
    with walk.office.database.read() as connection:
        return next(task.id for task in tasks.open_of(connection, walk.case_id) if task.node == node)


def _upload(visitor: Visitor, address: str, name: str = "核查记录.pdf", content: bytes | None = None) -> str:
    upload = (io.BytesIO(files.pdf() if content is None else content), name)
    hidden = dict(inputs(visitor.get(address).text))
    return visitor.client.post(address, data={**hidden, "go": "edit", "evidence-0": upload}).text


def test_a_file_is_kept_and_shown_and_the_step_stays_open(site: Web, walk: Walk) -> None:
    reviewer, address = site.signed_in("reviewer"), f"/tasks/{_task(walk, 'examine')}"
    assert "js/upload.js" in reviewer.get(address).text
    page = _upload(reviewer, address)
    assert 'name="kept"' in page
    assert "核查记录.pdf" in page
    assert "error-summary" not in page, "what is not typed yet is no mistake"
    assert f"/tasks/{_task(walk, 'examine')}" == address
    with walk.office.database.read() as connection:
        assert "核查记录.pdf" not in {row.name for row in case_pages.files_of(connection, walk.case_id)}


def test_what_waits_is_shown_to_whom_it_belongs_alone(site: Web, walk: Walk) -> None:
    reviewer, address = site.signed_in("reviewer"), f"/tasks/{_task(walk, 'examine')}"
    shown = re.search(r'src="(/files/waiting/[^"]+)"', _upload(reviewer, address))
    assert shown is not None
    answer = reviewer.get(shown[1])
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    for who in ("reviewer2", "auditor", "provider", "applicant"):
        assert site.signed_in(who).get(shown[1]).status_code == 404
    assert site.visitor().get(shown[1]).status_code == 404


def test_a_wrong_file_is_refused_in_words_beside_its_field(site: Web, walk: Walk) -> None:
    reviewer, address = site.signed_in("reviewer"), f"/tasks/{_task(walk, 'examine')}"
    page = _upload(reviewer, address, "程序.pdf", b"MZ not a paper")
    assert "error-summary" in page
    assert 'name="kept"' not in page


def test_who_may_not_see_the_step_hands_in_no_file(site: Web, walk: Walk) -> None:
    address = f"/tasks/{_task(walk, 'examine')}"
    provider = site.signed_in("provider")
    token = re.search(r'name="csrf_token" value="([^"]+)"', provider.get("/account/password").text)
    assert token is not None
    data = {"csrf_token": token[1], "go": "edit", "evidence-0": (io.BytesIO(files.pdf()), "核查记录.pdf")}
    answer = provider.client.post(address, data=data)
    assert answer.status_code == 404
    assert "核查记录.pdf" not in answer.text

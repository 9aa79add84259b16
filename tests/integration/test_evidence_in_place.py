"""Evidence is shown where it is judged: a list beside the picture or PDF, plain links, headers that let nothing run."""

import re
from pathlib import Path

import pytest

from tests.factories import Walk
from tests.samples import files
from tests.support.filing import filed, fill
from tests.support.web import Visitor, Web, web

HANDED_IN = [("缴款凭证.pdf", files.pdf()), ("决定书.png", files.picture("PNG")), ("说明.docx", files.word())]


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def walk(site: Web) -> Walk:
    """An objection with a PDF, a picture and a Word file."""
    return filed(site, site.signed_in("applicant"), files=HANDED_IN)


def _links(reviewer: Visitor, walk: Walk, more: str = "") -> tuple[str, list[str]]:
    page = reviewer.get(f"/cases/{walk.case_id}?tab=papers{more}").text
    return page, re.findall(r'href="([^"]*file=\d+#shown)"', page)


def test_a_pdf_and_a_picture_are_shown_in_place_each_behind_a_plain_link(site: Web, walk: Walk) -> None:
    reviewer = site.signed_in("reviewer")
    page, links = _links(reviewer, walk)
    assert len(links) == 2, "the Word file is a download only"
    assert "说明.docx" in page
    first = reviewer.get(links[0].replace("&amp;", "&"))
    second = reviewer.get(links[1].replace("&amp;", "&")).text
    assert 'title="缴款凭证.pdf"' in first.text
    assert 'alt="决定书.png"' in second
    for shown in (first.text, second):
        assert shown.count('aria-current="true"') == 1, "the list says which one is open"
    assert "frame-src 'self'" in first.headers["Content-Security-Policy"]
    assert "frame-src" not in reviewer.get(f"/cases/{walk.case_id}").headers["Content-Security-Policy"]


@pytest.mark.parametrize("wrong", ["999999", "x", "-1", "²", ""])
def test_an_address_that_names_no_file_of_this_case_shows_the_first_one(site: Web, walk: Walk, wrong: str) -> None:
    page, _ = _links(site.signed_in("reviewer"), walk, f"&file={wrong}")
    assert 'title="缴款凭证.pdf"' in page


def test_a_case_without_anything_to_look_at_says_what_can_be_done(site: Web) -> None:
    walk = filed(site, site.signed_in("applicant"), files=HANDED_IN[2:])
    page, links = _links(site.signed_in("reviewer"), walk)
    assert not links
    assert "没有可以直接查看的材料" in page
    assert "说明.docx" in page


def test_what_is_shown_may_be_framed_by_this_site_only_and_runs_nothing(site: Web, walk: Walk) -> None:
    reviewer = site.signed_in("reviewer")
    for more, kind in (("", "application/pdf"), ("&file=2", "image/png")):
        page, _ = _links(reviewer, walk, more)
        address = re.search(r'src="(/files/\d+/view)"', page)
        assert address is not None
        answer = reviewer.get(address[1])
        assert answer.mimetype == kind
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "script-src" not in policy


def test_what_waits_for_its_form_is_previewed_on_the_same_page(site: Web) -> None:
    applicant = site.signed_in("applicant")
    checked = fill(applicant, site.people.record, files=HANDED_IN)
    assert 'target="_blank"' not in checked.text
    assert "frame-src 'self'" in checked.headers["Content-Security-Policy"]
    shown = dict.fromkeys(re.findall(r'src="(/files/waiting/[^"]+)"', checked.text))
    assert len(shown) == 2, "a PDF and a picture"
    for address in shown:
        answer = applicant.get(address)
        assert answer.status_code == 200
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert site.signed_in("stranger").get(address).status_code == 404

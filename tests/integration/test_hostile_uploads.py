"""Hostile files through the real forms: refused in the reader's words with all that was typed, or handed out inert."""

import io
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

import pytest
from werkzeug.http import parse_options_header

from tests.factories import Walk
from tests.samples import files
from tests.support import databases
from tests.support.filing import cases_of, filed, fill
from tests.support.web import Visitor, Web, web
from workflows.intake.penalty_table import template
from workflows.store import case_pages, tasks

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPED = "这段话不能丢。"


@cache
def _bomb() -> bytes:
    return files.altered(files.word(), {"word/media/a.bin": b"\0" * (300 * 1024 * 1024)})


#: What is wrong with a file → its name, its content, and what an English reader is told.
REFUSED = {
    "empty": ("空.pdf", lambda: b"", "empty"),
    "over 20 MB": ("大.pdf", lambda: files.pdf() + b"\0" * (21 * 1024 * 1024), "20 MB"),
    "a program": ("a.exe", lambda: b"MZ" + b"\0" * 100, "PDF"),
    "a program behind a second extension": ("a.pdf.exe", files.pdf, "PDF"),
    "macros in a renamed file": (
        "m.docx", lambda: files.altered(files.word(), {"word/vbaProject.bin": b"x"}), "macro"
    ),
    "a zip bomb": ("bomb.docx", _bomb, "PDF"),
    "a drawing with a script": ("a.svg", lambda: b"<svg onload='alert(1)'/>", "PDF"),
    "a page that calls itself PDF": ("p.pdf", lambda: b"<html><script>1</script>" + files.pdf(), "PDF"),
    "another type than its name says": ("a.pdf", lambda: files.picture("PNG"), "extension"),
    "a virus": ("v.pdf", lambda: files.pdf() + EICAR, "harmful"),
    "a picture of a billion pixels": ("b.png", lambda: files.huge_png(50_000, 50_000), "pixels"),
    "a name that reads backwards": ("\u202efdp.exe.pdf", files.pdf, "two extensions"),
}  # fmt: skip
#: Names that come in, and what is shown and handed out instead.
NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "/var/www/y.pdf": "y.pdf",
    "汉" * 300 + ".pdf": "汉" * 116 + ".pdf",
    "a%22b';.pdf": "a\"b';.pdf",
    "a%0D%0AX-Evil: 1.pdf": "a%0D%0AX-Evil: 1.pdf",
    "a\x00b.pdf": "ab.pdf",
    "<img src=x onerror=1>.pdf": "<img src=x onerror=1>.pdf",
    "%(name)s 𠮷.pdf": "%(name)s 𠮷.pdf",
}
_BROWSERS: dict[tuple[str, str], Visitor] = {}


def _as(site: Web, who: str) -> Visitor:
    if (site.office.database.url, who) not in _BROWSERS:
        _BROWSERS[site.office.database.url, who] = site.signed_in(who)
    return _BROWSERS[site.office.database.url, who]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """An office in which nothing is ever filed."""
    folder = tmp_path_factory.mktemp("uploads")
    with databases.fresh_sqlite(folder) as url:
        yield web(url, folder)


@pytest.fixture
def own(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """An office of one's own, on each kind of database."""
    return web(database_url, tmp_path_factory.mktemp("own"))


def _kept(site: Web) -> list[str]:
    root = site.office.files._root
    return [str(path) for folder in ("files", "incoming", "quarantine") for path in (root / folder).rglob("*.*")]


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_file_is_refused_by_name_and_nothing_typed_is_lost(site: Web, what: str) -> None:
    name, content, english = REFUSED[what]
    applicant = _as(site, "applicant")
    answer = fill(applicant, site.people.record, files=[(name, content())], statement=TYPED)
    assert answer.status_code in (413, 422)
    assert "不能接收" in answer.text
    assert TYPED in answer.text
    applicant.client.set_cookie("language", "en")
    told = fill(applicant, site.people.record, files=[(name, content())], statement=TYPED)
    applicant.client.delete_cookie("language")
    assert english in told.text
    assert "不能接收" not in told.text
    assert _kept(site) == []
    assert cases_of(site) == 0


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_table_starts_no_import(site: Web, what: str) -> None:
    name, content, _ = REFUSED[what]
    reviewer = _as(site, "reviewer")
    form = {"org_id": str(site.people.authority)}
    spelled = name.replace(".pdf", ".xlsx").replace(".docx", ".xlsx").replace(".png", ".xlsx")
    answer = reviewer.post("/imports", {**form, "table": (io.BytesIO(content()), spelled)})
    assert answer.status_code in (413, 422)
    assert "不能接收" in answer.text
    assert _kept(site) == []


def test_an_opinion_with_a_bad_file_is_not_given(own: Web) -> None:
    walk = Walk(own.people).open()
    with own.office.database.read() as connection:
        task = tasks.open_of(connection, walk.case_id)[0]
    typed = {"outcome": "accept", "identity_ok": "y", "materials_ok": "y", "refuse_code": "", "reasons": TYPED}
    bad = (io.BytesIO(EICAR), "v.pdf")
    answer = own.signed_in("reviewer").post(f"/tasks/{task.id}", {**typed, "seen": "1", "evidence-0": bad})
    assert answer.status_code == 422
    assert TYPED in answer.text
    assert walk.open_nodes() == ["examine"]


def test_a_file_is_handed_out_inert_under_a_name_that_harms_nobody(own: Web) -> None:
    applicant = own.signed_in("applicant")
    sent = [(name, files.pdf() + bytes([number])) for number, name in enumerate(NAMES)]
    walk = filed(own, applicant, files=sent)
    with own.office.database.read() as connection:
        rows = case_pages.files_of(connection, walk.case_id)
    assert sorted(row.name for row in rows) == sorted(NAMES.values())
    page = applicant.get(f"/mine/{walk.case_id}").text
    assert "<img src=x" not in page
    for row in rows:
        answer = applicant.get(f"/files/{row.id}")
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert "X-Evil" not in answer.headers
        assert parse_options_header(disposition)[1]["filename"] == row.name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/octet-stream"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_table_of_any_name_is_imported_and_reported_under_a_safe_one(own: Web) -> None:
    reviewer = own.signed_in("reviewer")
    for name in NAMES:
        table = (io.BytesIO(template()), name.replace(".pdf", ".xlsx"))
        job = reviewer.post("/imports", {"org_id": str(own.people.authority), "table": table})
        assert job.status_code == 303, job.text
        assert "<img src=x" not in reviewer.get(job.location).text
        report = reviewer.get(f"{job.location}/errors.xlsx")
        assert report.status_code == 200
        assert report.headers["Content-Disposition"].startswith("attachment;")
        assert "X-Evil" not in report.headers
        assert ".." not in unquote(report.headers["Content-Disposition"])

"""Evidence comes with the act itself, as multipart/form-data: checked as on the pages, all of it or none of it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.samples.files import huge_png, packed, pdf, picture, word
from tests.samples.objection import APPLICATION, TODAY, USUAL
from tests.support.api import Program, program
from tests.support.filing import cases_of
from tests.support.shared import ROOT
from tests.support.web import Web, web
from webapp.forms import FILE_LIMIT
from workflows.domain.time import office_date
from workflows.intake.filetypes import MAX_BYTES
from workflows.intake.scanners import EICAR
from workflows.operations.open_case import Opened

Named = tuple[str, bytes]
MULTIPART = "multipart/form-data"
PAPER: Named = ("决定书.png", picture("PNG"))


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


def _parts(data: Any, *files: Named, **more: Any) -> dict[str, Any]:
    body = data if isinstance(data, str) else json.dumps(data)
    return {"data": body, "files": [(io.BytesIO(content), name) for name, content in files], **more}


def _file(site: Web, *files: Named, data: Any = APPLICATION, key: str | None = None, **more: Any) -> TestResponse:
    path = f"/records/{site.people.record}/objections"
    return program(site, "applicant").post(path, data=_parts(data, *files, **more), key=key, content_type=MULTIPART)


def _kept(tmp_path: Path) -> list[Path]:
    return [file for folder in ("files", "quarantine") for file in tmp_path.rglob(f"{folder}/??/*") if file.is_file()]


def _task(caller: Program, node: str) -> dict[str, Any]:
    shown = (caller.get(f"/tasks/{row['task_id']}").json for row in caller.get("/tasks").json["items"])
    return next(task for task in shown if task["node"] == node)


def test_an_objection_is_filed_with_its_evidence_in_one_request(site: Web) -> None:
    answer = _file(site, PAPER, ("情况说明.docx", word()))
    assert answer.status_code == 201, answer.text
    told = program(site, "applicant").get(f"/cases/{answer.json['case_id']}").json
    assert [(file["name"], file["purpose"]) for file in told["files"]] == [
        ("决定书.png", "evidence"),
        ("情况说明.docx", "evidence"),
    ]
    opened = program(site, "applicant").get(f"/evidence/{told['files'][0]['id']}")
    assert opened.data == PAPER[1]


def test_the_example_of_the_documentation_is_accepted_as_it_stands(site: Web) -> None:
    example = (ROOT / "docs" / "api.md").read_text("utf-8").split("<<'END'\n")[1].split("\nEND\n")[0]
    assert _file(site, ("决定书.pdf", pdf()), ("缴款书.png", picture("PNG")), data=example).status_code == 201


def test_the_same_request_with_files_sent_again_is_done_once(site: Web) -> None:
    first, again = (_file(site, PAPER, key="the-same-key-00001") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert cases_of(site) == 1


def test_files_and_references_may_come_together_and_one_file_counts_once(site: Web) -> None:
    uploaded = program(site, "applicant").post("/files", data={"file": (io.BytesIO(pdf()), "证明.pdf")}).json
    files = [(io.BytesIO(PAPER[1]), PAPER[0]), (io.BytesIO(PAPER[1]), "再来一份.png"), uploaded["reference"]]
    answer = _file(site, files=files)
    assert answer.status_code == 201, answer.text
    told = program(site, "applicant").get(f"/cases/{answer.json['case_id']}").json
    assert len(told["files"]) == 2


def test_a_task_is_completed_with_files(site: Web) -> None:
    case_id = _file(site).json["case_id"]
    Walk(site.people, opened=Opened(case_id=case_id, number="", query_code="")).forwarded()
    provider = program(site, "provider")
    task = _task(provider, "sign_for")
    answers = {**USUAL["sign_for"]}
    if "sign_for" in TODAY:
        answers[TODAY["sign_for"]] = office_date(site.clock()).isoformat()
    done = provider.post(
        f"/tasks/{task['id']}/complete", data=_parts(answers, ("底档.pdf", pdf()), seen=str(task["seen"]))
    )
    assert done.status_code == 200, done.text
    (file,) = program(site, "reviewer").get(f"/cases/{case_id}").json["files"]
    assert (file["name"], file["purpose"], file["task_id"]) == ("底档.pdf", "opinion", task["id"])


def _bomb() -> bytes:
    """A Word file whose one part unpacks to 300 MB."""
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * (300 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("空.pdf", b"", 422),
        ("大.pdf", pdf() + b"0" * MAX_BYTES, 413),
        ("程序.pdf", b"MZ\x90\x00" * 50, 422),
        ("程序.exe", b"MZ\x90\x00" * 50, 422),
        ("改名.pdf", picture("PNG"), 422),
        ("两个.exe.pdf", pdf(), 422),
        ("压缩包.zip", packed({"a": "b"}, zipfile.ZIP_STORED), 422),
        ("炸弹.docx", _bomb(), 422),
        ("像素.png", huge_png(60_000, 60_000), 422),
        ("网页.png", b"<html><script>1</script></html>", 422),
        ("", b"x", 422),
    ],
    ids=["empty", "too big", "program", "extension", "renamed", "two extensions", "zip", "zip bomb", "pixels", "page",
         "no name"],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_refused_in_words_and_nothing_is_stored(
    site: Web, tmp_path: Path, name: str, content: bytes, status: int
) -> None:
    """The good file beside it is not kept either."""
    answer = _file(site, PAPER, (name or "x", content)) if name else _nameless(site, content)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] in {"FileRefused", "FileTooLarge"}
    assert answer.json["params"]["why"] in answer.json["detail"]
    assert cases_of(site) == 0
    assert _kept(tmp_path) == []


def _nameless(site: Web, content: bytes) -> TestResponse:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="data"\r\n\r\n' + json.dumps(APPLICATION).encode()
        + b'\r\n--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n' + content + b"\r\n--b--\r\n"
    )  # fmt: skip
    headers = {"Idempotency-Key": "a-key-of-the-test-1", "Content-Type": "multipart/form-data; boundary=b"}
    return program(site, "applicant").send(
        "POST", f"/records/{site.people.record}/objections", headers=headers, data=body
    )


def test_a_file_with_a_virus_is_refused_and_no_case_is_opened(site: Web) -> None:
    answer = _file(site, ("证明.pdf", pdf().replace(b"%%EOF", EICAR + b"\n%%EOF")))
    assert (answer.status_code, answer.json["code"]) == (422, "FileRefused")
    assert cases_of(site) == 0


def test_too_many_files_are_refused(site: Web, tmp_path: Path) -> None:
    papers = [(f"{number}.pdf", pdf() + str(number).encode()) for number in range(FILE_LIMIT + 1)]
    answer = _file(site, *papers)
    assert (answer.status_code, answer.json["code"]) == (422, "TooManyFiles")
    assert _kept(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"data": "{"}, "data"),
        ({"data": "[" * 100_000}, "data"),
        ({"data": "[]"}, "data"),
        ({"data": ["{}", "{}"]}, "data"),
        ({"data": (io.BytesIO(b"{}"), "data.json")}, "data"),
        ({"files": ["no reference"]}, "files"),
        ({"evidence": (io.BytesIO(PAPER[1]), "x.png")}, "evidence"),
        ({"unknown": "x"}, "unknown"),
        ({"data": json.dumps({**APPLICATION, "statement": ""})}, "statement"),
    ],
)
def test_parts_that_say_nothing_sensible_are_named(
    site: Web, tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    sent = {**_parts(APPLICATION, PAPER), **change}
    path = f"/records/{site.people.record}/objections"
    answer = program(site, "applicant").post(path, data=sent, content_type=MULTIPART)
    assert answer.status_code == 422, answer.text
    assert list(answer.json["fields"]) == [field]
    assert cases_of(site) == 0
    assert _kept(tmp_path) == []


@pytest.mark.parametrize("seen", ["", "x", "1.5", "-1", "99999999999999", "[]", "null"])
def test_a_seen_that_is_no_number_is_named(site: Web, seen: str) -> None:
    _file(site)
    reviewer = program(site, "reviewer")
    task = _task(reviewer, "examine")
    answer = reviewer.post(f"/tasks/{task['id']}/complete", data=_parts(USUAL["examine"], PAPER, seen=seen))
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["seen"]), answer.text


def test_acts_without_files_take_json_only(site: Web) -> None:
    case_id = _file(site).json["case_id"]
    answer = program(site, "applicant").post(f"/cases/{case_id}/withdraw", data=_parts({}, PAPER, reason="x"))
    assert (answer.status_code, answer.json["code"]) == (415, "OtherMediaType")

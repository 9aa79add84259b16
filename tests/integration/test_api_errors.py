"""Whatever a program sends that is wrong is refused in words, as problem details, and nothing is half done."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.samples.files import picture
from tests.samples.objection import APPLICATION, USUAL
from tests.support.api import Program, program
from tests.support.filing import cases_of, denied
from tests.support.web import Web, web

_KEY = "a-key-of-the-test-1"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


def _file(caller: Program, site: Web, data: Any = None, **more: Any) -> Any:
    body = {"data": APPLICATION if data is None else data, **more}
    return caller.post(f"/records/{site.people.record}/objections", body)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Bearer ccase_" + "a" * 43, "Basic cmV2aWV3ZXI6eA==",
     "Bearer " + "x" * 9000, "bearer\tx", "Token x"],
)  # fmt: skip
def test_a_bad_token_opens_nothing(site: Web, header: str) -> None:
    answer = site.visitor().get("/api/v1/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json["code"] == "TokenRefused"


def test_refusals_are_problem_details_in_the_callers_language(site: Web) -> None:
    caller = program(site, "applicant")
    chinese = caller.get("/cases/999999")
    english = caller.send("GET", "/cases/999999", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert chinese.status_code == english.status_code == 404
    assert set(chinese.json) >= {"type", "title", "status", "detail", "code"}
    assert chinese.json["code"] == english.json["code"] == "NotFound"
    assert chinese.json["detail"] == "没有找到，或者您无权查看。"
    assert english.json["detail"].isascii()


def test_the_case_of_others_is_answered_like_none_and_noted(site: Web) -> None:
    case_id = _file(program(site, "applicant"), site).json["case_id"]
    stranger = program(site, "stranger")
    hidden, missing = stranger.get(f"/cases/{case_id}"), stranger.get("/cases/999999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json["detail"] == missing.json["detail"]
    assert denied(site) == 1
    assert stranger.get(f"/records/{site.people.record}").status_code == 404
    assert denied(site) == 2


def test_the_letters_evidence_and_tasks_of_others_are_hidden(site: Web) -> None:
    applicant = program(site, "applicant")
    paper = applicant.post("/files", data={"file": (io.BytesIO(picture("PNG")), "材料.png")}).json["reference"]
    told = applicant.get(f"/cases/{_file(applicant, site, files=[paper]).json['case_id']}").json
    stranger = program(site, "stranger")
    letter, file, task = (told[part][0]["id"] for part in ("letters", "files", "tasks"))
    for path in (f"/letters/{letter}", f"/evidence/{file}", f"/tasks/{task}"):
        assert applicant.get(path).status_code == 200, path
        assert stranger.get(path).status_code == 404, path
    assert denied(site) == 3


def test_a_file_reference_is_good_for_its_uploader_only(site: Web) -> None:
    paper = {"file": (io.BytesIO(picture("PNG")), "材料.png")}
    reference = program(site, "stranger").post("/files", data=paper).json["reference"]
    applicant = program(site, "applicant")
    for wrong in (reference, "x", reference[:-2] + "zz", ""):
        answer = _file(applicant, site, files=[wrong])
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["files"]), wrong
    assert cases_of(site) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grounds": "no such"}, "grounds"),
        ({"grounds": 1}, "grounds"),
        ({"statement": ""}, "statement"),
        ({"statement": "　"}, "statement"),
        ({"statement": "字" * 4001}, "statement"),
        ({"truthful": False}, "truthful"),
        ({"truthful": "yes"}, "truthful"),
        ({"e_service": "false"}, "e_service"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"unknown": "x"}, "unknown"),
        ({"csrf_token": "x"}, "csrf_token"),
        ({"claims": "x"}, "claims"),
        ({"claims": [1]}, "claims"),
        ({"claims": [{}] * 21}, "claims"),
        ({"claims": [{"claimed": "1"}]}, "claims-0-field"),
        ({"claims": [{"field": "CF_NR_FK"}]}, "claims-0-claimed"),
        ({"claims": [{"field": "CF_NR_FK", "claimed": "1", "system": "x"}]}, "claims-0-system"),
        ({"claims": [{"field": "CF_XDR_SFZ", "claimed": "x"}]}, "claims"),
        ({"claims": [{"field": "CF_NR_FK", "claimed": 5}]}, "claims-0-claimed"),
    ],
)
def test_what_the_form_does_not_take_is_named_field_by_field(site: Web, change: dict[str, Any], field: str) -> None:
    answer = _file(program(site, "applicant"), site, {**APPLICATION, **change})
    assert answer.status_code == 422, answer.text
    assert list(answer.json["fields"]) == [field]
    assert all(answer.json["fields"][field])
    assert cases_of(site) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 400), (b"\xff\xfe", 400), (b'{"data": ' + b"[" * 500_000, 400), (b"[]", 422), (b"null", 422),
        (b'"x"', 422), (b'{"data": 1}', 422), (b'{"data": {}, "seen": 1}', 422), (b'{"data": {}, "files": "x"}', 422),
        (b'{"data": {"\\ud800": 1}}', 422), (b'{"data": {}, "data": {}}', 422), (b"NaN", 422),
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_refused(site: Web, body: bytes, status: int) -> None:
    caller = program(site, "applicant")
    headers = {"Idempotency-Key": _KEY, "Content-Type": "application/json"}
    answer = caller.send("POST", f"/records/{site.people.record}/objections", headers=headers, data=body)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_a_body_of_another_type_is_refused(site: Web) -> None:
    caller = program(site, "applicant")
    path = f"/records/{site.people.record}/objections"
    form = caller.send("POST", path, headers={"Idempotency-Key": _KEY}, data={"grounds": "wrong"})
    assert (form.status_code, form.json["code"]) == (415, "OtherMediaType")
    upload = caller.post("/files", {"file": "x"})
    assert upload.status_code == 415


def test_a_body_that_is_too_large_is_refused(site: Web) -> None:
    answer = _file(program(site, "applicant"), site, {**APPLICATION, "statement": "x" * 1_100_000})
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


def test_a_file_that_is_none_we_take_is_refused(site: Web) -> None:
    caller = program(site, "applicant")
    program_file = caller.post("/files", data={"file": (io.BytesIO(b"MZ\x90\x00" * 50), "x.pdf")})
    assert (program_file.status_code, program_file.json["code"]) == (422, "FileRefused")
    large = caller.post("/files", data={"file": (io.BytesIO(b"%PDF-1.4" + b"0" * 21 * 1024 * 1024), "x.pdf")})
    assert large.status_code in (413, 422)
    assert caller.post("/files", data={"other": "x"}).status_code in (415, 422)


@pytest.mark.parametrize("key", [None, "short", "x" * 65, "with space in it 00", "中文中文中文中文中文中文"])
def test_an_act_needs_an_idempotency_key(site: Web, key: str | None) -> None:
    caller = program(site, "applicant")
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    path = f"/records/{site.people.record}/objections"
    answer = caller.send("POST", path, headers=headers, json={"data": APPLICATION})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["Idempotency-Key"])
    assert cases_of(site) == 0


def test_two_people_may_use_the_same_key(site: Web) -> None:
    """One person's key answers nobody else: the stranger is refused and not told of the applicant's case."""
    path = f"/records/{site.people.record}/objections"
    assert program(site, "applicant").post(path, {"data": APPLICATION}, key=_KEY).status_code == 201
    assert program(site, "stranger").post(path, {"data": APPLICATION}, key=_KEY).status_code == 404


def test_a_form_that_is_stale_is_refused_and_nothing_is_lost(site: Web) -> None:
    _file(program(site, "applicant"), site)
    reviewer = program(site, "reviewer")
    (row,) = reviewer.get("/tasks").json["items"]
    body = {"seen": 99, "data": USUAL["examine"]}
    answer = reviewer.post(f"/tasks/{row['task_id']}/complete", body)
    assert (answer.status_code, answer.json["code"]) == (409, "StaleVersion")
    assert reviewer.get(f"/tasks/{row['task_id']}").json["state"] == "open"
    not_theirs = program(site, "auditor").post(f"/tasks/{row['task_id']}/complete", {**body, "seen": 0})
    assert not_theirs.status_code == 403


@pytest.mark.parametrize(
    "query",
    [{"after": "x"}, {"after": "2026-01-01_999999999999"}, {"box": "all"}, {"provider_id": "0"}, {"provider_id": "x"},
     {"overdue": "maybe"}, {"stpe": "examine"}, {"q": "x" * 61}],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused_and_not_passed_over(site: Web, query: dict[str, str]) -> None:
    answer = program(site, "reviewer").get("/tasks", **query)
    assert answer.status_code == 422, answer.text
    assert list(answer.json["fields"]) == list(query)


def test_an_unknown_address_and_method_are_problems_too(site: Web) -> None:
    caller = program(site, "reviewer")
    missing, wrong = caller.get("/nothing"), caller.send("PUT", "/tasks")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert {missing.mimetype, wrong.mimetype} == {"application/problem+json"}
    assert "GET" in wrong.headers["Allow"]
    assert caller.get(f"/cases/{2**31}").status_code == 404


def test_the_description_is_open_and_the_page_names_every_operation(site: Web) -> None:
    described = site.visitor().get("/api/v1/openapi.json").json
    assert described["openapi"].startswith("3.")
    page = site.visitor().get("/api").text
    assert all(path in page for path in described["paths"])
    assert "<script>" not in page

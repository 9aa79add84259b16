"""The whole main job through the API: the same operations and the same law as on the pages."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk, add_record
from tests.samples.files import picture
from tests.samples.objection import APPLICATION, TODAY, USUAL
from tests.support.api import Program, program
from tests.support.web import Web, web
from workflows.domain.time import office_date
from workflows.operations.open_case import Opened
from workflows.store import cases

_JOB = (
    ("reviewer", "examine"),
    ("auditor", "sign_acceptance"),
    ("reviewer", "draft_inquiry"),
    ("auditor", "sign_inquiry"),
    ("provider", "sign_for"),
    ("provider", "verify"),
    ("reviewer", "draft_decision"),
    ("auditor", "audit_decision"),
    ("head", "approve_decision"),
    ("reviewer", "serve_reply"),
    ("provider", "execute_correction"),
)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office, on each kind of database."""
    return web(database_url, tmp_path)


def _filed(site: Web, applicant: Program, **more: Any) -> int:
    """File the usual objection and return the case's id."""
    answer = applicant.post(f"/records/{site.people.record}/objections", {"data": APPLICATION, **more})
    assert answer.status_code == 201, answer.text
    return int(answer.json["case_id"])


def _waiting(caller: Program, node: str) -> dict[str, Any]:
    """The open task on ``node`` in the caller's list, as the API shows it."""
    for row in caller.get("/tasks").json["items"]:
        task: dict[str, Any] = caller.get(f"/tasks/{row['task_id']}").json
        if task["node"] == node:
            return task
    raise AssertionError(f"{node} does not wait for this program")


def _answers(site: Web, node: str) -> dict[str, Any]:
    today = office_date(site.clock()).isoformat()
    return {**USUAL[node], **({TODAY[node]: today} if node in TODAY else {})}


def _do(site: Web, who: str, node: str) -> dict[str, Any]:
    caller = program(site, who)
    task = _waiting(caller, node)
    body = {"seen": task["seen"], "data": _answers(site, node)}
    answer = caller.post(f"/tasks/{task['id']}/complete", body)
    assert answer.status_code == 200, (node, answer.text)
    return dict(answer.json)


def test_an_objection_is_filed_handled_and_answered_through_the_api_alone(site: Web) -> None:
    applicant = program(site, "applicant")
    (row,) = applicant.get("/records", number="示市监罚决〔2026〕9001号").json["items"]
    filing = applicant.get(f"/records/{row['id']}").json
    assert date.fromisoformat(filing["promised_on"]) > office_date(site.clock())
    assert filing["explanation"], "the promise comes with its reckoning"
    assert {line["code"]: line["value"] for line in filing["offered"]}["CF_NR_FK"] == "5"
    assert set(filing["form"]["required"]) >= {"grounds", "statement", "address", "truthful"}
    uploaded = applicant.post("/files", data={"file": (io.BytesIO(picture("PNG")), "决定书.png")})
    assert uploaded.status_code == 201, uploaded.text
    case_id = _filed(site, applicant, files=[uploaded.json["reference"]])

    for who, node in _JOB:
        _do(site, who, node)

    told = applicant.get(f"/cases/{case_id}").json
    assert told["state"] == "archived"
    assert told["side"] == "applicant"
    assert told["changes"] == [{"field": "CF_NR_FK", "label": told["changes"][0]["label"], "old": "5", "new": "0.5"}]
    overall = told["clocks"][0]
    assert overall["rule"] == "objection.overall"
    assert overall["state"] == "met"
    assert any("不计" in line for line in overall["explanation"])
    assert [file["name"] for file in told["files"]] == ["决定书.png"]
    reply = next(letter for letter in told["letters"] if letter["code"] == "OBJ-11")
    paper = applicant.get(f"/letters/{reply['id']}")
    assert paper.status_code == 200
    assert paper.data[:2] == b"PK"
    assert paper.headers["Content-Disposition"].startswith("attachment")
    evidence = applicant.get(f"/evidence/{told['files'][0]['id']}")
    assert evidence.data == picture("PNG")
    assert {event["kind"] for event in told["timeline"]} >= {"case_opened", "letter_signed", "case_archived"}
    (own,) = applicant.get("/cases").json["items"]
    assert own["id"] == case_id
    assert applicant.get("/inbox").json["items"]


def test_what_the_api_did_is_what_the_pages_show(site: Web) -> None:
    case_id = _filed(site, program(site, "applicant"))
    _do(site, "reviewer", "examine")
    page = site.signed_in("reviewer").get(f"/cases/{case_id}").text
    with site.office.database.read() as connection:
        stored = cases.load(connection, case_id)
    assert stored is not None
    assert stored.view.number in page
    assert site.signed_in("auditor").get("/tasks").text.count(stored.view.number) >= 1


def test_each_side_reads_only_what_it_may_see(site: Web) -> None:
    case_id = _filed(site, program(site, "applicant"))
    assert program(site, "provider").get(f"/cases/{case_id}").status_code == 404
    for who, node in _JOB[:6]:
        _do(site, who, node)
    centre = program(site, "reviewer").get(f"/cases/{case_id}").json
    applicant = program(site, "applicant").get(f"/cases/{case_id}").json
    provider = program(site, "provider").get(f"/cases/{case_id}").json
    assert (centre["side"], applicant["side"], provider["side"]) == ("centre", "applicant", "provider")
    opinion = USUAL["verify"]["course"]
    assert opinion in str(centre["tasks"])
    assert opinion not in str(applicant)
    assert provider["query_code"] == ""
    assert "draft_inquiry" not in {task["node"] for task in provider["tasks"]}
    assert all(event["actor_name"] == "" for event in applicant["timeline"])


def test_a_task_tells_its_form_with_fields_choices_and_what_is_required(site: Web) -> None:
    _filed(site, program(site, "applicant"))
    task = _waiting(program(site, "reviewer"), "examine")
    form = task["form"]
    assert form["required"] == ["outcome"]
    assert form["additionalProperties"] is False
    assert [each["const"] for each in form["properties"]["outcome"]["oneOf"]] == ["accept", "correct", "refuse"]
    assert form["properties"]["missing"]["items"]["required"] == ["item", "requirement"]
    assert form["properties"]["identity_ok"]["type"] == "boolean"
    assert form["properties"]["reasons"]["maxLength"] == 4000
    assert date.fromisoformat(task["proposed"]["supply_by"]) > office_date(site.clock())


def test_a_claimed_task_is_its_holders_until_it_is_given_back(site: Web) -> None:
    _filed(site, program(site, "applicant"))
    first, second = program(site, "reviewer"), program(site, "reviewer2")
    task = _waiting(first, "examine")
    path = f"/tasks/{task['id']}"
    assert first.post(f"{path}/claim").status_code == 200
    assert first.post(f"{path}/claim").status_code == 200
    taken = second.post(f"{path}/claim")
    assert (taken.status_code, taken.json["code"]) == (409, "ClaimedByOther")
    assert second.get("/tasks").json["items"] == []
    assert [row["held"] for row in second.get("/tasks", box="others").json["items"]] == ["others"]
    body = {"seen": task["seen"], "data": _answers(site, "examine")}
    assert second.post(f"{path}/complete", body).status_code == 409
    assert first.post(f"{path}/release").status_code == 200
    assert second.post(f"{path}/complete", body).status_code == 200


def test_the_same_request_sent_again_is_done_once_and_answered_alike(site: Web) -> None:
    applicant, key = program(site, "applicant"), "the-same-key-00001"
    path = f"/records/{site.people.record}/objections"
    first = applicant.post(path, {"data": APPLICATION}, key=key)
    again = applicant.post(path, {"data": APPLICATION}, key=key)
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    other = applicant.post(path, {"data": APPLICATION})
    assert (other.status_code, other.json["code"]) == (409, "OpenCaseExists")
    reviewer = program(site, "reviewer")
    task = _waiting(reviewer, "examine")
    body = {"seen": task["seen"], "data": _answers(site, "examine")}
    done = reviewer.post(f"/tasks/{task['id']}/complete", body, key=key)
    repeated = reviewer.post(f"/tasks/{task['id']}/complete", body, key=key)
    assert (done.json["repeated"], repeated.json["repeated"]) == (False, True)
    assert done.json["outcome"] == repeated.json["outcome"] == "accept"
    late = reviewer.post(f"/tasks/{task['id']}/complete", body)
    assert (late.status_code, late.json["code"]) == (409, "AlreadyDone")


def test_an_applicant_supplies_what_is_missing_through_the_api(site: Web) -> None:
    applicant = program(site, "applicant")
    case_id = _filed(site, applicant)
    reviewer = program(site, "reviewer")
    task = _waiting(reviewer, "examine")
    data = {
        **_answers(site, "examine"),
        "outcome": "correct",
        "missing": [{"item": "处罚决定书", "requirement": "复印件"}],
        "supply_by": task["proposed"]["supply_by"],
    }
    done = reviewer.post(f"/tasks/{task['id']}/complete", {"seen": task["seen"], "data": data})
    assert done.status_code == 200, done.text
    _do(site, "auditor", "sign_correction_notice")
    told = applicant.get(f"/cases/{case_id}").json
    own = next(each for each in told["tasks"] if each["node"] == "supply_corrections")
    assert own["mine"] is True
    body = {"seen": told["seen"], "data": {"statement": "已补齐。"}}
    assert applicant.post(f"/tasks/{own['id']}/complete", body).status_code == 200
    assert _waiting(reviewer, "examine")["state"] == "open"


def test_the_list_is_read_page_by_page_without_gap_or_repetition(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.api.tasks._PAGE", 1)
    applicant, people = program(site, "applicant"), site.people
    with site.office.database.act() as uow:
        records = [
            add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕{number}号")
            for number in (1, 2)
        ]
        uow.commit()
    filed = {_filed(site, applicant)}
    for record in records:
        answer = applicant.post(f"/records/{record}/objections", {"data": APPLICATION})
        filed.add(int(answer.json["case_id"]))
    reviewer, seen, after = program(site, "reviewer"), [], {}
    while True:
        page = reviewer.get("/tasks", **after).json
        seen += [row["case_id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert sorted(seen) == sorted(filed)
    assert len(seen) == 3


def test_the_supervisor_reads_what_is_late_and_whose_turn_it_is(site: Web) -> None:
    case_id = _filed(site, program(site, "applicant"))
    walk = Walk(site.people, opened=Opened(case_id=case_id, number="", query_code=""))
    with site.office.database.read() as connection:
        stored = cases.load(connection, case_id)
    assert stored is not None
    walk.fire_until(date(2026, 12, 31))
    caller = program(site, "supervisor")
    rows = caller.get("/overdue").json["items"]
    assert {row["rule"] for row in rows} >= {"objection.overall"}
    assert rows[0]["number"] == stored.view.number
    assert rows[0]["turns"][0]["node"] == "examine"
    assert caller.get("/overdue", kind="warned").json["items"] == []
    late = _waiting(program(site, "reviewer"), "examine")
    assert "objection.forward" in late["late"]


def test_lists_are_narrowed_by_ids(site: Web) -> None:
    people = site.people
    case_id = _filed(site, program(site, "applicant"))
    reviewer = program(site, "reviewer")
    assert [row["case_id"] for row in reviewer.get("/tasks", provider_id=people.provider).json["items"]] == [case_id]
    assert reviewer.get("/tasks", provider_id=people.other_provider).json["items"] == []
    for wrong in ("x", "1_0", " 1", "-1", str(2**31), "１"):
        assert list(reviewer.get("/tasks", provider_id=wrong).json["fields"]) == ["provider_id"], wrong
    applicant = program(site, "applicant")
    (first, *_older) = applicant.get("/inbox").json["items"]
    assert first["id"] not in [each["id"] for each in applicant.get("/inbox", before=first["id"]).json["items"]]

"""Applying for repair through the API: one application for many records, by the form and the law of the page."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from tests.factories import add_record
from tests.samples.files import picture
from tests.support.api import program
from tests.support.web import Web, web
from workflows.operations.issue_token import Scope
from workflows.processes.repair.words import CLAUSES
from workflows.store import people, publicity, records
from workflows.store.tables import case

NUMBER, OTHER = "示市监罚决〔2026〕9001号", "示环罚决〔2026〕9302号"
PROMISE = {
    "kind": "penalty", "clauses": list(CLAUSES), "contact_name": "某某", "contact_phone": "13800000000",
    "address": "示例路 1 号", "e_service": True,
}  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national rules; its record can be repaired today."""
    made = web(sqlite_url, tmp_path)
    with made.office.database.act() as uow:
        people.bind_pack(uow.connection, made.people.authority, "national/2026-04-01", date(2026, 4, 1))
        uow.commit()
    classed(made, made.people.record)
    return made


def classed(site: Web, record_id: int) -> int:
    with site.office.database.act() as uow:
        row = publicity.load(uow.connection, record_id)
        values = {"category": "一般", "published_on": date(2026, 4, 18), "publish_until": None}
        publicity.change(uow.connection, record_id, row.version, values)
        uow.commit()
    return record_id


def another(site: Web, provider: int) -> int:
    with site.office.database.act() as uow:
        made = add_record(uow.connection, site.people.subject, provider, OTHER)
        uow.commit()
    return classed(site, made)


def repair(*numbers: str, **more: Any) -> dict[str, Any]:
    rows = [{"number": each, "fulfilled_on": "2026-05-06", "payment_number": "001"} for each in numbers]
    return {**PROMISE, "records": rows, **more}


def cases_of(site: Web) -> int:
    with site.office.database.read() as connection:
        rows = connection.execute(select(func.count()).select_from(case).where(case.c.process == "repair"))
        return int(rows.scalar_one())


def test_one_application_for_records_of_several_departments_becomes_a_case_for_each(site: Web) -> None:
    applicant, second = program(site, "applicant"), another(site, site.people.other_provider)
    chosen = [site.people.record, second]
    told = applicant.get("/repairs/filing", record=chosen).json
    assert (told["recognisers"], len(told["records"])) == (2, 2)
    assert {row["number"] for row in told["proposed"]["records"]} == {NUMBER, OTHER}
    body = {"process": "repair", "records": chosen, "data": repair(NUMBER, OTHER)}
    answer = applicant.post("/cases", body, key="the-repair-key-001")
    assert answer.status_code == 201, answer.text
    begun = answer.json["cases"]
    assert len({each["number"] for each in begun}) == 2
    again = applicant.post("/cases", body, key="the-repair-key-001")
    assert again.json == answer.json, "the same request is done once"
    other = applicant.post("/cases", body)
    assert (other.status_code, other.json["code"]) == (409, "OpenCaseExists")
    for each, number in zip(begun, (NUMBER, OTHER), strict=True):
        shown = applicant.get(f"/cases/{each['case_id']}").json
        assert (shown["process"], shown["record"]["decision_number"]) == ("repair", number)
        assert [row["number"] for row in shown["application"]["records"]] == [number]
    standing = applicant.get(f"/records/{second}/standing").json
    assert (standing["open_number"], standing["repair_open"]) == (begun[1]["number"], True)


def test_a_repair_comes_in_parts_with_its_evidence(site: Web) -> None:
    applicant = program(site, "applicant")
    sent = MultiDict(
        [("process", "repair"), ("records", f"[{site.people.record}]"), ("data", json.dumps(repair(NUMBER)))]
        + [("files", (io.BytesIO(picture("PNG")), f"缴款书{number}.png")) for number in (1, 2)]
    )
    answer = applicant.post("/cases", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 201, answer.text
    (begun,) = answer.json["cases"]
    files = applicant.get(f"/cases/{begun['case_id']}").json["files"]
    assert len(files) == 1, "two copies of one picture are one file"


def test_a_repair_is_handled_through_the_same_tasks_as_an_objection(site: Web) -> None:
    body = {"process": "repair", "records": [site.people.record], "data": repair(NUMBER)}
    (begun,) = program(site, "applicant").post("/cases", body).json["cases"]
    reviewer = program(site, "reviewer")
    (row,) = [each for each in reviewer.get("/tasks").json["items"] if each["case_id"] == begun["case_id"]]
    task = reviewer.get(f"/tasks/{row['task_id']}").json
    assert (task["node"], task["form"]["required"]) == ("examine", ["outcome"])
    done = reviewer.post(
        f"/tasks/{task['id']}/complete",
        {"seen": task["seen"], "data": {"identity_ok": True, "materials_ok": offered(task), "outcome": "accept"}},
    )
    assert done.status_code == 200, done.text
    assert done.json["outcome"] == "accept"


def offered(task: dict[str, Any]) -> list[str]:
    return [each["const"] for each in task["form"]["properties"]["materials_ok"]["items"]["oneOf"]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"records": []}, "records"),
        ({"records": [{"number": NUMBER}, {"number": NUMBER}]}, "records"),
        ({"records": [{"number": NUMBER, "fulfilled_on": "6月5日"}]}, "records-0-fulfilled_on"),
        ({"records": [{"number": NUMBER, "price": "1"}]}, "records-0-price"),
        ({"clauses": ["truthful"]}, "clauses"),
        ({"clauses": "truthful"}, "clauses"),
        ({"contact_name": " "}, "contact_name"),
        ({"kind": "favour"}, "kind"),
        ({"e_service": "false"}, "e_service"),
        ({"fee": "100"}, "fee"),
    ],
)
def test_what_is_wrong_in_a_repair_is_said_at_its_field_in_the_readers_language(
    site: Web, change: dict[str, Any], field: str
) -> None:
    applicant = program(site, "applicant")
    body = {"process": "repair", "records": [site.people.record], "data": {**repair(NUMBER), **change}}
    answer = applicant.post("/cases", body)
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field]), answer.text
    english = applicant.send(
        "POST", "/cases", json=body, headers={"Accept-Language": "en", "Idempotency-Key": "k" * 20}
    )
    (message,) = english.json["fields"][field]
    assert message.isascii(), message
    assert cases_of(site) == 0


def test_a_repair_is_refused_as_on_the_page(site: Web) -> None:
    applicant, record = program(site, "applicant"), site.people.record
    body = {"process": "repair", "records": [record], "data": repair(NUMBER)}
    assert program(site, "stranger").post("/cases", body).status_code == 404
    assert program(site, "reviewer").post("/cases", body).status_code == 404
    assert program(site, "applicant", Scope.READ).post("/cases", body).json["code"] == "ScopeTooNarrow"
    assert applicant.post("/cases", {**body, "records": [999999]}).status_code == 404
    both = applicant.post("/cases", {**body, "subject_id": site.people.subject})
    assert list(both.json["fields"]) == ["subject_id"]
    assert list(applicant.post("/cases", {"process": "repair", "data": {}}).json["fields"]) == ["records"]
    assert applicant.post("/cases", {"process": "favour", "data": {}}).status_code == 404
    with site.office.database.act() as uow:
        row = publicity.load(uow.connection, record)
        publicity.change(uow.connection, record, row.version, {"published_on": date(2026, 9, 1)})
        uow.commit()
    early = applicant.post("/cases", body)
    assert (early.status_code, early.json["code"]) == (409, "NotRepairable")
    assert cases_of(site) == 0


def test_records_of_two_subjects_are_no_one_application(site: Web) -> None:
    with site.office.database.act() as uow:
        values = {"kind": "legal_person", "name": "示例乙公司", "code_type": "uscc", "code": "X" * 18, "alt_ids": {}}
        other = records.add_subject(uow.connection, values)
        record = add_record(uow.connection, other, site.people.provider, OTHER)
        account = {"user_id": site.people.ids["applicant"], "subject_id": other, "kind": "agent"}
        records.add_representation(uow.connection, {**account, "verified_at": site.clock()})
        uow.commit()
    body = {"process": "repair", "records": [site.people.record, classed(site, record)], "data": repair(NUMBER, OTHER)}
    answer = program(site, "applicant").post("/cases", body)
    assert (answer.status_code, answer.json["code"]) == (422, "SeveralSubjects")

"""Reading registers through the API: everybody sees what the page of the same thing shows, and nothing besides."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.samples import files
from tests.support.api import Program, program
from tests.support.departments import staffed
from tests.support.filing import denied
from tests.support.listed import PERSON, PERSON_CODE, listed, subject
from tests.support.people import SUBJECT_CODE
from tests.support.web import Web, web
from workflows.domain.exchange import Push
from workflows.operations.issue_token import Scope
from workflows.operations.run_jobs import run_jobs
from workflows.operations.send_message import send_message
from workflows.operations.verify_letter import token_of
from workflows.store import cases, commitments, letters, publicity

NUMBER, NAME = "示市监罚决〔2026〕9001号", "示例甲商贸有限公司"
#: Everybody, and who among them may read each thing; all others get 404, or 403 where the post itself is missing.
EVERYBODY = (
    "applicant", "stranger", "reviewer", "auditor", "head", "supervisor", "provider", "provider2", "executor", "admin",
    "recogniser", "chief", "inspector",
)  # fmt: skip
CENTRE = {"reviewer", "auditor", "head", "supervisor"}
DEPARTMENT = {"recogniser", "chief", "inspector"}
READERS = CENTRE | DEPARTMENT
SIGHT: dict[str, tuple[set[str], set[str]]] = {
    "/records/{record}/standing": (set(EVERYBODY), READERS | {"applicant", "provider"}),
    "/commitments/{commitment}": (set(EVERYBODY), CENTRE | {"applicant"}),
    "/dossiers/{subject}": (set(EVERYBODY), READERS | {"applicant", "provider"}),
    "/cases/{case}/services": (set(EVERYBODY), CENTRE | {"applicant", "provider", "chief"}),
    "/cases/{case}/dispatches": (set(EVERYBODY), CENTRE),
    "/lists/register/{listing}": (READERS, READERS),
    "/lists/register/{watch}": (READERS, DEPARTMENT),
    "/lists/register": (READERS, READERS),
    "/lists/bans": (READERS, READERS),
    "/lists/own": (set(EVERYBODY), set(EVERYBODY)),
    "/commitments": (READERS, READERS),
    "/processes": (set(EVERYBODY), set(EVERYBODY)),
    "/repairs/filing?record={record}": (set(EVERYBODY), {"applicant"}),
    "/processes/rectification/subjects?q=示例": ({"recogniser"}, {"recogniser"}),
    "/processes/official_interview/subjects/{subject}": ({"supervisor", "inspector"}, {"supervisor", "inspector"}),
}  # fmt: skip


class Place:
    """The small office with one thing in every register."""

    def __init__(self, site: Web) -> None:
        self.site = site
        self.programs: dict[str, Program] = {}
        site.people.ids.update(staffed(site).accounts)
        walk = Walk(site.people).open()
        walk.do("reviewer", "examine", files=(site.office.files.receive(io.BytesIO(files.pdf()), "证据.pdf"),))
        for who, node in (("auditor", "sign_acceptance"), ("reviewer", "draft_inquiry"), ("auditor", "sign_inquiry")):
            walk.do(who, node)
        self.walk, self.case = walk, walk.case_id
        self.listing = listed(site, self.case)
        self.watch = listed(site, self.case, register="watch", list_key="watch", public=False)
        person = subject(site, PERSON, PERSON_CODE, "natural_person")
        listed(site, self.case, subject_id=person, of_listing_id=self.listing, liable_as="legal_representative")
        asked = Push(kind="stop_publicity", record_id=site.people.record)
        send_message(site.office, asked, case_id=self.case, key="push-1")
        with site.office.database.act() as uow:
            row = {
                "subject_id": site.people.subject, "case_id": self.case, "kind": "repair", "clauses": ["守法经营。"],
                "made_on": date(2026, 9, 1), "state": "pending", "public": True, "organ_id": site.people.authority,
                "asked_by": site.people.ids["reviewer"], "asked_reason": "再次查获",
            }  # fmt: skip
            self.commitment = commitments.add(uow.connection, row)
            record = publicity.load(uow.connection, site.people.record)
            values = {"category": "一般", "published_on": date(2026, 9, 18), "publish_until": None}
            publicity.change(uow.connection, record.id, record.version, {**values, "fulfilled_on": date(2026, 7, 1)})
            uow.commit()

    def address(self, path: str) -> str:
        """An address with the ids of what is there."""
        ids = {name: getattr(self, name) for name in ("case", "listing", "watch", "commitment")}
        return path.format(subject=self.site.people.subject, record=self.site.people.record, **ids)

    def get(self, login: str, path: str, **query: Any) -> Any:
        """What somebody reads."""
        if login not in self.programs:
            self.programs[login] = program(self.site, login)
        return self.programs[login].get(self.address(path), **query)


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Place:
    """See there."""
    return Place(web(sqlite_url, tmp_path))


def test_everybody_reads_what_the_post_and_the_page_allow_and_no_more(place: Place) -> None:
    for path, (admitted, may) in SIGHT.items():
        for login in EVERYBODY:
            before, answer = denied(place.site), place.get(login, path)
            wanted = 200 if login in may else 404 if login in admitted else 403
            assert answer.status_code == wanted, (path, login, answer.text)
            assert denied(place.site) - before == (0 if wanted == 200 else 1), (path, login)


def test_the_standing_of_a_record_tells_its_subject_less_than_staff(place: Place) -> None:
    own, staff = (place.get(login, "/records/{record}/standing").json for login in ("applicant", "reviewer"))
    assert own["repairable_from"] == staff["repairable_from"] == "2026-12-19"
    assert (own["standing"], own["may_apply"], own["days_left"]) == ("running", False, 92)
    assert staff["fulfilled_on"] == "2026-07-01"
    assert not {"hold_reason", "kept_until", "conduct_ended_on", "fulfilled_on", "asks"} & set(own)


def test_the_check_without_a_token_tells_nobody_anything_of_a_person(place: Place) -> None:
    with place.site.office.database.read() as connection:
        code = str(publicity.load(connection, place.site.people.record).query_code)
    visitor = place.site.visitor().client
    answer = visitor.post("/api/v1/check", json={"number": NUMBER, "code": code.lower()})
    assert answer.status_code == 200, answer.text
    assert answer.json["repairable_from"] == "2026-12-19"
    assert "最短公示期还没有届满。" in answer.json["missing"]
    assert not {"record_id", "decision_number", "open_number", "hold_reason", "fulfilled_on"} & set(answer.json)
    for hidden in (NAME, SUBJECT_CODE, "SL-OBJ"):
        assert hidden not in answer.text
    english = {"Accept-Language": "en"}
    wrong = visitor.post("/api/v1/check", json={"number": NUMBER, "code": "0" * 12}, headers=english)
    assert (wrong.status_code, wrong.json["code"]) == (404, "NoSuchRecord")
    assert visitor.post("/api/v1/check", json={"number": NUMBER}).status_code == 422
    statuses = [
        visitor.post("/api/v1/check", json={"number": NUMBER, "code": f"{n:012d}"}).status_code for n in range(12)
    ]
    assert statuses[-1] == 429, "codes are not guessed"
    assert place.get("applicant", "/me").status_code == 200, "a token is counted by itself"


def test_a_token_that_only_reads_may_check_too_and_a_bad_one_may_not(place: Place) -> None:
    body = {"number": NUMBER, "code": "0" * 12}
    assert program(place.site, "applicant", Scope.READ).send("POST", "/check", json=body).status_code == 404
    bad = place.site.visitor().client.post("/api/v1/check", json=body, headers={"Authorization": "Bearer x"})
    assert bad.status_code == 401


def test_the_public_register_shows_six_fields_and_masks_persons(place: Place) -> None:
    visitor = place.site.visitor().client
    answer = visitor.get("/api/v1/lists/published")
    assert answer.status_code == 200
    entity = next(each for each in answer.json["items"] if each["code"] == SUBJECT_CODE)
    assert (entity["name"], entity["list_name"], entity["listed_on"]) == (
        NAME, "市场监督管理严重违法失信名单", "2026-08-03",
    )  # fmt: skip
    assert len(answer.json["items"]) == 2, "the watch list is not public"
    for hidden in (PERSON, PERSON_CODE, "13800138000", "SL-OBJ", "示市监罚决"):
        assert hidden not in answer.text
    assert visitor.get("/api/v1/lists/published", query_string={"list": "no_such"}).status_code == 422
    assert visitor.get("/api/v1/lists/published", query_string={"after": "x"}).status_code == 422
    assert visitor.get("/api/v1/lists/published", query_string={"q": PERSON}).json["items"] == []


def test_the_published_commitments_are_the_pages(place: Place) -> None:
    visitor = place.site.visitor().client
    (line,) = visitor.get("/api/v1/commitments/published").json["items"]
    assert (line["name"], line["clauses"], line["code"]) == (NAME, ["守法经营。"], SUBJECT_CODE)
    staff = place.get("auditor", "/commitments/{commitment}").json
    own = place.get("applicant", "/commitments/{commitment}").json
    assert (staff["asked_reason"], own["asked_reason"]) == ("再次查获", "")


def test_a_letter_is_verified_by_anybody_and_a_file_compared(place: Place) -> None:
    office = place.site.office
    with office.database.read() as connection:
        signed = next(row for row in letters.of_case(connection, place.case) if row.number)
        stored = cases.load(connection, place.case)
    assert stored is not None
    path = f"/api/v1/verify/{token_of(office, stored.view.number, signed.code, signed.number)}"
    visitor = place.site.visitor().client
    told = visitor.get(path).json
    assert (told["number"], told["sha256"], told["void"]) == (signed.number, signed.sha256, False)
    assert "same" not in told
    assert visitor.get(path, query_string={"sha256": signed.sha256.upper()}).json["same"] is True
    other = hashlib.sha256(b"x").hexdigest()
    assert visitor.get(path, query_string={"sha256": other}).json["same"] is False
    assert visitor.get(path[:-1] + "1").status_code == 404
    assert NAME not in str(told)


def test_registers_of_staff_are_read_page_by_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.api.lists._PAGE", 1)
    seen, after = [], {}
    while True:
        page = place.get("recogniser", "/lists/register", **after).json
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(seen) == len(set(seen)) == 3
    (one,) = place.get("recogniser", "/lists/register", register="watch").json["items"]
    assert one["id"] == place.watch
    assert place.get("reviewer", "/lists/register", register="watch").json["items"] == []
    told = place.get("recogniser", "/lists/register/{listing}").json
    assert [(each["name"], each["liable_as"]) for each in told["persons"]] == [("示****", "法定代表人")]
    assert told["basis"]["number"] == NUMBER


def test_a_case_tells_how_its_letters_were_served_and_what_it_asked_of_others(place: Place) -> None:
    (owed,) = place.get("reviewer", "/cases/{case}/dispatches").json["items"]
    assert (owed["kind"], owed["state"], owed["decision_number"]) == ("stop_publicity", "owed", NUMBER)
    assert (owed["department"], owed["measures"]) == (None, []), "the platform is asked, no department"
    assert place.get("reviewer", "/cases/{case}/services").json["items"] == []
    walk = place.walk
    for who, node in (
        ("provider", "sign_for"), ("provider", "verify"), ("reviewer", "draft_decision"), ("auditor", "audit_decision"),
        ("head", "approve_decision"), ("reviewer", "serve_reply"),
    ):  # fmt: skip
        walk.do(who, node)
    for login in ("reviewer", "applicant"):
        (served,) = place.get(login, "/cases/{case}/services").json["items"]
        assert (served["code"], served["method"], bool(served["served_at"])) == ("OBJ-11", "electronic", True), login
        assert served["method_words"] == "电子送达（受送达人已同意）"


def test_a_dossier_is_exported_once_and_fetched_by_who_asked(place: Place, tmp_path: Path) -> None:
    applicant, path = program(place.site, "applicant"), place.address("/dossiers/{subject}")
    told = applicant.get(path).json
    assert {each["process"] for each in told["cases"]} == {"objection"}
    assert [each["id"] for each in told["commitments"]] == [place.commitment]
    first, again = (applicant.post(f"{path}/export", key="the-export-key-01") for _ in range(2))
    assert (first.status_code, first.json) == (202, again.json)
    job = first.json["job_id"]
    assert (applicant.get(f"/jobs/{job}").json["running"], applicant.get(f"/exports/{job}").status_code) == (True, 404)
    run_jobs(place.site.office, "w1", tmp_path / "anchor")
    done = applicant.get(f"/jobs/{job}").json
    assert (done["running"], done["fetchable"]) == (False, True)
    fetched = applicant.get(f"/exports/{job}")
    assert fetched.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(fetched.data)) as book:
        assert "卷内目录.xlsx" in book.namelist()
    for login in ("reviewer", "stranger", "admin"):
        assert program(place.site, login).get(f"/exports/{job}").status_code == 404, login
    assert program(place.site, "stranger").post(f"{path}/export").status_code == 404

"""Beginning cases of every process through the API: by the same forms, operations and refusals as on the pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories import add_record
from tests.samples.objection import APPLICATION
from tests.support.api import program
from tests.support.departments import staffed
from tests.support.listed import a_case, listed
from tests.support.web import Web, web
from webapp.api.opening_forms import takes
from workflows.domain.time import office_date
from workflows.processes import discover
from workflows.processes.repair.words import CLAUSES
from workflows.store import cases, people
from workflows.store.tables import case

NUMBER, OTHER = "示市监罚决〔2026〕9001号", "示环罚决〔2026〕9302号"
REPAIR: dict[str, Any] = {
    "kind": "penalty", "clauses": list(CLAUSES), "records": [{"number": NUMBER, "fulfilled_on": "2026-05-06"}],
    "contact_name": "某某", "contact_phone": "13800000000", "address": "示例路 1 号", "e_service": False,
}  # fmt: skip
EXIT = {"cause": "wrong", "statement": "处罚决定已被复议机关撤销。", "truthful": True}
#: What staff opens, by whom, with what.
OPENED = {
    "rectification": (
        "recogniser",
        {"statement": "未按期整改。", "basis": "示例条例第一条", "contact_name": "某某", "contact_phone": "13800000000",
         "address": "示例路 1 号"},
    ),
    "blacklist_entry": ("recogniser", {"source": "日常监管", "statement": "多次违法。"}),
    "publication": ("recogniser", {"matter": "publish", "procedure": "general"}),
    "repair_revocation": ("recogniser", {"cause": "false_material", "found": "缴款票据系伪造。"}),
    "official_interview": ("supervisor", {"statement": "多次逾期。"}),
}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national rules, with a staffed department."""
    made = web(sqlite_url, tmp_path)
    made.people.ids.update(staffed(made).accounts)
    with made.office.database.act() as uow:
        for place in (made.people.authority, made.people.provider):
            people.bind_pack(uow.connection, place, "national/2026-04-01", date(2026, 4, 1))
        uow.commit()
    return made


def another(site: Web, provider: int) -> int:
    with site.office.database.act() as uow:
        made = add_record(uow.connection, site.people.subject, provider, OTHER)
        uow.commit()
    return made


def cases_of(site: Web, process: str) -> int:
    with site.office.database.read() as connection:
        rows = connection.execute(select(func.count()).select_from(case).where(case.c.process == process))
        return int(rows.scalar_one())


def required(process: str) -> dict[str, Any]:
    """An answer for each choice that the form of a process asks for."""
    form = discover()[process].filing_form()
    return {field.short_name: next(iter(field.choices))[0] for field in form if type(field).__name__ == "Choice"}


def test_an_objection_is_begun_in_the_same_shape(site: Web) -> None:
    applicant = program(site, "applicant")
    body = {"process": "objection", "records": [site.people.record], "data": APPLICATION}
    two = applicant.post("/cases", {**body, "records": [site.people.record, another(site, site.people.provider)]})
    assert (two.status_code, list(two.json["fields"])) == (422, ["records"])
    answer = applicant.post("/cases", body)
    assert answer.status_code == 201, answer.text
    assert applicant.get("/cases").json["items"][0]["id"] == answer.json["cases"][0]["case_id"]


@pytest.mark.parametrize("process", ["objection", "repair"])
def test_the_counter_enters_a_paper_form_with_its_day_and_evidence_once(site: Web, process: str) -> None:
    """窗口代收: the reviewer of the authority alone, the clock from the day of receipt, the same key one case."""
    clerk, day = program(site, "reviewer"), office_date(site.office.clock()).isoformat()
    data = APPLICATION if process == "objection" else REPAIR
    body = {"process": process, "records": [site.people.record], "received_on": day, "data": data}
    for other in ("applicant", "provider"):
        assert program(site, other).post("/cases", body).status_code == 403
    late = clerk.post("/cases", {**body, "received_on": "2027-12-31"})
    assert (late.status_code, list(late.json["fields"])) == (422, ["received_on"])
    fresh = clerk.post("/cases", body, key="counter-filing-000001")
    again = clerk.post("/cases", body, key="counter-filing-000001")
    assert (fresh.status_code, again.status_code) == (201, 201), fresh.text
    assert fresh.json["cases"][0]["case_id"] == again.json["cases"][0]["case_id"]
    assert cases_of(site, process) == 1
    page = clerk.get(f"/cases/{fresh.json['cases'][0]['case_id']}").json
    assert (page["channel"], page["received_on"]) == ("窗口", day)
    assert ["records", "received_on"] in [each["takes"] for each in clerk.get("/processes").json["items"]]
    unasked = program(site, "recogniser").post(
        "/cases", {"process": "blacklist_entry", "subject_id": site.people.subject, "received_on": day,
                   "data": OPENED["blacklist_entry"][1]},
    )  # fmt: skip
    assert (unasked.status_code, list(unasked.json["fields"])) == (422, ["received_on"])


def test_a_subject_applies_for_removal_from_its_list_once(site: Web) -> None:
    one = listed(site, a_case(site))
    applicant = program(site, "applicant")
    (line,) = applicant.get("/lists/own").json["items"]
    assert (line["id"], line["may_apply"], line["list"]) == (one, True, "market_serious")
    body = {"process": "blacklist_exit", "listing_id": one, "data": EXIT}
    assert program(site, "stranger").post("/cases", body).status_code == 404
    early = applicant.post("/cases", {**body, "data": {**EXIT, "cause": "expiry"}})
    assert (early.status_code, early.json["code"]) == (422, "NotExpired")
    named = applicant.post("/cases", {**body, "data": {**EXIT, "list_key": "market_serious"}})
    assert list(named.json["fields"]) == ["list_key"], "the listing says which list it is"
    answer = applicant.post("/cases", body, key="the-exit-key-00001")
    assert answer.status_code == 201, answer.text
    assert applicant.post("/cases", body, key="the-exit-key-00001").json == answer.json
    assert applicant.post("/cases", body).json["code"] == "OpenCaseExists"
    (line,) = applicant.get("/lists/own").json["items"]
    assert (line["may_apply"], line["exit_number"]) == (False, answer.json["cases"][0]["number"])


def test_the_recogniser_proposes_removal_of_its_own_motion(site: Web) -> None:
    one = listed(site, a_case(site))
    body = {"process": "blacklist_exit", "listing_id": one, "data": EXIT}
    assert program(site, "reviewer").post("/cases", body).status_code == 404
    answer = program(site, "recogniser").post("/cases", body)
    assert answer.status_code == 201, answer.text
    case_id = answer.json["cases"][0]["case_id"]
    assert program(site, "recogniser").get(f"/cases/{case_id}").json["process"] == "blacklist_exit"


@pytest.mark.parametrize("process", OPENED)
def test_staff_opens_what_its_post_opens_and_nobody_else_does(site: Web, process: str) -> None:
    who, data = OPENED[process]
    officer, about = program(site, who), site.people.subject
    told = officer.get(f"/processes/{process}/subjects/{about}").json
    assert set(data) <= set(told["form"]["properties"])
    body = {"process": process, "subject_id": about, "data": {**required(process), **data}}
    if told["records"]:
        body["records"] = [told["records"][0]["id"]]
    others = {"applicant", "stranger", "reviewer", "provider", "recogniser", "supervisor", "admin", "executor"} - {who}
    for login in others - ({"inspector"} if who == "supervisor" else set()):
        refused = program(site, login).post("/cases", body)
        assert refused.status_code == 403, (login, refused.text)
    answer = officer.post("/cases", body, key="opening-key-000001")
    if process == "repair_revocation":
        # The law of the process is the last to judge, as on the page: here no repair was ever granted.
        assert (answer.status_code, answer.json["code"], cases_of(site, process)) == (409, "NotRepaired", 0)
        return
    assert answer.status_code == 201, answer.text
    (begun,) = answer.json["cases"]
    assert officer.post("/cases", body, key="opening-key-000001").json == answer.json
    with site.office.database.read() as connection:
        stored = cases.load(connection, begun["case_id"])
    assert stored is not None
    assert (stored.view.process, str(stored.view.channel), stored.view.subject_id) == (process, "office", about)
    assert process in {each["process"] for each in officer.get("/processes").json["items"]}
    assert cases_of(site, process) == 1


def test_what_the_page_does_not_offer_is_not_taken(site: Web) -> None:
    officer = program(site, "recogniser")
    foreign = another(site, site.people.other_provider)
    body = {"process": "blacklist_entry", "subject_id": site.people.subject, "data": OPENED["blacklist_entry"][1]}
    hidden = officer.post("/cases", {**body, "records": [foreign]})
    assert (hidden.status_code, list(hidden.json["fields"])) == (422, ["records"]), "another department's record"
    elsewhere = officer.post("/cases", {**body, "organisation_id": site.people.authority})
    assert (elsewhere.status_code, list(elsewhere.json["fields"])) == (422, ["organisation_id"])
    assert officer.post("/cases", {**body, "subject_id": 999999}).status_code == 404
    assert list(officer.post("/cases", {"process": "rectification", "data": {}}).json["fields"]) == ["subject_id"]
    blank = officer.post("/cases", {**body, "data": {}})
    assert set(blank.json["fields"]) == {"source", "statement"}
    found = officer.get("/processes/blacklist_entry/subjects", q=NUMBER).json
    assert [hit["record"]["decision_number"] for hit in found["records"]] == [NUMBER]
    assert officer.get("/processes/blacklist_entry/subjects", q=OTHER).json["records"] == []
    assert officer.get("/processes/repair/subjects", q=OTHER).status_code == 404, "staff does not open it"
    assert program(site, "reviewer").get("/processes/blacklist_entry/subjects", q=NUMBER).status_code == 403


def test_each_reader_is_offered_what_it_may_begin(site: Web) -> None:
    def offered_to(login: str) -> list[tuple[str, tuple[str, ...]]]:
        items = program(site, login).get("/processes").json["items"]
        return [(each["process"], tuple(each["takes"])) for each in items]

    own = {("objection", ("records",)), ("repair", ("records",)), ("blacklist_exit", ("listing_id",))}
    assert set(offered_to("applicant")) == own
    assert offered_to("stranger") == offered_to("executor") == []
    assert set(offered_to("reviewer")) == {(kind, ("records", "received_on")) for kind in ("objection", "repair")}
    office = ("subject_id", "records", "organisation_id")
    assert set(offered_to("supervisor")) == {("official_interview", office)}
    assert {key for key, names in offered_to("recogniser") if names == office} == set(OPENED) - {"official_interview"}


def test_the_description_holds_the_form_of_every_process_in_the_readers_language(site: Web) -> None:
    chinese = site.visitor().get("/api/v1/openapi.json").json["components"]["schemas"]
    english = site.visitor().get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json
    ways = [(process, by) for process in discover().values() for by, _names, _make in takes(process)]
    assert len(chinese["NewCase"]["oneOf"]) == len(ways) > len(discover())
    for process in discover():
        declared = {field.short_name for field in discover()[process].filing_form()}
        shown = set(chinese[f"form.{process}"]["properties"])
        assert shown == declared - ({"list_key"} if process == "blacklist_exit" else set())
        assert chinese[f"new_case.{process}"]["properties"]["process"] == {"const": process}
    form = chinese["form.repair"]
    assert form["properties"]["contact_name"] == {"type": "string", "title": "联系人", "maxLength": 40}
    assert "contact_name" in form["required"]
    assert {each["const"] for each in form["properties"]["clauses"]["items"]["oneOf"]} == set(CLAUSES)
    told = english["components"]["schemas"]["form.repair"]["properties"]["contact_name"]["title"]
    assert told.isascii()

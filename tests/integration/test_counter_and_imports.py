"""Paper forms at the counter, tables of records, and acts on clocks and withdrawals on the case page."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from werkzeug.datastructures import FileStorage

from tests.factories import PROVIDER, SUBJECT_CODE, Walk
from tests.samples import files as samples
from tests.samples.penalties import HEADINGS, values, write_xlsx
from tests.support.web import Visitor, Web, web
from workflows.operations.import_records import run_imports
from workflows.store import cases, deadlines, letters, people

FORM = {
    "received_on": "2026-09-17",
    "grounds": "wrong",
    "claims-0-field": "CF_NR_FK",
    "claims-0-claimed": "0.5",
    "statement": "罚款金额应为五千元。",
    "contact_name": "示例申请人",
    "contact_phone": "13800000000",
    "address": "示例市示例路1号",
    "truthful": "y",
}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def _case(site: Web, case_id: int = 1) -> Any:
    with site.office.database.read() as connection:
        return cases.load(connection, case_id)


def test_a_paper_form_is_entered_with_its_scan_and_its_date_of_receipt(site: Web) -> None:
    clerk, address = site.signed_in("reviewer"), f"/counter/records/{site.people.record}"
    assert "示例甲商贸有限公司" in clerk.get("/counter?q=示例甲").text
    scan = FileStorage(BytesIO(samples.pdf()), "申请表.pdf")
    answer = clerk.post(address, {**FORM, "evidence-0": scan})
    assert answer.location == "/counter/cases/1/receipt"
    receipt = clerk.get("/counter/cases/1/receipt").text
    view = _case(site).view
    assert (view.received_on, view.applicant_id, view.channel) == (date(2026, 9, 17), None, "counter")
    assert view.number in receipt
    assert _case(site).query_code in receipt
    assert 'href="/counter/cases/1/receipt"' in clerk.get("/cases/1").text, "it can be printed again"
    assert "/counter/cases/1/receipt" not in site.signed_in("auditor").get("/cases/1").text
    with site.office.database.read() as connection:
        assert "申请表.pdf" in [row.name for row in letters.files_of(connection, 1)]
        assert cases.application(connection, 1)["claims"][0]["system"] == "5"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"received_on": "2026-09-19"}, "收件日期不能晚于今天。"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": ""}, "请填写收件日期。"),
        ({"statement": " "}, "请填写此项。"),
        ({"claims-0-field": "CF_XDR_ZJHM"}, "异议项与所选信息不符"),
    ],
)
def test_a_paper_form_that_cannot_be_taken_keeps_what_was_typed(site: Web, changed: dict[str, str], words: str) -> None:
    scan = FileStorage(BytesIO(samples.pdf()), "申请表.pdf")
    answer = site.signed_in("reviewer").post(
        f"/counter/records/{site.people.record}", {**FORM, **changed, "evidence-0": scan}
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "示例市示例路1号" in answer.text
    assert "申请表.pdf" in answer.text
    assert _case(site) is None


def test_a_record_with_an_open_objection_takes_no_second_one(site: Web) -> None:
    Walk(site.people).open()
    clerk, address = site.signed_in("reviewer"), f"/counter/records/{site.people.record}"
    assert "不能重复收件" in clerk.get(address).text
    assert clerk.post(address, FORM).status_code == 409


@pytest.mark.parametrize("who", ["provider", "auditor", "applicant", "admin"])
def test_only_the_clerk_takes_in_paper(site: Web, who: str) -> None:
    assert site.signed_in(who).get(f"/counter/records/{site.people.record}").status_code == 403


def test_a_withdrawal_on_paper_is_registered_at_the_counter_only_for_paper_cases(site: Web) -> None:
    walk = Walk(site.people).open("reviewer")
    clerk = site.signed_in("reviewer")
    page = f"/cases/{walk.case_id}"
    assert "登记申请人在窗口提交的撤回" in clerk.get(page).text
    data = {"seen": _case(site).view.substance, "withdrawal_reason": "申请人书面撤回。"}
    assert clerk.post(f"{page}/withdraw", data, page=page).status_code == 303
    assert walk.open_nodes() == ["sign_termination"]


def _table(tmp_path: Path, rows: list[list[object]]) -> FileStorage:
    path = write_xlsx(tmp_path / "table.xlsx", [list(HEADINGS), *rows])
    return FileStorage(BytesIO(path.read_bytes()), "九月处罚.xlsx")


def _row(number: int, **changes: object) -> list[object]:
    own = {
        "CF_CFJG": PROVIDER,
        "CF_SJLY": PROVIDER,
        "CF_XDR_SHXYM": SUBJECT_CODE,
        "CF_WSH": f"示市监罚决〔2026〕{number}号",
    }
    return values({**own, **changes})


def _hand_in(site: Web, clerk: Visitor, table: FileStorage) -> Any:
    return clerk.post("/imports", {"org_id": site.people.authority, "table": table})


def test_a_table_is_imported_in_the_background_and_its_bad_rows_are_reported(site: Web, tmp_path: Path) -> None:
    clerk = site.signed_in("reviewer")
    bad = _row(2, CF_XDR_SHXYM="91410184MA0000001X")
    assert _hand_in(site, clerk, _table(tmp_path, [_row(1), bad])).location == "/imports/1"
    waiting = clerk.get("/imports/1")
    assert "等待处理" in waiting.text
    json = {"Accept": "application/json"}
    assert clerk.get("/imports/1", headers=json).json["running"] is True
    run_imports(site.office, "worker")
    told = clerk.get("/imports/1", headers=json).json
    assert told == {"total": 2, "done": 2, "added": 1, "updated": 0, "refused": 1, "running": False}
    assert "统一社会信用代码" in clerk.get("/imports/1").text
    report = openpyxl.load_workbook(BytesIO(clerk.get("/imports/1/errors.xlsx").data))
    assert report.active is not None
    assert report.active.max_row == 2
    assert "九月处罚.xlsx" in clerk.get("/imports").text
    assert "示市监罚决〔2026〕1号" in clerk.get("/records?q=示市监罚决〔2026〕1号").text


def test_a_file_that_is_no_table_is_refused_in_plain_words(site: Web) -> None:
    clerk = site.signed_in("reviewer")
    assert _hand_in(site, clerk, FileStorage(BytesIO(b"%PDF-1.4 x"), "table.xlsx")).status_code == 422
    assert "请选择要导入的表格。" in clerk.post("/imports", {"org_id": site.people.authority}).text
    foreign = clerk.post("/imports", {"org_id": site.people.provider})
    assert foreign.status_code == 422


def test_jobs_of_another_organisation_are_not_shown(site: Web, tmp_path: Path) -> None:
    _hand_in(site, site.signed_in("reviewer"), _table(tmp_path, [_row(1)]))
    other = site.signed_in("provider2")
    assert other.get("/imports/1").status_code == 404
    assert other.get("/imports/1/errors.xlsx").status_code == 404
    assert "九月处罚.xlsx" not in other.get("/imports").text
    assert other.get("/imports/template.xlsx").data.startswith(b"PK")
    assert site.signed_in("auditor").get("/imports").status_code == 403


def test_clocks_are_suspended_resumed_and_extended_only_where_a_binding_text_allows_it(site: Web) -> None:
    walk = Walk(site.people).open()
    page = f"/cases/{walk.case_id}?tab=clocks"
    assert "暂停计时" not in site.signed_in("reviewer").get(page).text
    assert "延长期限" not in site.signed_in("head").get(page).text


def _bound_by(site: Web, pack: str) -> None:
    with site.office.database.act() as uow:
        people.unbind_pack(uow.connection, site.people.authority, "xinzheng/2018-03-28", date(2026, 1, 1))
        people.bind_pack(uow.connection, site.people.authority, pack, date(2026, 1, 1))
        uow.commit()


def test_a_reviewer_suspends_and_resumes_under_a_text_that_names_the_reason(site: Web) -> None:
    _bound_by(site, "henan/2020-05-01")
    walk = Walk(site.people).open()
    address, page = f"/cases/{walk.case_id}", f"/cases/{walk.case_id}?tab=clocks"
    reviewer = site.signed_in("reviewer")
    assert "暂停计时" in reviewer.get(page).text
    data = {"seen": _case(site).view.substance, "suspend_reason": "鉴定", "evidence": " "}
    assert reviewer.post(f"{address}/suspend", data, page=page).status_code == 422
    data["evidence"] = "委托鉴定书第1号"
    assert reviewer.post(f"{address}/suspend", data, page=page).status_code == 303
    assert "计时暂停中" in reviewer.get(page).text
    resumed = {"seen": _case(site).view.substance, "resume_evidence": "鉴定意见第2号"}
    assert reviewer.post(f"{address}/resume", resumed, page=page).status_code == 303
    with site.office.database.read() as connection:
        assert {row.state for row in deadlines.live_of(connection, walk.case_id)} == {"running"}


def test_the_head_extends_a_deadline_under_a_text_that_knows_extension(site: Web) -> None:
    _bound_by(site, "zhejiang/2018-01-01")
    walk = Walk(site.people).open()
    address, page = f"/cases/{walk.case_id}", f"/cases/{walk.case_id}?tab=clocks"
    assert "延长期限" not in site.signed_in("reviewer").get(page).text
    head = site.signed_in("head")
    data = {"seen": _case(site).view.substance, "rule": "objection.overall", "n": "0", "extend_reason": "案情复杂。"}
    refused = head.post(f"{address}/extend", data, page=page)
    assert refused.status_code == 422
    assert "案情复杂。" in refused.text
    with site.office.database.read() as connection:
        [before] = [row for row in deadlines.live_of(connection, walk.case_id) if row.rule == "objection.overall"]
    assert head.post(f"{address}/extend", {**data, "n": "3"}, page=page).status_code == 303
    with site.office.database.read() as connection:
        [after] = [row for row in deadlines.live_of(connection, walk.case_id) if row.rule == "objection.overall"]
    assert before.due_on is not None
    assert after.due_on is not None
    assert after.due_on > before.due_on
    assert "此前的最后期限" in head.get(page).text

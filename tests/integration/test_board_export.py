"""Exports of the supervisor: the whole list, nothing that a spreadsheet runs, a limit, a trace in the audit trail."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update

from tests.factories import Walk
from tests.support.people import add_record
from tests.support.web import Web, web
from workflows.operations import export_board
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.store import case_pages
from workflows.store.tables import subject, task


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def noted(site: Web) -> list[dict[str, Any]]:
    """What the audit trail says of exports."""
    with site.office.database.read() as connection:
        return [dict(row.data) for row in case_pages.events_of(connection, 0) if row.kind == "list_exported"]


def many(site: Web, count: int) -> None:
    """Put tasks on the reviewers' desk."""
    walk = Walk(site.people).open()
    row = {
        "case_id": walk.case_id, "node": "examine", "engine_task": "e", "role": "reviewer", "state": "open",
        "org_id": site.people.authority, "opened_at": site.office.clock(), "due_on": site.clock.now.date(),
    }  # fmt: skip
    with site.office.database.act() as uow:
        uow.connection.execute(insert(task), [row] * count)
        uow.commit()


def book_of(answer: Any) -> Any:
    """The workbook of an answer."""
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return load_workbook(BytesIO(answer.data))


def test_the_export_has_every_task_of_the_list_and_not_only_its_page(site: Web) -> None:
    many(site, 1200)
    answer = site.signed_in("supervisor").post("/board/list/export", page="/board/list")
    rows = list(book_of(answer).active.values)
    assert rows[0][:4] == ("办件", "主体", "单位", "环节")
    assert len(rows) == 1 + 1200 + 1
    assert len({row[0] for row in rows[1:]}) == 1
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_the_export_follows_the_filters_of_the_address(site: Web) -> None:
    many(site, 3)
    address = "/board/list/export?step=objection.verify"
    rows = list(book_of(site.signed_in("supervisor").post(address, page="/board/list")).active.values)
    assert len(rows) == 1
    assert noted(site) == [{"list": "board", "rows": 0, "filters": {"step": "objection.verify"}}]


def test_no_cell_is_a_formula(site: Web) -> None:
    with site.office.database.act() as uow:
        uow.connection.execute(update(subject).values(name='=HYPERLINK("http://evil.example","点我")\x07'))
        record = add_record(uow.connection, site.people.subject, site.people.provider, "示〔2026〕1号")
        uow.commit()
    Walk(site.people).open(record=record)
    book = book_of(site.signed_in("supervisor").post("/board/list/export", page="/board/list"))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert book.active["B2"].value.startswith("'=HYPERLINK")


def test_a_list_that_is_too_long_is_refused_in_words_and_leaves_no_trace(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(site, 5)
    monkeypatch.setattr(export_board, "ROW_LIMIT", 5)
    answer = site.signed_in("supervisor").post("/board/list/export", page="/board/list")
    assert answer.status_code == 422
    assert "清单超过 5 行，没有导出" in answer.text
    assert noted(site) == []


def test_the_statistics_are_handed_out_as_a_sheet_for_each_table(site: Web) -> None:
    many(site, 1)
    book = book_of(site.signed_in("supervisor").post("/board/statistics/export", page="/board/statistics"))
    assert book.sheetnames == ["收办趋势", "用时与期限", "逾期原因（按月）", "逾期原因（按责任单位）", "各单位逾期情况"]
    assert ("2026年9月", 1, 0, 0) in list(book["收办趋势"].values)
    assert noted(site)[0]["list"] == "statistics"


def test_late_clocks_are_handed_out_with_whose_turn_it_is(site: Web) -> None:
    Walk(site.people).open()
    site.clock.advance(days=14)
    fire_due_deadlines(site.office, "test")
    rows = list(book_of(site.signed_in("supervisor").post("/overdue/export", page="/overdue")).active.values)
    assert [row[2] for row in rows[1:]] == ["转信息提供单位"]
    assert rows[1][5] == "示例市公共信用信息中心 · 受理审查"
    assert noted(site) == [{"list": "overdue", "rows": 1, "filters": {"kind": "late", "org": None}}]


@pytest.mark.parametrize("address", ["/board/list/export", "/board/statistics/export", "/overdue/export"])
def test_only_a_supervisor_exports_and_only_by_a_form_of_the_site(site: Web, address: str) -> None:
    assert site.signed_in("supervisor").get(address).status_code == 405
    assert site.signed_in("supervisor").client.post(address).status_code == 400
    assert site.signed_in("reviewer").post(address, page="/tasks").status_code == 403
    assert noted(site) == []

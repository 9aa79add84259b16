"""The register of service: what waits with its last day, what was served with its proof, and nobody else's letters."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories import Walk
from tests.support.departments import staffed
from tests.support.web import Visitor, Web, web
from workflows.domain.time import office_date


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def decided(site: Web) -> Walk:
    """An objection whose answer is signed and waits to be served."""
    walk = Walk(site.people).open().forwarded()
    for who, node in (("provider", "sign_for"), ("provider", "verify"), ("reviewer", "draft_decision"),
                      ("auditor", "audit_decision"), ("head", "approve_decision")):  # fmt: skip
        walk.do(who, node)
    return walk


def text(visitor: Visitor, address: str) -> str:
    """What the page says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", visitor.get(address).text))


def test_a_signed_letter_waits_with_its_last_day_until_its_service_is_noted(site: Web) -> None:
    reviewer = site.signed_in("reviewer")
    assert "没有待送达的文书" in text(reviewer, "/service")
    walk = decided(site)
    page = text(reviewer, "/service")
    assert re.search(r"异议处理结果告知书.*SL-OBJ-2026-000001.*2026年\d+月\d+日.*还剩 \d+ 个工作日", page)
    assert "异议申请受理通知书" not in page, "what needs no receipt of service is not waited for"
    walk.do("reviewer", "serve_reply")
    assert "没有待送达的文书" in text(reviewer, "/service")
    assert "异议处理结果告知书" in text(reviewer, "/service/done")


def test_the_register_says_who_took_it_how_when_and_what_proves_it(site: Web) -> None:
    walk = decided(site)
    day = office_date(site.office.clock())
    walk.do("reviewer", "serve_reply", method="public", served_on=day, receiver="", note="登报公告，下落不明。")
    page = text(site.signed_in("reviewer"), "/service/done")
    assert "公告送达" in page
    assert "登报公告，下落不明。" in page
    counts = day + timedelta(days=30)
    assert f"公告期内，{counts.year}年{counts.month}月{counts.day}日" in page
    assert "登记人：" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", True), ("?q=SL-OBJ-2026-000001", True), ("?q=sl-obj-2026-000001", True), ("?q=示例甲", True),
        ("?q=没有这个主体", False), ("?receiver=%25", False), ("?receiver=经办人", True), ("?method=direct", True),
        ("?method=post", False), ("?method=junk", True), ("?before=1", False), ("?before=x", True),
    ],
)  # fmt: skip
def test_filters_stay_in_the_address_and_nonsense_is_passed_over(site: Web, asked: str, found: bool) -> None:
    walk = decided(site)
    walk.do("reviewer", "serve_reply", method="direct", receiver="经办人某某")
    assert ("异议处理结果告知书" in text(site.signed_in("reviewer"), f"/service/done{asked}")) is found


def test_the_workbook_holds_what_the_page_shows_and_no_formula(site: Web) -> None:
    walk = decided(site)
    walk.do("reviewer", "serve_reply", method="direct", receiver="=HYPERLINK(1)")
    visitor = site.signed_in("reviewer")
    answer = visitor.post("/service/export?method=direct", page="/service/done")
    assert answer.status_code == 200
    heading, row = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    assert heading[:2] == ("文书", "文号")
    assert row[0] == "异议处理结果告知书"
    assert row[2] == "SL-OBJ-2026-000001"
    assert row[4] != "=HYPERLINK(1)"
    assert "=HYPERLINK(1)" in row[4]
    assert isinstance(row[6], date)


@pytest.mark.parametrize("who", ["applicant", "executor", "admin", "provider"])
def test_who_serves_nothing_does_not_open_it(site: Web, who: str) -> None:
    assert site.signed_in(who).get("/service").status_code == 403
    assert site.signed_in(who).get("/service/done").status_code == 403


def test_another_organisation_sees_none_of_it(site: Web) -> None:
    staffed(site)
    walk = decided(site)
    department = site.signed_in("recogniser")
    assert "没有待送达的文书" in text(department, "/service")
    walk.do("reviewer", "serve_reply")
    assert "没有符合条件的送达记录" in text(department, "/service/done")

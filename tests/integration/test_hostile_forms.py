"""Hostile words, numbers and dates in forms: kept exactly or refused in plain words, never a fault of the server."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.samples.files import pdf
from tests.support import databases
from tests.support.filing import FILLED, application_of, fill, inputs, send
from tests.support.people import add_record
from tests.support.web import Visitor, Web, web
from workflows.operations.open_case import Opened
from workflows.store import case_pages, cases, tasks

#: Kept letter by letter.
KEPT = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;",
    "template code": "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "format places": "%(name)s %s %d {name} {0.__class__}",
    "SQL": "'; DROP TABLE office_case; --",
    "right to left": "\u202eabc\u2066def\u2069",
    "beyond the first plane": "𠮷田😀👨‍👩‍👧",
    "several lines": "第一行\n第二行\t末",
    "line separators": "a\u2028b\u2029c\u0085d",
    "a formula": "=cmd|' /C calc'!A0",
}
#: Kept without what nobody can see.
STRIPPED = {"NUL": ("甲\x00乙", "甲乙"), "escape sequence": ("甲\x1b[31m乙\x7f\x08", "甲[31m乙")}
#: As it comes over the wire: bytes that are no text.
BYTES = {"lone surrogate": "%ED%A0%80", "no UTF-8": "%FF%FE", "cut off": "%E4%BD"}
_NUMBERS = count(100)


#: A password hash takes its time; each person signs in once in an office.
_BROWSERS: dict[tuple[str, str], Visitor] = {}


def _as(site: Web, who: str) -> Visitor:
    if (site.office.database.url, who) not in _BROWSERS:
        _BROWSERS[site.office.database.url, who] = site.signed_in(who)
    return _BROWSERS[site.office.database.url, who]


@pytest.fixture(scope="module")
def site(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """One office on each kind of database; every test files about a record of its own."""
    return web(module_database_url, tmp_path_factory.mktemp("forms"), training=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The same on SQLite, for rules that do not depend on the database."""
    folder = tmp_path_factory.mktemp("small")
    with databases.fresh_sqlite(folder) as url:
        yield web(url, folder, training=True)


def _record(site: Web) -> int:
    with site.office.database.act() as uow:
        number = f"示市监罚决〔2026〕{next(_NUMBERS)}号"
        found = add_record(uow.connection, site.people.subject, site.people.provider, number)
        uow.commit()
    return found


def _walk(answer: TestResponse, site: Web) -> Walk:
    assert answer.status_code == 303, answer.text
    return Walk(site.people, opened=Opened(case_id=int(answer.location.split("/")[2]), number="", query_code=""))


def _open(site: Web, walk: Walk, node: str) -> tuple[str, str]:
    """The address of the open task and what its form has seen."""
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
        found = next(task for task in tasks.open_of(connection, walk.case_id) if task.node == node)
    assert stored is not None
    return f"/tasks/{found.id}", str(stored.view.substance)


@pytest.mark.parametrize("kind", [*KEPT, *STRIPPED])
def test_what_an_applicant_types_is_kept_and_shown_letter_by_letter(site: Web, kind: str) -> None:
    typed, kept = STRIPPED.get(kind) or (KEPT[kind], KEPT[kind])
    applicant, record = _as(site, "applicant"), _record(site)
    fields = {"statement": typed, "contact_name": typed[:40], "address": typed}
    walk = _walk(send(applicant, record, fill(applicant, record, claim=typed, **fields)), site)
    filing = application_of(site, walk)
    assert filing["statement"] == kept.strip()
    assert filing["claims"][0]["claimed"] == kept.strip()
    address, seen = _open(site, walk, "examine")
    reviewer = _as(site, "reviewer")
    shown = reviewer.get(address).text + reviewer.get(f"/cases/{walk.case_id}").text
    assert "<script>alert(1)" not in shown
    assert "onerror=alert(1)>" not in shown
    refusal = {"outcome": "refuse", "refuse_code": "not_ours", "seen": seen}
    answer = reviewer.post(address, {**refusal, "reasons": typed, "refer_to": typed})
    assert answer.status_code == 303, answer.text
    with site.office.database.read() as connection:
        done = next(row for row in case_pages.tasks_of(connection, walk.case_id) if row.node == "examine")
    assert done.data["reasons"] == kept


@pytest.mark.parametrize("kind", BYTES)
@pytest.mark.parametrize("field", ["statement", "contact_name", "contact_phone", "address", "grounds", "act_key"])
def test_bytes_that_are_no_text_break_nothing(small: Web, kind: str, field: str) -> None:
    applicant, record = _as(small, "applicant"), small.people.record
    address = f"/objections/records/{record}/apply"
    hidden = dict(inputs(applicant.get(address).text))
    typed = {name: value for name, value in {**hidden, **FILLED}.items() if name != field}
    body = f"{urlencode(typed)}&{field}={BYTES[kind]}"
    answer = applicant.client.post(address, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 400, 422)


@pytest.mark.parametrize("body", ['{"statement": "\\ud800"}', "[[[[", "\x00", "a=" * 2000])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "x/y"])
def test_a_body_that_is_no_form_is_refused(small: Web, body: str, kind: str) -> None:
    applicant = _as(small, "applicant")
    address = f"/objections/records/{small.people.record}/apply"
    assert applicant.client.post(address, data=body, content_type=kind).status_code == 400


def test_a_megabyte_of_text_is_refused_in_words(small: Web) -> None:
    applicant, record = _as(small, "applicant"), small.people.record
    long = fill(applicant, record, statement="字" * 5000)
    assert long.status_code == 422
    assert "最多 4000 字" in long.text
    assert "字" * 5000 in long.text, "what was typed is still there to be shortened"
    assert fill(applicant, record, statement="x" * 1_048_576).status_code == 422
    attached = fill(applicant, record, statement="x" * 1_048_576, files=[("证据.pdf", pdf())])
    assert attached.status_code == 413
    assert "上传的内容过大" in attached.text


@pytest.mark.parametrize("row", ["²", "٣", "9" * 5000, "-1", "", "0-0", "99999"])
def test_a_row_number_that_no_page_writes_is_dropped(small: Web, row: str) -> None:
    applicant, record = _as(small, "applicant"), small.people.record
    answer = fill(applicant, record, **{f"claims-{row}-claimed": "x", f"claims-{row}-field": "CF_NR"})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("name", ["auto_approve", "__builtins__", "len", "approved", "state", "role", "org_id", "id"])
def test_a_field_of_a_foreign_name_steers_nothing(small: Web, name: str) -> None:
    applicant, record = _as(small, "applicant"), _record(small)
    walk = _walk(send(applicant, record, fill(applicant, record, **{name: "true"}), **{name: "true"}), small)
    assert name not in application_of(small, walk)
    foreign = {name: "true", "examination": "accept", "intake_outcome": "own"}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("reviewer", "examine", {"outcome": "accept", "identity_ok": "y", "materials_ok": "y", "refuse_code": ""}),
        ("auditor", "sign_acceptance", {"decision": "return", "opinion": "请核对。", "no_conflict": "yes"}),
    ]
    for who, node, data in steps:
        address, seen = _open(small, walk, node)
        assert _as(small, who).post(address, {**foreign, **data, "seen": seen}).status_code == 303
    assert walk.open_nodes() == ["examine"], "returned is returned, whatever else was sent"
    with small.office.database.read() as connection:
        assert all(name not in (row.data or {}) for row in case_pages.tasks_of(connection, walk.case_id))
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    assert name not in stored.view.facts


@pytest.mark.parametrize(
    ("field", "value"),
    [("seen", "abc"), ("seen", "-1"), ("seen", "9" * 400), ("seen", "²"), ("act_key", "x"), ("act_key", "../" * 9),
     ("kept", "forged.token"), ("decision", "approved"), ("decision", "__class__"), ("no_conflict", "true"),
     ("breach_reason", "nonsense")],
)  # fmt: skip
def test_a_hidden_field_that_was_changed_is_refused_and_nothing_is_signed(small: Web, field: str, value: str) -> None:
    walk = Walk(small.people).open(record=_record(small))
    walk.do("reviewer", "examine")
    address, seen = _open(small, walk, "sign_acceptance")
    sign = {"decision": "approve", "opinion": "写下的意见", "no_conflict": "yes", "seen": seen}
    answer = _as(small, "auditor").post(address, {**sign, field: value})
    assert answer.status_code in (400, 422)
    assert walk.open_nodes() == ["sign_acceptance"]


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "2018-01-02", "1990-01-01", "abc", "", "²"])
def test_a_paper_form_cannot_have_come_in_on_an_impossible_day(small: Web, day: str) -> None:
    record = _record(small)
    typed = {**FILLED, "claims-0-field": "CF_NR_FK", "claims-0-claimed": "0.5", "received_on": day}
    answer = _as(small, "reviewer").post(f"/counter/records/{record}", typed)
    assert answer.status_code == 422
    assert 'href="#received_on"' in answer.text
    assert FILLED["statement"] in answer.text
    with small.office.database.read() as connection:
        assert cases.open_case_number(connection, record, "objection") is None


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "2098-01-01", "2020-01-01", "x"])
def test_a_term_for_corrections_is_a_day_that_can_be_met(small: Web, day: str) -> None:
    walk = Walk(small.people).open(record=_record(small))
    address, seen = _open(small, walk, "examine")
    asked = {"outcome": "correct", "missing-0-item": "授权委托书", "missing-0-requirement": "原件", "refuse_code": ""}
    answer = _as(small, "reviewer").post(address, {**asked, "supply_by": day, "seen": seen})
    assert answer.status_code == 422
    assert "授权委托书" in answer.text
    assert walk.open_nodes() == ["examine"]


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "-1", "1e9", "²", "1.5", "0x10"])
@pytest.mark.parametrize("field", ["days", "hours"])
def test_a_number_that_is_none_moves_no_clock(small: Web, field: str, number: str) -> None:
    before = small.office.clock()
    assert _as(small, "admin").post("/admin/clock", {field: number}).status_code == 422
    assert small.office.clock() == before


def test_one_form_sent_twice_does_one_thing_and_a_stale_one_keeps_its_words(site: Web) -> None:
    walk = Walk(site.people).open(record=_record(site))
    walk.do("reviewer", "examine")
    address, seen = _open(site, walk, "sign_acceptance")
    sign = {"decision": "return", "opinion": "写下的意见", "no_conflict": "yes", "seen": seen, "act_key": "k" * 30}
    auditor = _as(site, "auditor")
    assert [auditor.post(address, sign).status_code for _ in range(2)] == [303, 303]
    again = auditor.post(address, {**sign, "act_key": "l" * 30})
    assert again.status_code == 409
    assert "写下的意见" in again.text
    with site.office.database.read() as connection:
        rows = case_pages.tasks_of(connection, walk.case_id)
    assert sum(row.node == "sign_acceptance" for row in rows) == 1


def test_markup_in_every_field_is_text_on_every_page_of_everybody(small: Web) -> None:
    mark = "<b onmouseover=alert(1)>\"'"
    applicant, record = _as(small, "applicant"), _record(small)
    texts = {"statement": mark, "contact_name": mark, "contact_phone": mark, "address": mark}
    files = [("<b onmouseover=alert(1)>.pdf", pdf())]
    walk = _walk(send(applicant, record, fill(applicant, record, claim=mark, files=files, **texts)), small)
    for who, node, data in (
        ("reviewer", "examine", {}),
        ("auditor", "sign_acceptance", {"opinion": mark}),
        ("reviewer", "draft_inquiry", {"summary": mark}),
        ("auditor", "sign_inquiry", {"opinion": mark}),
        ("provider", "sign_for", {}),
        ("provider", "verify", {"course": mark, "basis": mark, "changes": [{"field": "CF_NR_FK", "new": mark}]}),
        ("reviewer", "draft_decision", {"reasons": mark, "changes": [{"field": "CF_NR_FK", "new": mark}]}),
    ):
        walk.do(who, node, **data)
    seen = 0
    for who in ("applicant", "reviewer", "auditor", "head", "provider", "supervisor", "admin"):
        reader = _as(small, who)
        for path in _pages(small, walk, record):
            page = reader.get(path).text
            assert "<b onmouseover" not in page, (who, path)
            seen += "&lt;b onmouseover" in page
    assert seen > 20, "the words themselves are shown"


def _pages(site: Web, walk: Walk, record: int) -> list[str]:
    case = walk.case_id
    with site.office.database.read() as connection:
        of_tasks = [f"/tasks/{row.id}" for row in case_pages.tasks_of(connection, case)]
    tabs = [f"/cases/{case}?tab={tab}" for tab in ("matter", "diagram", "timeline", "clocks", "letters", "papers")]
    lists = ["/tasks", "/tasks/done", "/inbox", "/mine", "/overdue", "/records?q=示例甲", "/counter?q=示例甲"]
    own = [f"/mine/{case}", f"/objections/{case}/receipt", f"/objections/records/{record}", f"/mine/{case}/withdraw"]
    return [*of_tasks, *tabs, *lists, *own, f"/counter/cases/{case}/receipt", f"/counter/records/{record}"]

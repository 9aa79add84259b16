"""The audit trail is searched by case, person, kind and day; personal data are masked and an export is itself noted."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.support.web import Web, web
from workflows.domain.errors import FieldErrors, NotAllowed
from workflows.operations import audit_search as searching
from workflows.operations.audit_search import AuditPage, AuditQuery, export_audit, masked, search_audit
from workflows.operations.note_event import note_event
from workflows.store import audit_search as store


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """An office with one case and some events of its own, on both databases."""
    made = web(database_url, tmp_path)
    Walk(made.people).open()
    return made


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    made = web(sqlite_url, tmp_path)
    Walk(made.people).open()
    return made


def found(site: Web, before: tuple[int, int] | None = None, limit: int = 50, **asked: Any) -> AuditPage:
    """What an administrator finds."""
    return search_audit(site.office, site.people.actor("admin"), AuditQuery(**asked), before=before, limit=limit)


def kinds(page: AuditPage) -> list[str]:
    """The kinds on a page, in its order."""
    return [line.kind for line in page.lines]


def note(site: Web, times: int, kind: str = "signed_out", login: str = "reviewer") -> None:
    """Let something happen in the office's own log."""
    for _ in range(times):
        note_event(site.office, site.people.ids[login], kind)


def test_one_case_is_read_from_its_end_to_its_beginning(site: Web) -> None:
    number = found(site, cases=True).lines[0].number
    page = found(site, number=number.lower())
    assert page.lines[-1].kind == "case_opened"
    assert [line.seq for line in page.lines] == sorted((line.seq for line in page.lines), reverse=True)
    assert {line.number for line in page.lines} == {number}


def test_the_offices_log_and_those_of_the_cases_are_kept_apart(site: Web) -> None:
    note(site, 1)
    assert kinds(found(site)) == ["signed_out"]
    assert "case_opened" in kinds(found(site, cases=True))
    assert "signed_out" not in kinds(found(site, cases=True))


def test_a_person_is_found_by_login_and_by_name_and_the_office_as_itself(site: Web) -> None:
    note(site, 1)
    note(site, 2, login="head")
    assert len(found(site, person="head").lines) == 2
    assert {line.actor for line in found(site, person="示例reviewer").lines} == {"示例reviewer"}
    note_event(site.office, 0, "calendar_imported")
    assert kinds(found(site, person="系统")) == ["calendar_imported"]


def test_a_kind_and_days_narrow_the_search_and_the_last_day_counts(site: Web) -> None:
    note(site, 1, "signed_in")
    site.clock.advance(days=2)
    note(site, 1, "signed_out")
    site.clock.advance(days=2)
    note(site, 1, "signed_in")
    assert len(found(site, kind="signed_in").lines) == 2
    assert kinds(found(site, since=date(2026, 9, 20), until=date(2026, 9, 20))) == ["signed_out"]
    assert kinds(found(site, until=date(2026, 9, 20))) == ["signed_out", "signed_in"]
    assert kinds(found(site, until=date(2026, 9, 17))) == []
    assert kinds(found(site, cases=True, until=date(2026, 9, 17))) == []
    assert "case_opened" in kinds(found(site, cases=True, until=date(2026, 9, 18)))


def test_pages_follow_one_another_without_a_gap_or_a_double(site: Web) -> None:
    note(site, 7)
    seen: list[int] = []
    page = found(site, limit=3)
    while True:
        seen += [line.seq for line in page.lines]
        if page.next is None:
            break
        page = found(site, before=page.next, limit=3)
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_a_page_reads_only_so_much_and_says_that_there_may_be_more(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SCAN", 5)
    note(site, 1, "signed_in")
    note(site, 12)
    page = found(site, kind="signed_in")
    assert (kinds(page), page.stopped) == ([], True)
    rounds = 1
    while page.next is not None and not page.lines:
        page = found(site, kind="signed_in", before=page.next)
        rounds += 1
    assert kinds(page) == ["signed_in"]
    assert rounds == 3


def test_what_does_not_exist_is_told_at_its_field(small_site: Web) -> None:
    for wrong, field in (
        ({"number": "SL-OBJ-2026-999999"}, "number"),
        ({"person": "nobody"}, "person"),
        ({"since": date(2026, 9, 2), "until": date(2026, 9, 1)}, "until"),
    ):
        with pytest.raises(FieldErrors) as refused:
            found(small_site, **wrong)
        assert set(refused.value.errors) == {field}


def test_personal_data_are_masked() -> None:
    assert masked("reason", "证件41018419900307001X，电话13800000000，a.b@office.example") == (
        "证件41************001X，电话138****0000，a***@office.example"
    )
    assert masked("to", "示例人甲") == "示***"
    assert masked("application", {"name": "示例人甲", "claim": "…"}) == "(2)"
    assert masked("posts", [["reviewer", 1]]) == "reviewer、1"
    assert len(masked("reason", "长" * 500)) == searching.LONGEST + 1


def test_the_applicants_words_are_not_in_the_search(small_site: Web) -> None:
    page = small_site.signed_in("admin").get("/admin/audit/search?scope=cases&kind=case_opened")
    assert page.status_code == 200
    assert "收到申请" in page.text
    assert "13800000000" not in page.text
    line = found(small_site, cases=True, kind="case_opened").lines[0]
    assert set(dict(line.details)) == {"channel", "record", "answers"}
    assert re.fullmatch("[0-9a-f]{32}", dict(line.details)["answers"]), "a MAC of the application and not its words"


def test_an_export_holds_what_was_found_no_formula_and_is_noted(small_site: Web) -> None:
    note_event(small_site.office, small_site.people.ids["reviewer"], "sign_in_failed", login="=cmd()")
    note_event(small_site.office, small_site.people.ids["reviewer"], "incident", what="x")
    data = export_audit(small_site.office, small_site.people.actor("admin"), AuditQuery(kind="incident"))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["时间", "办件", "序号", "人员", "事项", "内容"]
    assert [row[3:] for row in rows[1:]] == [["示例reviewer", "流程异常", "what=x"]]
    exported = found(small_site, kind="audit_exported").lines
    assert dict(exported[0].details)["lines"] == "1"
    everything = export_audit(small_site.office, small_site.people.actor("admin"), AuditQuery()).decode("utf-8-sig")
    assert not any(cell.startswith(("=", "+", "@")) for row in csv.reader(io.StringIO(everything)) for cell in row)


def test_an_export_turns_every_page_and_stops_at_its_limit(small_site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_PAGE", 3)
    note(small_site, 8)
    admin = small_site.people.actor("admin")
    assert export_audit(small_site.office, admin, AuditQuery(kind="signed_out")).count(b"\r\n") == 9
    monkeypatch.setattr(searching, "EXPORT_LIMIT", 5)
    assert export_audit(small_site.office, admin, AuditQuery(kind="signed_out")).count(b"\r\n") == 6
    assert dict(found(small_site, kind="audit_exported").lines[0].details)["complete"] == "False"


@pytest.mark.parametrize("login", ["reviewer", "head", "supervisor", "applicant"])
def test_nobody_but_an_administrator_reads_the_log(small_site: Web, login: str) -> None:
    actor = small_site.people.actor(login)
    with pytest.raises(NotAllowed):
        search_audit(small_site.office, actor, AuditQuery())
    with pytest.raises(NotAllowed):
        export_audit(small_site.office, actor, AuditQuery())
    assert small_site.signed_in(login).get("/admin/audit/search").status_code == 403


def test_the_page_keeps_its_filters_and_hands_out_the_table(small_site: Web) -> None:
    note(small_site, 60)
    admin = small_site.signed_in("admin")
    first = admin.get("/admin/audit/search?kind=signed_out&person=reviewer")
    following = re.search(r'href="(/admin/audit/search\?before=[^"]+)"', first.text)
    assert following
    assert "kind=signed_out" in following[1]
    assert admin.get(following[1].replace("&amp;", "&")).text.count("退出</td>") == 10
    table = admin.post("/admin/audit/export", {"kind": "signed_out"}, page="/admin/audit/search")
    assert table.status_code == 200
    assert table.data.count(b"\r\n") == 61


@pytest.mark.parametrize(
    "address",
    ["?number=%00%27", "?before=9_x", "?before=99999999999_1", "?since=yesterday", "?until=9999-12-31", "?kind=%ff"],
)
def test_an_address_that_makes_no_sense_is_answered_in_words(small_site: Web, address: str) -> None:
    assert small_site.signed_in("admin").get(f"/admin/audit/search{address}").status_code in (200, 422)

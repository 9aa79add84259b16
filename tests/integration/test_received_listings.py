"""Decisions of courts and other authorities on lists: registered as received, counted as a domain, ended likewise."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import PROVIDER
from tests.samples import files as samples
from tests.support import web as support
from tests.support.listed import a_case, listed
from tests.support.web import Web
from workflows.domain.errors import FieldErrors, NotAllowed, StaleVersion
from workflows.intake.filestore import StoredFile
from workflows.operations.end_registered_listing import EndRegisteredListing, NotRegistered, end_registered_listing
from workflows.operations.leaving import NotOnList, standing
from workflows.operations.recount_domains import recount_domains
from workflows.operations.register_listing import Decided, RegisterListing, register_listing
from workflows.store import housekeeping, list_pages, records
from workflows.store.tables import event, imposed_measure, listing, message

COURT = "示例市示例区人民法院"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    return support.web(sqlite_url, tmp_path)


def code(site: Web) -> str:
    with site.office.database.read() as connection:
        return str(records.subject_by_id(connection, site.people.subject).code)


def paper(site: Web, name: str = "失信决定书.pdf") -> StoredFile:
    return site.office.files.receive(io.BytesIO(samples.pdf()), name)


def command(site: Web, **more: Any) -> RegisterListing:
    decided = Decided(organ=COURT, number="（2026）示0184执100号", decided_on=date(2026, 9, 1), paper=paper(site))
    own = {name: more.pop(name) for name in ("organ", "decided_on") if name in more}
    return RegisterListing(
        **{
            "organ_id": site.people.authority, "code": code(site), "list_key": "court_dishonest", "kind": "judgment",
            "reason": "有履行能力而拒不履行生效法律文书确定的义务。", "until_on": date(2028, 9, 1), "key": "k" * 24,
            "decided": replace(decided, **own), **more,
        }
    )  # fmt: skip


def register(site: Web, login: str = "reviewer", **more: Any) -> int:
    return register_listing(site.office, site.people.actor(login), command(site, **more))


def end(site: Web, listing_id: int, login: str = "reviewer", seen: int = 1, on: date = date(2026, 9, 15)) -> None:
    decided = Decided(organ=COURT, number="（2026）示0184执100号之一", decided_on=on, paper=paper(site))
    told = EndRegisteredListing(listing_id=listing_id, seen=seen, decided=decided, key="e" * 24)
    end_registered_listing(site.office, site.people.actor(login), told)


def rows(site: Web, query: Any) -> list[Any]:
    with site.office.database.read() as connection:
        return list(connection.execute(query).all())


#: What is wrong with what was received → the field at which it is said (S1-27, S0-28).
LAW: list[tuple[dict[str, Any], str]] = [
    ({"organ": "示例市应急管理局"}, "organ"),
    ({"list_key": "watch"}, "list_key"),
    ({"list_key": "safety_serious"}, "organ"),
    ({"list_key": "market_serious", "organ": PROVIDER}, "organ"),
    ({"decided_on": date(2017, 4, 30)}, "list_key"),
    ({"decided_on": date(2026, 12, 1), "until_on": None}, "decided_on"),
    ({"until_on": date(2026, 9, 1)}, "until_on"),
    ({"code": "91410184MA00000000"}, "code"),
    ({"kind": "rumour"}, "kind"),
]


def test_what_a_received_decision_must_say(site: Web) -> None:
    for change, field in LAW:
        with pytest.raises(FieldErrors) as refused:
            register(site, **change)
        assert list(refused.value.errors) == [field], change
    assert rows(site, select(listing)) == []
    register(site, until_on=None)
    register(site, list_key="safety_serious", organ="示例省应急管理厅", kind="penalty", key="s" * 24)
    with pytest.raises(FieldErrors) as twice:
        register(site, key="t" * 24)
    assert list(twice.value.errors) == ["list_key"]


def test_it_stands_in_the_register_as_not_decided_here_without_publication_or_measures(site: Web) -> None:
    made = register(site)
    assert register(site) == made, "the form sent twice registers once"
    (row,) = rows(site, select(listing))
    assert (row.case_id, row.public, row.domain, row.number) == (None, False, "execution", "（2026）示0184执100号")
    assert (row.basis["organ"], row.listed_on, row.until_on) == (COURT, date(2026, 9, 1), date(2028, 9, 1))
    assert rows(site, select(imposed_measure)) == []
    assert [each.kind for each in rows(site, select(event).where(event.c.kind.like("listing%")))] == [
        "listing_registered"
    ]
    with site.office.database.read() as connection:
        assert list_pages.published(connection, today=date(2026, 9, 21), left_since=None) == []
        assert paper(site).sha256 in housekeeping.known_files(connection), "its document is swept by nobody"
    with pytest.raises(NotOnList):
        standing(rows(site, select(listing)), site.people.subject, "court_dishonest")


def test_it_counts_as_a_domain_and_its_end_is_counted_too(site: Web) -> None:
    """S1-14: 同时被纳入两个及以上领域; re-evaluated on exit."""
    case_id = a_case(site)
    listed(site, case_id)
    made = register(site)
    end(site, made)
    told = [(row.name, row.case_id, row.data["domains"]) for row in rows(site, select(message).order_by(message.c.id))]
    assert told == [("many_domains", case_id, 2), ("one_domain", case_id, 1)]
    (ended,) = rows(site, select(listing).where(listing.c.id == made))
    assert (ended.state, ended.left_reason, ended.left_on) == ("left", "received", date(2026, 9, 15))
    assert recount_domains(site.office) == 0


def test_the_nightly_count_tells_no_case_of_a_listing_without_one(site: Web) -> None:
    register(site, decided_on=date(2026, 9, 18))
    listed(site, a_case(site), listed_on=date(2026, 9, 18))
    assert recount_domains(site.office) == 1


@pytest.mark.parametrize(
    ("login", "on", "seen", "refusal"),
    [
        ("auditor", date(2026, 9, 15), 1, NotAllowed),
        ("reviewer", date(2026, 8, 31), 1, FieldErrors),
        ("reviewer", date(2026, 12, 1), 1, FieldErrors),
        ("reviewer", date(2026, 9, 15), 2, StaleVersion),
    ],
    ids=["another post", "before it began", "still to come", "an old page"],
)
def test_what_does_not_end_it(site: Web, login: str, on: date, seen: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        end(site, register(site), login, seen, on)


def test_what_was_decided_here_is_not_ended_so_and_nobody_else_registers(site: Web) -> None:
    with pytest.raises(NotAllowed):
        register(site, "auditor")
    own = listed(site, a_case(site), organ_id=site.people.authority)
    with pytest.raises(NotRegistered):
        end(site, own)


def test_the_desk_registers_on_a_page_and_whom_it_concerns_sees_whose_decision_it_is(site: Web) -> None:
    reviewer = site.signed_in("reviewer")
    assert "/lists/register/received" in reviewer.get("/lists/register").text
    form = {
        "organ": COURT, "number": "（2026）示0184执100号", "decided_on": "2026-09-01", "code": code(site),
        "list_key": "court_dishonest", "kind": "judgment", "reason": "拒不履行。", "for_organisation":
        str(site.people.authority), "go": "send",
    }  # fmt: skip
    page = "/lists/register/received"
    missing = reviewer.post(page, form, page=page)
    assert (missing.status_code, "请上传收到的决定文书" in missing.text) == (422, True)
    done = reviewer.post(page, {**form, "evidence-0": (io.BytesIO(samples.pdf()), "失信决定书.pdf")}, page=page)
    assert done.status_code == 303, done.text
    shown = reviewer.get(done.headers["Location"]).text
    for words in (COURT, "本系统只作登记，不作认定", "失信决定书.pdf", "登记收到的解除决定", "由作出决定的机关公示"):
        assert words in shown, words
    assert reviewer.get("/lists/register/received/papers/1").data == samples.pdf()
    own = site.signed_in("applicant").get("/lists/own").text
    assert "移出请向作出决定的机关申请" in own
    assert "申请移出</a>" not in own
    end_page = done.headers["Location"].replace("register", "register/received") + "/end"
    told = {
        "organ": COURT, "number": "解除1号", "decided_on": "2026-09-15", "seen": "1", "go": "send",
        "evidence-0": (io.BytesIO(samples.pdf()), "解除决定书.pdf"),
    }  # fmt: skip
    assert reviewer.post(end_page, told, page=end_page).status_code == 303
    assert "作出决定的机关已经解除" in reviewer.get("/lists/register?state=left").text
    assert reviewer.get(end_page).status_code == 404

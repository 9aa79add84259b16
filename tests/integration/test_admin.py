"""The administrator's acts: which law binds whom, the training clock, stuck deadlines; all audited."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.web import Web, web
from workflows.domain.errors import FieldErrors, NotAllowed, NotFound
from workflows.domain.time import office_date
from workflows.operations.advance_clock import NoCalendarThere, NoTraining, OnlyForward, advance_clock
from workflows.operations.bind_pack import AlreadyBound, LastPack, NotBound, bind_pack, unbind_pack
from workflows.operations.retry_deadline import NoIncident, retry_deadline
from workflows.operations.run_jobs import run_jobs
from workflows.store import history, people
from workflows.store import office as store

XINZHENG, HENAN = "xinzheng/2018-03-28", "henan/2020-05-01"
TODAY = date(2026, 9, 18)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application of a training office."""
    return web(database_url, tmp_path, training=True)


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    return web(sqlite_url, tmp_path, training=True)


def bound(site: Web, on: date = TODAY) -> tuple[str, ...]:
    """The packs that bind the authority on a day."""
    with site.office.database.read() as connection:
        return people.bound_packs(connection, site.people.authority, on)


def bind(site: Web, pack: str = HENAN, on: date = TODAY) -> None:
    """Bind the authority as its administrator."""
    bind_pack(site.office, site.people.actor("admin"), org_id=site.people.authority, pack_id=pack, on=on)


def unbind(site: Web, pack: str, on: date) -> None:
    """End a binding as the administrator."""
    unbind_pack(site.office, site.people.actor("admin"), org_id=site.people.authority, pack_id=pack, on=on)


def noted(site: Web) -> list[tuple[str, dict[str, object]]]:
    """What the office's own chain holds."""
    with site.office.database.read() as connection:
        return [(event.kind, event.data) for event in history.events_of(connection, store.OFFICE_CASE)]


def test_a_pack_binds_from_its_day_on_and_that_is_noted(site: Web) -> None:
    bind(site, on=date(2026, 10, 1))
    assert bound(site) == (XINZHENG,)
    assert bound(site, date(2026, 10, 1)) == (XINZHENG, HENAN)
    data = {"org": site.people.authority, "pack": HENAN, "on": "2026-10-01"}
    assert noted(site) == [("pack_bound", data)]


def test_the_last_pack_cannot_be_unbound(site: Web) -> None:
    with pytest.raises(LastPack):
        unbind(site, XINZHENG, TODAY)
    bind(site, on=date(2026, 10, 1))
    with pytest.raises(LastPack):
        unbind(site, XINZHENG, TODAY)
    unbind(site, XINZHENG, date(2026, 10, 1))
    assert bound(site, date(2026, 9, 30)) == (XINZHENG,)
    assert bound(site, date(2026, 10, 1)) == (HENAN,)
    with pytest.raises(LastPack):
        unbind(site, HENAN, date(2026, 12, 1))


def test_two_packs_cannot_both_be_ended(site: Web) -> None:
    bind(site)
    unbind(site, HENAN, date(2026, 11, 1))
    with pytest.raises(LastPack):
        unbind(site, XINZHENG, TODAY)


def test_the_past_keeps_its_law(small_site: Web) -> None:
    with pytest.raises(FieldErrors):
        bind(small_site, on=TODAY - timedelta(days=1))
    bind(small_site)
    with pytest.raises(FieldErrors):
        unbind(small_site, HENAN, TODAY - timedelta(days=1))
    assert bound(small_site) == (XINZHENG, HENAN)


def test_only_what_is_there_is_bound_and_only_once(small_site: Web) -> None:
    with pytest.raises(AlreadyBound):
        bind(small_site, XINZHENG)
    with pytest.raises(NotFound):
        bind(small_site, "atlantis/2020-01-01")
    with pytest.raises(NotBound):
        unbind(small_site, HENAN, TODAY)
    with pytest.raises(NotFound):
        bind_pack(
            small_site.office,
            small_site.people.actor("admin"),
            org_id=999_999,
            pack_id=HENAN,
            on=TODAY,
        )


@pytest.mark.parametrize("login", ["reviewer", "head", "supervisor", "applicant"])
def test_nobody_but_an_administrator_changes_law_or_clock(small_site: Web, login: str) -> None:
    actor = small_site.people.actor(login)
    with pytest.raises(NotAllowed):
        bind_pack(small_site.office, actor, org_id=small_site.people.authority, pack_id=HENAN, on=TODAY)
    with pytest.raises(NotAllowed):
        unbind_pack(small_site.office, actor, org_id=small_site.people.authority, pack_id=XINZHENG, on=TODAY)
    with pytest.raises(NotAllowed):
        advance_clock(small_site.office, actor, timedelta(days=1), key="k" * 20)
    with pytest.raises(NotAllowed):
        retry_deadline(small_site.office, actor, 1)


def test_the_page_warns_of_a_higher_pack_that_does_not_bind(small_site: Web) -> None:
    visitor = small_site.signed_in("admin")
    assert "河南条例没有绑定" in visitor.get("/admin/packs").text
    page = "/admin/packs/bind"
    form = {"org_id": str(small_site.people.authority), "pack_id": HENAN, "on": "2026-09-18"}
    assert visitor.post(page, form).status_code == 302
    assert "河南条例没有绑定" not in visitor.get("/admin/packs").text
    assert visitor.post(page, form).status_code == 409


def test_a_refused_form_keeps_what_was_typed_and_links_to_the_field(small_site: Web) -> None:
    form = {"org_id": str(small_site.people.authority), "pack_id": HENAN, "on": "2026-09-01"}
    answer = small_site.signed_in("admin").post("/admin/packs/bind", form)
    assert answer.status_code == 422
    assert 'value="2026-09-01"' in answer.text
    assert 'href="#on"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_training_clock_goes_forward_for_the_office_and_not_for_sessions(site: Web) -> None:
    visitor = site.signed_in("admin")
    answer = visitor.post("/admin/clock", {"days": "3", "hours": "0", "to": ""})
    assert answer.status_code == 302
    assert office_date(site.office.clock()) == date(2026, 9, 21)
    assert office_date(site.office.real_clock()) == TODAY
    assert "2026年9月21日 周一" in visitor.get("/inbox").text, "the clock stands on every page, and the session lives"
    assert ("clock_advanced", 3 * 86400) in [(kind, data.get("seconds")) for kind, data in noted(site)]


def test_a_form_that_is_sent_twice_moves_the_clock_once(site: Web) -> None:
    admin = site.people.actor("admin")
    for _ in range(2):
        advance_clock(site.office, admin, timedelta(days=1), key="one-form-sent-twice")
    assert office_date(site.office.clock()) == date(2026, 9, 19)


def test_the_clock_can_be_set_to_a_morning(small_site: Web) -> None:
    small_site.signed_in("admin").post("/admin/clock", {"days": "", "hours": "", "to": "2026-10-09"})
    assert small_site.office.clock().isoformat() == "2026-10-09T01:00:00+00:00"


def test_the_clock_never_goes_back_and_never_where_no_calendar_is(small_site: Web) -> None:
    admin = small_site.people.actor("admin")
    for span in (timedelta(0), timedelta(days=-1), timedelta(days=400)):
        with pytest.raises(OnlyForward):
            advance_clock(small_site.office, admin, span, key="k" * 20)
    advance_clock(small_site.office, admin, timedelta(days=360), key="k" * 20)
    with pytest.raises(NoCalendarThere):
        advance_clock(small_site.office, admin, timedelta(days=360), key="l" * 20)


def test_an_office_in_earnest_has_no_such_clock(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path)
    with pytest.raises(NoTraining):
        advance_clock(site.office, site.people.actor("admin"), timedelta(days=1), key="k" * 20)
    visitor = site.signed_in("admin")
    assert visitor.get("/admin/clock").status_code == 404
    assert "演练时钟" not in visitor.get("/admin").text


def test_the_audit_trail_is_verified_at_the_press_of_a_button(small_site: Web, tmp_path: Path) -> None:
    visitor = small_site.signed_in("admin")
    sent = visitor.post("/admin/audit")
    run_jobs(small_site.office, "worker", tmp_path / "audit.anchor")
    assert "核验通过" in visitor.get(sent.location).text


def test_a_deadline_that_is_no_incident_is_not_handed_back(small_site: Web) -> None:
    with pytest.raises(NoIncident):
        retry_deadline(small_site.office, small_site.people.actor("admin"), 77)


@pytest.mark.parametrize("path", ["", "/packs", "/calendar", "/deliveries", "/audit", "/clock", "/packs/bind"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_of_the_administrator_opens(small_site: Web, path: str, language: str) -> None:
    visitor = small_site.signed_in("admin")
    visitor.client.set_cookie("language", language)
    assert visitor.get(f"/admin{path}").status_code == 200

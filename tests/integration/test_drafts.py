"""What is typed is not lost: a draft per person and record, resumed, expired, handed in; a session that ends midway."""

from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.factories import add_record
from tests.samples import files as samples
from tests.support.filing import FILLED, cases_of, fill, inputs, send
from tests.support.web import PASSWORD, Visitor, Web, web
from workflows.operations.save_draft import purge_drafts
from workflows.operations.sweep_files import sweep_files


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def site_on_both(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def address(site: Web) -> str:
    """Where the form about the record stands."""
    return f"/objections/records/{site.people.record}/apply"


def shown(page: str) -> bool:
    """Whether a page shows everything that ``fill`` typed."""
    return all(each in page for each in ('value="0.5"', "决定书写明罚款五千元。", "示例市示例路1号"))


def carry_on(visitor: Visitor, page: TestResponse, site: Web) -> TestResponse:
    """Press the button of the page that offers what was typed before the session ended."""
    hidden: dict[str, list[str]] = {}
    form = page.text[page.text.index(f'action="{address(site)}"') :]
    for name, value in inputs('class="office-form"' + form):
        hidden.setdefault(name, []).append(value)
    return visitor.client.post(address(site), data={**hidden, "go": "edit"})


def test_a_saved_draft_is_listed_and_resumed_with_its_files_from_another_browser(site_on_both: Web) -> None:
    site = site_on_both
    answer = fill(
        site.signed_in("applicant"), site.people.record, files=[("凭证.png", samples.picture("PNG"))], go="save"
    )
    assert (answer.status_code, answer.location) == (303, "/mine")
    elsewhere = site.signed_in("applicant")
    listed = elsewhere.get("/mine").text
    assert "示市监罚决〔2026〕9001号" in listed
    assert "继续填写" in listed
    assert "2026年10月18日" in listed, "the day on which the draft expires is told"
    form = elsewhere.get(address(site)).text
    assert shown(form)
    assert "凭证.png" in form
    assert 'id="grounds-0" name="grounds" value="wrong" checked' in form
    assert cases_of(site) == 0


def test_a_draft_is_kept_with_every_step_and_an_unfinished_form_may_be_saved(site: Web) -> None:
    visitor = site.signed_in("applicant")
    assert fill(visitor, site.people.record).status_code == 200
    assert shown(visitor.get(address(site)).text), "going on to the check page has saved it"
    assert fill(visitor, site.people.record, statement="", contact_email="nobody").status_code == 422
    assert 'value="nobody"' in visitor.get(address(site)).text, "a refused form is saved as it is"
    assert fill(visitor, site.people.record, claim="", statement="", go="save").status_code == 303


def test_a_draft_is_gone_when_its_objection_is_handed_in(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("applicant")
    assert send(visitor, site.people.record, fill(visitor, site.people.record)).status_code == 303
    assert cases_of(site) == 1
    assert "继续填写" not in visitor.get("/mine").text
    assert "决定书写明罚款五千元。" not in visitor.get(address(site)).text


def test_a_draft_can_be_thrown_away(site: Web) -> None:
    visitor = site.signed_in("applicant")
    fill(visitor, site.people.record, go="save")
    visitor.post(f"/objections/records/{site.people.record}/discard", page="/mine")
    assert "继续填写" not in visitor.get("/mine").text


def test_a_draft_ends_thirty_days_after_its_last_use_and_the_nightly_round_removes_it(site_on_both: Web) -> None:
    site = site_on_both
    fill(site.signed_in("applicant"), site.people.record, go="save")
    site.clock.advance(days=20)
    fill(site.signed_in("applicant"), site.people.record, go="save")
    site.clock.advance(days=29)
    assert purge_drafts(site.office) == 0
    assert "继续填写" in site.signed_in("applicant").get("/mine").text
    site.clock.advance(days=2)
    assert "继续填写" not in site.signed_in("applicant").get("/mine").text
    assert purge_drafts(site.office) == 1


def test_the_files_of_a_draft_are_no_orphans_until_it_ends(site: Web) -> None:
    fill(site.signed_in("applicant"), site.people.record, files=[("凭证.png", samples.picture("PNG"))], go="save")
    site.office.real_clock.advance(days=3650)  # type: ignore[attr-defined]
    assert sweep_files(site.office) == []
    purge_drafts(site.office)
    assert len(sweep_files(site.office)) == 1


def test_nobody_sees_the_draft_of_another(site: Web) -> None:
    fill(site.signed_in("applicant"), site.people.record, go="save")
    stranger = site.signed_in("stranger")
    assert "示市监罚决" not in stranger.get("/mine").text
    assert stranger.get(address(site)).status_code == 404


def test_drafts_about_two_records_do_not_mix(site: Web) -> None:
    with site.office.database.act() as uow:
        other = add_record(uow.connection, site.people.subject, site.people.provider, "示市监罚决〔2026〕9002号")
        uow.commit()
    visitor = site.signed_in("applicant")
    fill(visitor, site.people.record, go="save", statement="第一件")
    fill(visitor, other, go="save", statement="第二件")
    assert "第一件" in visitor.get(address(site)).text
    assert "第二件" in visitor.get(f"/objections/records/{other}/apply").text


def test_too_much_text_is_not_saved_and_said_in_words(site: Web) -> None:
    answer = fill(site.signed_in("applicant"), site.people.record, go="save", statement="长" * 100_000)
    assert answer.status_code == 422
    assert "内容过长，没有保存" in answer.text


def test_what_was_typed_survives_the_end_of_the_session(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("applicant")
    before = fill(visitor, site.people.record, statement="", files=[("凭证.png", samples.picture("PNG"))])
    data: dict[str, object] = {**dict(inputs(before.text)), **FILLED, "claims-0-claimed": "0.5"}
    place = next(name for name, value in inputs(before.text) if value == "CF_NR_FK").replace("-field", "-claimed")
    site.clock.advance(minutes=31)
    late = visitor.client.post(address(site), data={**data, place: "0.5"})
    assert late.status_code == 401
    assert "您填写的内容会保留" in late.text
    hidden = dict(inputs(late.text))
    wrong = visitor.client.post("/sign-in", data={**hidden, "login": "applicant", "password": "wrong"})
    assert wrong.status_code == 422
    again = dict(inputs(wrong.text))
    page = visitor.client.post("/sign-in", data={**again, "login": "applicant", "password": PASSWORD})
    assert "您填写的内容还在" in page.text
    form = carry_on(visitor, page, site)
    assert form.status_code == 200
    assert shown(form.text)
    assert "凭证.png" in form.text
    assert shown(visitor.get(address(site)).text), "and it is kept as a draft"
    assert cases_of(site) == 0, "nothing is filed by signing in"


def test_what_one_typed_helps_nobody_who_may_not_act_for_the_subject(site: Web) -> None:
    visitor = site.signed_in("applicant")
    data = dict(inputs(visitor.get(address(site)).text))
    site.clock.advance(minutes=31)
    late = visitor.client.post(address(site), data={**data, **FILLED})
    page = visitor.client.post("/sign-in", data={**dict(inputs(late.text)), "login": "stranger", "password": PASSWORD})
    assert carry_on(visitor, page, site).status_code == 404


def test_a_carried_form_that_was_changed_is_passed_over(site: Web) -> None:
    visitor = site.signed_in("applicant")
    data = dict(inputs(visitor.get(address(site)).text))
    site.clock.advance(minutes=31)
    late = visitor.client.post(address(site), data={**data, **FILLED})
    hidden = dict(inputs(late.text))
    changed = {**hidden, "carried": hidden["carried"][:-2] + "xx", "login": "applicant", "password": PASSWORD}
    assert visitor.client.post("/sign-in", data=changed).status_code == 302


def test_more_than_a_form_takes_is_not_carried_but_led_to_the_sign_in_page(site: Web) -> None:
    visitor = site.signed_in("applicant")
    data = dict(inputs(visitor.get(address(site)).text))
    site.clock.advance(minutes=31)
    late = visitor.client.post(address(site), data={**data, **FILLED, "statement": "a" * 200_001})
    assert late.status_code == 302
    assert late.location.startswith("/sign-in")


def test_drafts_hold_what_was_last_saved(site: Web) -> None:
    visitor = site.signed_in("applicant")
    fill(visitor, site.people.record, go="save")
    fill(visitor, site.people.record, go="save", statement="改过的理由")
    form = visitor.get(address(site)).text
    assert "改过的理由" in form
    assert "决定书写明罚款五千元。" not in form

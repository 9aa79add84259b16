"""The pages of publicity and keeping: what waits for whom, noting what was found out, lists of two people."""

from datetime import date
from pathlib import Path

import pytest

from tests.integration.test_destroy_records import NAME, NUMBER, person
from tests.support import web as support
from tests.support.repair_law import with_repair_law
from tests.support.web import Web
from workflows.operations.destroy_records import destroy_confirmed


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under a rule of five years."""
    made = support.web(sqlite_url, tmp_path)
    return made.serve(with_repair_law(made.office))


def test_what_waits_is_shown_to_the_provider_whose_it_is_and_to_the_centre(site: Web) -> None:
    person(site.people, asks="verify", state="published")
    for login, shown in (("reviewer", True), ("provider", True), ("provider2", False)):
        assert (NUMBER in site.signed_in(login).get("/retention").text) is shown, login


def test_noting_what_was_found_out_asks_for_a_day_to_look_again_where_nothing_was_done(site: Web) -> None:
    one = person(site.people, asks="verify", state="published", conduct_ended_on=None, publish_until=date(2026, 9, 1))
    provider = site.signed_in("provider")
    page = provider.get(f"/retention/records/{one}").text
    version = page.split('name="seen" value="')[1].split('"')[0]
    empty = provider.post(f"/retention/records/{one}", {"seen": version, "note": "尚未履行"})
    assert empty.status_code == 422
    assert "请填写下次核实的日期" in empty.text
    answer = provider.post(
        f"/retention/records/{one}", {"seen": version, "note": "尚未履行", "look_again_on": "2026-12-01"}
    )
    assert answer.status_code == 303
    assert NUMBER not in provider.get("/retention").text


def test_other_peoples_records_are_hidden_and_a_reader_finds_no_form(site: Web) -> None:
    one = person(site.people)
    assert site.signed_in("provider2").get(f"/retention/records/{one}").status_code == 404
    page = site.signed_in("auditor").get(f"/retention/records/{one}")
    assert page.status_code == 200
    assert "记录核实情况" not in page.text


def test_a_list_is_drawn_up_by_one_and_confirmed_by_another(site: Web) -> None:
    person(site.people)
    reviewer, other = site.signed_in("reviewer"), site.signed_in("reviewer2")
    drawn = reviewer.post(f"/retention/lists/draw/{site.people.authority}", page="/retention/lists")
    assert drawn.status_code == 303
    address = drawn.headers["Location"]
    assert "须由另一人批准" in reviewer.get(address).text
    assert reviewer.post(f"{address}/confirm", page=address).status_code == 403
    assert NAME in other.get(address).text
    assert other.post(f"{address}/confirm", page=address).status_code == 303
    assert destroy_confirmed(site.office) == 1
    page = other.get(address).text
    assert NAME not in page
    assert NUMBER not in page
    assert "（已销毁）" in page

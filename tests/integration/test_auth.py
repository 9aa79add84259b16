"""Signing in and out: the session lives on the server, wrong passwords lock, nobody learns whether a name exists."""

from pathlib import Path

import pytest

from tests.support.web import PASSWORD, Visitor, Web, web
from workflows.store import history, people
from workflows.store import office as store


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(database_url, tmp_path)


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    return web(sqlite_url, tmp_path)


def noted(site: Web) -> list[str]:
    """The kinds of event in the office's own chain, oldest first."""
    with site.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, store.OFFICE_CASE)]


def test_who_signs_in_is_led_to_where_they_wanted_to_go(site: Web) -> None:
    visitor = site.visitor()
    asked = visitor.get("/inbox?before=9")
    assert asked.status_code == 302
    answer = visitor.sign_in("applicant", next="/inbox?before=9")
    assert answer.location == "/inbox?before=9"
    assert visitor.get("/inbox").status_code == 200
    assert noted(site) == ["signed_in"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\tevil", "javascript:1"]
)
def test_sign_in_leads_to_no_other_site(small_site: Web, target: str) -> None:
    answer = small_site.visitor().sign_in("applicant", next=target)
    assert answer.status_code == 302
    assert "evil" not in (answer.location or "")
    assert "javascript" not in (answer.location or "")


def test_a_copied_cookie_is_worth_nothing_after_sign_out(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    token = visitor.client.get_cookie("creditcase")
    assert token is not None
    thief = site.visitor()
    thief.client.set_cookie("creditcase", token.value)
    assert thief.get("/inbox").status_code == 200
    visitor.sign_out()
    assert thief.get("/inbox").status_code == 302
    assert noted(site) == ["signed_in", "signed_out"]


def test_the_database_alone_opens_no_session(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    token = visitor.client.get_cookie("creditcase")
    assert token is not None
    digests = site.office.database.engine.connect().exec_driver_sql("SELECT digest FROM user_session").scalars().all()
    assert len(digests) == 1
    assert token.value not in digests


def test_sign_in_gives_a_new_token_and_ends_the_one_before(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    first = visitor.client.get_cookie("creditcase")
    assert first is not None
    visitor.post("/sign-in", {"login": "reviewer", "password": PASSWORD}, page="/account/password")
    second = visitor.client.get_cookie("creditcase")
    assert second is not None
    assert second.value != first.value
    thief = site.visitor()
    thief.client.set_cookie("creditcase", first.value)
    assert thief.get("/inbox").status_code == 302


def test_a_planted_cookie_is_not_taken_over(site: Web) -> None:
    visitor = site.visitor()
    visitor.client.set_cookie("creditcase", "planted-by-somebody-else")
    visitor.sign_in("reviewer")
    cookie = visitor.client.get_cookie("creditcase")
    assert cookie is not None
    assert cookie.value != "planted-by-somebody-else"


def test_half_an_hour_without_use_ends_a_session_but_use_prolongs_it(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    for _ in range(3):
        site.clock.advance(minutes=29)
        assert visitor.get("/inbox").status_code == 200
    site.clock.advance(minutes=31)
    assert visitor.get("/inbox").status_code == 302


def test_twelve_hours_end_a_session_however_it_is_used(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    for _ in range(28):
        site.clock.advance(minutes=25)
        assert visitor.get("/inbox").status_code == 200
    site.clock.advance(minutes=21)
    assert visitor.get("/inbox").status_code == 302


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(site: Web) -> None:
    visitor = site.visitor()
    for _ in range(5):
        assert visitor.sign_in("reviewer", "wrong").status_code == 422
    assert visitor.sign_in("reviewer").status_code == 422, "the right password does not open a locked account"
    site.clock.advance(minutes=16)
    assert visitor.sign_in("reviewer").status_code == 302
    assert noted(site) == ["sign_in_failed"] * 6 + ["signed_in"]


def test_four_wrong_passwords_are_forgiven_by_the_right_one(site: Web) -> None:
    visitor = site.visitor()
    for _ in range(2):
        for _ in range(4):
            visitor.sign_in("reviewer", "wrong")
        assert visitor.sign_in("reviewer").status_code == 302
        visitor.sign_out()


def test_nobody_learns_whether_a_name_exists(small_site: Web) -> None:
    visitor = small_site.visitor()

    def told(answer: str) -> str:
        return answer[answer.index("error-summary") : answer.index("</ul>", answer.index("error-summary"))]

    assert told(visitor.sign_in("reviewer", "wrong").text) == told(visitor.sign_in("nobody", "wrong").text)


def test_what_was_typed_as_a_name_is_not_kept_unless_it_is_one(small_site: Web) -> None:
    small_site.visitor().sign_in("My-secret-password", "reviewer")
    with small_site.office.database.read() as connection:
        events = history.events_of(connection, store.OFFICE_CASE)
    assert "My-secret-password" not in str([event.data for event in events])


def test_many_wrong_tries_from_one_place_are_slowed_down(small_site: Web) -> None:
    visitor = small_site.visitor()
    answers = [visitor.sign_in("nobody", "wrong").status_code for _ in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[-1] == 429


def test_an_empty_password_never_opens(small_site: Web) -> None:
    assert small_site.visitor().sign_in("nobody", "").status_code == 422


def change(visitor: Visitor, old: str, new: str) -> int:
    """Change the password and return the status of the answer."""
    return visitor.post("/account/password", {"old": old, "new": new, "again": new}).status_code


def test_a_new_password_ends_all_other_sessions(site: Web) -> None:
    here, elsewhere = site.signed_in("reviewer"), site.signed_in("reviewer")
    assert change(here, PASSWORD, "Other-password-2") == 302
    assert here.get("/inbox").status_code == 200
    assert elsewhere.get("/inbox").status_code == 302
    assert site.visitor().sign_in("reviewer").status_code == 422
    assert site.visitor().sign_in("reviewer", "Other-password-2").status_code == 302


@pytest.mark.parametrize("weak", ["Short-1", "alllowercaseletters", "reviewer-Abc-12", PASSWORD])
def test_a_weak_password_is_refused(small_site: Web, weak: str) -> None:
    assert change(small_site.signed_in("reviewer"), PASSWORD, weak) == 422


def test_the_old_password_must_be_known(small_site: Web) -> None:
    assert change(small_site.signed_in("reviewer"), "wrong", "Other-password-2") == 422


def test_a_disabled_account_loses_its_sessions_and_cannot_sign_in(site: Web) -> None:


    visitor = site.signed_in("reviewer")
    with site.office.database.act() as uow:
        people.change_user(uow.connection, site.people.ids["reviewer"], {"active": False})
        uow.commit()
    assert visitor.get("/inbox").status_code == 302
    assert site.visitor().sign_in("reviewer").status_code == 422

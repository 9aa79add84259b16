"""A token opens the API as its owner, no further, no longer than a year, and only until it is revoked."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.api import Program, program
from tests.support.web import Web, web
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors, NotFound
from workflows.operations.advance_clock import advance_clock
from workflows.operations.issue_token import LIMIT, Scope, TooManyTokens, issue_token, revoke_token, tokens_of
from workflows.store import api_tokens, case_pages, people

_SHOWN = re.compile(r'id="token">(ccase_[A-Za-z0-9_-]{43})<')


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


def _kinds(site: Web) -> list[str]:
    with site.office.database.read() as connection:
        return [row.kind for row in case_pages.events_of(connection, 0)]


def test_a_person_makes_a_token_on_the_page_sees_it_once_and_revokes_it(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    made = visitor.post("/account/tokens", {"name": "示例系统", "scope": "read", "days": "30"})
    found = _SHOWN.search(made.text)
    assert found
    token = found[1]
    assert token not in visitor.get("/account/tokens").text
    caller = Program(site, token)
    assert caller.get("/me").json == {
        "name": "示例reviewer",
        "login": "reviewer",
        "scope": "read",
        "posts": [{"role": "reviewer", "org_id": site.people.authority}],
        "subjects": [],
    }
    (line,) = tokens_of(site.office, site.people.actor("reviewer"))
    assert line.used_at == site.clock()
    revoked = visitor.post(f"/account/tokens/{line.id}/revoke", page="/account/tokens")
    assert revoked.status_code == 303
    assert caller.get("/me").status_code == 401
    assert {"token_issued", "token_revoked"} <= set(_kinds(site))


def test_the_database_keeps_only_the_digest(site: Web) -> None:
    caller = program(site, "reviewer")
    with site.office.database.read() as connection:
        (row,) = api_tokens.of_user(connection, site.people.ids["reviewer"])
    assert caller.token not in str(row)
    assert len(row.digest) == 64


@pytest.mark.parametrize("days", [0, 366, -1])
def test_a_token_lives_a_day_at_least_and_a_year_at_most(site: Web, days: int) -> None:
    with pytest.raises(FieldErrors):
        issue_token(site.office, site.people.actor("reviewer"), name="x", scope=Scope.READ, days=days)
    page = site.signed_in("reviewer").post("/account/tokens", {"name": "x", "scope": "read", "days": str(days)})
    assert page.status_code == 422
    assert not _SHOWN.search(page.text)


def test_a_token_ends_with_its_last_day_by_the_real_clock(site: Web) -> None:
    caller = program(site, "reviewer", days=2)
    site.clock.now += timedelta(days=2, seconds=-1)
    assert caller.get("/me").status_code == 200
    site.clock.now += timedelta(seconds=1)
    assert caller.get("/me").status_code == 401


def test_a_training_clock_moved_forward_ends_no_token(sqlite_url: str, tmp_path: Path) -> None:
    site = web(sqlite_url, tmp_path, training=True)
    caller = program(site, "reviewer", days=2)
    advance_clock(site.office, site.people.actor("admin"), timedelta(days=30), key="a-month-further-on")
    assert site.office.clock() - site.office.real_clock() > timedelta(days=29)
    assert caller.get("/me").status_code == 200


def test_a_token_that_may_only_read_cannot_act(site: Web) -> None:
    caller = program(site, "applicant", Scope.READ)
    assert caller.get("/records").status_code == 200
    refused = caller.post(f"/records/{site.people.record}/objections", {"data": {}})
    assert refused.status_code == 403
    assert refused.json["code"] == "ScopeTooNarrow"
    assert _kinds(site).count("access_denied") == 1


def test_what_is_no_matter_of_the_owners_post_is_refused_and_noted(site: Web) -> None:
    assert program(site, "supervisor").get("/overdue").status_code == 200
    refused = program(site, "reviewer").get("/overdue")
    assert refused.status_code == 403
    assert refused.json["code"] == "NotAllowed"
    assert _kinds(site).count("access_denied") == 1


def test_a_closed_account_closes_its_tokens(site: Web) -> None:
    caller = program(site, "reviewer")
    with site.office.database.act() as uow:
        people.change_user(uow.connection, site.people.ids["reviewer"], {"active": False})
        uow.commit()
    assert caller.get("/me").status_code == 401


def test_a_cookie_opens_no_api_and_a_token_opens_no_page(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    refused = visitor.get("/api/v1/me")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    caller = program(site, "reviewer")
    page = site.visitor().get("/tasks", headers={"Authorization": f"Bearer {caller.token}"})
    assert page.status_code == 302
    assert "/sign-in" in page.location


def test_nobody_revokes_or_sees_the_token_of_somebody_else(site: Web) -> None:
    caller = program(site, "reviewer")
    (line,) = tokens_of(site.office, site.people.actor("reviewer"))
    assert tokens_of(site.office, site.people.actor("auditor")) == []
    with pytest.raises(NotFound):
        revoke_token(site.office, site.people.actor("auditor"), line.id)
    assert caller.get("/me").status_code == 200


def test_a_person_has_a_limited_number_of_living_tokens(site: Web) -> None:
    for _ in range(LIMIT):
        program(site, "reviewer")
    with pytest.raises(TooManyTokens):
        program(site, "reviewer")
    owner = site.people.actor("reviewer")
    revoke_token(site.office, owner, tokens_of(site.office, owner)[0].id)
    assert program(site, "reviewer").get("/me").status_code == 200


def test_requests_are_counted_for_each_token_by_itself(site: Web) -> None:
    busy, quiet = program(site, "reviewer"), program(site, "reviewer")
    statuses = [busy.get("/me").status_code for _ in range(301)]
    assert statuses[:300] == [200] * 300
    assert statuses[300] == 429
    limited = busy.get("/me")
    assert limited.mimetype == "application/problem+json"
    assert limited.json["status"] == 429
    assert quiet.get("/me").status_code == 200


def test_a_token_acts_with_the_posts_of_its_owner(site: Web) -> None:
    posts = program(site, "supervisor").get("/me").json["posts"]
    assert posts == [{"role": str(Role.SUPERVISOR), "org_id": site.people.authority}]

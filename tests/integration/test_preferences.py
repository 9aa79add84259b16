"""Own choices: which channels, electronic service on record, and an e-mail that only the password changes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.filing import filed
from tests.support.web import PASSWORD, Visitor, Web, web
from workflows.store import history, people
from workflows.store import office as store

OF_APPLICANTS = ("progress", "asked", "deadlines", "account")
#: Topics of which some notice rings a telephone.
RUNG = ("progress", "asked", "deadlines")
MISSING = [{"item": "处罚决定书", "requirement": "复印件一份"}]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(database_url, tmp_path)


def save(visitor: Visitor, **more: str | list[str]) -> TestResponse:
    """Send the page of choices; a box that is not named is not ticked."""
    data = {"email": "applicant@office.example", "phone": "13800000000", **more}
    return visitor.post("/account/preferences", data)


def account(site: Web, login: str = "applicant") -> Any:
    """The account's row."""
    with site.office.database.read() as connection:
        return people.user_by_login(connection, login)


def noted(site: Web) -> list[str]:
    """The kinds of event in the office's own chain."""
    with site.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, store.OFFICE_CASE)]


def owed(site: Web, login: str, channel: str) -> int:
    """How many notices of cases a person is owed on a channel."""
    count = "SELECT count(*) FROM notice WHERE case_id > 0 AND recipient_id = {} AND channel = '{}'"
    with site.office.database.read() as connection:
        return int(connection.exec_driver_sql(count.format(site.people.ids[login], channel)).scalar_one())


def test_who_wants_no_mail_gets_none_and_everything_still_stands_in_the_inbox(site: Web) -> None:
    visitor = site.signed_in("applicant")
    assert save(visitor, by_sms=["progress", "asked", "deadlines"]).status_code == 303
    filed(site, visitor)
    assert owed(site, "applicant", "email") == 0
    assert owed(site, "applicant", "inbox") > 0
    chosen = account(site).notice_choices
    assert {topic: chosen[f"email:{topic}"] for topic in OF_APPLICANTS} == dict.fromkeys(OF_APPLICANTS, False)
    assert {topic: chosen[f"sms:{topic}"] for topic in RUNG} == dict.fromkeys(RUNG, True)


def test_a_topic_is_chosen_for_each_channel_and_the_others_stay_as_they_are(site: Web) -> None:
    visitor = site.signed_in("applicant")
    page = visitor.get("/account/preferences").text
    assert [f'name="by_email" value="{topic}" checked' in page for topic in OF_APPLICANTS] == [True] * 4
    assert 'value="copies"' not in page, "copies go to staff"
    save(visitor, by_email=["asked", "deadlines"], by_sms=["asked"])
    page = visitor.get("/account/preferences").text
    assert [topic for topic in OF_APPLICANTS if f'name="by_email" value="{topic}" checked' in page] == [
        "asked",
        "deadlines",
    ]
    assert [topic for topic in RUNG if f'name="by_sms" value="{topic}" checked' in page] == ["asked"]
    walk = filed(site, visitor)
    assert owed(site, "applicant", "email") == 0, "received is progress"
    assert owed(site, "applicant", "inbox") == 1, "the inbox cannot be switched off"
    walk.do("reviewer", "examine", outcome="correct", missing=MISSING, supply_by=date(2026, 9, 25))
    walk.do("auditor", "sign_correction_notice")
    assert owed(site, "applicant", "email") == 1, "what is asked of the applicant comes by mail"


@pytest.mark.parametrize("forged", [["everything"], ["copies"], ["inbox"], ["progress", ""]])
def test_a_topic_that_is_not_offered_is_refused(site: Web, forged: list[str]) -> None:
    assert save(site.signed_in("applicant"), by_email=forged).status_code == 422
    assert account(site).notice_choices == {}


def test_the_page_offers_no_way_to_close_the_inbox(site: Web) -> None:
    page = site.signed_in("reviewer").get("/account/preferences").text
    assert "站内消息总会发送，不能关闭" in page
    assert "inbox:" not in page


def test_who_has_chosen_nothing_gets_mail(site: Web) -> None:
    filed(site, site.signed_in("applicant"))
    assert owed(site, "applicant", "email") > 0


def test_consent_to_electronic_service_is_recorded_when_given_and_when_taken_back(site: Web) -> None:
    visitor = site.signed_in("applicant")
    save(visitor, e_service="y")
    assert account(site).e_service
    save(visitor, e_service="y")
    save(visitor)
    assert not account(site).e_service
    assert [kind for kind in noted(site) if kind.startswith("e_service")] == ["e_service_agreed", "e_service_withdrawn"]


def test_the_email_changes_only_with_the_password_and_the_old_address_is_told(site: Web) -> None:
    visitor = site.signed_in("applicant")
    for wrong in ("", "wrong"):
        answer = save(visitor, email="thief@evil.example", password=wrong)
        assert answer.status_code == 422
        assert "修改电子邮箱须填写正确的当前密码" in answer.text
    assert account(site).email == "applicant@office.example"
    assert save(visitor, email="new@office.example", password=PASSWORD).status_code == 303
    assert account(site).email == "new@office.example"
    with site.office.database.read() as connection:
        told = connection.exec_driver_sql("SELECT address FROM notice WHERE kind = 'contact_changed'").scalars().all()
    assert sorted(told) == ["", "applicant@office.example"]
    assert "账号的电子邮箱已修改" in visitor.get("/inbox").text


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"email": ""}, {"phone": "call me"}, {"phone": "1" * 50}])
def test_an_address_that_is_none_is_refused(site: Web, wrong: dict[str, str]) -> None:
    assert save(site.signed_in("applicant"), **wrong).status_code == 422
    assert account(site).phone == ""


def test_the_digest_is_offered_to_staff_only(site: Web) -> None:
    assert 'name="digest"' not in site.signed_in("applicant").get("/account/preferences").text
    reviewer = site.signed_in("reviewer")
    assert 'name="digest"' in reviewer.get("/account/preferences").text
    save(reviewer, email="reviewer@office.example", by_email=["deadlines", "copies"])
    chosen = account(site, "reviewer").notice_choices
    assert sorted(key for key, wanted in chosen.items() if wanted) == ["email:copies", "email:deadlines"]
    assert not chosen["digest"]

"""A forgotten password: a link by mail, good once and for half an hour, from which a stranger learns nothing."""

import re
from pathlib import Path

import pytest

from notifications.channels import Message, Outcome, Result
from notifications.deliver import deliver
from tests.support.web import PASSWORD, Web, web
from workflows.operations.purge_act_keys import purge_act_keys
from workflows.store import history, people
from workflows.store import office as store

NEW = "Brand-new-pass-1"


class Postman:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def send(self, message: Message) -> Result:
        """Take a message."""
        self.messages.append(message)
        return Result(outcome=Outcome.SENT)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(database_url, tmp_path)


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    return web(sqlite_url, tmp_path)


def mails(site: Web) -> list[Message]:
    """Deliver what waits and return it."""
    postman = Postman()
    deliver(site.office, {"email": postman}, "test")
    return postman.messages


def ask(site: Web, login: str = "applicant") -> None:
    """Ask for a link on the page."""
    assert site.visitor().post("/account/forgotten", {"login": login}).status_code == 303


def link(site: Web, login: str = "applicant") -> str:
    """Ask for a link and take its path out of the mail."""
    ask(site, login)
    (mail,) = mails(site)
    assert mail.to == f"{login}@office.example"
    found = re.search(r"http://127\.0\.0\.1:8000(/account/reset/\w+)", mail.body)
    assert found, mail.body
    return found[1]


def choose(site: Web, path: str, new: str = NEW) -> int:
    """Open the link and choose a password."""
    return site.visitor().post(path, {"new": new, "again": new}).status_code


def test_a_link_sets_a_new_password_once_and_ends_every_session(site: Web) -> None:
    elsewhere = site.signed_in("applicant")
    path = link(site)
    assert choose(site, path) == 303
    assert elsewhere.get("/mine").status_code == 302
    assert site.visitor().sign_in("applicant", PASSWORD).status_code == 422
    assert site.visitor().sign_in("applicant", NEW).status_code == 302
    assert site.visitor().get(path).status_code == 410
    assert choose(site, path, "Other-new-pass-2") == 410
    assert site.visitor().sign_in("applicant", NEW).status_code == 302


def test_a_link_ends_after_half_an_hour(site: Web) -> None:
    path = link(site)
    visitor = site.visitor()
    site.clock.advance(minutes=29)
    assert visitor.get(path).status_code == 200
    site.clock.advance(minutes=2)
    assert visitor.get(path).status_code == 410
    assert purge_act_keys(site.office) == 0
    assert visitor.get(path).status_code == 410


def test_a_page_left_open_until_the_link_ends_says_so(small_site: Web) -> None:
    path = link(small_site)
    visitor = small_site.visitor()
    form = visitor.get(path).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    small_site.clock.advance(minutes=31)
    answer = visitor.client.post(path, data={"csrf_token": token[1], "new": NEW, "again": NEW})
    assert answer.status_code == 410
    assert "链接已失效" in answer.text


def test_nobody_learns_whether_a_name_exists(small_site: Web) -> None:
    known, unknown = small_site.visitor(), small_site.visitor()
    answers = [
        known.post("/account/forgotten", {"login": "applicant"}),
        unknown.post("/account/forgotten", {"login": "nobody"}),
    ]
    assert answers[0].status_code == answers[1].status_code == 303
    assert "如果这个用户名登记了电子邮箱" in known.get("/sign-in").text
    assert "如果这个用户名登记了电子邮箱" in unknown.get("/sign-in").text
    assert len(mails(small_site)) == 1


def test_a_mailbox_is_not_flooded(small_site: Web) -> None:
    for _ in range(3):
        ask(small_site)
    assert len(mails(small_site)) == 1
    small_site.clock.advance(minutes=6)
    ask(small_site)
    assert len(mails(small_site)) == 1


def test_a_newer_password_makes_older_links_worthless(small_site: Web) -> None:
    first = link(small_site)
    small_site.clock.advance(minutes=6)
    second = link(small_site)
    assert choose(small_site, second) == 303
    assert small_site.visitor().get(first).status_code == 410


def test_a_weak_password_is_refused_and_the_link_stays_good(small_site: Web) -> None:
    path = link(small_site)
    assert choose(small_site, path, "weak") == 422
    assert choose(small_site, path, "applicant-Abc-1") == 422
    assert choose(small_site, path) == 303


def test_a_link_opens_a_locked_account_but_no_disabled_one(small_site: Web) -> None:
    visitor = small_site.visitor()
    for _ in range(5):
        visitor.sign_in("applicant", "wrong")
    assert choose(small_site, link(small_site)) == 303
    assert small_site.visitor().sign_in("applicant", NEW).status_code == 302
    path = link(small_site, "reviewer")
    with small_site.office.database.act() as uow:
        people.change_user(uow.connection, small_site.people.ids["reviewer"], {"active": False})
        uow.commit()
    assert small_site.visitor().get(path).status_code == 410


def test_the_database_alone_makes_no_link(small_site: Web) -> None:
    ask(small_site)
    dump = "\n".join(small_site.office.database.engine.raw_connection().driver_connection.iterdump())
    (mail,) = mails(small_site)
    found = re.search(r"/account/reset/(\w+)", mail.body)
    assert found
    assert found[1] not in dump


def test_the_link_leads_to_the_address_of_the_settings_whatever_the_host_header_says(small_site: Web) -> None:
    visitor = small_site.visitor()
    page = visitor.get("/account/forgotten").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    forged = visitor.client.post(
        "/account/forgotten", data={"csrf_token": token[1], "login": "applicant"}, headers={"Host": "evil.example"}
    )
    assert forged.status_code == 400
    assert mails(small_site) == []
    assert link(small_site).startswith("/account/reset/")


def press(site: Web, login: str, by: str = "admin") -> str:
    """Press the administrator's button beside an account; return what the page then says."""
    admin, user_id = site.signed_in(by), site.people.ids[login]
    answer = admin.post(f"/admin/users/{user_id}/reset-link", page=f"/admin/users/{user_id}")
    assert answer.location == f"/admin/users/{user_id}"
    return admin.get(answer.location).text


def test_an_administrator_sends_the_same_link_and_never_sees_it(site: Web) -> None:
    page = press(site, "reviewer")
    assert "链接已发送到该用户登记的电子邮箱" in page
    assert "/account/reset/" not in page
    assert site.visitor().sign_in("reviewer").status_code == 302, "the old password holds until a new one is chosen"
    (mail,) = mails(site)
    assert mail.to == "reviewer@office.example"
    found = re.search(r"(/account/reset/\w+)", mail.body)
    assert found is not None
    assert choose(site, found[1]) == 303
    assert site.visitor().sign_in("reviewer", NEW).status_code == 302
    with site.office.database.read() as connection:
        events = history.events_of(connection, store.OFFICE_CASE)
    asked = next(event for event in events if event.kind == "password_reset_asked")
    assert (asked.actor_id, asked.data) == (site.people.ids["admin"], {"user": site.people.ids["reviewer"]})


def test_an_administrator_floods_nobody_and_writes_to_no_disabled_account(small_site: Web) -> None:
    press(small_site, "reviewer")
    assert "请 5 分钟后再试" in press(small_site, "reviewer")
    with small_site.office.database.act() as uow:
        people.change_user(uow.connection, small_site.people.ids["auditor"], {"active": False})
        people.change_user(uow.connection, small_site.people.ids["head"], {"email": ""})
        uow.commit()
    for login in ("auditor", "head"):
        assert "不能发送重设密码的链接" in press(small_site, login)
        assert "发送重设密码链接" not in small_site.signed_in("admin").get(
            f"/admin/users/{small_site.people.ids[login]}"
        ).text
    assert [mail.to for mail in mails(small_site)] == ["reviewer@office.example"]

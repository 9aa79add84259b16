"""The health page tells what waits and since when; what did not arrive is sent again by a person, audited."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from notifications.channels import Message, Outcome, Result
from notifications.deliver import deliver
from tests.factories import Walk
from tests.support.web import Web, web
from workflows.domain.access import OFFICE
from workflows.domain.effects import Tell
from workflows.domain.errors import NotAllowed
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.health import Health, health_of
from workflows.operations.resend_notice import NotUndelivered, resend_notice
from workflows.operations.seal_audit import seal_audit
from workflows.operations.send_message import send_message
from workflows.store import history, messages, outbox, people
from workflows.store import office as store

_Disk = namedtuple("_Disk", "total used free")


class Post:
    """A mail server that answers as it is told and keeps what it took."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.addresses: list[str] = []

    def send(self, message: Message) -> Result:
        """Answer as told."""
        if self.outcome is Outcome.SENT:
            self.addresses.append(message.to)
        return Result(outcome=self.outcome, reason="550 unknown")


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """An office with one case, on both databases."""
    made = web(database_url, tmp_path)
    Walk(made.people).open()
    return made


def health(site: Web, folder: Path) -> Health:
    """How the office stands now."""
    return health_of(site.office, folder)


def undelivered(site: Web) -> Any:
    """The notices that did not arrive."""
    with site.office.database.read() as connection:
        return outbox.undelivered(connection)


def test_the_oldest_waiting_mail_is_named(site: Web, tmp_path: Path) -> None:
    filed = site.office.clock()
    site.clock.advance(hours=3)
    now = health(site, tmp_path)
    assert (now.backlog.waiting, now.waiting_since) == (1, filed)
    deliver(site.office, {"email": Post(Outcome.SENT)}, "w1")
    assert health(site, tmp_path).waiting_since is None


def test_a_worker_that_does_not_keep_up_is_seen_by_the_oldest_unfired_signal(site: Web, tmp_path: Path) -> None:
    assert (health(site, tmp_path).unfired, health(site, tmp_path).behind) == (0, False)
    site.clock.advance(days=40)
    late = health(site, tmp_path)
    assert late.unfired >= 1
    assert late.behind
    assert late.unfired_since is not None
    assert late.unfired_since < site.office.clock() - timedelta(days=1)
    page = site.signed_in("admin").get("/admin").text
    assert "到期的预警或逾期没有及时触发" in page
    while fire_due_deadlines(site.office, "w1").fired:
        pass
    assert health(site, tmp_path).unfired == 0


def test_the_last_seal_is_named(site: Web, tmp_path: Path) -> None:
    assert health(site, tmp_path).seal is None
    seal_audit(site.office, tmp_path / "audit.anchor")
    assert health(site, tmp_path).seal == (1, site.office.real_clock())


def test_a_full_disk_is_warned_of(site: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: _Disk(100 * 10**9, 95 * 10**9, 5 * 10**9))
    assert health(site, tmp_path).little_space
    assert "存储空间将满" in site.signed_in("admin").get("/admin").text
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: _Disk(100 * 10**9, 50 * 10**9, 50 * 10**9))
    assert "存储空间将满" not in site.signed_in("admin").get("/admin").text


def test_a_mail_that_failed_is_sent_again_to_the_address_of_today(site: Web) -> None:
    deliver(site.office, {"email": Post(Outcome.REFUSED)}, "w1")
    failed = undelivered(site)[0]
    with site.office.database.act() as uow:
        people.change_user(uow.connection, site.people.ids["applicant"], {"email": "right@office.example"})
        uow.commit()
    admin = site.signed_in("admin")
    answer = admin.post(f"/admin/notices/{failed.id}/resend", page="/admin/deliveries")
    assert answer.status_code == 302
    assert undelivered(site) == []
    post = Post(Outcome.SENT)
    deliver(site.office, {"email": post}, "w1")
    assert post.addresses == ["right@office.example"]
    with site.office.database.read() as connection:
        events = history.events_of(connection, store.OFFICE_CASE)
    assert [(event.actor_id, event.data["notice"]) for event in events if event.kind == "notice_resent"] == [
        (site.people.ids["admin"], failed.id)
    ]


def test_a_message_between_cases_that_failed_is_shown_and_delivered_again(site: Web) -> None:
    admin = site.signed_in("admin")
    assert "办件间消息都已送达或等待送达" in admin.get("/admin/deliveries").text
    send_message(site.office, Tell(message="<decided>", case_id=1), case_id=1, key="told")
    with site.office.database.act() as uow:
        [owed] = messages.claim(
            uow.connection, now=site.office.clock(), lease_until=site.office.clock(), owner="w", limit=1
        )
        messages.settle(uow.connection, owed.id, "w", "failed", site.office.clock())
        uow.commit()
    page = admin.get("/admin/deliveries").text
    assert "&lt;decided&gt;" in page
    assert admin.post(f"/admin/messages/{owed.id}/resend", page="/admin/deliveries").status_code == 302
    assert "办件间消息都已送达或等待送达" in admin.get("/admin/deliveries").text
    assert admin.post(f"/admin/messages/{owed.id}/resend", page="/admin/deliveries").status_code == 409


def test_what_is_on_its_way_is_not_sent_again(site: Web) -> None:
    admin = site.people.actor("admin")
    deliver(site.office, {"email": Post(Outcome.REFUSED)}, "w1")
    failed = undelivered(site)[0].id
    resend_notice(site.office, admin, failed)
    for notice in (failed, 4711):
        with pytest.raises(NotUndelivered):
            resend_notice(site.office, admin, notice)


@pytest.mark.parametrize("login", ["reviewer", "supervisor", "applicant"])
def test_nobody_but_an_administrator_sends_again(site: Web, login: str) -> None:
    with pytest.raises(NotAllowed):
        resend_notice(site.office, site.people.actor(login), 1)
    with pytest.raises(NotAllowed):
        resend_notice(site.office, OFFICE, 1)

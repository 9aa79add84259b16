"""Webhooks: who is told of which events, signed, and never anything inside our own network."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from sqlalchemy import insert, select, update

from notifications.channels import Message, Outcome
from notifications.channels.webhook import Reach, WebhookChannel
from notifications.deliver import Delivery, deliver
from tests.factories import MovingClock, People, Walk, demo_people, make_office
from tests.support.clock import START
from tests.support.gateway import Gateway, Reply, dripping, gateway
from wire.http import AddressRefused
from workflows.domain.errors import FieldErrors
from workflows.domain.notice import BACKOFF_MINUTES
from workflows.operations import shelves
from workflows.operations.keep_webhooks import target
from workflows.operations.shelves import WebhookShelf
from workflows.store import outbox
from workflows.store.tables import event, notice, webhook

SECRET = "s" * 40
HERE = Reach(loopback=True)


@pytest.fixture
def server() -> Iterator[Gateway]:
    """The other system."""
    with gateway() as running:
        running.usual = Reply(status=204, body=b"")
        yield running


@pytest.fixture
def people(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """The small office; a new webhook is known at once."""
    monkeypatch.setattr(shelves, "_FRESH", 0.0)
    office = make_office(database_url, tmp_path)
    return demo_people(replace(office, webhooks=WebhookShelf(office.database)))


def _hook(people: People, org_id: int, url: str, kinds: tuple[str, ...] = ()) -> int:
    values = {"org_id": org_id, "url": url, "secret": SECRET, "kinds": list(kinds), "created_by": people.ids["admin"]}
    with people.office.database.act() as uow:
        made = uow.connection.execute(
            insert(webhook).returning(webhook.c.id), [{**values, "created_at": START, "active": True}]
        ).scalar_one()
        uow.commit()
    return int(made)


def _switch_off(people: People, hook: int) -> None:
    with people.office.database.act() as uow:
        uow.connection.execute(update(webhook).where(webhook.c.id == hook).values(active=False))
        uow.commit()


def _owed(people: People, hook: int) -> list[tuple[int, str]]:
    with people.office.database.read() as connection:
        query = select(notice.c.event_seq, notice.c.kind).where(
            notice.c.channel == "webhook", notice.c.recipient_id == hook
        )
        return [(row.event_seq, row.kind) for row in connection.execute(query.order_by(notice.c.id))]


def _events(people: People, case_id: int) -> list[tuple[int, str]]:
    with people.office.database.read() as connection:
        query = select(event.c.seq, event.c.kind).where(event.c.case_id == case_id).order_by(event.c.seq)
        return [(row.seq, row.kind) for row in connection.execute(query)]


def channel(reach: Reach = HERE, **more: Any) -> WebhookChannel:
    return WebhookChannel(lambda: START, reach, **more)


def message(to: str) -> Message:
    return Message(message_id="<n.1@o.example>", to=to, subject="", body="{}", written_at=START, secret=SECRET)


def test_without_a_webhook_nothing_is_written(people: People) -> None:
    Walk(people).open().forwarded()
    with people.office.database.read() as connection:
        assert connection.execute(select(notice).where(notice.c.channel == "webhook")).all() == []


def test_the_authority_is_told_of_every_event_of_its_cases_once(people: People, server: Gateway) -> None:
    hook = _hook(people, people.authority, server.url)
    walk = Walk(people).open().forwarded()
    assert _owed(people, hook) == _events(people, walk.case_id)


def test_another_organisation_is_told_of_nothing(people: People, server: Gateway) -> None:
    other = _hook(people, people.other_provider, server.url)
    executor = _hook(people, people.executor, server.url)
    Walk(people).open().forwarded().finished()
    assert _owed(people, other) == []
    assert _owed(people, executor) == []


def test_a_provider_is_told_from_the_inquiry_on_and_of_no_internal_step(people: People, server: Gateway) -> None:
    hook = _hook(people, people.provider, server.url)
    walk = Walk(people).open()
    assert _owed(people, hook) == [], "not before the case is sent to it"
    walk.forwarded()
    sent = {kind for _, kind in _owed(people, hook)}
    assert "letter_signed" in sent
    assert not sent & {"case_opened", "letter_drafted", "task_claimed"}
    walk.finished()
    kinds = [kind for _, kind in _owed(people, hook)]
    assert "case_archived" in kinds
    done = dict(_events(people, walk.case_id))
    # sign_for, verify and execute_correction are its own; drafting, auditing and approving the decision are not.
    assert kinds.count("task_completed") == 3
    assert list(done.values()).count("task_completed") > 3


def test_a_webhook_is_told_only_of_the_kinds_that_it_asks_for(people: People, server: Gateway) -> None:
    hook = _hook(people, people.authority, server.url, ("case_opened",))
    Walk(people).open().forwarded()
    assert _owed(people, hook) == [(1, "case_opened")]


def test_the_other_system_gets_id_kind_number_and_instant_with_a_signature(people: People, server: Gateway) -> None:
    _hook(people, people.authority, server.url, ("case_opened",))
    walk = Walk(people).open()
    assert [deliver(people.office, {"webhook": channel()}, "w1").sent for _ in range(2)] == [1, 0]
    [posted] = server.posted
    assert orjson.loads(posted.body) == {
        "id": f"{walk.case_id}-1",
        "kind": "case_opened",
        "case_number": "SL-OBJ-2026-000001",
        "at": "2026-09-18T02:00:00+00:00",
    }
    seconds, mac = (part.partition("=")[2] for part in posted.headers["X-CreditCase-Signature"].split(","))
    assert mac == hmac.new(SECRET.encode(), seconds.encode() + b"." + posted.body, hashlib.sha256).hexdigest()


def test_what_is_not_taken_is_posted_again_with_the_same_id(people: People, server: Gateway) -> None:
    _hook(people, people.authority, server.url, ("case_opened",))
    Walk(people).open()
    server.plan.extend([Reply(status=500), Reply(status=404)])
    for minutes in BACKOFF_MINUTES[:2]:
        assert deliver(people.office, {"webhook": channel()}, "w1") == Delivery(later=1)
        assert isinstance(people.office.real_clock, MovingClock)
        people.office.real_clock.advance(minutes=minutes)
    assert deliver(people.office, {"webhook": channel()}, "w1") == Delivery(sent=1)
    assert len({posted.headers["Idempotency-Key"] for posted in server.posted}) == 1


def test_a_webhook_that_does_not_answer_is_asked_once_a_round_and_holds_up_no_other(
    people: People, server: Gateway
) -> None:
    with gateway() as gone:
        dead = _hook(people, people.authority, gone.url)
    alive = _hook(people, people.authority, server.url)
    Walk(people).open()
    events = len(_owed(people, alive))
    assert events == len(_owed(people, dead)) > 2
    assert deliver(people.office, {"webhook": channel()}, "w1") == Delivery(sent=events, later=1)
    with people.office.database.read() as connection:
        mine = (notice.c.channel == "webhook") & (notice.c.recipient_id == dead)
        tried = connection.execute(select(notice.c.attempts).where(mine)).scalars().all()
    assert sorted(tried) == [0] * (events - 1) + [1]


def test_events_of_a_webhook_that_was_switched_off_are_not_posted(people: People, server: Gateway) -> None:
    hook = _hook(people, people.authority, server.url, ("case_opened",))
    Walk(people).open()
    _switch_off(people, hook)
    assert deliver(people.office, {"webhook": channel()}, "w1") == Delivery(failed=1)
    assert server.posted == []
    with people.office.database.read() as connection:
        assert outbox.undelivered(connection)[0].last_error == "回调地址已停用"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "http://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.8/x",
        "https://192.168.1.1/x",
        "https://172.16.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x",
        "https://0.0.0.0/x",
        "https://224.0.0.1/x",
        "https://[fe80::1]/x",
        "https://[fc00::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://user:secret@example.com/x",
        "https://example.com:0/x",
        "https://example.com:99999/x",
        "https://[::1/x",
        "https:///x",
        "file:///etc/passwd",
        "gopher://example.com/",
        "",
    ],
)
def test_in_production_an_address_that_is_not_public_https_is_refused_and_nothing_is_looked_up(url: str) -> None:
    def never(_host: str, _port: int) -> list[str]:
        raise AssertionError("nothing may be looked up")

    with pytest.raises(FieldErrors):
        target(url, loopback=False)
    with pytest.raises(AddressRefused):
        Reach().target(url)
    assert channel(Reach(), lookup=never).send(message(url)).outcome is Outcome.REFUSED


def test_a_public_address_may_be_given() -> None:
    assert Reach().target("https://example.com/hook?x=1").hostname == "example.com"
    assert Reach().target("https://8.8.8.8/x").hostname == "8.8.8.8"


@pytest.mark.parametrize(
    "inside", ["10.1.2.3", "127.0.0.1", "::1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%eth0"]
)
def test_a_name_that_leads_into_our_own_network_is_refused_even_beside_a_public_address(inside: str) -> None:
    for found in ([inside], ["8.8.8.8", inside]):
        result = channel(Reach(), lookup=lambda _host, _port, found=found: found).send(message("https://evil.example/"))
        assert result.outcome is Outcome.REFUSED


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(
    server: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with another address the second time (DNS rebinding) is asked once only."""
    asked: list[str] = []
    port = server.url.split(":")[2].split("/")[0]

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    class Lenient(Reach):
        """Admits what the look-up found, so that the test's own server stands for a public one."""

        def target(self, url: str) -> Any:
            return urlsplit(url)

        def admit(self, addresses: Any, parts: Any) -> None:
            assert list(addresses) == ["127.0.0.1"]

    result = channel(Lenient(), lookup=lookup).send(message(f"http://hook.example:{port}/x"))
    assert result.outcome is Outcome.SENT
    assert asked == ["hook.example"]
    assert server.posted[0].headers["Host"] == f"hook.example:{port}"


def test_a_redirect_into_our_own_network_is_not_followed(server: Gateway) -> None:
    with gateway() as inside:
        server.usual = Reply(status=302, headers={"Location": inside.url})
        assert channel().send(message(server.url)).outcome is Outcome.LATER
        assert inside.posted == []


def test_a_huge_answer_is_not_read_and_410_ends_it(server: Gateway) -> None:
    server.usual = Reply(status=200, body=b"x" * 5_000_000)
    assert channel().send(message(server.url)).outcome is Outcome.SENT
    server.usual = Reply(status=410, body=b"")
    assert channel().send(message(server.url)).outcome is Outcome.REFUSED


@pytest.mark.parametrize("words", [b"H", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nx"])
def test_an_answer_of_a_byte_at_a_time_ends_with_the_total_time(words: bytes) -> None:
    with dripping(words) as url:
        began = monotonic()
        assert channel(deadline=0.8).send(message(url)).outcome is Outcome.LATER
        assert monotonic() - began < 10


def test_a_resolver_that_hangs_ends_with_the_total_time() -> None:
    over = threading.Event()

    def hang(_host: str, _port: int) -> list[str]:
        over.wait(20)
        return []

    try:
        result = channel(Reach(), lookup=hang, deadline=0.3).send(message("https://slow.example/"))
        assert result.outcome is Outcome.LATER
    finally:
        over.set()

"""An organisation's administrator keeps its webhooks through the API: which addresses, how many, and until when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from notifications.channels.webhook import Reach, WebhookChannel
from notifications.deliver import Delivery, deliver
from tests.factories import Walk
from tests.support.api import program
from tests.support.gateway import Gateway, Reply, gateway
from tests.support.web import Web, web
from workflows.domain.errors import FieldErrors, NotFound
from workflows.domain.notice import BACKOFF_MINUTES
from workflows.operations import shelves
from workflows.operations.issue_token import Scope
from workflows.operations.keep_webhooks import (
    LIMIT,
    TooManyWebhooks,
    add_webhook,
    change_webhook,
    read_webhook,
    remove_webhook,
    webhooks_of,
)
from workflows.store import case_pages, history, outbox
from workflows.store.tables import webhook


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Web:
    """The application over a fresh office; a new webhook is known at once."""
    monkeypatch.setattr(shelves, "_FRESH", 0.0)
    return web(sqlite_url, tmp_path)


@pytest.fixture
def server() -> Iterator[Gateway]:
    """The other system."""
    with gateway() as running:
        running.usual = Reply(status=204, body=b"")
        yield running


def _add(site: Web, org_id: int, url: str, *kinds: str) -> int:
    hook, _ = add_webhook(
        site.office, site.people.actor("admin"), org_id=org_id, url=url, kinds=kinds, plain_http=True
    )
    return hook


def _delivered(site: Web) -> Delivery:
    return deliver(site.office, {"webhook": WebhookChannel(site.clock, Reach(loopback=True))}, "w1")


def test_webhooks_are_kept_by_the_administrator_of_the_organisation(site: Web) -> None:
    admin, org = program(site, "admin"), site.people.authority
    made = admin.post("/webhooks", {"org_id": org, "url": "https://hooks.example/x", "kinds": ["case_opened"]})
    assert made.status_code == 201, made.text
    assert len(made.json["secret"]) >= 40
    path = f"/webhooks/{made.json['id']}"
    shown = admin.get(path).json
    assert "secret" not in shown
    assert "secret" not in str(admin.get("/webhooks").json)
    changed = admin.send("PATCH", path, json={"active": False})
    assert (changed.json["active"], changed.json["url"]) == (False, "https://hooks.example/x")
    assert program(site, "reviewer").get(path).status_code == 403
    assert program(site, "admin", Scope.READ).send("DELETE", path).status_code == 403
    assert admin.send("DELETE", path).status_code == 204
    assert admin.get(path).status_code == 404
    with site.office.database.read() as connection:
        noted = [row.kind for row in case_pages.events_of(connection, 0) if row.kind.startswith("webhook")]
    assert noted == ["webhook_added", "webhook_changed", "webhook_removed"]


def test_nobody_keeps_webhooks_for_another_organisation(site: Web) -> None:
    admin = program(site, "admin")
    foreign = admin.post("/webhooks", {"org_id": site.people.provider, "url": "https://hooks.example/"})
    assert foreign.status_code == 403
    assert admin.get("/webhooks").json == {"items": []}


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://hooks.example/", "http://hooks.example/", "http://localhost/", "https://",
     "https://u:p@hooks.example/", "https://hooks.example/ x", "javascript:alert(1)", "https://hooks.example/\r\nX: y", "https://hooks.example:99999/",
     "https://[", "https://例子.example/", "http://127.0.0.1.example/", "https://hooks.example/#x",
     "https:hooks.example"],
)  # fmt: skip
def test_a_webhook_goes_to_https_only(site: Web, url: str) -> None:
    admin = program(site, "admin")
    answer = admin.post("/webhooks", {"org_id": site.people.authority, "url": url})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["url"])


def test_plain_http_goes_to_this_machine_in_demonstrations_only(site: Web) -> None:
    admin, url = program(site, "admin"), "http://127.0.0.1:9000/hook"
    assert admin.post("/webhooks", {"org_id": site.people.authority, "url": url}).status_code == 201
    for refused in (url, "https://127.0.0.1/hook", "https://localhost/hook"):
        with pytest.raises(FieldErrors):
            add_webhook(
                site.office, site.people.actor("admin"), org_id=site.people.authority, url=refused, kinds=(),
                plain_http=False,
            )  # fmt: skip


def test_an_organisation_has_a_limited_number_of_webhooks(site: Web) -> None:
    admin = program(site, "admin")
    body = {"org_id": site.people.authority, "url": "https://hooks.example/"}
    statuses = [admin.post("/webhooks", body).status_code for _ in range(LIMIT + 1)]
    assert statuses == [201] * LIMIT + [409]
    unknown = {**body, "kinds": ["no_such_event"]}
    assert admin.post("/webhooks", unknown).status_code == 422


def test_what_is_owed_to_a_removed_webhook_is_given_up_with_the_reason_and_noted(site: Web, server: Gateway) -> None:
    """The removal is a person's, each delivery that ends with it the office's own; both stand in the log."""
    hook = _add(site, site.people.authority, server.url, "case_opened")
    walk = Walk(site.people).open()
    assert program(site, "admin").send("DELETE", f"/webhooks/{hook}").status_code == 204
    assert _delivered(site) == Delivery(failed=1)
    assert _delivered(site) == Delivery(), "given up once"
    assert server.posted == []
    with site.office.database.read() as connection:
        (given_up,) = outbox.undelivered(connection)
        noted = [row for row in history.events_of(connection, 0) if row.kind == "webhook_removed"]
    why = "回调地址已删除，不再发送"
    assert (given_up.state, given_up.last_error) == ("failed", why)
    assert [row.actor_id for row in noted] == [site.people.ids["admin"], 0]
    assert noted[1].data == {"webhook": hook, "given_up": f"{walk.case_id}-1", "reason": why}


def test_what_was_waiting_for_another_try_is_given_up_too_when_its_turn_comes(site: Web, server: Gateway) -> None:
    hook = _add(site, site.people.authority, server.url, "case_opened")
    Walk(site.people).open()
    server.plan.append(Reply(status=500))
    assert _delivered(site) == Delivery(later=1)
    remove_webhook(site.office, site.people.actor("admin"), hook)
    site.clock.advance(minutes=BACKOFF_MINUTES[0])
    assert _delivered(site) == Delivery(failed=1)
    assert len(server.posted) == 1


def test_a_new_webhook_is_never_given_what_was_owed_to_a_removed_one(site: Web, server: Gateway) -> None:
    """Another webhook made a moment later may be another organisation's, which must not hear of these cases."""
    old = _add(site, site.people.authority, server.url)
    Walk(site.people).open()
    remove_webhook(site.office, site.people.actor("admin"), old)
    assert _add(site, site.people.authority, server.url, "case_archived") != old
    round_ = _delivered(site)
    assert (round_.sent, round_.later) == (0, 0)
    assert round_.failed > 2
    assert server.posted == []


def test_a_removed_webhook_is_gone_for_its_administrator_and_its_secret_is_forgotten(site: Web) -> None:
    people, office = site.people, site.office
    admin = people.actor("admin")
    values = {"org_id": people.authority, "url": "https://hooks.example/x", "kinds": (), "plain_http": False}
    made = [add_webhook(office, admin, **values)[0] for _ in range(LIMIT)]
    with pytest.raises(TooManyWebhooks):
        add_webhook(office, admin, **values)
    remove_webhook(office, admin, made[0])
    assert [row.id for row in webhooks_of(office, admin)] == made[1:]
    for again in (
        lambda: remove_webhook(office, admin, made[0]),
        lambda: read_webhook(office, admin, made[0]),
        lambda: change_webhook(office, admin, made[0], {"active": True}, plain_http=False),
    ):
        with pytest.raises(NotFound):
            again()
    add_webhook(office, admin, **values)
    with office.database.read() as connection:
        kept = connection.execute(select(webhook).where(webhook.c.id == made[0])).one()
    assert (kept.active, kept.url, kept.secret) == (False, "", "")


def test_an_address_inside_our_own_network_is_refused_when_it_is_given(site: Web) -> None:
    people = site.people
    admin, hook = people.actor("admin"), {"org_id": people.authority, "kinds": ()}
    kept, _ = add_webhook(people.office, admin, **hook, url="https://hooks.example/x", plain_http=False)
    for url in ("https://10.0.0.8/x", "https://169.254.169.254/", "https://localhost./", "https://[::ffff:10.0.0.8]/"):
        for plain_http in (False, True):
            with pytest.raises(FieldErrors) as refusal:
                add_webhook(people.office, admin, **hook, url=url, plain_http=plain_http)
            assert refusal.value.errors == {"url": ["回调地址指向内部网络，不能使用。"]}
            with pytest.raises(FieldErrors):
                change_webhook(people.office, admin, kept, {"url": url}, plain_http=plain_http)
    assert [row.url for row in webhooks_of(people.office, admin)] == ["https://hooks.example/x"]

"""Keeps an organisation's webhooks: where its own systems are told of events. Only its administrator may."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import webhook_rows

#: Webhooks of one organisation.
LIMIT = 10
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class TooManyWebhooks(OfficeError):
    """An organisation has as many webhooks as one may have; params: ``limit``."""

    message = N_("每个单位最多设 %(limit)s 个回调地址，请先删除不用的。")
    status = 409


def webhooks_of(office: Office, actor: Actor) -> Sequence[Any]:
    """Return the webhooks of the organisations that a person administers."""
    with office.database.read() as connection:
        return webhook_rows.of_organisations(connection, actor.organisations(Role.ADMIN))


def read_webhook(office: Office, actor: Actor, webhook_id: int) -> Any:
    """Return one webhook.

    Raises:
        NotFound: there is none.
        Hidden: it is another organisation's.
    """
    with office.database.read() as connection:
        row = webhook_rows.by_id(connection, webhook_id)
    if row is None:
        raise NotFound()
    if not actor.holds(Role.ADMIN, row.org_id):
        raise Hidden()
    return row


def add_webhook(
    office: Office, actor: Actor, *, org_id: int, url: str, kinds: Sequence[str], plain_http: bool
) -> tuple[int, str]:
    """Add a webhook; return its id and its secret, which is told this once.

    Args:
        kinds: kinds of event; empty for all that the organisation may see.
        plain_http: whether an address of this machine may do without https (demonstration and tests only).

    Raises:
        NotAllowed: the person does not administer the organisation.
        FieldErrors: the address is none that may be used.
        TooManyWebhooks: see there.
    """
    actor.require(Role.ADMIN, org_id)
    checked, secret = _checked(url, plain_http), secrets.token_urlsafe(32)
    with office.database.act() as uow:
        if webhook_rows.count(uow.connection, org_id) >= LIMIT:
            raise TooManyWebhooks(limit=LIMIT)
        values = {
            "org_id": org_id,
            "url": checked,
            "secret": secret,
            "kinds": list(dict.fromkeys(kinds)),
            "active": True,
            "created_by": actor.user_id,
            "created_at": office.real_clock(),
        }
        webhook_id = webhook_rows.add(uow.connection, values)
        note_within(office, uow, actor.user_id, "webhook_added", webhook=webhook_id, org=org_id, url=checked)
        uow.commit()
    return webhook_id, secret


def change_webhook(
    office: Office, actor: Actor, webhook_id: int, changes: Mapping[str, Any], *, plain_http: bool
) -> None:
    """Change address, kinds or activity of a webhook; its secret stays.

    Args:
        changes: any of url, kinds and active.

    Raises:
        NotFound, Hidden: as ``read_webhook``.
        FieldErrors: the address is none that may be used.
    """
    read_webhook(office, actor, webhook_id)
    values = dict(changes)
    if "url" in values:
        values["url"] = _checked(values["url"], plain_http)
    if not values:
        return
    with office.database.act() as uow:
        webhook_rows.change(uow.connection, webhook_id, values)
        note_within(office, uow, actor.user_id, "webhook_changed", webhook=webhook_id, **values)
        uow.commit()


def remove_webhook(office: Office, actor: Actor, webhook_id: int) -> None:
    """Remove a webhook.

    Raises:
        NotFound, Hidden: as ``read_webhook``.
    """
    row = read_webhook(office, actor, webhook_id)
    with office.database.act() as uow:
        webhook_rows.remove(uow.connection, webhook_id)
        note_within(office, uow, actor.user_id, "webhook_removed", webhook=webhook_id, org=row.org_id, url=row.url)
        uow.commit()


def _checked(url: str, plain_http: bool) -> str:
    """Return an address that may be told of cases, or refuse it."""
    wrong = FieldErrors({"url": [N_("回调地址须为 https:// 开头的完整网址，不含用户名、密码和空格。")]})
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError as error:
        raise wrong from error
    printable = url.isascii() and url.isprintable() and " " not in url
    if not (printable and parts.hostname and port_is_one) or "@" in parts.netloc or parts.fragment:
        raise wrong
    local = parts.hostname in _LOCAL
    if parts.scheme == "https" and (plain_http or not local):
        return url
    if parts.scheme == "http" and plain_http and parts.hostname == "127.0.0.1":
        return url
    raise wrong

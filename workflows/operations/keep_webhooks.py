"""Keeps an organisation's webhooks: where its own systems are told of events. Only its administrator may."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import webhook_rows
from workflows.store.unit_of_work import UnitOfWork

#: Webhooks of one organisation.
LIMIT = 10
#: This machine, which demonstrations and tests may post to.
LOOPBACK = "127.0.0.1"
#: Why what was owed to a removed webhook is given up.
REMOVED = N_("回调地址已删除，不再发送")
_NOT_HTTPS = N_("回调地址须为 https:// 开头的完整网址，不含用户名、密码和空格。")
_INSIDE = N_("回调地址指向内部网络，不能使用。")
#: IPv4 addresses written as IPv6 for a translator (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class TooManyWebhooks(OfficeError):
    """An organisation has as many webhooks as one may have; params: ``limit``."""

    message = N_("每个单位最多设 %(limit)s 个回调地址，请先删除不用的。")
    status = 409


def webhooks_of(office: Office, actor: Actor) -> Sequence[Any]:
    """Return the webhooks of the organisations that a person administers."""
    with office.database.read() as connection:
        return _living(connection, actor.organisations(Role.ADMIN))


def read_webhook(office: Office, actor: Actor, webhook_id: int) -> Any:
    """Return one webhook.

    Raises:
        NotFound: there is none.
        Hidden: it is another organisation's.
    """
    with office.database.read() as connection:
        return _own(connection, actor, webhook_id)


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
    target(url, loopback=plain_http)
    secret = secrets.token_urlsafe(32)
    with office.database.act() as uow:
        if len(_living(uow.connection, {org_id})) >= LIMIT:
            raise TooManyWebhooks(limit=LIMIT)
        values = {
            "org_id": org_id,
            "url": url,
            "secret": secret,
            "kinds": list(dict.fromkeys(kinds)),
            "active": True,
            "created_by": actor.user_id,
            "created_at": office.real_clock(),
        }
        webhook_id = webhook_rows.add(uow.connection, values)
        note_within(office, uow, actor.user_id, "webhook_added", webhook=webhook_id, org=org_id, url=url)
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
    values = dict(changes)
    with office.database.act() as uow:
        _own(uow.connection, actor, webhook_id)
        if "url" in values:
            target(values["url"], loopback=plain_http)
        if not values:
            return
        webhook_rows.change(uow.connection, webhook_id, values)
        note_within(office, uow, actor.user_id, "webhook_changed", webhook=webhook_id, **values)
        uow.commit()


def remove_webhook(office: Office, actor: Actor, webhook_id: int) -> None:
    """Remove a webhook: its address and secret are forgotten and nothing more is posted to it.

    Its row stays, switched off, so that no other webhook is given its number and with it what was still owed to this
    one; that ends with ``give_up``.

    Raises:
        NotFound, Hidden: as ``read_webhook``.
    """
    with office.database.act() as uow:
        row = _own(uow.connection, actor, webhook_id)
        webhook_rows.change(uow.connection, webhook_id, {"active": False, "url": "", "secret": ""})
        note_within(office, uow, actor.user_id, "webhook_removed", webhook=webhook_id, org=row.org_id, url=row.url)
        uow.commit()


def is_removed(office: Office, webhook_id: int) -> bool:
    """Tell whether a webhook, to which something is still owed, was removed meanwhile."""
    with office.database.read() as connection:
        row = webhook_rows.by_id(connection, webhook_id)
    return row is None or not row.url


def _own(connection: Any, actor: Actor, webhook_id: int) -> Any:
    row = webhook_rows.by_id(connection, webhook_id)
    if row is None or not row.url:
        raise NotFound()
    if not actor.holds(Role.ADMIN, row.org_id):
        raise Hidden()
    return row


def _living(connection: Any, org_ids: Collection[int]) -> list[Any]:
    return [row for row in webhook_rows.of_organisations(connection, org_ids) if row.url]


def give_up(office: Office, uow: UnitOfWork, webhook_id: int, *, case_id: int, event_seq: int) -> None:
    """Note within an act that an event which was owed to a removed webhook will not be delivered; the caller commits.

    Args:
        case_id: the case of the event.
        event_seq: which of the case's events it is.
    """
    note_within(
        office, uow, OFFICE.user_id, "webhook_removed", webhook=webhook_id, given_up=f"{case_id}-{event_seq}",
        reason=REMOVED,
    )  # fmt: skip


def target(url: str, *, loopback: bool) -> SplitResult:
    """Take the address of a webhook apart: asked when it is given, and again each time before it is posted to.

    Args:
        loopback: whether ``http://127.0.0.1`` is admitted: demonstrations and tests only.

    Raises:
        FieldErrors: it is not https, carries a password, or is the address of a machine in our own network.
    """
    wrong = FieldErrors({"url": [_NOT_HTTPS]})
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError as error:
        raise wrong from error
    printable = url.isascii() and url.isprintable() and " " not in url
    if not (printable and parts.hostname and port_is_one) or "@" in parts.netloc or parts.fragment:
        raise wrong
    local = loopback and parts.hostname == LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise wrong
    if not local and _inside(parts.hostname):
        raise FieldErrors({"url": [_INSIDE]})
    return parts


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is a machine outside, also where it is an IPv4 address written as IPv6."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(host: str) -> bool:
    """Tell whether a host is ours by its writing; where a name leads is looked at when it is posted to."""
    try:
        return not is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        return host.rstrip(".") == "localhost"

"""Webhooks as those who send them see them: whom to tell of which events. The page of webhooks keeps the rows."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from workflows.store.tables import webhook

_ACTIVE = select(webhook.c.id, webhook.c.org_id, webhook.c.url, webhook.c.kinds).where(webhook.c.active == true())


@dataclass(frozen=True, kw_only=True)
class Hook:
    """One active webhook, without its secret."""

    id: int
    org_id: int
    url: str
    #: Kinds of event that it asks for; empty for all.
    kinds: frozenset[str]


def active(connection: Connection) -> tuple[Hook, ...]:
    """Return the active webhooks."""
    rows = connection.execute(_ACTIVE.order_by(webhook.c.id))
    return tuple(Hook(id=row.id, org_id=row.org_id, url=row.url, kinds=frozenset(row.kinds or ())) for row in rows)

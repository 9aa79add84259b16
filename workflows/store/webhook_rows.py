"""Webhooks as their organisation keeps them; ``webhooks`` reads them for sending."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from workflows.store.tables import webhook


def of_organisations(connection: Connection, org_ids: Collection[int]) -> Sequence[Any]:
    """Return the webhooks of organisations, in the order in which they were made."""
    return connection.execute(
        select(webhook).where(webhook.c.org_id.in_(sorted(org_ids))).order_by(webhook.c.id)
    ).all()


def by_id(connection: Connection, webhook_id: int) -> Any:
    """Read one webhook, or None."""
    return connection.execute(select(webhook).where(webhook.c.id == webhook_id)).one_or_none()


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a webhook and return its id."""
    return int(connection.execute(insert(webhook).returning(webhook.c.id), [dict(values)]).scalar_one())


def change(connection: Connection, webhook_id: int, values: Mapping[str, Any]) -> None:
    """Change a webhook."""
    connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(**values))

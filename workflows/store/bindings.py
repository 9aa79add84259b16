"""Which packs bind which authority, from when until when."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.tables import organisation, pack_binding


def all_of(connection: Connection, org_id: int | None = None) -> Sequence[Any]:
    """Return the bindings (of one authority), past and future ones too, by authority and first day."""
    query = select(pack_binding).order_by(pack_binding.c.org_id, pack_binding.c.bound_on, pack_binding.c.id)
    return connection.execute(query if org_id is None else query.where(pack_binding.c.org_id == org_id)).all()


def lock_authority(connection: Connection, org_id: int) -> Any:
    """Read an organisation under its lock, so that two changes of its bindings follow one another."""
    query = select(organisation).where(organisation.c.id == org_id).with_for_update()
    return connection.execute(query).one_or_none()

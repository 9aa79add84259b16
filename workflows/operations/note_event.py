"""Notes what happens outside any case: sign-ins, denied access, bindings, imports. Audited like everything else."""

from typing import Any

import orjson

from workflows.domain.chain import link
from workflows.domain.events import EVENT_NAMES
from workflows.operations.office import Office
from workflows.store import office as store
from workflows.store.unit_of_work import UnitOfWork


def note_event(office: Office, actor_id: int, kind: str, **data: Any) -> None:
    """Append one event to the office's own chain, in a transaction of its own."""
    with office.database.act() as uow:
        note_within(office, uow, actor_id, kind, **data)
        uow.commit()


def note_within(office: Office, uow: UnitOfWork, actor_id: int, kind: str, **data: Any) -> None:
    """Append one event within an act; the caller commits.

    Raises:
        KeyError: the kind is not in EVENT_NAMES.
    """
    EVENT_NAMES[kind]
    count, head = store.chain_head(uow.connection)
    now = office.clock()
    mac = link(
        office.audit_key,
        head,
        case_id=store.OFFICE_CASE,
        seq=count + 1,
        at=now,
        actor_id=actor_id,
        kind=kind,
        data=orjson.dumps(data),
    )
    store.append_event(
        uow.connection,
        {
            "case_id": store.OFFICE_CASE,
            "seq": count + 1,
            "at": now,
            "actor_id": actor_id,
            "kind": kind,
            "data": data,
            "mac": mac,
        },
    )

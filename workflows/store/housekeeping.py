"""What the nightly round asks and clears: running cases, files that rows name, act keys, gone workers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from workflows.store import drafts
from workflows.store.tables import (
    act_key,
    case,
    engine_state,
    event,
    file,
    heartbeat,
    import_job,
    letter,
    received_decision,
    representation_request,
)


def running_cases(connection: Connection, after: int, limit: int) -> list[tuple[int, str]]:
    """Return (id, number) of the next cases after id ``after`` that are open or still have an engine state."""
    rows = connection.execute(
        select(case.c.id, case.c.number)
        .select_from(case.outerjoin(engine_state))
        .where(case.c.id > after, or_(case.c.state == "open", engine_state.c.case_id.is_not(None)))
        .order_by(case.c.id)
        .limit(limit)
    )
    return [(row.id, row.number) for row in rows]


def last_incident(connection: Connection, case_id: int) -> Any:
    """Return the data of a case's newest incident; None where it had none."""
    return connection.execute(
        select(event.c.data)
        .where(event.c.case_id == case_id, event.c.kind == "incident")
        .order_by(event.c.seq.desc())
        .limit(1)
    ).scalar_one_or_none()


def known_files(connection: Connection) -> set[str]:
    """Return the SHA-256 of every file that a row names; what a scanner has refused is named no more."""
    named = drafts.files(connection)
    named.update(connection.execute(select(file.c.sha256).where(file.c.removed != "infected").distinct()).scalars())
    proofs = (received_decision.c.sha256, representation_request.c.evidence_sha256)
    for column in (import_job.c.sha256, letter.c.sha256, *proofs):
        named.update(connection.execute(select(column).where(column.is_not(None)).distinct()).scalars())
    return named


def drop_act_keys(connection: Connection, before: datetime) -> int:
    """Forget the results of acts that nobody will send again; return how many."""
    return connection.execute(delete(act_key).where(act_key.c.at < before)).rowcount


def forget_worker(connection: Connection, name: str) -> None:
    """Forget the heartbeats of a worker that has ended in order."""
    connection.execute(delete(heartbeat).where(heartbeat.c.name == name))

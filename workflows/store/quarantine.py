"""Files that were handed in while no scanner answered: which ones wait, and what became of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, text, update

from workflows.store.tables import case, file

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_WAITING = text("file.quarantined AND file.removed = '' AND file.case_id IS NOT NULL")
_MISSING = text("file.removed = 'missing'")


def waiting(connection: Connection, start: str, limit: int) -> list[str]:
    """Return the hashes that wait, each once, in their order from ``start`` on and round from the beginning."""
    hashes = select(file.c.sha256).where(_WAITING).distinct().order_by(file.c.sha256)
    found = connection.execute(hashes.where(file.c.sha256 >= start).limit(limit)).scalars().all()
    before = hashes.where(file.c.sha256 < start).limit(limit - len(found))
    return [*found, *connection.execute(before).scalars()]


def cases_of(connection: Connection, sha256: str) -> list[int]:
    """Return the cases in which a hash waits."""
    query = select(file.c.case_id).where(_WAITING, file.c.sha256 == sha256).distinct().order_by(file.c.case_id)
    return list(connection.execute(query).scalars())


def of_case(connection: Connection, case_id: int, sha256: str) -> Sequence[Any]:
    """Return the rows of one case that wait for a hash, oldest first."""
    query = select(file).where(_WAITING, file.c.sha256 == sha256, file.c.case_id == case_id).order_by(file.c.id)
    return connection.execute(query).all()


def settle(connection: Connection, ids: Sequence[int], removed: str) -> None:
    """Release files (``removed`` empty), or say why they cannot be opened any more: infected or missing."""
    values = {"removed": removed} if removed else {"quarantined": False}
    connection.execute(update(file).where(file.c.id.in_(ids)).values(values))


def lost(connection: Connection) -> Sequence[Any]:
    """Return the files that the folder has lost, of whichever case: case_id and sha256, each pair once."""
    query = select(file.c.case_id, file.c.sha256).where(_MISSING, file.c.case_id.is_not(None)).distinct()
    return connection.execute(query.order_by(file.c.sha256, file.c.case_id)).all()


def lost_of_case(connection: Connection, case_id: int, sha256: str) -> list[int]:
    """Return the ids of the rows of one case whose file is lost."""
    query = select(file.c.id).where(_MISSING, file.c.sha256 == sha256, file.c.case_id == case_id).order_by(file.c.id)
    return list(connection.execute(query).scalars())


def found_again(connection: Connection, ids: Sequence[int]) -> None:
    """Let files that are back wait for the scanner again."""
    connection.execute(update(file).where(file.c.id.in_(ids)).values(removed=""))


def missing(connection: Connection, limit: int = 200) -> Sequence[Any]:
    """Return the files of open cases that the folder has lost, newest first, with the number of their case."""
    query = select(file.c.id, file.c.name, file.c.uploaded_at, file.c.case_id, case.c.number)
    of_open = query.join(case, case.c.id == file.c.case_id).where(_MISSING, case.c.state == "open")
    return connection.execute(of_open.order_by(file.c.id.desc()).limit(limit)).all()

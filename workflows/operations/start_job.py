"""Hands in a job: work on many items, or long work, that a worker carries out while its person does something else.

Whoever hands it in goes on at once; the worker (``run_jobs``) acts in that person's name, with the posts that the
person holds then.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotAllowed, NotFound, StaleVersion
from workflows.operations.office import Office
from workflows.store import jobs
from workflows.store.unit_of_work import UnitOfWork


def start_job(
    office: Office,
    actor: Actor,
    kind: str,
    data: Mapping[str, Any],
    items: Sequence[tuple[int, int]] = (),
    *,
    key: str,
    back: str = "",
    also: Callable[[UnitOfWork], None] | None = None,
) -> int:
    """Keep the job and return its id; the same form sent twice is one job.

    Args:
        kind: key of ``job_kinds.KINDS``.
        data: the command, the same for every item; JSON.
        items: item and its case, in the order in which they are carried out.
        key: the form's key.
        back: local address to which the job's page leads back.
        also: writes what must be there together with the job.
    """
    own_key = sha256(f"{kind} {key}".encode()).hexdigest()
    values = {
        "kind": kind,
        "data": dict(data),
        "key": own_key,
        "back": back,
        "created_by": actor.user_id,
        "created_at": office.clock(),
        "total": len(items),
    }
    try:
        with office.database.act() as uow:
            job_id = jobs.add(uow.connection, values, items)
            if also is not None:
                also(uow)
            uow.commit()
    except StaleVersion:
        with office.database.read() as connection:
            known = jobs.by_key(connection, actor.user_id, own_key)
        if known is None:
            raise
        return known
    return job_id


def require_supervisor(office: Office, actor: Actor, case_ids: Sequence[int]) -> None:
    """Refuse unless the person is the supervisor of every case.

    Raises:
        NotAllowed: no supervisor at all.
        NotFound: a case does not exist.
        Hidden: a case of another authority.
    """
    if not actor.holds(Role.SUPERVISOR):
        raise NotAllowed()
    with office.database.read() as connection:
        authorities = jobs.authorities_of(connection, case_ids)
    if not set(case_ids) <= set(authorities):
        raise NotFound()
    if not all(actor.holds(Role.SUPERVISOR, authority) for authority in authorities.values()):
        raise Hidden()


def stop_job(office: Office, actor: Actor, job_id: int) -> None:
    """Ask that no further item be begun; what was begun is carried to its end. A job that has ended stays.

    Raises:
        NotFound, Hidden: as :func:`read_job`.
    """
    read_job(office, actor, job_id)
    with office.database.act() as uow:
        jobs.ask_to_stop(uow.connection, job_id)
        uow.commit()


def read_job(office: Office, actor: Actor, job_id: int) -> Any:
    """Return the row of a job to who started it, or to an administrator.

    Raises:
        NotFound: there is none.
        Hidden: it is not this person's to see.
    """
    with office.database.read() as connection:
        row = jobs.load(connection, job_id)
    if row is None:
        raise NotFound()
    if row.created_by != actor.user_id and not actor.holds(Role.ADMIN):
        raise Hidden()
    return row

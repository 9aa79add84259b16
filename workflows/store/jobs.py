"""Jobs: handed in with their items, claimed with a lease, settled item by item, resumed after a crash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.store.tables import case, job, job_item, task, user


@dataclass(frozen=True, kw_only=True)
class JobItem:
    """One item of a job."""

    position: int
    #: What the act is about: a case or a task.
    item_id: int


def add(connection: Connection, values: Mapping[str, Any], items: Sequence[tuple[int, int]]) -> int:
    """Insert a waiting job and return its id.

    Args:
        items: item and the case that it belongs to, in their order.

    Raises:
        StaleVersion: the same person has handed in a job under the same key.
    """
    try:
        job_id = int(connection.execute(insert(job).returning(job.c.id), [{"state": "waiting", **values}]).scalar_one())
    except IntegrityError as error:
        raise StaleVersion(final=True) from error
    rows = [
        {"job_id": job_id, "position": position, "item_id": item_id, "case_id": case_id}
        for position, (item_id, case_id) in enumerate(items)
    ]
    if rows:
        connection.execute(insert(job_item), rows)
    return job_id


def by_key(connection: Connection, user_id: int, key: str) -> int | None:
    """Return the job that a person handed in under a key, or None."""
    return connection.execute(
        select(job.c.id).where(job.c.created_by == user_id, job.c.key == key)
    ).scalar_one_or_none()


def load(connection: Connection, job_id: int) -> Any:
    """Read one job with the name of who started it, or None."""
    return connection.execute(_with_name().where(job.c.id == job_id)).one_or_none()


def newest_of(connection: Connection, user_id: int, limit: int = 50) -> Sequence[Any]:
    """Return the newest jobs of a person."""
    return connection.execute(
        _with_name().where(job.c.created_by == user_id).order_by(job.c.id.desc()).limit(limit)
    ).all()


def _with_name() -> Any:
    return select(job, user.c.name.label("starter")).join(user, user.c.id == job.c.created_by)


def items_of(
    connection: Connection, job_id: int, *, after: int = -1, refused: bool = False, limit: int = 200
) -> Sequence[Any]:
    """Return items of a job by position, each with the number of its case and the step of its task (None for a case).

    Args:
        after: position of the last item that was read before.
        refused: only those that were refused.
    """
    query = (
        select(job_item, case.c.number, case.c.process, task.c.node)
        .join(job, job.c.id == job_item.c.job_id)
        .join(case, case.c.id == job_item.c.case_id)
        .outerjoin(task, and_(task.c.id == job_item.c.item_id, job.c.kind == "reassign"))
        .where(job_item.c.job_id == job_id, job_item.c.position > after)
        .order_by(job_item.c.position)
        .limit(limit)
    )
    return connection.execute(query.where(job_item.c.state == "refused") if refused else query).all()


def authorities_of(connection: Connection, case_ids: Sequence[int]) -> dict[int, int]:
    """Return the authority of each case that there is."""
    rows = connection.execute(select(case.c.id, case.c.authority_id).where(case.c.id.in_(case_ids)))
    return {row.id: row.authority_id for row in rows}


def cases_of(connection: Connection, task_ids: Sequence[int]) -> dict[int, int]:
    """Return the case of each task that there is."""
    rows = connection.execute(select(task.c.id, task.c.case_id).where(task.c.id.in_(task_ids)))
    return {row.id: row.case_id for row in rows}


def any_claimable(connection: Connection, now: datetime) -> bool:
    """Tell whether a job waits or was left by a worker that died."""
    return connection.execute(select(job.c.id).where(*_claimable(now)).limit(1)).first() is not None


def _claimable(now: datetime) -> tuple[Any, ...]:
    free = or_(
        and_(job.c.state == "waiting", or_(job.c.lease_until.is_(None), job.c.lease_until < now)),
        and_(job.c.state == "running", job.c.lease_until < now),
    )
    return job.c.finished_at.is_(None), free


def claim(connection: Connection, *, now: datetime, lease_until: datetime, owner: str) -> int | None:
    """Claim the oldest job that waits or whose worker died; None if there is none. Instants are real ones."""
    found = connection.execute(
        select(job.c.id).where(*_claimable(now)).order_by(job.c.id).limit(1).with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if found is not None:
        connection.execute(
            update(job).where(job.c.id == found).values(state="running", owner=owner, lease_until=lease_until)
        )
    return found


def hold(connection: Connection, job_id: int, owner: str, lease_until: datetime, **progress: Any) -> bool:
    """Prolong a claim (and note progress); False if another worker has taken the job over."""
    changed = connection.execute(
        update(job)
        .where(job.c.id == job_id, job.c.owner == owner, job.c.state == "running")
        .values(lease_until=lease_until, **progress)
    )
    return bool(changed.rowcount == 1)


def settle(connection: Connection, job_id: int, position: int, refusal: Mapping[str, Any] | None) -> None:
    """Note what became of an item; what is settled already stays, so every item is counted once."""
    state = "refused" if refusal else "done"
    changed = connection.execute(
        update(job_item)
        .where(job_item.c.job_id == job_id, job_item.c.position == position, job_item.c.state == "waiting")
        .values(state=state, refusal=refusal)
    )
    if changed.rowcount:
        connection.execute(
            update(job)
            .where(job.c.id == job_id)
            .values(done=job.c.done + 1, refused=job.c.refused + (1 if refusal else 0))
        )


def next_item(connection: Connection, job_id: int) -> JobItem | None:
    """Return the item to be carried out now: what was begun and not settled, else the next unless a stop was asked."""
    row = connection.execute(select(job.c.begun, job.c.stop_asked).where(job.c.id == job_id)).one()
    waiting = select(job_item.c.position, job_item.c.item_id).where(
        job_item.c.job_id == job_id, job_item.c.state == "waiting"
    )
    if row.begun is not None:
        again = connection.execute(waiting.where(job_item.c.position == row.begun)).one_or_none()
        if again is not None:
            return JobItem(position=again.position, item_id=again.item_id)
    if row.stop_asked:
        return None
    after = -1 if row.begun is None else row.begun
    following = connection.execute(
        waiting.where(job_item.c.position > after).order_by(job_item.c.position).limit(1)
    ).one_or_none()
    if following is None:
        return None
    connection.execute(update(job).where(job.c.id == job_id).values(begun=following.position))
    return JobItem(position=following.position, item_id=following.item_id)


def end(connection: Connection, job_id: int, state: str, at: datetime, **found: Any) -> None:
    """End a job that is held: done, stopped or failed."""
    connection.execute(
        update(job).where(job.c.id == job_id).values(state=state, finished_at=at, owner=None, lease_until=None, **found)
    )


def give_back(connection: Connection, job_id: int, owner: str, until: datetime | None) -> None:
    """Give a job back as it stands, for the next worker (after ``until``)."""
    connection.execute(
        update(job)
        .where(job.c.id == job_id, job.c.owner == owner, job.c.state == "running")
        .values(state="waiting", owner=None, lease_until=until)
    )


def ask_to_stop(connection: Connection, job_id: int) -> None:
    """Ask whoever works on a job, or takes it next, to begin nothing more; one that has ended stays."""
    connection.execute(update(job).where(job.c.id == job_id, job.c.finished_at.is_(None)).values(stop_asked=True))

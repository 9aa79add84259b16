"""The register of service (送达回证): letters that wait to be handed over, and those that were. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select, tuple_, union

from workflows.store.records import name_begins
from workflows.store.tables import case as office_case
from workflows.store.tables import letter, service, subject, task, user

_SERVER = user.alias("server")


@dataclass(frozen=True, kw_only=True)
class Serving:
    """The steps of one process at which letters are handed over, and the kinds of letters that are."""

    nodes: Collection[str]
    kinds: Collection[str]


def waiting(
    connection: Connection,
    organs: Collection[int],
    serving: Mapping[str, Serving],
    *,
    words: str = "",
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return signed letters whose step of service is open, the earliest last day first.

    Args:
        organs: organisations at whose desks the step lies.
        serving: process → what is served in it.
        words: number of a case, or beginning of the subject's name.
        after: last day and id of the last letter of the page before.
    """
    step = or_(
        *(and_(office_case.c.process == key, task.c.node.in_(each.nodes), _of(each)) for key, each in serving.items())
    )
    # Said once more of the task alone: other open tasks are left out before their cases and letters are read.
    nodes = sorted({node for each in serving.values() for node in each.nodes})
    query = (
        select(
            letter.c.id, letter.c.code, letter.c.number, letter.c.signed_at, task.c.id.label("task_id"), task.c.due_on,
            office_case.c.id.label("case_id"), office_case.c.number.label("case_number"), office_case.c.process,
            office_case.c.facts, subject.c.name.label("subject_name"),
        )
        .select_from(
            task.join(office_case, office_case.c.id == task.c.case_id)
            .join(subject, subject.c.id == office_case.c.subject_id)
            .join(letter, letter.c.case_id == office_case.c.id)
            .outerjoin(service, service.c.letter_id == letter.c.id)
        )
        .where(task.c.state == "open", task.c.org_id.in_(sorted(organs)), task.c.node.in_(nodes))
        .where(letter.c.state == "signed", service.c.id.is_(None), step, *_asked(connection, words))
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(task.c.due_on, letter.c.id) > after)
    return connection.execute(query.order_by(task.c.due_on, letter.c.id).limit(limit)).all()


def served(
    connection: Connection,
    organs: Collection[int],
    processes: Collection[str],
    *,
    words: str = "",
    receiver: str = "",
    method: str = "",
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Return letters of organisations that were served, the last noted first, with who noted it.

    Args:
        processes: whose cases the reader may know of.
        words: number of a case, or beginning of the subject's name.
        receiver: part of the name of who took it.
        before: id of the last service of the page before.
    """
    query = (
        select(
            service.c.id, service.c.method, service.c.served_at, service.c.recipient, service.c.details,
            letter.c.id.label("letter_id"), letter.c.code, letter.c.number, letter.c.signed_at,
            office_case.c.id.label("case_id"), office_case.c.number.label("case_number"), office_case.c.process,
            office_case.c.facts, subject.c.name.label("subject_name"), _SERVER.c.name.label("server_name"),
        )
        .select_from(
            service.join(letter, letter.c.id == service.c.letter_id)
            .join(office_case, office_case.c.id == service.c.case_id)
            .join(subject, subject.c.id == office_case.c.subject_id)
            .outerjoin(_SERVER, _SERVER.c.id == service.c.by)
        )
        .where(service.c.organ_id.in_(sorted(organs)), office_case.c.process.in_(sorted(processes)))
        .where(*_asked(connection, words))
    )  # fmt: skip
    query = query.where(service.c.recipient.contains(receiver, autoescape=True)) if receiver else query
    query = query.where(service.c.method == method) if method else query
    query = query.where(service.c.id < before) if before is not None else query
    return connection.execute(query.order_by(service.c.id.desc()).limit(limit)).all()


def _of(serving: Serving) -> Any:
    # One letter among several of its kind wears its place behind a dot.
    kind = letter.c.code
    return or_(kind.in_(serving.kinds), *(kind.like(f"{each}.%") for each in serving.kinds))


def _asked(connection: Connection, words: str) -> list[Any]:
    if not words:
        return []
    # Found by the one index or the other; two conditions on two tables would be tried on every letter.
    numbered = select(office_case.c.id).where(office_case.c.number == words.upper())
    named = select(office_case.c.id).join(subject).where(name_begins(connection, words))
    return [office_case.c.id.in_(union(numbered, named))]

"""Lines of the register of service in words: the letter, who took it, how, when, and what proves it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from webapp.context import current_actor, current_office, today
from webapp.i18n import say
from workflows.domain.access import Actor, Role
from workflows.domain.process_type import ProcessType
from workflows.domain.service import METHODS, OWN_INBOX, deemed
from workflows.domain.time import office_date
from workflows.operations.untold import served_first
from workflows.store import service_records
from workflows.store.service_records import Serving

#: Posts that serve letters, answer for their service, or look after both.
READERS = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.RECOGNISER, Role.LEGAL, Role.SUPERVISOR)

#: Rows read at once for an export.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Served:
    """One letter that was handed over."""

    id: int
    letter_id: int
    #: A message id.
    title: str
    number: str
    case_id: int
    case_number: str
    subject: str
    receiver: str
    #: A message id.
    method: str
    served_on: date
    #: The day on which it counts as served; later than ``served_on`` after a public notice (Art. 95).
    counts_on: date
    #: It does not count yet.
    running: bool
    proof: tuple[str, ...]
    consented: bool
    server: str


@dataclass(frozen=True, kw_only=True)
class Unserved:
    """One letter that waits to be handed over."""

    id: int
    title: str
    number: str
    signed_on: date
    case_id: int
    case_number: str
    subject: str
    #: The last day; the year 9999 where no clock runs.
    due_on: date
    consented: bool


def organs() -> list[int]:
    """Return the organisations whose letters the reader may see here."""
    actor: Actor = current_actor()
    return sorted(actor.organisations(*READERS))


def unserved(*, words: str, after: tuple[date, int] | None, limit: int) -> list[Unserved]:
    """Return a page of what waits, the earliest last day first."""
    processes = _open_processes()
    serving = {
        key: Serving(
            nodes=[node for node, task in process.tasks.items() if "SHR-01" in task.letters],
            kinds=served_first(process),
        )
        for key, process in processes.items()
        if served_first(process)
    }
    with current_office().database.read() as connection:
        rows = service_records.waiting(connection, organs(), serving, words=words, after=after, limit=limit)
    return [
        Unserved(
            id=row.id,
            title=_title(processes, row),
            number=row.number or "",
            signed_on=office_date(row.signed_at),
            case_id=row.case_id,
            case_number=row.case_number,
            subject=row.subject_name,
            due_on=row.due_on,
            consented=bool(row.facts.get("e_service")),
        )
        for row in rows
    ]


def served(*, words: str, receiver: str, method: str, before: int | None, limit: int) -> list[Served]:
    """Return a page of what was served, the last noted first."""
    processes = _open_processes()
    with current_office().database.read() as connection:
        rows = service_records.served(
            connection, organs(), processes, words=words, receiver=receiver, method=method, before=before, limit=limit
        )
    return [_served(processes, row) for row in rows]


def all_served(*, words: str, receiver: str, method: str) -> Iterator[Served]:
    """Yield everything that was served, read in batches."""
    before = None
    while True:
        rows = served(words=words, receiver=receiver, method=method, before=before, limit=_BATCH)
        yield from rows
        if len(rows) < _BATCH:
            return
        before = rows[-1].id


def _open_processes() -> Mapping[str, ProcessType]:
    # Internal matters are seen by their own posts on their own pages.
    return {key: process for key, process in current_office().processes.items() if not process.internal}


def _title(processes: Mapping[str, ProcessType], row: Any) -> str:
    return processes[row.process].letter(row.code).title


def _served(processes: Mapping[str, ProcessType], row: Any) -> Served:
    served_on = office_date(row.served_at)
    counts_on = deemed(row.method, served_on)
    return Served(
        id=row.id,
        letter_id=row.letter_id,
        title=_title(processes, row),
        number=row.number or "",
        case_id=row.case_id,
        case_number=row.case_number,
        subject=row.subject_name,
        receiver=row.recipient,
        method=METHODS.get(row.method, row.method),
        served_on=served_on,
        counts_on=counts_on,
        running=counts_on > today(),
        proof=tuple(_proof(row.method, row.details)),
        consented=row.method == "electronic" or bool(row.facts.get("e_service")),
        server=row.server_name or "",
    )


def _proof(method: str, details: Mapping[str, Any]) -> Sequence[str]:
    """Say what proves the service; a form fills fields in that its method does not need."""
    said: list[str] = []
    if details.get("relation"):
        said.append(_("与受送达人关系：%(words)s", words=say(details["relation"])))
    if details.get("witness"):
        said.append(_("见证人：%(words)s", words=details["witness"]))
    if details.get("recorded"):
        said.append(_("已拍照或者录像"))
    if details.get("tracking"):
        said.append(_("邮件单号：%(words)s", words=details["tracking"]))
    if method == "electronic":
        said.append(_("特定系统：%(words)s", words=details.get("system") or OWN_INBOX))
    if details.get("note"):
        said.append(str(details["note"]))
    return said

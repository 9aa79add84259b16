"""Asks for a listed subject to leave its list: the subject itself (LST-10), or the recogniser of its own motion.

Cause and list are known from the listing. A cause that annuls the listing removes at once (S0-23), with approval after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import Channel
from workflows.domain.errors import Hidden, NotFound, OpenCaseExists
from workflows.domain.time import office_date
from workflows.intake.filestore import StoredFile
from workflows.operations.leaving import NotOnList, NotProven, require_day
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.retry import once
from workflows.store import list_pages

PROCESS = "blacklist_exit"


@dataclass(frozen=True, kw_only=True)
class ProposeExit:
    """The command: which listing, and what the filing form says."""

    listing_id: int
    data: Mapping[str, Any]
    files: Sequence[StoredFile] = ()
    key: str


def may_apply(actor: Actor, row: Any) -> bool:
    """Tell whether a person acts for the listed subject."""
    return row.subject_id in actor.subjects


def may_propose(actor: Actor, row: Any) -> bool:
    """Tell whether a person's post lets them propose the removal of the organ's own motion."""
    return actor.holds(Role.RECOGNISER, row.organ_id)


def can_leave(row: Any) -> bool:
    """Tell whether a listing ends by the procedure of removal; the watch list and what others decided do not."""
    return bool(row.state == "listed" and row.register == "serious" and row.case_id is not None)


def exit_listing(office: Office, actor: Actor, listing_id: int) -> Any:
    """Return a listing, ended or not, to who may ask for its end.

    Raises:
        NotFound: there is none.
        Hidden: it is not this person's to ask.
    """
    with office.database.read() as connection:
        row = list_pages.load(connection, listing_id)
    if row is None:
        raise NotFound()
    if not (may_apply(actor, row) or may_propose(actor, row)):
        raise Hidden()
    return row


def require_listed(row: Any) -> None:
    """Refuse what cannot leave its list.

    Raises:
        NotOnList: it has ended, or is on the watch list.
    """
    if not can_leave(row):
        raise NotOnList()


def propose_exit(office: Office, actor: Actor, command: ProposeExit) -> Opened:
    """Open the case of removal.

    The same form sent twice is answered by what it did the first time.

    Raises:
        NotFound, Hidden, NotOnList: as :func:`exit_listing` and :func:`require_listed`.
        OpenCaseExists: its removal is being dealt with.
        NotExpired, NoLastDay, MinimumRuns: the day of the cause has not come.
        NotProven: repair is claimed without any proof.
    """
    return once(office, actor, command.key, lambda: _propose(office, actor, command), _opened)


def _propose(office: Office, actor: Actor, command: ProposeExit) -> Opened:
    row = exit_listing(office, actor, command.listing_id)
    require_listed(row)
    cause = str(command.data["cause"])
    require_day([row], cause, office_date(office.clock()))
    if cause == "repair" and not command.files:
        raise NotProven()
    with office.database.read() as connection:
        running = list_pages.open_exit(connection, row.subject_id, row.list_key)
    if running is not None:
        raise OpenCaseExists(number=running.number)
    own = row.of_listing_id is None and row.record_id is not None
    return open_case(
        office,
        actor,
        OpenCase(
            process=PROCESS,
            authority_id=row.organ_id,
            record_ids=(row.record_id,) if own else (),
            subject_id=None if own else row.subject_id,
            channel=Channel.ONLINE if may_apply(actor, row) else Channel.OFFICE,
            application={**command.data, "list_key": row.list_key},
            memory={"entry_case": row.case_id},
            files=command.files,
            key=command.key,
        ),
    )


def _opened(result: str) -> Opened:
    case_id, number, code = result.split("|")
    return Opened(case_id=int(case_id), number=number, query_code=code)

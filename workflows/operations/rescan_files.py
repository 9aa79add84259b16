"""Shows files that came in while the scanner was down to it again: released, or removed and asked for anew.

The verdict is written in one transaction a case, and infected bytes go only when every case has it: a process killed
at any moment leaves a file that still waits, or bytes that no row names, which the nightly round removes.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from workflows.domain.access import OFFICE
from workflows.intake.scanners import Verdict
from workflows.intake.storage_faults import FileMissing
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import quarantine

_log = structlog.get_logger(__name__)

#: Hashes that one round shows to the scanner.
BATCH = 50
#: So many files in a row without an answer: the scanner is still down, and the rest waits for the next round.
SILENT = 3
#: Why a file cannot be opened any more, nothing where it can → kind of the event, and of the notice.
_KINDS = {"": "file_released", "infected": "file_infected", "missing": "file_missing"}


def rescan_files(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> tuple[int, int]:
    """Settle what waits for the scanner; return how many files were released and how many were infected.

    Each round begins at another hash, so that files that no scanner can read do not keep the others waiting.

    Args:
        carry_on: asked between files; False ends the round early (shutdown).
    """
    with office.database.read() as connection:
        waiting = quarantine.waiting(connection, secrets.token_hex(32), BATCH)
    settled, silent = {"": 0, "infected": 0, "missing": 0}, 0
    for sha256 in waiting:
        if silent == SILENT or not carry_on():
            break
        removed = _scan(office, sha256)
        if removed is None:
            silent += 1
            continue
        silent = 0
        with office.database.read() as connection:
            cases = quarantine.cases_of(connection, sha256)
        for case_id in cases:
            decided_again(lambda args=(office, case_id, sha256, removed): _settle(*args))  # type: ignore[misc]
        if removed == "infected":
            office.files.discard(sha256)
        settled[removed] += 1
    if settled["missing"]:
        _log.error("files_missing", files=settled["missing"])
    return settled[""], settled["infected"]


def _scan(office: Office, sha256: str) -> str | None:
    """Return why a file must be handed in again, nothing where it may be opened; None where nobody answered."""
    try:
        verdict = office.files.rescan(sha256)
    except FileMissing:
        return "missing"
    return {Verdict.CLEAN: "", Verdict.INFECTED: "infected"}.get(verdict)


def _settle(office: Office, case_id: int, sha256: str, removed: str) -> None:
    act = open_act(office, OFFICE, case_id, substantive=False)
    with office.database.read() as connection:
        # Read after the case: whoever settles them in between changes its version, and all is decided again.
        rows = quarantine.of_case(connection, case_id, sha256)
    if not rows:
        return
    ids = [row.id for row in rows]
    event = act.record(_KINDS[removed], files=ids)
    if removed:
        names = "、".join(dict.fromkeys(row.name for row in rows))
        for to in _told(act, rows):
            notify.owe(act, _KINDS[removed], to, event, name=names)
    act.writes.append(lambda connection: quarantine.settle(connection, ids, removed))
    with office.database.act() as uow:
        act.write(uow)
        uow.commit()


def _told(act: Act, rows: Sequence[Any]) -> list[str]:
    """Return the groups to tell: who handed the files in, and the desk that has the case or had opened it."""
    by = dict.fromkeys(row.uploaded_by for row in rows if row.uploaded_by)
    handed_in = ["applicant" if each == act.case.applicant_id else f"user:{each}" for each in by]
    busy = any(task.org_id is not None for task in act.open_tasks)
    return [*handed_in, "handlers" if busy else str(act.process.opening_role)]

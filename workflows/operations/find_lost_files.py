"""Finds files again that the folder had lost and that were put back, from a backup for instance.

Only what has the content that its hash says counts. It was missing before any scanner had passed it, so it waits for
the scanner again (``rescan_files``); nobody is told before that has answered.
"""

from collections.abc import Callable

from workflows.domain.access import OFFICE
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import quarantine


def find_lost_files(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Set right the rows of files that are back; return of how many files in how many cases.

    Args:
        carry_on: asked between files; False ends the round early (shutdown).
    """
    with office.database.read() as connection:
        lost = quarantine.lost(connection)
    found = 0
    for row in lost:
        if not carry_on():
            break
        if office.files.intact(row.sha256):
            decided_again(lambda args=(office, row.case_id, row.sha256): _set_right(*args))  # type: ignore[misc]
            found += 1
    return found


def _set_right(office: Office, case_id: int, sha256: str) -> None:
    act = open_act(office, OFFICE, case_id, substantive=False)
    with office.database.read() as connection:
        # Read after the case: whoever settles them in between changes its version, and all is decided again.
        ids = quarantine.lost_of_case(connection, case_id, sha256)
    if not ids:
        return
    act.record("file_found", files=ids)
    act.writes.append(lambda connection: quarantine.found_again(connection, ids))
    with office.database.act() as uow:
        act.write(uow)
        uow.commit()

"""Removes files that no row names: uploads that were never handed in, letters of acts that were not written."""

from datetime import timedelta

from workflows.operations.office import Office
from workflows.store import housekeeping

#: A file younger than this may belong to a form that is still open.
KEEP = timedelta(days=1)


def sweep_files(office: Office) -> list[str]:
    """Remove orphans and return their SHA-256."""
    # Times of the file system are real, so the limit is taken before the rows are read, from the real clock.
    older_than = office.real_clock() - KEEP
    with office.database.read() as connection:
        known = housekeeping.known_files(connection)
    return office.files.sweep_orphans(known, older_than)

"""A file that belongs to no case, a table to import or a proof: shown to the scanner again when somebody needs it."""

from pathlib import Path

from workflows.intake.filestore import RemovedAsInfected
from workflows.intake.scanners import Verdict
from workflows.operations.office import Office


def passed_file(office: Office, sha256: str) -> Path:
    """Return where a file lies that the scanner has passed, at the latest now.

    Raises:
        InQuarantine: no scanner answers.
        RemovedAsInfected: it found harm; the bytes are gone.
        FileMissing: there is no such file.
    """
    if office.files.rescan(sha256) is Verdict.INFECTED:
        office.files.discard(sha256)
        raise RemovedAsInfected
    return office.files.path(sha256)

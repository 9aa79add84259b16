"""Imports penalty records from a table: handed in as a job, carried out by a worker in batches, row by row.

A batch with its progress is one transaction, so a job whose worker was killed goes on where it stood: no row twice,
none left out. A row with errors is kept with its reasons and does not hold up the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

import structlog

from workflows.domain.access import Actor, Role
from workflows.domain.errors import Busy, NotAllowed, NotFound, OfficeError, StaleVersion
from workflows.domain.time import office_date
from workflows.intake.filestore import InQuarantine, StoredFile
from workflows.intake.filetypes import FileType
from workflows.intake.penalty_cells import CellError, Row, RowErrors
from workflows.intake.penalty_report import error_report
from workflows.intake.penalty_row import PenaltyRow
from workflows.intake.penalty_table import count_rows, read_rows
from workflows.operations.import_rows import Importer, read_row, take_row
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.passed_file import passed_file
from workflows.operations.propose_case import propose_case
from workflows.operations.retry import decided_again
from workflows.operations.tell_person import tell_posts
from workflows.store import imports, people

_log = structlog.get_logger(__name__)

#: Rows of one transaction; how long a claim holds without progress; wait for a file that is not scanned yet.
BATCH = 200
LEASE = timedelta(minutes=5)
_SCAN_WAIT = timedelta(minutes=1)

_TypedRow = tuple[Row, PenaltyRow | RowErrors]


def start_import(office: Office, actor: Actor, stored: StoredFile, file_name: str, org_id: int) -> int:
    """Hand in a table and return the id of its job.

    Args:
        stored: the table, received with ``recognise_table``.
        org_id: the organisation that imports: an authority for all providers, a provider for itself.

    Raises:
        NotAllowed: the person is neither administrator nor reviewer or provider of that organisation.
        HeaderIncomplete, TableRefused: the table's heading shows that it cannot be imported.
    """
    posts = (Role.REVIEWER, Role.PROVIDER)
    if not actor.holds(Role.ADMIN) and not any(actor.holds(post, org_id) for post in posts):
        raise NotAllowed()
    if not stored.quarantined:
        next(read_rows(stored.path, _kind(file_name)), None)
    with office.database.act() as uow:
        job_id = imports.add_job(
            uow.connection,
            {
                "org_id": org_id,
                "file_name": file_name[:255],
                "sha256": stored.sha256,
                "created_by": actor.user_id,
                "created_at": office.clock(),
            },
        )
        uow.commit()
    return job_id


def run_imports(office: Office, owner: str, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Carry out the jobs that wait or were left by a dead worker; return how many ended here.

    Args:
        owner: name of the worker, for its claims.
        carry_on: asked between batches; False gives the job back as it stands (shutdown).
    """
    ended = 0
    while carry_on():
        with office.database.read() as connection:
            if not imports.any_claimable(connection, office.real_clock()):
                break
        now = office.real_clock()
        with office.database.act() as uow:
            job = imports.claim(uow.connection, now=now, lease_until=now + LEASE, owner=owner)
            uow.commit()
        if job is None:
            break
        ended += _run(office, owner, job, carry_on)
    return ended


def import_now(office: Office, actor: Actor, stored: StoredFile, file_name: str, org_id: int) -> Any:
    """Import a table at once (command line) and return the row of its job. Raises as ``start_import``."""
    job_id = start_import(office, actor, stored, file_name, org_id)
    run_imports(office, f"command-{job_id}")
    with office.database.read() as connection:
        return imports.job(connection, job_id)


def organisation_named(office: Office, name: str) -> int | None:
    """Return the id of the organisation called ``name``, or None."""
    with office.database.read() as connection:
        found = people.organisation_by_name(connection, name)
    return None if found is None else int(found.id)


def report_of(office: Office, job_id: int) -> bytes:
    """Return the error report of a job as XLSX: a line for each error; personal numbers are masked."""
    with office.database.read() as connection:
        rows = imports.refused_rows(connection, job_id)
    return error_report(
        RowErrors(
            number=row.row,
            subject_name=row.values["subject"],
            decision_number=row.values["decision_number"],
            errors=tuple(CellError(**error) for error in row.errors),
        )
        for row in rows
    )


@dataclass
class _Progress:
    """How far a job is, as its row says."""

    total: int
    done: int
    added: int
    updated: int
    refused: int
    #: Cases that begin, and records of which a limit was over before they came in.
    begun: int
    past: int

    def columns(self) -> dict[str, int]:
        return {
            "rows_total": self.total,
            "rows_done": self.done,
            "rows_added": self.added,
            "rows_updated": self.updated,
            "rows_refused": self.refused,
            "rows_begun": self.begun,
            "rows_past": self.past,
        }

    @classmethod
    def of(cls, job: Any) -> "_Progress":
        """Return what the row of a job says."""
        return cls(
            job.rows_total, job.rows_done, job.rows_added, job.rows_updated, job.rows_refused, job.rows_begun,
            job.rows_past,
        )  # fmt: skip


def _run(office: Office, owner: str, job: Any, carry_on: Callable[[], bool]) -> bool:
    """Carry out one claimed job; tell whether it ended."""
    progress = _Progress.of(job)
    try:
        path, kind = passed_file(office, job.sha256), _kind(job.file_name)
        progress.total = count_rows(path, kind)
        rows = islice(read_rows(path, kind), progress.done, None)
        for batch in _batches(rows, office):
            if not carry_on():
                _leave(office, owner, job, progress)
                return False
            progress = decided_again(partial(_write, office, owner, job, progress, batch))
        _finish(office, owner, job, progress, None)
    except InQuarantine:
        _leave(office, owner, job, progress, wait=_SCAN_WAIT)
        return False
    except Busy:
        # Two imports of the same subjects may wait for each other; the database lets one of them go.
        _leave(office, owner, job, progress)
        return False
    except StaleVersion:
        _log.warning("import_claim_lost", job=job.id)
        return False
    except OfficeError as error:
        _finish(office, owner, job, progress, str(error))
    except Exception as error:
        # A table that breaks the importer must not be tried for ever; the person who handed it in is told.
        _log.exception("import_failed", job=job.id)
        _finish(office, owner, job, progress, type(error).__name__)
    return True


def _batches(rows: Iterator[Row], office: Office) -> Iterator[list[_TypedRow]]:
    today = office_date(office.clock())
    while batch := [(row, read_row(row, today)) for row in islice(rows, BATCH)]:
        yield batch


def _write(office: Office, owner: str, job: Any, seen: _Progress, batch: list[_TypedRow]) -> _Progress:
    """Write one batch with its progress in one transaction."""
    done = replace(seen, done=seen.done + len(batch))
    refused: list[RowErrors] = []
    with office.database.act() as uow:
        organisation = people.organisation_by_id(uow.connection, job.org_id)
        if organisation is None:
            raise NotFound()
        importer = Importer(
            office=office,
            job_id=job.id,
            org_id=job.org_id,
            own_only=organisation.kind != "authority",
            by=job.created_by,
            at=office.clock(),
        )
        for row, parsed in batch:
            taken = parsed if isinstance(parsed, RowErrors) else take_row(uow.connection, importer, row, parsed)
            if isinstance(taken, RowErrors):
                refused.append(taken)
            done.added += taken == "added"
            done.updated += taken == "updated"
        done.refused += len(refused)
        done.begun += len(importer.begins)
        done.past += len(importer.past)
        for begins in importer.begins:
            propose_case(office, uow, begins, job.created_by)
        imports.refuse_rows(uow.connection, [_refused(job.id, each) for each in refused])
        lease = office.real_clock() + LEASE
        imports.move(uow.connection, job.id, owner, seen.done, {**done.columns(), "lease_until": lease})
        uow.commit()
    return done


def _refused(job_id: int, row: RowErrors) -> dict[str, Any]:
    errors = [
        {
            "code": error.code,
            "label": error.label,
            "value": error.value,
            "message": error.message,
            "params": dict(error.params),
        }
        for error in row.errors
    ]
    values = {"subject": row.subject_name, "decision_number": row.decision_number}
    return {"job_id": job_id, "row": row.number, "values": values, "errors": errors}


def _finish(office: Office, owner: str, job: Any, progress: _Progress, problem: str | None) -> None:
    with office.database.act() as uow:
        imports.move(
            uow.connection,
            job.id,
            owner,
            progress.done,
            {
                **progress.columns(),
                "state": "failed" if problem else "done",
                "problem": problem and problem[:300],
                "finished_at": office.clock(),
                "owner": None,
                "lease_until": None,
            },
        )
        note_within(
            office,
            uow,
            job.created_by,
            "records_imported",
            job=job.id,
            organisation=job.org_id,
            sha256=job.sha256,
            **progress.columns(),
            failed=bool(problem),
        )
        if progress.past:
            # One notice for the whole table: what nobody here could have kept is no breach of its own.
            posts = [(Role.SUPERVISOR, job.org_id)]
            tell_posts(office, uow, posts, "import_past", count=progress.past, file=job.file_name)
        uow.commit()


def _leave(office: Office, owner: str, job: Any, progress: _Progress, wait: timedelta | None = None) -> None:
    """Give the job back as it stands, for the next worker (after ``wait``)."""
    until = office.real_clock() + wait if wait else None
    with office.database.act() as uow:
        imports.move(
            uow.connection, job.id, owner, progress.done, {"state": "waiting", "owner": None, "lease_until": until}
        )
        uow.commit()


def _kind(file_name: str) -> FileType:
    return FileType.CSV if file_name.lower().endswith(".csv") else FileType.XLSX

"""The dossier of a subject as one zip: table of contents, letters, evidence, events, and a list of hashes.

Made in the background with the sight of who asked for it; kept for a day and handed to nobody else. Names inside are
numbered and made of harmless signs, whatever the files were called.
"""

import csv
import hashlib
import io
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import IO, Any

from workflows.domain.access import Actor
from workflows.domain.errors import Hidden, NotFound, OfficeError
from workflows.domain.time import OFFICE_ZONE, office_date
from workflows.domain.words import N_
from workflows.intake.filestore import InQuarantine
from workflows.intake.penalty_report import inert
from workflows.intake.storage_faults import FileMissing
from workflows.operations import dossier_sheets
from workflows.operations.case_page import CasePage
from workflows.operations.export_board import Sheet, export_list
from workflows.operations.office import Office
from workflows.operations.subject_dossier import read_dossier
from workflows.store import jobs, list_pages, subject_dossiers

KIND = "dossier"
#: How long an export can be fetched, and the bytes that it may hold.
KEPT = timedelta(days=1)
SIZE_LIMIT = 500_000_000
_NAME = 60
_PIECE = 256 * 1024

Tell = Callable[[int, int], None]


class ExportExpired(OfficeError):
    """The export was made more than a day ago, or is not there any more."""

    message = N_("导出文件只保留一天，已经过期，请重新导出。")
    status = 410


class ExportTooLarge(OfficeError):
    """The letters and files of the dossier are more than one export takes."""

    message = N_("案卷文件合计超过 500 MB，没有导出，请到各办件中分别下载。")
    status = 422


def export_as_job(office: Office, actor: Actor, data: Mapping[str, Any], tell: Tell) -> tuple[Mapping[str, Any], int]:
    """Make the export for a job; return where it is kept, and the number of files in it.

    Raises:
        NotFound, Hidden: as :func:`workflows.operations.subject_dossier.read_dossier`.
        ExportTooLarge: see there.
    """
    with tempfile.TemporaryFile() as file:
        count = write_export(office, actor, int(data["subject_id"]), file, tell)
        file.seek(0)
        kept = office.files.put_export(file, "export.zip", SIZE_LIMIT)
    return {"sha256": kept.sha256, "size": kept.size, "files": count}, count


def write_export(office: Office, actor: Actor, subject_id: int, target: IO[bytes], tell: Tell) -> int:
    """Write the zip to ``target`` and return how many files it holds besides the list of hashes.

    Raises:
        As :func:`export_as_job`.
    """
    found = read_dossier(office, actor, subject_id)
    total = sum(len(case.letters) + len(case.files) + 1 for case in found.cases) + 1
    book = _Book(target, office.clock())
    contents: list[tuple[str | int, ...]] = []
    for case in found.cases:
        for name, title, number, day, sha256 in _papers(case):
            path = f"{name[0]}/{len(contents) + 1:04d}_{safe_name(name[1])}"
            state = _add_stored(office, book, path, sha256)
            contents.append((len(contents) + 1, case.view.number, title, number, day, path if not state else "", state))
            tell(len(contents), total)
        path = f"事件/{len(contents) + 1:04d}_{safe_name(case.view.number)}.csv"
        book.add(path, io.BytesIO(_events(case)))
        contents.append((len(contents) + 1, case.view.number, "办理过程", "", "", path, ""))
    headings = (("序号", 8), ("办件", 24), ("名称", 40), ("文号", 30), ("日期", 14), ("文件", 60), ("备注", 20))
    with office.database.read() as connection:
        ids = [letter.id for case in found.cases for letter in case.letters]
        services = subject_dossiers.services_of(connection, ids)
        measures = list_pages.measures_of(connection, [each.id for each in found.listings])
    registers = dossier_sheets.sheets(found, measures, services)
    sheets = [Sheet(title="卷内目录", headings=headings, rows=contents), *registers]
    with export_list(office, actor, KIND, sheets, subject=subject_id) as table:
        book.add("卷内目录.xlsx", table)
    book.close()
    return len(book.hashes)


def read_export(office: Office, actor: Actor, job_id: int) -> tuple[IO[bytes], str]:
    """Open a finished export for who asked for it, and still may see the subject.

    Raises:
        NotFound: no such export, or it is not ready.
        Hidden: somebody else's, or the reader may not see the subject any more.
        ExportExpired: see there.
    """
    with office.database.read() as connection:
        row = jobs.load(connection, job_id)
    if row is None or row.kind != KIND or row.state != "done":
        raise NotFound()
    if row.created_by != actor.user_id:
        raise Hidden()
    subject = read_dossier(office, actor, int(row.data["subject_id"])).subject
    if office.clock() >= row.finished_at + KEPT:
        raise ExportExpired()
    try:
        opened = office.files.open(row.result["sha256"])
    except FileMissing:
        raise ExportExpired() from None
    return opened, f"{safe_name(subject.name)}_{office_date(row.finished_at).isoformat()}.zip"


def safe_name(text: str) -> str:
    """Return a file name of letters, digits and a few harmless signs; never empty, hidden, or a way out of a folder."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(sign if unicodedata.category(sign)[0] in "LN" or sign in "-_.（）〔〕" else "_" for sign in plain)
    stem, dot, ending = kept.strip("._ ").rpartition(".")
    if not dot or not 1 <= len(ending) <= 5:
        stem, dot, ending = kept.strip("._ "), "", ""
    return f"{stem[:_NAME].rstrip('.') or '文件'}{dot}{ending}"


def _papers(case: CasePage) -> Iterator[tuple[tuple[str, str], str, str, str, str]]:
    """Folder and name, title, number, day and hash of each letter and file of a case that its reader may open."""
    for letter in case.letters:
        if letter.downloadable:
            day = "" if letter.signed_at is None else office_date(letter.signed_at).isoformat()
            name = dossier_sheets.letter_name(case, letter)
            yield ("文书", f"{name}.docx"), name, letter.number, day, letter.sha256
    for file in case.files:
        day = office_date(file.uploaded_at).isoformat()
        yield ("材料", file.name), file.name, "", day, "" if file.quarantined else file.sha256


def _add_stored(office: Office, book: "_Book", path: str, sha256: str) -> str:
    """Add a stored file; return why it is not in the export, empty where it is."""
    if not sha256:
        return "尚未通过安全检查"
    try:
        with office.files.open(sha256) as opened:
            book.add(path, opened)
    except (FileMissing, InQuarantine):
        return "文件缺失"
    return ""


def _events(case: CasePage) -> bytes:
    """Return the history of a case as CSV that no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("时间", "事项", "环节或文书", "办理人"))
    for event in case.events:
        at = event.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M:%S")
        writer.writerow([inert(each) for each in (at, event.words, event.about, event.actor_name)])
    return text.getvalue().encode("utf-8-sig")


class _Book:
    """A zip that is being written, with the hash of everything in it."""

    def __init__(self, target: IO[bytes], at: datetime) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._at = at.astimezone(OFFICE_ZONE).timetuple()[:6]
        self._size = 0
        self.hashes: dict[str, str] = {}

    def add(self, path: str, source: IO[bytes]) -> None:
        """Copy a file in.

        Raises:
            ExportTooLarge: it would be more than one export takes.
        """
        entry = zipfile.ZipInfo(path, date_time=self._at)
        entry.compress_type = zipfile.ZIP_DEFLATED
        digest = hashlib.sha256()
        with self._zip.open(entry, "w") as inside:
            while piece := source.read(_PIECE):
                self._size += len(piece)
                if self._size > SIZE_LIMIT:
                    raise ExportTooLarge()
                digest.update(piece)
                inside.write(piece)
        self.hashes[path] = digest.hexdigest()

    def close(self) -> None:
        """Write the list of hashes, in the form that ``sha256sum -c`` reads, and end the zip."""
        lines = "".join(f"{digest}  {path}\n" for path, digest in self.hashes.items())
        self._zip.writestr(zipfile.ZipInfo("SHA256SUMS.txt", date_time=self._at), lines.encode())
        self._zip.close()

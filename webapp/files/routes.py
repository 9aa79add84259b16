"""Hands out letters and evidence to those who may see them: as a download, or a picture or PDF inside a page."""

from typing import Any

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.files import evidence as evidence_of
from webapp.files.shown import SHOWN, in_place
from webapp.forms import FormDamaged
from webapp.security import allow_frames
from workflows.domain.errors import Hidden, NotFound
from workflows.intake.filestore import InQuarantine, RemovedAsInfected
from workflows.intake.filetypes import FileType
from workflows.intake.storage_faults import FileMissing
from workflows.operations.case_page import FileLine
from workflows.operations.read_case import read_case
from workflows.store import case_pages

blueprint = Blueprint("files", __name__)
# A page that shows a PDF in place allows itself to frame our own files.
blueprint.app_template_global("allow_frames")(allow_frames)


@blueprint.app_template_test("viewable")
def viewable(file: Any) -> bool:
    """Tell whether a file of a case can be shown in place."""
    return file.type in set(SHOWN) and not file.quarantined


@blueprint.get("/files/letters/<int:letter_id>")
@access(SIGNED_IN)
def letter(letter_id: int) -> Response:
    """Download a signed letter or an issued paper."""
    with current_office().database.read() as connection:
        case_id = case_pages.case_of_letter(connection, letter_id)
    if case_id is None:
        raise NotFound()
    page = read_case(current_office(), current_actor(), case_id)
    found = next((each for each in page.letters if each.id == letter_id and each.downloadable), None)
    if found is None:
        raise Hidden()
    return _download(found.sha256, f"{found.title}{found.number}.docx", FileType.DOCX.media_type)


@blueprint.get("/files/<int:file_id>")
@access(SIGNED_IN)
def evidence(file_id: int) -> Response:
    """Download a file that was handed in; its type is not told to the browser, which must not try to show it."""
    found = _evidence(file_id)
    return _download(found.sha256, found.name, "application/octet-stream")


@blueprint.get("/files/<int:file_id>/view")
@access(SIGNED_IN)
def view(file_id: int) -> Response:
    """Show a picture or a PDF that was handed in to who may see its case."""
    found = _evidence(file_id)
    if found.type not in set(SHOWN):
        raise Hidden()
    return in_place(found.sha256, found.name, FileType(found.type))


@blueprint.get("/files/waiting/<form>/<token>")
@access(PUBLIC)
def waiting(form: str, token: str) -> Response:
    """Show a picture or a PDF that waits for its form to whom the signed reference belongs, and to nobody else."""
    try:
        kept = evidence_of.waiting(token, form)
    except FormDamaged as error:
        raise NotFound() from error
    if kept is None or not kept.viewable:
        raise NotFound()
    return in_place(kept.file.sha256, kept.file.display_name, kept.file.type)


def _evidence(file_id: int) -> FileLine:
    with current_office().database.read() as connection:
        case_id = case_pages.case_of_file(connection, file_id)
    if case_id is None:
        raise NotFound()
    page = read_case(current_office(), current_actor(), case_id)
    found = next((each for each in page.files if each.id == file_id), None)
    if found is None:
        raise Hidden()
    if found.removed:
        raise FileMissing() if found.removed == "missing" else RemovedAsInfected()
    if found.quarantined:
        raise InQuarantine()
    return found


def _download(sha256: str, name: str, media_type: str) -> Response:
    opened = current_office().files.open(sha256)
    response = send_file(opened, mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

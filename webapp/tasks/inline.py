"""Shows evidence beside the form: pictures and PDF only, never as a page of this site."""

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from workflows.domain.errors import Hidden, NotFound
from workflows.intake.filestore import InQuarantine
from workflows.intake.filetypes import FileType
from workflows.operations.read_case import read_case
from workflows.store import case_pages

blueprint = Blueprint("inline", __name__)

#: What a browser shows without running anything of it, with the policy it is shown under. Chromium shows no PDF in a
#: sandbox; its viewer is none of this site's pages.
SHOWN = {
    FileType.JPG: "sandbox; default-src 'none'; frame-ancestors 'self'",
    FileType.PNG: "sandbox; default-src 'none'; frame-ancestors 'self'",
    FileType.PDF: "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
}


@blueprint.get("/files/<int:file_id>/view")
@access(SIGNED_IN)
def view(file_id: int) -> Response:
    """Show a picture or a PDF that was handed in to who may see its case."""
    with current_office().database.read() as connection:
        case_id = case_pages.case_of_file(connection, file_id)
    if case_id is None:
        raise NotFound()
    page = read_case(current_office(), current_actor(), case_id)
    found = next((each for each in page.files if each.id == file_id), None)
    if found is None or found.type not in set(SHOWN):
        raise Hidden()
    if found.quarantined:
        raise InQuarantine()
    kind = FileType(found.type)
    response = send_file(current_office().files.open(found.sha256), mimetype=kind.media_type, download_name=found.name)
    response.headers["Content-Security-Policy"] = SHOWN[kind]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response

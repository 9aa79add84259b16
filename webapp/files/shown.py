"""Shows a picture or a PDF in a page of this site, under headers that let nothing of it run; other types never."""

from flask import send_file
from werkzeug.wrappers import Response

from webapp.context import current_office
from workflows.intake.filetypes import FileType

#: What a browser shows without running anything of it, with the policy it is shown under. Chromium shows no PDF in a
#: sandbox; its viewer is none of this site's pages.
SHOWN = {
    FileType.JPG: "sandbox; default-src 'none'; frame-ancestors 'self'",
    FileType.PNG: "sandbox; default-src 'none'; frame-ancestors 'self'",
    FileType.PDF: "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
}


def in_place(sha256: str, name: str, kind: FileType) -> Response:
    """Return a file to be shown inside a page of this site and of no other.

    Args:
        kind: one of SHOWN.
    """
    response = send_file(current_office().files.open(sha256), mimetype=kind.media_type, download_name=name)
    response.headers["Content-Security-Policy"] = SHOWN[kind]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response

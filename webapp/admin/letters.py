"""Every letter of every process, filled with plainly fictional content: to read, and to open in a word processor."""

import tomllib
from collections.abc import Mapping
from functools import cache
from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from notifications.letter_template import LetterContextMissing
from notifications.render import to_text
from webapp.access import access
from webapp.admin.pages import blueprint
from webapp.context import current_office
from webapp.settings import ROOT
from workflows.domain.access import Role
from workflows.domain.errors import NotFound
from workflows.domain.process_type import LetterType, ProcessType
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType

#: For whom a letter is → words.
RECIPIENTS = {
    "applicant": N_("申请人"),
    "provider": N_("信息提供单位"),
    "executors": N_("惩戒部门"),
    "persons": N_("责任人员"),
    "internal": N_("内部"),
}


@blueprint.get("/letters")
@access(Role.ADMIN)
def letters() -> str:
    """List the letters of every process."""
    return render_template(
        "admin/letters.html", processes=list(current_office().processes.values()), recipients=RECIPIENTS
    )


@blueprint.get("/letters/<process>/<code>")
@access(Role.ADMIN)
def letter(process: str, code: str) -> str:
    """Show the words of one letter with sample content; tell what the sample lacks, if it does."""
    kind, found = _letter(process, code)
    text, lacking = "", ""
    try:
        text = to_text(_rendered(found))
    except LetterContextMissing as error:
        lacking = str(error.params.get("placeholder", ""))
    return render_template(
        "admin/letter.html", process=kind, letter=found, text=text, lacking=lacking, recipients=RECIPIENTS
    )


@blueprint.get("/letters/<process>/<code>.docx")
@access(Role.ADMIN)
def letter_file(process: str, code: str) -> Response:
    """Download one letter with sample content."""
    _kind, found = _letter(process, code)
    name = f"样张_{found.code}_{found.title}.docx"
    return send_file(BytesIO(_rendered(found)), FileType.DOCX.media_type, as_attachment=True, download_name=name)


def _letter(process: str, code: str) -> tuple[ProcessType, LetterType]:
    kind = current_office().processes.get(process)
    found = kind.letters.get(code) if kind is not None else None
    if kind is None or found is None:
        raise NotFound()
    return kind, found


def _rendered(letter: LetterType) -> bytes:
    return current_office().render(letter.template, _sample())


@cache
def _sample() -> Mapping[str, object]:
    return tomllib.loads((ROOT / "docs_templates" / "sample.toml").read_text("utf-8"))

"""Letters for programs: download, look at a draft, sign what a timer drafted, void, and how they were served."""

from typing import Any

from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, told
from webapp.api.schemas import acts, credit
from webapp.cases import routes as cases
from webapp.context import current_actor, current_office
from webapp.files import routes as files
from workflows.domain.errors import Hidden, NotFound
from workflows.domain.service import METHODS
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations.read_case import read_case
from workflows.operations.sign_letter import LetterAct, sign_letter, void_letter
from workflows.store import case_pages

_BYTES = {"type": "string", "format": "binary"}


@blueprint.route("/letters/<int:letter_id>")
@access(SIGNED_IN)
@told(N_("下载文书"), "papers", *NAMED)
@blueprint.response(200, _BYTES, content_type=FileType.DOCX.media_type)
def letter(letter_id: int) -> Response:
    """Download a signed letter or an issued paper."""
    return files.letter(letter_id)


@blueprint.route("/letters/<int:letter_id>/preview")
@access(SIGNED_IN)
@told(N_("预览拟稿"), "papers", *NAMED)
@blueprint.response(200, _BYTES, content_type=FileType.DOCX.media_type)
def preview(letter_id: int) -> Response:
    """Download a draft as it would look if it were signed now."""
    return cases.preview(_case_of(letter_id), letter_id)


@blueprint.route("/letters/<int:letter_id>/sign", methods=["POST"])
@access(SIGNED_IN)
@told(N_("签发系统拟制的文书"), "papers", *ACT)
@blueprint.arguments(acts.SeenAct)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def sign(body: dict[str, Any], header: dict[str, str], letter_id: int) -> dict[str, int]:
    """Sign a letter that a timer drafted; letters of a step are signed with its task."""
    case_id = _visible(letter_id)
    command = LetterAct(case_id=case_id, letter_id=letter_id, seen=body["seen"], key=act_key(header))
    sign_letter(current_office(), current_actor(), command)
    return {"case_id": case_id}


@blueprint.route("/letters/<int:letter_id>/void", methods=["POST"])
@access(SIGNED_IN)
@told(N_("作废已签发的文书"), "papers", *ACT)
@blueprint.arguments(acts.Voiding)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def void(body: dict[str, Any], header: dict[str, str], letter_id: int) -> dict[str, int]:
    """Void a signed letter with its reason; the number stays in the register."""
    case_id = _visible(letter_id)
    command = LetterAct(case_id=case_id, letter_id=letter_id, key=act_key(header), **body)
    void_letter(current_office(), current_actor(), command)
    return {"case_id": case_id}


@blueprint.route("/cases/<int:case_id>/services")
@access(SIGNED_IN)
@told(N_("送达回证：文书何时、以何种方式送达何人"), "papers", *NAMED)
@blueprint.response(200, credit.Services)
def services(case_id: int) -> dict[str, Any]:
    """List how the letters of a case were served, as far as the caller may see them."""
    page = read_case(current_office(), current_actor(), case_id)
    names = ("id", "code", "title", "number", "method", "served_at", "served_to")
    return {
        "items": [
            {**{name: getattr(each, name) for name in names}, "method_words": METHODS.get(each.method, each.method)}
            for each in page.letters
            if each.served_at is not None
        ]
    }


def _case_of(letter_id: int) -> int:
    with current_office().database.read() as connection:
        case_id = case_pages.case_of_letter(connection, letter_id)
    if case_id is None:
        raise NotFound()
    return case_id


def _visible(letter_id: int) -> int:
    """Return the case of a letter that the caller may see.

    Raises:
        NotFound: there is no such letter.
        Hidden: the letter is not the caller's to see.
    """
    case_id = _case_of(letter_id)
    page = read_case(current_office(), current_actor(), case_id)
    if not any(each.id == letter_id for each in page.letters):
        raise Hidden()
    return case_id

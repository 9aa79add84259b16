"""What everybody may ask without a token: can a record be repaired, is a letter the office's, who has promised what."""

from typing import Any

from webapp import addresses
from webapp.access import PUBLIC, access
from webapp.api.base import NAMED, blueprint, everybody, told
from webapp.api.paging import day_and_id, mark, position
from webapp.api.schemas import credit as schemas
from webapp.api.standings import public_standing
from webapp.commitments import public as promises
from webapp.commitments.query import Query
from webapp.context import current_office, today
from workflows.domain.commitment import KINDS, SCOPES, STATES
from workflows.domain.words import N_
from workflows.operations.record_standing import check_record
from workflows.operations.verify_letter import verify_letter

_PAGE = 30


@blueprint.route("/check", methods=["POST"])
@access(PUBLIC)
@everybody
@told(N_("能不能申请修复：凭决定书文号和查询码"), "public", 404, 413, 415)
@blueprint.arguments(schemas.Check)
@blueprint.response(200, schemas.Standing)
def check(body: dict[str, str]) -> dict[str, Any]:
    """Say from which day repair can be asked for and what is missing; the code stands in no address, nor in a log."""
    number, code = (addresses.words(body, name, 100) for name in ("number", "code"))
    return public_standing(check_record(current_office(), number, code))


@blueprint.route("/verify/<string(maxlength=100):token>")
@access(PUBLIC)
@everybody
@told(N_("文书核验"), "public", *NAMED)
@blueprint.arguments(schemas.VerifyQuery, location="query")
@blueprint.response(200, schemas.Verified)
def verify(query: dict[str, str], token: str) -> dict[str, Any]:
    """Return what everybody may know of a letter, and whether a file is the one that was signed."""
    letter = verify_letter(current_office(), token)
    compared = {"same": query["sha256"].lower() == letter.sha256} if "sha256" in query else {}
    names = ("number", "title", "organ", "signed_on", "sha256", "void")
    return {**{name: getattr(letter, name) for name in names}, **compared}


@blueprint.route("/commitments/published")
@access(PUBLIC)
@everybody
@told(N_("承诺公示"), "public")
@blueprint.arguments(schemas.PublicCommitmentQuery, location="query")
@blueprint.response(200, schemas.PublicCommitments)
def published_commitments(query: dict[str, Any]) -> dict[str, Any]:
    """List what subjects have published."""
    asked = Query(
        show="all",
        kind=query.get("kind", ""),
        scope=query.get("scope", ""),
        state=query.get("state", ""),
        words=addresses.words(query, "q", 120),
    )
    rows, place = promises.published(
        current_office(), asked, before=position(query, day_and_id), today=today(), size=_PAGE
    )
    return {"items": [_line(row, name) for row, name in rows], "next": mark(place)}


def _line(row: Any, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "code": row.code if row.subject_kind == "legal_person" else "",
        "kind": KINDS[row.kind],
        "scope": SCOPES[row.scope] if row.scope else "",
        "clauses": row.clauses,
        "made_on": row.made_on,
        "state": STATES[row.state],
        "organ_name": row.organ_name,
    }

"""How records stand, commitments, and the dossier of a subject (一户一档) with its export, for programs."""

from typing import Any

from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, told
from webapp.api.paging import cut, day_and_id, position
from webapp.api.schemas import credit as schemas
from webapp.api.standings import own_standing, staff_standing
from webapp.commitments.query import Query
from webapp.commitments.routes import ACTS, READERS, offered
from webapp.context import current_actor, current_office, today
from webapp.dossiers import routes as dossiers
from webapp.forms import without_control
from workflows.domain.access import Actor
from workflows.domain.commitment import CONFIRMERS, FOLLOWERS, KINDS, SCOPES, STATES, CommitmentState
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations.export_dossier import KIND
from workflows.operations.follow_commitment import FollowUp, read_commitment
from workflows.operations.record_law import law_of_provider
from workflows.operations.record_standing import own_records, standing_of
from workflows.operations.start_job import read_job, start_job
from workflows.operations.subject_dossier import read_dossier
from workflows.operations.verify_record import read_record
from workflows.store import commitments

_PAGE = 30
_BYTES = {"type": "string", "format": "binary"}


@blueprint.route("/records/<int:record_id>/standing")
@access(SIGNED_IN)
@told(N_("一条信息的公示期、可修复之日和保存期"), "credit", *NAMED)
@blueprint.response(200, schemas.FullStanding)
def standing(record_id: int) -> dict[str, Any]:
    """Return how a record stands today, to its subject and to who keeps it."""
    office, actor = current_office(), current_actor()
    for _name, own in own_records(office, actor):
        for each in own:
            if each.record_id == record_id:
                return own_standing(each)
    row = read_record(office, actor, record_id)
    with office.database.read() as connection:
        law = law_of_provider(office, connection, row.provider_id, row.jurisdiction, today())
        return staff_standing(standing_of(connection, row, law, today()), row)


@blueprint.route("/commitments")
@access(*READERS)
@told(N_("信用承诺登记簿"), "credit")
@blueprint.arguments(schemas.CommitmentQuery, location="query")
@blueprint.response(200, schemas.Commitments)
def register_of_commitments(query: dict[str, Any]) -> dict[str, Any]:
    """List the commitments that the caller's organisations follow up."""
    actor, before = current_actor(), position(query, day_and_id)
    asked = Query(
        show=query["show"],
        kind=query.get("kind", ""),
        scope=query.get("scope", ""),
        state=query.get("state", ""),
        words=addresses.words(query, "q", 120),
    )
    organs = sorted(actor.organisations(*READERS))
    with current_office().database.read() as connection:
        rows = commitments.page(
            connection, organs=organs, before=before, limit=_PAGE + 1, **asked.conditions(today())
        )
    shown, following = cut(rows, _PAGE, "made_on")
    return {"items": [_commitment(row, actor) for row in shown], "next": following}


@blueprint.route("/commitments/<int:commitment_id>")
@access(SIGNED_IN)
@told(N_("查看一份信用承诺"), "credit", *NAMED)
@blueprint.response(200, schemas.Commitment)
def commitment(commitment_id: int) -> dict[str, Any]:
    """Return one commitment to who follows it up and to who made it."""
    actor = current_actor()
    return _commitment(read_commitment(current_office(), actor, commitment_id), actor)


def _offer(name: str, words: str) -> None:
    """Hang one finding about commitments on the API."""

    @blueprint.route(f"/commitments/<int:commitment_id>/{name}", methods=["POST"], endpoint=f"commitment_{name}")
    @access(*FOLLOWERS, *CONFIRMERS)
    @told(words, "credit", *ACT)
    @blueprint.arguments(schemas.Finding)
    @blueprint.arguments(KeyHeader, location="headers")
    @blueprint.response(200, schemas.Commitment)
    def find(body: dict[str, Any], header: dict[str, str], commitment_id: int) -> dict[str, Any]:
        """Note once what was found, and return the commitment as it stands."""
        office, actor = current_office(), current_actor()
        carry_out, _ = ACTS[name]
        note = without_control(body["note"].replace("\r\n", "\n"))
        key = act_key(header)
        carry_out(office, actor, FollowUp(commitment_id=commitment_id, seen=body["seen"], key=key, note=note))
        return _commitment(read_commitment(office, actor, commitment_id), actor)


for _name, _words in (
    ("running", N_("信用承诺：登记为履约中")),
    ("kept", N_("信用承诺：登记为已履约")),
    ("ask", N_("信用承诺：提请认定违诺")),
    ("confirm", N_("信用承诺：另一人认定违诺")),
    ("spare", N_("信用承诺：另一人不予认定违诺")),
):
    _offer(_name, _words)


@blueprint.route("/dossiers/<int:subject_id>")
@access(SIGNED_IN)
@told(N_("一户一档：信息、办件、承诺、名单"), "credit", *NAMED)
@blueprint.response(200, schemas.Dossier)
def dossier(subject_id: int) -> dict[str, Any]:
    """Return all that the caller may see of a subject."""
    actor = current_actor()
    found = read_dossier(current_office(), actor, subject_id)
    shown = {name: getattr(found, name) for name in ("subject", "records", "cases", "listings")}
    return {**shown, "commitments": [_commitment(row, actor) for row in found.commitments]}


@blueprint.route("/dossiers/<int:subject_id>/export", methods=["POST"])
@access(SIGNED_IN)
@told(N_("导出案卷（zip），在后台制作"), "credit", *ACT)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(202, schemas.Started)
def export(header: dict[str, str], subject_id: int) -> dict[str, int]:
    """Have the dossier put into one file; the job tells when it is ready."""
    office, actor = current_office(), current_actor()
    read_dossier(office, actor, subject_id)
    back = f"/dossiers/{subject_id}"
    return {"job_id": start_job(office, actor, KIND, {"subject_id": subject_id}, key=act_key(header), back=back)}


@blueprint.route("/jobs/<int:job_id>")
@access(SIGNED_IN)
@told(N_("查看后台作业的进度"), "credit", *NAMED)
@blueprint.response(200, schemas.Job)
def job(job_id: int) -> dict[str, Any]:
    """Return how far a job is, to who started it and to an administrator."""
    row = read_job(current_office(), current_actor(), job_id)
    fetchable = row.kind == KIND and row.state == "done"
    return {**row._mapping, "running": row.finished_at is None, "fetchable": fetchable}


@blueprint.route("/exports/<int:job_id>")
@access(SIGNED_IN)
@told(N_("下载导出的案卷，保留一天"), "credit", *NAMED, 410)
@blueprint.response(200, _BYTES, content_type=FileType.ZIP.media_type)
def fetch(job_id: int) -> Response:
    """Download a finished export as who asked for it."""
    return dossiers.fetch(job_id)


def _commitment(row: Any, actor: Actor) -> dict[str, Any]:
    asked = row.asked_by is not None and CommitmentState(row.state).open
    staff = bool(actor.organisations(*READERS))
    return {
        **row._mapping,
        "kind_words": KINDS[row.kind],
        "scope_words": SCOPES[row.scope] if row.scope else "",
        "state_words": STATES[row.state],
        "asked_reason": row.asked_reason if staff and asked else "",
        "may": list(offered(row, actor, today())),
    }

"""The dossier of a subject for staff and for the subject itself, and its export in the background."""

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.forms import act_key
from webapp.menu import Entry
from workflows.domain import commitment
from workflows.domain.case import CASE_STATE_NAMES
from workflows.domain.listing import LEFT_REASONS, REGISTERS
from workflows.domain.service import METHODS
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations.dossier_sheets import RECORD_STATES
from workflows.operations.export_dossier import KIND, read_export
from workflows.operations.start_job import start_job
from workflows.operations.subject_dossier import CASE_LIMIT, read_dossier
from workflows.store import subject_dossiers

blueprint = Blueprint("dossiers", __name__)
MENU = (Entry(label=N_("信用档案"), endpoint="dossiers.own", access=(APPLICANT,), order=27, icon="folder2"),)


@blueprint.get("/dossiers")
@access(APPLICANT)
def own() -> str:
    """List the subjects for whom the reader may act."""
    with current_office().database.read() as connection:
        rows = subject_dossiers.subjects(connection, current_actor().subjects)
    return render_template("dossiers/own.html", rows=rows)


@blueprint.get("/dossiers/<int:subject_id>")
@access(SIGNED_IN)
def show(subject_id: int) -> str:
    """Show all that the reader may see of a subject."""
    found = read_dossier(current_office(), current_actor(), subject_id)
    letters = [(case, letter) for case in found.cases for letter in case.letters if letter.downloadable]
    return render_template(
        "dossiers/show.html",
        found=found,
        letters=letters,
        more=len(found.cases) >= CASE_LIMIT,
        record_states=RECORD_STATES,
        case_states=CASE_STATE_NAMES,
        kinds=commitment.KINDS,
        scopes=commitment.SCOPES,
        states=commitment.STATES,
        registers=REGISTERS,
        reasons=LEFT_REASONS,
        methods=METHODS,
    )


@blueprint.post("/dossiers/<int:subject_id>/export")
@access(SIGNED_IN)
def export(subject_id: int) -> Response:
    """Have the dossier put into one file; the job's page tells when it is ready."""
    office, actor = current_office(), current_actor()
    read_dossier(office, actor, subject_id)
    job_id = start_job(
        office,
        actor,
        KIND,
        {"subject_id": subject_id},
        key=act_key(request),
        back=url_for("dossiers.show", subject_id=subject_id),
    )
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@blueprint.get("/dossiers/exports/<int:job_id>")
@access(SIGNED_IN)
def fetch(job_id: int) -> Response:
    """Hand a finished export to who asked for it, for a day."""
    opened, name = read_export(current_office(), current_actor(), job_id)
    response = send_file(opened, FileType.ZIP.media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response

"""Finding records, and importing them from the national table: upload, progress, what was refused and why."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form, SelectField

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse
from webapp.menu import Entry
from webapp.records.searching import LIMIT, find_records
from webapp.security import wants_json
from workflows.domain.access import Actor, Role
from workflows.domain.errors import FileRefused, Hidden, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType, recognise_table
from workflows.intake.penalty_table import template
from workflows.operations.import_records import report_of, start_import
from workflows.store import imports, people

blueprint = Blueprint("records", __name__)

#: Who looks records up, and who imports them.
CENTRE = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR)
READERS = (*CENTRE, Role.PROVIDER)
IMPORTERS = (Role.REVIEWER, Role.PROVIDER, Role.ADMIN)
MENU = (
    Entry(label=N_("信用信息"), endpoint="records.find", access=READERS, order=40, icon="search"),
    Entry(label=N_("导入"), endpoint="records.imports_page", access=IMPORTERS, order=45, icon="upload"),
)
JOB_STATES = {
    "waiting": N_("等待处理"),
    "running": N_("正在导入"),
    "done": N_("导入完成"),
    "failed": N_("没有导入"),
}


class ImportForm(Form):
    """Who imports."""

    org_id = SelectField(N_("导入单位"), coerce=int, choices=[], validators=[])


@blueprint.get("/records")
@access(*READERS)
def find() -> str:
    """Find records in the register that the reader's posts open, by number, code or the beginning of a name."""
    words, actor = addresses.words(request.args, "q", 120), current_actor()
    rows = find_records(
        current_office(),
        words,
        centres=actor.organisations(*CENTRE),
        providers=actor.organisations(Role.PROVIDER),
    )
    return render_template("records/find.html", words=words, rows=rows, more=len(rows) == LIMIT)


@blueprint.route("/imports", methods=["GET", "POST"])
@access(*IMPORTERS)
def imports_page() -> Response:
    """Hand in a table, and see what became of those handed in before."""
    form = bind(ImportForm, request)
    form.org_id.choices = _organisations(current_actor())
    if request.method == "POST" and form.validate():
        upload = request.files.get("table")
        try:
            if upload is None or not upload.filename:
                raise FileRefused(name="", why=N_("请选择要导入的表格。"))
            stored = current_office().files.receive(upload.stream, upload.filename, recogniser=recognise_table)
            name = f"{stored.display_name.rpartition('.')[0]}.{stored.type}"
            job_id = start_import(current_office(), current_actor(), stored, name, form.org_id.data)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("表格已收到，正在后台导入。可以离开本页，稍后再来看结果。"), "done")
            return redirect(url_for("records.job", job_id=job_id), 303)
    with current_office().database.read() as connection:
        jobs = imports.jobs_of(connection, _visible(current_actor()))
    page = render_template("records/imports.html", form=form, jobs=jobs, states=JOB_STATES)
    return answer(page, form)


@blueprint.get("/imports/template.xlsx")
@access(*IMPORTERS)
def empty_table() -> Response:
    """Download the empty table."""
    data = BytesIO(template())
    return send_file(data, FileType.XLSX.media_type, as_attachment=True, download_name=_("行政处罚信息导入模板.xlsx"))


@blueprint.get("/imports/<int:job_id>")
@access(*IMPORTERS)
def job(job_id: int) -> Any:
    """Show how far a job is and what was refused; as JSON for the progress bar."""
    row = _job(job_id)
    running = row.state in ("waiting", "running")
    if wants_json():
        return jsonify(
            total=row.rows_total,
            done=row.rows_done,
            added=row.rows_added,
            updated=row.rows_updated,
            refused=row.rows_refused,
            running=running,
        )
    with current_office().database.read() as connection:
        refused = imports.refused_rows(connection, job_id, 50) if row.rows_refused else ()
    return render_template("records/job.html", job=row, running=running, refused=refused, states=JOB_STATES)


@blueprint.get("/imports/<int:job_id>/errors.xlsx")
@access(*IMPORTERS)
def errors(job_id: int) -> Response:
    """Download the report of the refused rows."""
    row = _job(job_id)
    name = _("导入问题_%(name)s.xlsx", name=row.file_name.rpartition(".")[0])
    data = BytesIO(report_of(current_office(), job_id))
    return send_file(data, FileType.XLSX.media_type, as_attachment=True, download_name=name)


def _job(job_id: int) -> Any:
    with current_office().database.read() as connection:
        row = imports.job(connection, job_id)
    if row is None:
        raise NotFound()
    visible = _visible(current_actor())
    if visible is not None and row.org_id not in visible:
        raise Hidden()
    return row


def _visible(actor: Actor) -> list[int] | None:
    """Return the organisations whose jobs a person sees; None for all."""
    return None if actor.holds(Role.ADMIN) else sorted(actor.organisations(Role.REVIEWER, Role.PROVIDER))


def _organisations(actor: Actor) -> list[tuple[int, str]]:
    """Return the organisations for which a person may import."""
    with current_office().database.read() as connection:
        rows = [row for row in people.organisations(connection) if row.kind in ("authority", "provider")]
    visible = _visible(actor)
    return [(row.id, row.name) for row in rows if visible is None or row.id in visible]

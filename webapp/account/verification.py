"""身份核验: a reviewer compares the proof with what was typed, and verifies or refuses."""

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import access
from webapp.account.forms import RefuseForm
from webapp.account.frame import blueprint
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse
from workflows.domain.access import Role
from workflows.domain.errors import OfficeError
from workflows.operations.decide_representation import (
    Asked,
    read_request,
    refuse_representation,
    reveal_request,
    verify_representation,
    waiting_requests,
)
from workflows.operations.passed_file import passed_file


@blueprint.get("/account/requests", endpoint="requests")
@access(Role.REVIEWER)
def requests_page() -> str:
    """List what waits, the longest waiting first."""
    return render_template("account/requests.html", rows=waiting_requests(current_office(), current_actor()))


@blueprint.get("/account/requests/<int:request_id>", endpoint="request")
@access(Role.REVIEWER)
def request_page(request_id: int) -> Response:
    """Show one request with its proof; a personal number is masked."""
    return _shown(read_request(current_office(), current_actor(), request_id), bind(RefuseForm, request))


@blueprint.post("/account/requests/<int:request_id>/reveal")
@access(Role.REVIEWER)
def reveal(request_id: int) -> Response:
    """Show the whole number, which is noted."""
    found = reveal_request(current_office(), current_actor(), request_id)
    return _shown(found, RefuseForm(), revealed=True)


@blueprint.get("/account/requests/<int:request_id>/evidence")
@access(Role.REVIEWER)
def proof(request_id: int) -> Response:
    """Download the proof; its type is not told to the browser, which must not try to show it."""
    found = read_request(current_office(), current_actor(), request_id)
    opened = passed_file(current_office(), found.evidence_sha256).open("rb")
    response = send_file(
        opened, mimetype="application/octet-stream", as_attachment=True, download_name=found.evidence_name
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.post("/account/requests/<int:request_id>/verify")
@access(Role.REVIEWER)
def verify(request_id: int) -> Response:
    """Let the person act for the subject."""
    form = RefuseForm()
    try:
        verify_representation(current_office(), current_actor(), request_id)
    except OfficeError as error:
        refuse(form, error)
        return _shown(read_request(current_office(), current_actor(), request_id), form)
    flash(_("已通过核验，申请人现在可以办理业务。"), "done")
    return redirect(url_for("account.requests"), 303)


@blueprint.post("/account/requests/<int:request_id>/refuse", endpoint="refuse")
@access(Role.REVIEWER)
def refuse_page(request_id: int) -> Response:
    """Refuse with a reason that the person reads."""
    form = bind(RefuseForm, request)
    if form.validate():
        try:
            refuse_representation(current_office(), current_actor(), request_id, form.reason.data or "")
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已退回，理由已告知申请人。"), "done")
            return redirect(url_for("account.requests"), 303)
    return _shown(read_request(current_office(), current_actor(), request_id), form)


def _shown(found: Asked, form: Form, *, revealed: bool = False) -> Response:
    return answer(render_template("account/request.html", asked=found, form=form, revealed=revealed), form)

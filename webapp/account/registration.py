"""Opening an account, and asking to act for one more subject; both with a proof that a reviewer looks at."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.account.forms import MandateForm, RegisterForm
from webapp.account.frame import blueprint
from webapp.auth.passwords import PASSWORDS
from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse
from webapp.security import limiter
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.ask_representation import Mandate, ask_representation, own_requests
from workflows.operations.register import Registration, register


class OneProof(OfficeError):
    """A request has exactly one proof."""

    message = N_("请上传一个证明文件；有多页的，请合并为一个 PDF。")
    status = 422


@blueprint.route("/account/register", methods=["GET", "POST"], endpoint="register")
@access(PUBLIC)
@limiter.limit("40 per hour", methods=["POST"])
def register_page() -> Response:
    """Open an account (``go=edit`` only takes the file in)."""
    form = bind(RegisterForm, request)
    evidence = Evidence()
    if request.method == "POST":
        evidence = _proof(form, f"register-{act_key(request)}")
        if _complete(form, evidence):
            try:
                register(current_office(), PASSWORDS, _person(form), _mandate(form, evidence))
            except OfficeError as error:
                refuse(form, error)
            else:
                return redirect(url_for("account.registered"), 303)
    return answer(render_template("account/register.html", form=form, evidence=evidence), form)


@blueprint.get("/account/registered")
@access(PUBLIC)
def registered() -> str:
    """Say what comes next; the same words whether or not the login was free."""
    return render_template("account/registered.html")


@blueprint.get("/account/mandates")
@access(SIGNED_IN)
def mandates() -> str:
    """List the reader's own requests to act for a subject."""
    return render_template("account/mandates.html", requests=own_requests(current_office(), current_actor()))


@blueprint.route("/account/mandates/new", methods=["GET", "POST"])
@access(SIGNED_IN)
@limiter.limit("40 per hour", methods=["POST"])
def ask() -> Response:
    """Ask to act for one more subject (``go=edit`` only takes the file in)."""
    form = bind(MandateForm, request)
    evidence = Evidence()
    if request.method == "POST":
        evidence = _proof(form, "mandate")
        if _complete(form, evidence):
            try:
                ask_representation(current_office(), current_actor(), _mandate(form, evidence))
            except OfficeError as error:
                refuse(form, error)
            else:
                flash(_("已提交核验。一般在 1 个工作日内有结果，我们会通知您。"), "done")
                return redirect(url_for("account.mandates"), 303)
    return answer(render_template("account/ask.html", form=form, evidence=evidence), form)


def _proof(form: Form, name: str) -> Evidence:
    evidence = gather(request, name)
    if request.form.get("go") != "edit":
        form.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    return evidence


def _complete(form: Form, evidence: Evidence) -> bool:
    if request.form.get("go") == "edit":
        return False
    if len(evidence.kept) != 1 and not evidence.problems:
        refuse(form, OneProof())
    return not problems(form)


def _person(form: RegisterForm) -> Registration:
    return Registration(
        login=form.login.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        password=form.new.data or "",
        e_service=form.e_service.data,
    )


def _mandate(form: MandateForm, evidence: Evidence) -> Mandate:
    return Mandate(
        subject_kind=form.subject_kind.data,
        name=form.subject_name.data or "",
        code=form.code.data or "",
        kind=form.kind.data,
        evidence=evidence.files[0],
    )

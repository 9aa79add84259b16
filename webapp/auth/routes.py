"""Sign-in, sign-out, password, language and size of text."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.auth import carried, sessions
from webapp.auth.forms import PasswordForm, SignInForm
from webapp.auth.passwords import PASSWORDS
from webapp.context import current_actor, current_office, reader
from webapp.forms import answer, bind, refuse, sent, validated
from webapp.i18n import LANGUAGE_COOKIE, LOCALES, TEXT_COOKIE, keep_preference
from webapp.menu import landing
from webapp.security import limiter, safe_next
from workflows.domain.errors import OfficeError
from workflows.operations import change_account, sign_in
from workflows.operations.sign_in import SignInRefused

blueprint = Blueprint("auth", __name__)


def _who_tries() -> str:
    return f"{request.remote_addr} {request.form.get('login', '').strip().lower()[:80]}"


def _refused(response: Response) -> bool:
    return response.status_code == 422


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@access(PUBLIC)
@limiter.limit("100 per minute", methods=["POST"], deduct_when=_refused)
@limiter.limit("20 per minute", key_func=_who_tries, methods=["POST"], deduct_when=_refused)
def sign_in_page() -> ResponseReturnValue:
    """Show the sign-in page; open a session and lead on to where the reader wanted to go."""
    form = bind(SignInForm, request)
    target = safe_next(request.values.get("next"))
    if sent(request) and form.validate():
        try:
            return _signed_in(form, target)
        except SignInRefused as error:
            refuse(form, error)
    if request.method == "GET" and reader() is not None:
        return redirect(target or landing(current_actor()))
    payload = request.form.get("carried", "")
    typed = payload if carried.unpack(payload) else ""
    return answer(render_template("auth/sign_in.html", form=form, target=target, carried=typed), form)


def _signed_in(form: SignInForm, target: str | None) -> Response:
    token = sign_in.sign_in(
        current_office(),
        PASSWORDS,
        login=form.login.data or "",
        password=form.password.data or "",
        address=request.remote_addr or "",
        replaces=sessions.token_of(request),
    )
    # A new form key as well: one that was planted before sign-in is worth nothing after it.
    session.clear()
    opened = sign_in.session_of(current_office(), token)
    typed = carried.unpack(request.form.get("carried", ""))
    if typed is not None and opened is not None:
        sessions.enter(opened)
        response: Response = make_response(render_template("auth/carried.html", carried=typed))
    else:
        response = redirect(target or (landing(opened.actor) if opened else "/"))
    sessions.give_cookie(response, token)
    return response


@blueprint.post("/sign-out")
@access(SIGNED_IN)
def sign_out() -> Response:
    """End the session on the server."""
    token = sessions.token_of(request)
    if token:
        sign_in.sign_out(current_office(), current_actor(), token)
    session.clear()
    flash(_("您已退出。"), "done")
    response = redirect(url_for("auth.sign_in"))
    sessions.take_cookie(response)
    return response


@blueprint.route("/account/password", methods=["GET", "POST"])
@access(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change the own password; other sessions end."""
    form = bind(PasswordForm, request)
    if sent(request) and form.validate():
        data = validated(form)
        try:
            change_account.change_password(
                current_office(),
                PASSWORDS,
                current_actor(),
                digest=current_user.digest,
                old=data["old"],
                new=data["new"],
            )
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("密码已修改，您在其他设备上的登录已全部退出。"), "done")
            return redirect(url_for("auth.password"))
    return answer(render_template("auth/password.html", form=form), form)


def _back() -> Response:
    return redirect(safe_next(request.form.get("back")) or "/")


@blueprint.post("/language")
@access(PUBLIC)
def language() -> Response:
    """Choose Chinese or English; kept in a cookie and, for who has signed in, with the account."""
    chosen = request.form.get("language", "")
    response = _back()
    if chosen in LOCALES:
        keep_preference(response, LANGUAGE_COOKIE, chosen)
        actor = reader()
        if actor is not None:
            change_account.choose_language(current_office(), actor, chosen)
    return response


@blueprint.post("/text-size")
@access(PUBLIC)
def text_size() -> Response:
    """Switch large text on or off (适老)."""
    response = _back()
    keep_preference(response, TEXT_COOKIE, "large" if request.form.get("size") == "large" else "normal")
    return response

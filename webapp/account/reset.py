"""A forgotten password: ask for a link, open it, set a new one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.access import PUBLIC, access
from webapp.account.forms import LoginForm, NewPassword
from webapp.account.frame import blueprint
from webapp.auth.passwords import PASSWORDS
from webapp.context import current_office
from webapp.forms import answer, bind, refuse, sent
from webapp.security import limiter
from workflows.domain.errors import OfficeError
from workflows.operations.reset_password import ask_reset, require_good, reset_password


@blueprint.route("/account/forgotten", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("20 per hour", methods=["POST"])
def forgotten() -> Response:
    """Ask for a link; the answer is the same for names that do not exist."""
    form = bind(LoginForm, request)
    if sent(request) and form.validate():
        ask_reset(current_office(), form.login.data or "")
        flash(_("如果这个用户名登记了电子邮箱，几分钟内会收到重设密码的链接。没有收到的，请到窗口办理。"), "done")
        return redirect(url_for("auth.sign_in"), 303)
    return answer(render_template("account/forgotten.html", form=form), form)


@blueprint.route("/account/reset/<token>", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("60 per hour")
def reset(token: str) -> Response:
    """Set a new password with a link from an e-mail."""
    form = bind(NewPassword, request)
    if request.method == "GET":
        require_good(current_office(), token)
    if sent(request) and form.validate():
        try:
            reset_password(current_office(), PASSWORDS, token, form.new.data or "")
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("密码已重设，您在所有设备上的登录已退出。请用新密码登录。"), "done")
            return redirect(url_for("auth.sign_in"), 303)
    return answer(render_template("account/reset.html", form=form), form)

"""A person's tokens for the API: the list, a new one (shown once), and revoking."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse, sent, validated
from webapp.tokens.forms import TokenForm
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.issue_token import Scope, issue_token, revoke_token, tokens_of

blueprint = Blueprint("tokens", __name__)

STATES = {"living": N_("有效"), "expired": N_("已过期"), "revoked": N_("撤销后失效")}
SCOPES = {Scope.READ: N_("只读"), Scope.ACT: N_("可办理")}


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@access(SIGNED_IN)
def listing() -> Response:
    """Show the reader's tokens; make a new one and show it once, on the page that answers the form."""
    form = bind(TokenForm, request)
    made = ""
    if sent(request) and form.validate():
        data = validated(form)
        try:
            made = issue_token(
                current_office(), current_actor(), name=data["name"].strip(), scope=Scope(data["scope"]),
                days=data["days"],
            )
        except OfficeError as error:
            refuse(form, error)
    shown = TokenForm() if made else form
    page = render_template(
        "tokens/index.html",
        form=shown,
        made=made,
        tokens=tokens_of(current_office(), current_actor()),
        states=STATES,
        scopes=SCOPES,
    )
    return answer(page, shown)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@access(SIGNED_IN)
def revoke(token_id: int) -> Response:
    """Revoke one of the reader's tokens."""
    name = revoke_token(current_office(), current_actor(), token_id)
    flash(_("令牌“%(name)s”已撤销，使用它的程序从现在起不能再访问。", name=name), "done")
    return redirect(url_for("tokens.listing"), 303)

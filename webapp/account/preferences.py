"""账号与通知: where notices go, electronic service, e-mail and telephone."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.account.forms import PreferencesForm
from webapp.account.frame import blueprint
from webapp.auth.passwords import PASSWORDS
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse, sent
from webapp.security import limiter
from workflows.domain.errors import OfficeError
from workflows.domain.notice import TOPIC_NAMES
from workflows.operations.change_preferences import Preferences, change_preferences, read_preferences, topics_of


@blueprint.route("/account/preferences", methods=["GET", "POST"], endpoint="preferences")
@access(SIGNED_IN)
@limiter.limit("30 per hour", methods=["POST"])
def preferences_page() -> Response:
    """Show and change the reader's own choices."""
    office, actor = current_office(), current_actor()
    known = read_preferences(office, actor)
    form = bind(PreferencesForm, request, data=vars(known))
    form.by_email.choices = [(topic, TOPIC_NAMES[topic]) for topic in topics_of(actor)]
    if not actor.posts:
        del form.digest
    if sent(request) and form.validate():
        wanted = Preferences(
            email=(form.email.data or "").strip(),
            phone=(form.phone.data or "").strip(),
            e_service=form.e_service.data,
            by_email=form.by_email.data or (),
            by_sms=form.by_sms.data or (),
            digest=form.digest.data if actor.posts else known.digest,
        )
        try:
            change_preferences(office, PASSWORDS, actor, wanted, form.password.data or "")
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已保存。"), "done")
            return redirect(url_for("account.preferences"), 303)
    return answer(render_template("account/preferences.html", form=form), form)

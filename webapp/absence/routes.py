"""Names a substitute for a time, shows the arrangements, and ends one early."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, Form, SelectField
from wtforms.validators import InputRequired

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.forms import act_key, answer, bind, refuse
from webapp.i18n import say
from webapp.menu import CASES, Entry
from webapp.tasks.staff import STAFF
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.substitute import Substitute, candidates, end_substitute, substitute
from workflows.processes.forms import Text, plausible_day
from workflows.store import substitutions

blueprint = Blueprint("absence", __name__)

MENU = (
    Entry(
        label=N_("离岗代办"),
        endpoint="absence.listing",
        access=STAFF,
        order=80,
        icon="person-walking",
        group=CASES,
    ),
)


class SubstituteForm(Form):
    """Who, from when to when, and why."""

    # What is not offered is refused by the operation, in words.
    substitute_id = SelectField(N_("代办人"), choices=[], validate_choice=False)
    from_on = DateField(N_("开始日期"), validators=[InputRequired(N_("请填写开始日期。")), plausible_day])
    to_on = DateField(
        N_("结束日期"),
        validators=[InputRequired(N_("请填写结束日期。")), plausible_day],
        description=N_("含当日；到期自动结束，不需要操作。"),
    )
    reason = Text(N_("理由"), must=True, rows=2)


@blueprint.route("/absence", methods=["GET", "POST"])
@access(*STAFF)
def listing() -> Any:
    """Show one's arrangements; make one."""
    office, actor = current_office(), current_actor()
    form = bind(SubstituteForm, request, {"from_on": today()})
    choices = [(str(number), name) for number, name in candidates(office, actor)]
    form.substitute_id.choices = [("", say(N_("（请选择）"))), *choices]
    if request.method == "POST" and form.validate():
        command = Substitute(
            substitute_id=addresses.row_id(form.substitute_id.data) or 0,
            from_on=form.from_on.data or date.min,
            to_on=form.to_on.data or date.min,
            reason=form.reason.data or "",
            key=act_key(request),
        )
        try:
            substitute(office, actor, command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("代办安排已保存，到期自动结束。"), "done")
            return redirect(url_for("absence.listing"), 303)
    with office.database.read() as connection:
        rows = substitutions.concerning(connection, actor.user_id)
    return answer(render_template("absence/listing.html", form=form, rows=rows, day=today()), form)


@blueprint.post("/absence/<int:substitution_id>/end")
@access(*STAFF)
def end(substitution_id: int) -> Response:
    """End an arrangement before its last day."""
    end_substitute(current_office(), current_actor(), substitution_id)
    flash(_("代办安排已结束。"), "done")
    return redirect(url_for("absence.listing"), 303)

"""抄送: give colleagues a copy of a case."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import Form

from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.forms import act_key, answer, bind, refuse, seen
from workflows.domain.errors import Hidden, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.case_page import OUTSIDE
from workflows.operations.copy_case import CopyCase, copy_case, readers
from workflows.operations.read_case import read_case
from workflows.processes.forms import Choices, Text

blueprint = Blueprint("copies", __name__)


class CopyForm(Form):
    """To whom, and why."""

    to = Choices(N_("抄送给"), coerce=int, choices=[])
    reason = Text(N_("抄送说明"), must=True, rows=3)


@blueprint.route("/cases/<int:case_id>/copy", methods=["GET", "POST"])
@access(SIGNED_IN)
def copy(case_id: int) -> Any:
    """Say what a copy means; give it to the colleagues that are ticked."""
    office, actor = current_office(), current_actor()
    case = read_case(office, actor, case_id)
    if case.side in OUTSIDE:
        raise Hidden()
    form = bind(CopyForm, request)
    form.to.choices = readers(office, actor, case.view)
    if request.method == "POST" and form.validate():
        command = CopyCase(
            case_id=case_id,
            seen=seen(request),
            key=act_key(request),
            to=form.to.data or (),
            note=form.reason.data or "",
        )
        try:
            copy_case(office, actor, command)
        except (Hidden, NotFound):
            raise
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已抄送，对方会收到通知。"), "done")
            return redirect(url_for("cases.show", case_id=case_id), 303)
    return answer(render_template("cases/copy.html", case=case, form=form), form)

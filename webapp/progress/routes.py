"""Progress by case number and query code, without signing in; limited, and nobody's data."""

from flask import Blueprint, render_template, request
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response
from wtforms import Form, StringField

from webapp.access import PUBLIC, access
from webapp.context import current_office
from webapp.forms import answer, bind, refuse, sent, validated
from webapp.menu import Entry
from webapp.mine.told import steps
from webapp.security import limiter
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.progress import read_progress
from workflows.processes.forms import required, text_length

blueprint = Blueprint("progress", __name__)
MENU = (Entry(label=N_("查进度"), endpoint="progress.lookup", access=(PUBLIC,), order=30, icon="search"),)


class ProgressForm(Form):
    """Number and query code, as printed on the receipt."""

    number = StringField(
        N_("办件编号"),
        validators=[*required(N_("请填写办件编号。")), text_length(60)],
        description=N_("印在收件回执上，如 SL-OBJ-2026-000001。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    code = StringField(
        N_("查询码"),
        validators=[*required(N_("请填写查询码。")), text_length(40)],
        description=N_("12 位，由数字和大写字母组成。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


def _who_asks() -> str:
    return get_remote_address()


def _not_found(response: Response) -> bool:
    return response.status_code == 404


@blueprint.route("/progress", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=_who_asks, methods=["POST"])
@limiter.limit("10 per minute", key_func=_who_asks, methods=["POST"], deduct_when=_not_found)
def lookup() -> Response:
    """Ask for number and code; show where the case stands. A receipt's QR code brings the number along."""
    form = bind(ProgressForm, request, data={"number": request.args.get("number", "")[:60]})
    found = None
    if sent(request) and form.validate():
        data = validated(form)
        try:
            found = read_progress(current_office(), data["number"], data["code"])
        except OfficeError as error:
            refuse(form, error)
    line = steps(found.process, found.step, found.state) if found else []
    return answer(render_template("progress/lookup.html", form=form, found=found, steps=line), form)

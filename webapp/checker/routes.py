"""Whether and when a record can be repaired, by decision number and query code; limited, and nobody's data."""

from flask import Blueprint, render_template, request
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response
from wtforms import Form, StringField

from webapp.access import PUBLIC, access
from webapp.context import current_office
from webapp.forms import answer, bind, refuse, sent, validated
from webapp.security import limiter
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.record_standing import check_record
from workflows.processes.forms import required, text_length

blueprint = Blueprint("checker", __name__)


class CheckForm(Form):
    """Decision number and query code, as printed on the information about repair (REP-00)."""

    number = StringField(
        N_("决定书文号"),
        validators=[*required(N_("请填写决定书文号。")), text_length(100)],
        description=N_("印在处罚决定书和信用修复告知书上，含括号和年份。"),
        render_kw={"autocomplete": "off"},
    )
    code = StringField(
        N_("查询码"),
        validators=[*required(N_("请填写查询码。")), text_length(40)],
        description=N_("12 位，由数字和大写字母组成，印在信用修复告知书上。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


def _not_found(response: Response) -> bool:
    return response.status_code == 404


@blueprint.route("/check", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=get_remote_address, methods=["POST"])
@limiter.limit("10 per minute", key_func=get_remote_address, methods=["POST"], deduct_when=_not_found)
def check() -> Response:
    """Ask for number and code; say from which day repair can be asked for, what is missing and what it takes."""
    form = bind(CheckForm, request, data={"number": request.args.get("number", "")[:100]})
    found = None
    if sent(request) and form.validate():
        data = validated(form)
        try:
            found = check_record(current_office(), data["number"], data["code"])
        except OfficeError as error:
            refuse(form, error)
    return answer(render_template("checker/check.html", form=form, found=found), form)

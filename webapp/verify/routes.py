"""The page behind a letter's QR code; a file or a hash is compared there and never kept."""

import hashlib
import re
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import Optional

from webapp.access import PUBLIC, access
from webapp.context import current_office
from webapp.forms import answer, bind, refuse, sent, validated
from webapp.menu import Entry
from webapp.security import limiter
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.operations.verify_letter import token_of, verify_letter
from workflows.processes.forms import required, text_length

blueprint = Blueprint("verify", __name__)
MENU = (Entry(label=N_("文书核验"), endpoint="verify.lookup", access=(PUBLIC,), order=31, icon="qr-code-scan"),)

#: Bytes of a file that is compared.
FILE_LIMIT = 10_000_000
_SHA256 = re.compile("[0-9a-f]{64}")


class TokenForm(Form):
    """The code behind the address of the QR code, for who cannot scan it."""

    token = StringField(
        N_("核验码"),
        validators=[*required(N_("请填写核验码。")), text_length(300)],
        description=N_("扫描文书上的二维码得到的网址，或者网址最后一段。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


class HashForm(Form):
    """A file, or its hash."""

    digest = StringField(
        N_("文件的 SHA-256 校验值"),
        validators=[Optional(), text_length(100)],
        description=N_("64 位十六进制字符；也可以直接选择文件，由本页计算。"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


def _who_asks() -> str:
    return get_remote_address()


def _not_found(response: Response) -> bool:
    return response.status_code == 404


@blueprint.app_template_global("verify_address")
def verify_address(case_number: str, code: str, number: str) -> str:
    """Return the address of the public page of a signed letter."""
    return url_for("verify.show", token=token_of(current_office(), case_number, code, number))


@blueprint.route("/verify", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=_who_asks, methods=["POST"])
def lookup() -> Any:
    """Ask for the code of a letter."""
    form = bind(TokenForm, request)
    if sent(request) and form.validate():
        token = str(validated(form)["token"]).strip().rstrip("/").rpartition("/")[2]
        try:
            return redirect(url_for("verify.show", token=verify_letter(current_office(), token).token), 303)
        except OfficeError as error:
            refuse(form, error)
    return answer(render_template("verify/lookup.html", form=form), form)


@blueprint.route("/verify/<token>", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=_who_asks)
@limiter.limit("10 per minute", key_func=_who_asks, deduct_when=_not_found)
def show(token: str) -> Response:
    """Show what everybody may know of a letter; tell whether a file is the one that was signed, byte for byte."""
    letter = verify_letter(current_office(), token)
    form, same = bind(HashForm, request), None
    if sent(request) and form.validate():
        try:
            same = _digest(str(validated(form)["digest"] or "")) == letter.sha256
        except FieldErrors as error:
            refuse(form, error)
    return answer(render_template("verify/show.html", letter=letter, form=form, same=same), form)


def _digest(typed: str) -> str:
    """Return the hash of the file that came along, else the one that was typed.

    Raises:
        FieldErrors: neither a file within the limit nor a hash.
    """
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        digest, size = hashlib.sha256(), 0
        while piece := upload.stream.read(64 * 1024):
            size += len(piece)
            if size > FILE_LIMIT:
                raise FieldErrors({"digest": [N_("文件超过 10 MB，不是本系统签发的文书。")]})
            digest.update(piece)
        return digest.hexdigest()
    cleaned = "".join(typed.split()).lower()
    if not _SHA256.fullmatch(cleaned):
        raise FieldErrors({"digest": [N_("请选择文件，或者填写 64 位十六进制的校验值。")]})
    return cleaned

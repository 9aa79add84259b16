"""What was typed into a form whose session had ended: carried through the sign-in page, then offered again.

The form that arrived is put, signed and packed, into a hidden input of the sign-in page. After sign-in a page holds it
as hidden inputs of a form to the same address, behind one button. Nothing is stored for a stranger: the payload is
only what the same browser has just sent, it is never acted on before its reader presses the button, and it is worth
nothing after twelve hours. Files chosen in that form are not taken from a stranger; those taken before go along.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from webapp.context import current_settings
from workflows.operations.sign_in import ABSOLUTE

_View = TypeVar("_View", bound=Callable[..., Any])

#: Most characters of a payload; what is longer is not carried.
LONGEST = 200_000
#: Inputs that belong to the session that ended, or to the button that was pressed.
_LEFT_OUT = frozenset({"csrf_token", "go"})


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A form that waits for its sender to sign in."""

    path: str
    fields: list[tuple[str, str]]
    #: Whether files were chosen that have to be chosen again.
    files: bool


def keeps_typed(view: _View) -> _View:
    """Mark a view whose typed form outlives its session; the view takes ``go=edit`` as "show it again"."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def pack() -> str:
    """Return the form of the present request for a hidden input; empty where its view keeps none, or it is too long."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "keeps_typed", False):
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _LEFT_OUT]
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return ""
    chosen = any(upload.filename for upload in request.files.values())
    packed = str(_signer().dumps([request.path, fields, chosen]))
    return packed if len(packed) <= LONGEST else ""


def unpack(payload: str) -> Carried | None:
    """Return what ``pack`` made, or None for anything else and for what is too old."""
    try:
        path, fields, files = _signer().loads(payload, max_age=int(ABSOLUTE.total_seconds()))
    except BadData:
        return None
    return Carried(path=path, fields=[(name, value) for name, value in fields], files=files)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_settings().secret_key, salt="carried form")

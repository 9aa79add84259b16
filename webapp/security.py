"""Keeps strangers out: access rules, cross-site requests, the hosts we answer to, limits and the headers of answers."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

from webapp.access import admits, rules_of
from webapp.auth import carried
from webapp.auth.forms import SignInForm
from webapp.context import NotSignedIn, current_settings, reader
from webapp.settings import Settings
from workflows.domain.errors import NotAllowed
from workflows.intake.filetypes import MAX_BYTES

#: Bytes of one request: four files of the largest size and the words around them.
MAX_REQUEST = 4 * MAX_BYTES + 1024 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{style}; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: Counted in the memory of each process: with several processes the limit is that many times higher. The lock of the
#: account (workflows.operations.sign_in) holds over all of them.
limiter = Limiter(get_remote_address, storage_uri="memory://")
csrf = CSRFProtect()


def configure(app: Flask, settings: Settings) -> None:
    """Set what Flask and its extensions need, from the settings."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        SESSION_COOKIE_NAME="__Host-creditcase_form" if settings.production else "creditcase_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname, "127.0.0.1", "localhost"],
        # A form may stay open for as long as its session lives; nobody loses what was typed to a timer.
        WTF_CSRF_TIME_LIMIT=None,
        # Our own check of Origin below also covers plain http in training.
        WTF_CSRF_SSL_STRICT=False,
        WTF_I18N_ENABLED=False,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def install(app: Flask) -> None:
    """Hang the checks before and the headers behind every request."""
    app.before_request(_check_origin)
    app.before_request(_check_access)
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_set_headers)


def allow_style_attributes() -> None:
    """Let the present page carry ``style`` attributes, for a diagram viewer that writes them. Never for plain pages."""
    g.style_attributes = True


def allow_frames() -> None:
    """Let the present page show our own files in frames."""
    g.frames = True


def _check_origin() -> None:
    if request.method in _SAFE:
        return
    own = {urlsplit(current_settings().base_url).netloc, request.host}
    origin = request.headers.get("Origin")
    foreign = origin is not None and _split(origin).netloc not in own
    if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(400, "cross-site")


def _check_access() -> Any:
    if request.endpoint is None or request.endpoint.rpartition(".")[2] == "static":
        return None
    rules = rules_of(current_app.view_functions[request.endpoint])
    actor = reader()
    if admits(rules, actor):
        return None
    if actor is not None:
        raise NotAllowed()
    if wants_json():
        raise NotSignedIn()
    if typed := carried.pack():
        return render_template("auth/sign_in.html", form=SignInForm(), target=None, carried=typed), 401
    back = request.full_path.rstrip("?") if request.method in _SAFE else _split(request.referrer or "/").path
    return redirect(url_for("auth.sign_in", next=back))


def _split(address: str) -> SplitResult:
    """Take an address from a header apart; what is none has neither host nor path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def wants_json() -> bool:
    """Tell whether the caller is a machine: an address under /api, the health page, or JSON asked for before HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return request.path.startswith(("/api/", "/healthz")) or best == "application/json"


def _set_headers(response: Response) -> Response:
    style = "; style-src-attr 'unsafe-inline'" if g.get("style_attributes") else ""
    frames = "; frame-src 'self'" if g.get("frames") else ""
    response.headers.setdefault("Content-Security-Policy", _POLICY.format(style=style) + frames)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_settings().production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        # Back after sign-out shows nothing; proxies keep nothing.
        response.headers["Cache-Control"] = "no-store"
    return response


def safe_next(target: str | None) -> str | None:
    """Return ``target`` if it is a path of this site, else None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 32 for letter in target) or urlsplit(target).netloc:
        return None
    return target

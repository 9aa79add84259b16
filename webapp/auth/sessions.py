"""Ties the cookie of the browser, or the token of a program, to what the server knows. Flask-Login asks."""

from flask import Flask, Request, g
from flask_login import LoginManager, UserMixin
from werkzeug.wrappers import Response

from webapp.api import bearer, is_api
from webapp.context import current_office, current_settings
from workflows.operations import sign_in
from workflows.operations.sign_in import Session


class SignedIn(UserMixin):
    """The reader as Flask-Login passes it around."""

    def __init__(self, session: Session) -> None:
        self.actor = session.actor
        self.login = session.login
        self.locale = session.locale
        self.digest = session.digest

    def get_id(self) -> str:
        """Return the account's id as text."""
        return str(self.actor.user_id)


def install(app: Flask) -> None:
    """Let Flask-Login read our own cookie; its cookies of its own are not used."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_from_request)
    manager.init_app(app)


def _from_request(request: Request) -> UserMixin | None:
    if is_api(request):
        # A cookie opens no API: a page of another site could send it along.
        return bearer.caller(request)
    token = token_of(request)
    session = sign_in.session_of(current_office(), token) if token else None
    return SignedIn(session) if session else None


def enter(session: Session) -> None:
    """Let the rest of the present request be that of who has just signed in; its own cookie came too early."""
    g._login_user = SignedIn(session)


def cookie_name() -> str:
    """Return the name of the session's cookie; ``__Host-`` ties it to this host and to https."""
    return "__Host-creditcase" if current_settings().production else "creditcase"


def token_of(request: Request) -> str | None:
    """Return the token that the browser sent."""
    return request.cookies.get(cookie_name())


def give_cookie(response: Response, token: str) -> None:
    """Hand the token to the browser; it forgets it when it is closed."""
    response.set_cookie(
        cookie_name(), token, secure=current_settings().production, httponly=True, samesite="Lax", path="/"
    )


def take_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(), secure=current_settings().production, httponly=True, samesite="Lax", path="/"
    )

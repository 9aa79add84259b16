"""What a view asks for: the office, the settings, the person at the screen and the office's day."""

from datetime import date

from flask import Flask, current_app
from flask_login import current_user

from webapp.settings import Settings
from workflows.domain.access import Actor
from workflows.domain.errors import OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.office import Office


class NotSignedIn(OfficeError):
    """The page needs a person who has signed in; a browser is led to the sign-in page."""

    message = N_("请先登录。")
    status = 401


def install(app: Flask, settings: Settings, office: Office) -> None:
    """Keep the office and the settings with the application."""
    app.extensions["office"] = office
    app.extensions["settings"] = settings


def current_office() -> Office:
    """Return the office that this application serves."""
    office: Office = current_app.extensions["office"]
    return office


def current_settings() -> Settings:
    """Return the settings of this application."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def reader() -> Actor | None:
    """Return the person at the screen, or None if nobody has signed in. Read once in a request."""
    actor: Actor | None = current_user.actor if current_user and current_user.is_authenticated else None
    return actor


def current_actor() -> Actor:
    """Return the person who has signed in, with posts and subjects.

    Raises:
        NotSignedIn: nobody has.
    """
    actor = reader()
    if actor is None:
        raise NotSignedIn()
    return actor


def today() -> date:
    """Return the office's date (Asia/Shanghai), moved by the training clock where that is on."""
    return office_date(current_office().clock())

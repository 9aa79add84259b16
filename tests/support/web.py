"""People at browsers without a browser: signed-in clients of the web application over a small office."""

import re
import weakref
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from tests.support import shared
from tests.support.clock import MovingClock
from tests.support.people import People, demo_people
from webapp import bootstrap, context, create_app, security, settings
from workflows.operations.office import Office
from workflows.operations.shelves import TrainingClock
from workflows.store import people

PASSWORD = "Right-password-1"
#: A hash costs time on purpose and says how much: the people of the tests share a cheap one.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_ACT_KEY = re.compile(r'name="act_key" value="([^"]+)"')
#: Applications that nobody uses any more, by environment: to make one takes longer than most tests.
_IDLE: dict[tuple[str, bool], list[Flask]] = defaultdict(list)


@dataclass(kw_only=True)
class Web:
    """The application with its people and its clock."""

    app: Flask
    office: Office
    people: People
    #: Moves the office's time and the real time together.
    clock: MovingClock

    def serve(self, office: Office) -> "Web":
        """Let the application and its people be in ``office`` from now on: the same data under other law."""
        self.office, self.people = office, replace(self.people, office=office)
        context.install(self.app, self.app.extensions["settings"], office)
        return self

    def visitor(self) -> "Visitor":
        """Somebody with a browser of their own who has not signed in."""
        return Visitor(self.app.test_client(), self)

    def signed_in(self, login: str) -> "Visitor":
        """Somebody who has signed in as ``login``."""
        visitor = self.visitor()
        answer = visitor.sign_in(login)
        assert answer.status_code == 302, answer.text
        return visitor


class Visitor:
    """One browser: keeps cookies, posts forms with the hidden fields of the page they stand on."""

    def __init__(self, client: FlaskClient, site: Web) -> None:
        self.client = client
        #: The application is in use as long as somebody has a browser open.
        self._site = site

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None) -> TestResponse:
        """Submit the form of ``page`` (the same address unless given) to ``path``."""
        shown = self.client.get(page or path).text
        token, key = _TOKEN.search(shown), _ACT_KEY.search(shown)
        hidden = {"csrf_token": token[1] if token else "", "act_key": key[1] if key else ""}
        return self.client.post(path, data={**hidden, **(data or {})})

    def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Send the sign-in form."""
        return self.post("/sign-in", {"login": login, "password": password, **more})

    def sign_out(self) -> TestResponse:
        """Press the button that ends the session."""
        return self.post("/sign-out", page="/account/password")


def web(database_url: str, folder: Path, environment: str = "test", *, training: bool = False) -> Web:
    """Return the application over a fresh office with its people, whose time stands still until it is moved."""
    env = {
        "CREDITCASE_ENV": environment,
        "CREDITCASE_DATA": str(folder),
        "DATABASE_URL": database_url,
        "CREDITCASE_TRAINING": "1" if training else "",
        "CREDITCASE_BASE_URL": "https://credit.example" if environment == "production" else "http://127.0.0.1:8000",
        "CREDITCASE_SCANNER": "tcp:127.0.0.1:3310" if environment == "production" else "eicar",
    }
    configuration = settings.read(env)
    clock = MovingClock()
    built = bootstrap.build_office(configuration)
    office = replace(built, clock=TrainingClock(built.database, clock) if training else clock, real_clock=clock)
    found = demo_people(office)
    with office.database.act() as uow:
        for user_id in found.ids.values():
            people.change_user(uow.connection, user_id, {"password_hash": _HASH})
        uow.commit()
    kind = (environment, training)
    made = Web(app=_application(kind, configuration, office), office=office, people=found, clock=clock)
    weakref.finalize(made, _IDLE[kind].append, made.app)
    return made


def quick_pages(app: Flask) -> Flask:
    """Let an application take the templates of its pages as another one of this run compiled them."""
    folder = shared.folder() / "pages"
    folder.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return app


def _application(kind: tuple[str, bool], configuration: settings.Settings, office: Office) -> Flask:
    """Return an application over the office: one that is idle, with nothing left of the office before, or a new one."""
    if not _IDLE[kind]:
        return quick_pages(create_app(configuration, office))
    app = _IDLE[kind].pop()
    context.install(app, configuration, office)
    security.configure(app, configuration)
    security.limiter.reset()
    app.extensions.pop("board_statistics", None)
    return app

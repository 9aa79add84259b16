"""Finds the nouns of the web: every package here with a ``routes`` module brings its blueprint and menu entries."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from flask import Flask

import webapp
from webapp.menu import Entry


def register(app: Flask) -> list[Entry]:
    """Register every blueprint and return the menu entries they bring."""
    entries: list[Entry] = []
    for found in sorted(iter_modules(webapp.__path__), key=lambda each: each.name):
        name = f"webapp.{found.name}.routes"
        if not found.ispkg or find_spec(name) is None:
            continue
        routes = import_module(name)
        app.register_blueprint(routes.blueprint)
        entries.extend(getattr(routes, "MENU", ()))
    return entries

"""The command line: every module of ``webapp/commands`` brings one ``command`` (a click command or group)."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Hang every ``command`` of ``webapp/commands`` under ``flask --app webapp``."""
    package = find_spec("webapp.commands")
    for found in iter_modules((package and package.submodule_search_locations) or ()):
        module = import_module(f"webapp.commands.{found.name}")
        if hasattr(module, "command"):
            app.cli.add_command(module.command)

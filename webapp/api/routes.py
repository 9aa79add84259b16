"""The description of the API, for machines and for people, and the start of the API itself."""

from importlib import import_module
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from webapp.access import PUBLIC, access
from webapp.api import PREFIX, base
from webapp.api.opening_forms import with_forms
from webapp.context import current_office

blueprint = Blueprint("api_docs", __name__)

#: The parts; each hangs its operations on the API's blueprint.
for _part in (
    "public", "openings", "records", "case_acts", "clocks", "letters", "tasks", "verbs", "papers", "lists", "credit",
    "webhooks",
):  # fmt: skip
    import_module(f"webapp.api.{_part}")


@blueprint.record_once
def _install(state: Any) -> None:
    state.app.extensions["api"] = base.install(state.app)


def _description() -> dict[str, Any]:
    described: dict[str, Any] = current_app.extensions["api"].spec.to_dict()
    return with_forms(described, current_office().processes)


@blueprint.get(f"{PREFIX}/openapi.json")
@access(PUBLIC)
def openapi() -> Response:
    """Describe the API in OpenAPI 3.1."""
    return jsonify(_description())


@blueprint.get("/api")
@access(PUBLIC)
def page() -> str:
    """Describe the API to people."""
    described = _description()
    operations = [
        {
            "path": path,
            "method": method.upper(),
            "part": operation["tags"][0],
            "summary": operation["summary"],
            "sends": _sends(operation),
        }
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "patch", "delete"}
    ]
    parts = {part: [each for each in operations if each["part"] == part] for part in base.PARTS}
    return render_template("api/docs.html", parts=parts, base_url=current_office().base_url, names=base.PARTS)


def _sends(operation: dict[str, Any]) -> list[str]:
    """Return the names of what an operation takes besides its address, and the type of its body."""
    names = [each["name"] for each in operation.get("parameters", ())]
    return [*names, *operation.get("requestBody", {}).get("content", ())]

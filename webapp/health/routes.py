"""GET /healthz: 200 while the web and its database answer; says how long ago each job of the worker ran."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from webapp.access import PUBLIC, access
from webapp.context import current_office
from workflows.operations.pulse import pulse

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(PUBLIC)
def healthz() -> Response:
    """Answer the watching machine; nothing private is in it. A dead worker is told, but the web itself is well."""
    found = pulse(current_office())
    jobs = {job.name: {"seconds_ago": job.seconds_ago, "ok": job.ok} for job in found.jobs}
    return jsonify(status="ok", worker="ok" if found.alive else "silent", jobs=jobs)

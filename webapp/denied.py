"""Notes in the audit trail that somebody reached for what is not theirs."""

import structlog
from flask import request

from webapp.context import current_office, reader
from workflows.domain.errors import OfficeError
from workflows.operations.note_event import note_event

_log = structlog.get_logger(__name__)


def note_denied() -> None:
    """Write down who was refused what; the refusal stands even when it cannot be written, and the log keeps it."""
    actor = reader()
    try:
        note_event(
            current_office(), actor.user_id if actor else 0, "access_denied", path=request.path[:200],
            method=request.method, address=request.remote_addr or "",
        )
    except OfficeError:
        _log.exception("access_denied_not_noted", path=request.path)

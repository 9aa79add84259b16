"""Turns a stored notice into the words that a reader sees, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.i18n import date_cn, say
from workflows.domain.person_notices import PERSON_NOTICES
from workflows.operations.office import Office


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of the inbox."""

    id: int
    subject: str
    body: str
    case_id: int
    case_number: str
    at: datetime
    is_read: bool


def message(office: Office, row: Any) -> Message:
    """Word a notice; its dates are shown with their weekday."""
    of_cases = (each.notices[row.kind] for each in office.processes.values() if row.kind in each.notices)
    words = PERSON_NOTICES.get(row.kind) or next(of_cases)
    params = {name: _value(value) for name, value in row.data.items()}
    return Message(
        id=row.id,
        subject=say(words.subject, params),
        body=say(words.body, params),
        case_id=row.case_id,
        case_number=row.case_number or "",
        at=row.created_at,
        is_read=row.read_at is not None,
    )


def _value(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date_cn(date.fromisoformat(value))
    return value

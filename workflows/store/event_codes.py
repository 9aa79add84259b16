"""What the log writes for the kinds of event that nearly every case has: two letters instead of the word.

A third of a finished case's bytes are its events, and a sixth of those was the name of their kind. A kind without a
code (one that a process declares for itself) is written out. The MAC of an event covers its kind, never its code.
"""

from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

#: Kind of event → code. Never changed and never given to another kind: rows need them for ever.
CODES: dict[str, str] = {
    "case_opened": "co",
    "case_archived": "ca",
    "case_refused": "cr",
    "case_withdrawn": "cw",
    "case_supervised": "cs",
    "case_proposed": "cp",
    "receipt_issued": "ri",
    "task_opened": "to",
    "task_claimed": "tc",
    "task_completed": "td",
    "task_cancelled": "tx",
    "clock_started": "ks",
    "clock_met": "km",
    "clock_met_late": "kl",
    "clock_cancelled": "kx",
    "clock_suspended": "kp",
    "clock_resumed": "kr",
    "clock_extended": "ke",
    "deadline_warned": "dw",
    "deadline_breached": "db",
    "deadline_escalated": "de",
    "letter_drafted": "ld",
    "letter_signed": "ls",
    "letter_issued": "li",
    "letter_served": "lv",
    "letter_void": "lx",
    "record_marked": "rm",
    "record_unmarked": "ru",
    "record_corrected": "rc",
    "publicity_ended": "pe",
    "commitment_made": "cm",
    "push_owed": "po",
    "push_sent": "ps",
    "receipt_received": "rr",
    "receipt_late": "rl",
    "message_sent": "ms",
    "message_heard": "mh",
    "file_released": "fr",
    "signed_in": "si",
    "signed_out": "so",
}
_KINDS = {code: kind for kind, code in CODES.items()}


class EventKind(TypeDecorator[str]):
    """The kind of an event: a word for us, its code in the database where it has one."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the code of a kind."""
        return None if value is None else CODES.get(value, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the kind that a code stands for; whatever else somebody wrote there is returned as it is."""
        return _KINDS.get(value, value)

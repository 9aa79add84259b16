"""What was decided of one record of a case, as its applicant is told."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was decided of one record of a case, for the person whom it is about."""

    #: Number of the record.
    about: str
    granted: bool
    #: The decision and, where there is one, its reason: message ids.
    words: str
    reason: str = ""
    #: From when it may be asked for again (Asia/Shanghai date); None where that has no day.
    again_on: date | None = None

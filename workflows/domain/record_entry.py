"""An entry in a subject's credit record (信用记录) that comes of a case, such as the record of an interview (S0-08)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.domain.effects import Effect


@dataclass(frozen=True, kw_only=True)
class EnterRecord(Effect):
    """A case leaves an entry in the credit record of its subject; it is not displayed to the public."""

    #: Code of the signed letter whose number the entry carries.
    letter: str
    #: What the entry says: heading → words, as the record's page shows them.
    says: Mapping[str, str] = field(default_factory=dict)

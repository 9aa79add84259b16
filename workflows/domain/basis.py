"""What a listing rests on: the decision in a record, which may fall or be repaired before anybody is listed."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.domain.effects import Effect
from workflows.domain.words import N_

#: How a record stands on which no listing may rest any more → why, as a sentence (S0-05, S4-04, S1-10).
LOST: Mapping[str, str] = {
    "annulled": N_("作为列入依据的决定已经撤销，列入的依据不复存在。"),
    "repair": N_("作为列入依据的失信信息已经准予信用修复，不再列入。"),
}


def lost(state: str, repair_state: str) -> str:
    """Return the key in :data:`LOST` of a record in this state; empty where a listing may rest on it.

    Args:
        state: state of the record.
        repair_state: empty, ``repaired`` or ``revoked``.
    """
    if state in ("withdrawn", "destroyed"):
        return "annulled"
    return "repair" if repair_state == "repaired" else ""


@dataclass(frozen=True, kw_only=True)
class CheckBasis(Effect):
    """Refuse an act towards a listing whose record is annulled or repaired; nothing changes."""

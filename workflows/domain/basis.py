"""What a listing rests on: the decision in a record, which may fall or be repaired before anybody is listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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


#: Kinds of basis document that a record itself is, by the kind of act that it tells of.
_SAME = {"penalty": "penalty", "coercion": "enforcement"}
#: Signs that are typed for one another in the number of a document (文号).
_SIGNS = str.maketrans("[［(（【]］)）】", "〔〔〔〔〔〕〕〕〕〕")


@dataclass(frozen=True, kw_only=True)
class CheckBasis(Effect):
    """Refuse an act towards a listing whose record is annulled or repaired, or is another than the one that is named;
    nothing changes."""

    #: What was typed of the basis document: a key of ``listing.BASIS_KINDS``, number, and its Asia/Shanghai date of
    #: effect; empty where nothing is typed.
    kind: str = ""
    number: str = ""
    effective_on: date | None = None


def mismatch(typed: CheckBasis, act_kind: str, number: str, decided_on: date) -> dict[str, list[str]]:
    """Return what is wrong, by field, with a basis document that was typed beside the record of the case (S0-05).

    A penalty on which the listing rests is the one of the record; a judgment that upheld it has a number of its own.
    Nothing takes effect before it was decided.
    """
    errors = {}
    if typed.number and _SAME.get(act_kind) == typed.kind and _plain(typed.number) != _plain(number):
        errors["basis_number"] = [N_("与本案所附信息的文号不一致，应为：") + number]
    if typed.effective_on is not None and typed.effective_on < decided_on:
        errors["basis_effective_on"] = [N_("生效日期不能早于作出决定的日期：") + decided_on.isoformat()]
    return errors


def _plain(number: str) -> str:
    return "".join(number.split()).translate(_SIGNS)

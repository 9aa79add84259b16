"""Looks, within an act, at the record on which a listing is to rest."""

from workflows.domain.basis import LOST, CheckBasis, lost, mismatch
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.effects import carries_out


class BasisLost(OfficeError):
    """The record on which the listing is to rest is annulled or repaired; params: ``why``."""

    message = N_("不能列入：%(why)s")
    status = 409


@carries_out(CheckBasis)
def check(effect: CheckBasis, act: Act) -> None:
    """Refuse the act where the record of the case carries no listing any more, or is not the one that was typed.

    Raises:
        BasisLost: it is annulled (撤销) or repaired.
        FieldErrors: another document was typed, or one in effect before it was decided.
    """
    record = act.matter.record
    if record is None:
        return
    if key := lost(record["state"], record["repair_state"]):
        raise BasisLost(why=LOST[key])
    if errors := mismatch(effect, record["act_kind"], record["decision_number"], record["decided_on"]):
        raise FieldErrors(errors)

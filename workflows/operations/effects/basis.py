"""Looks, within an act, at the record on which a listing is to rest."""

from workflows.domain.basis import LOST, CheckBasis, lost
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.effects import carries_out


class BasisLost(OfficeError):
    """The record on which the listing is to rest is annulled or repaired; params: ``why``."""

    message = N_("不能列入：%(why)s")
    status = 409


@carries_out(CheckBasis)
def check(_effect: CheckBasis, act: Act) -> None:
    """Refuse the act where the record of the case carries no listing any more.

    Raises:
        BasisLost: it is annulled (撤销) or repaired.
    """
    record = act.matter.record
    if record is not None and (key := lost(record["state"], record["repair_state"])):
        raise BasisLost(why=LOST[key])

"""Bans within an act of a repair: which run against the subject on its day (S0-10)."""

from collections.abc import Sequence
from typing import Any

from workflows.domain.errors import OfficeError
from workflows.domain.repair_bars import RequireNoBan, SeekBans, remembered
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.store import listings


class BanRuns(OfficeError):
    """The subject is excluded from a market or trade, and by a binding text has no repair; params: ``scope``."""

    message = N_("当事人正在市场和行业禁入期间（%(scope)s），依规定不予修复，不能签发准予修复的决定。")
    status = 409


@carries_out(SeekBans)
def seek(_effect: SeekBans, act: Act) -> None:
    """Remember the running bans."""
    act.remember(bans=remembered(_running(act)))


@carries_out(RequireNoBan)
def require_none(_effect: RequireNoBan, act: Act) -> None:
    """Refuse what would repair the record of a subject under a ban.

    Raises:
        BanRuns: there is one.
    """
    if found := _running(act):
        raise BanRuns(scope=found[0].scope)


def _running(act: Act) -> Sequence[Any]:
    with act.office.database.read() as connection:
        return listings.bans_running(connection, act.case.subject_id, act.today)

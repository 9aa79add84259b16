"""The bans that stand in the way of a subject's repair, read only where a binding text makes them (S0-10, S4-08)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.repair_bars import ban_article
from workflows.store import listings


def running_bans(connection: Any, subject_id: int, demands: Mapping[str, Any], on: date) -> Sequence[Any]:
    """Return the bans that run against a subject on a day; none where no text keeps repair from who is banned.

    Args:
        demands: what binding packs demand of repairs.
    """
    return listings.bans_running(connection, subject_id, on) if ban_article(demands) else ()

"""回执板 on the case page: what a case asked of the platform, each ticked when its receipt came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.context import current_office
from workflows.domain.exchange import KINDS, STATES, TARGETS
from workflows.operations.case_page import CasePage, Side
from workflows.store import exchange


@dataclass(frozen=True, kw_only=True)
class Board:
    """The dispatches of a case, with the words of their kinds, recipients and states."""

    rows: Sequence[Any]
    kinds = KINDS
    targets = TARGETS
    states = STATES


def board_of(page: CasePage) -> Board | None:
    """Return what the organisation that handles a case sees of its exchange; None where there is nothing."""
    if page.side is not Side.CENTRE:
        return None
    with current_office().database.read() as connection:
        rows = exchange.of_case(connection, page.view.id)
    return Board(rows=rows) if rows else None

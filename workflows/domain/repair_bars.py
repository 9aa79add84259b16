"""What binding texts withhold from repair besides its conditions: kinds of penalty, and subjects under a running ban.

Data of the packs, merged as all demands of repair are::

    [demands.repair.never_penalties]     # 45号令 Art. 14: whose penalties, of which kinds, are not to be repaired
    organ = "市场监督管理"
    kinds = ["责令停产停业"]
    article = "…"

    [demands.repair.early_stop]          # 45号令 Arts 13, 14: how long, and what an early end of publicity asks for
    organ = "市场监督管理"
    article, text, verified, note = …

    [demands.repair.banned]              # S0-10, S4-08: no repair while the subject is excluded from a market or trade
    article = "…"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.effects import Effect

#: Fields of a penalty: its kinds, and who imposed it.
_KINDS, _ORGAN = "CF_CFLB", "CF_CFJG"


def penalty_article(row: Mapping[str, Any], demands: Mapping[str, Any]) -> str:
    """Return the text that withholds a record's repair because of the kind of its penalty; empty for none.

    Args:
        row: columns of the record.
        demands: what binding packs demand of repairs.
    """
    told = _of_field(row, demands, "never_penalties")
    kinds = str((row.get("fields") or {}).get(_KINDS, ""))
    return str(told["article"]) if any(kind in kinds for kind in told.get("kinds", ())) else ""


def early_stop(row: Mapping[str, Any], demands: Mapping[str, Any]) -> str:
    """Return what the text on publicity of a field asks of its penalties, with its article and what is to be checked.

    Empty where no such text binds, or the penalty is another field's.
    """
    told = _of_field(row, demands, "early_stop")
    if not told:
        return ""
    checked = "" if told.get("verified", True) else f"（待核实：{told['note']}）"
    return f"{told['article']}：{told['text']}{checked}"


def _of_field(row: Mapping[str, Any], demands: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return what a text says of the penalties of its own field; nothing of a record of another's."""
    told: Mapping[str, Any] = demands.get(name, {})
    organ = str((row.get("fields") or {}).get(_ORGAN, ""))
    return told if told and told["organ"] in organ else {}


def ban_article(demands: Mapping[str, Any]) -> str:
    """Return the text by which a subject under a running ban has no repair; empty where no binding text says so."""
    return str(demands.get("banned", {}).get("article", ""))


@dataclass(frozen=True, kw_only=True)
class Barred:
    """Why a record has no repair, for whoever asks."""

    #: Message id.
    words: str
    article: str
    #: Of a ban: scope, basis and last day; None where it is for good.
    scope: str = ""
    basis: str = ""
    until_on: date | None = None


def remembered(bans: Sequence[Any]) -> list[dict[str, Any]]:
    """Return rows of bans as a case remembers them. JSON values only."""
    return [
        {"scope": row.scope, "basis": row.basis, "until": None if row.until_on is None else row.until_on.isoformat()}
        for row in bans
    ]


@dataclass(frozen=True, kw_only=True)
class SeekBans(Effect):
    """Remember as ``bans`` what runs against the subject of the case on the day of the act."""


@dataclass(frozen=True, kw_only=True)
class RequireNoBan(Effect):
    """Refuse the act where a ban runs against the subject of the case on its day."""

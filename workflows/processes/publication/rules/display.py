"""Whether an act may be displayed: what the binding packs say of withholding, the strictest first.

The packs say it as data, ``[demands.publication]``, one entry for each reason of ``words.REASONS``::

    [demands.publication.withhold_person]
    outcome = "report"          # reported for authorised query, not displayed; or "withhold": not reported either
    article = "第二十条"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.domain.publicity import Category

#: 政府信息公开条例 Arts 14 and 15: secrets and privacy are the officer's own finding, under any pack.
SECRET_ARTICLE = "《中华人民共和国政府信息公开条例》第十四条、第十五条"
_STRICTEST_FIRST = ("withhold", "report")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason why an act is not displayed, with what the law makes of it."""

    #: A key of ``words.REASONS``.
    reason: str
    #: ``report`` or ``withhold``.
    outcome: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What of an act decides whether it is displayed."""

    #: A key of ``domain.publicity.ACT_KINDS``.
    kind: str
    natural_person: bool
    #: A key of ``words.PROCEDURES``.
    procedure: str
    sole_warning: bool
    #: Class of dishonesty; empty for none.
    category: str


def grounds(act: Deed, demands: Mapping[str, Any]) -> tuple[Ground, ...]:
    """Return every ground on which the act is not displayed under the packs, the strictest first.

    Args:
        act: the act.
        demands: what the binding packs demand of publication, merged.
    """
    penalty = act.kind == "penalty"
    summary = penalty and act.procedure == "summary"
    holds = {
        "person": act.natural_person,
        "person_summary": act.natural_person and summary,
        "summary": summary,
        "sole_warning": penalty and act.sole_warning,
        "minor": act.category == Category.MINOR,
    }
    found = [
        Ground(reason=reason, outcome=entry["outcome"], article=entry["article"])
        for reason, true in holds.items()
        if true and (entry := demands.get(f"withhold_{reason}")) is not None
    ]
    return tuple(sorted(found, key=lambda ground: _STRICTEST_FIRST.index(ground.outcome)))

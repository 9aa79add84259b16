"""A department's receipt (执行回执) for what it was ordered to take, measure by measure (S1-29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflows.domain.effects import Effect

#: What a department may answer about a measure that it was ordered.
ANSWERS = ("executed", "not_applicable")


@dataclass(frozen=True, kw_only=True)
class MeasureReceipt:
    """What a department answers about one measure."""

    #: One of :data:`ANSWERS`.
    state: str
    #: When it was executed, or found not to apply.
    on: date
    #: Why it does not apply, or a remark.
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteExecuted(Effect):
    """A department's receipt (执行回执) for everything that it was ordered in the case."""

    organ_id: int
    #: By the measure's key.
    receipts: Mapping[str, MeasureReceipt]

"""A record that a table brings into the office, and what a process says follows from that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.domain.calendar import WorkCalendar
from workflows.domain.policy import Pack


@dataclass(frozen=True, kw_only=True)
class NewRecord:
    """What is known of a record on the day on which it comes in. Days are Asia/Shanghai dates."""

    #: A key of ``domain.publicity.ACT_KINDS``.
    act_kind: str
    decided_on: date
    #: The texts in force that bind the organisation whose decision it is.
    packs: Sequence[Pack]
    calendar: WorkCalendar
    today: date


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What follows from a new record in one process."""

    #: Whether a case begins about it, at the organisation whose decision it is.
    begins: bool = False
    #: What stands in the filing form of that case, and its memory. JSON values only.
    application: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)
    #: Whether a limit was over before the record came in: counted and told once, never as a breach of its own.
    past: bool = False

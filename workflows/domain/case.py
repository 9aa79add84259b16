"""A case (办件) as rules and letters see it: facts only, nothing that can write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from workflows.domain.words import N_


class CaseState(StrEnum):
    """How a case stands as a whole."""

    OPEN = "open"
    ARCHIVED = "archived"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CASE_STATE_NAMES: dict[CaseState, str] = {
    CaseState.OPEN: N_("办理中"),
    CaseState.ARCHIVED: N_("已办结"),
    CaseState.REFUSED: N_("不予受理"),
    CaseState.WITHDRAWN: N_("已撤回"),
}


class Channel(StrEnum):
    """How a case came in: an application in writing or online (S1 六(三)), or the organ itself."""

    ONLINE = "online"
    COUNTER = "counter"
    #: The organ itself, of its own motion (依职权).
    OFFICE = "office"


CHANNEL_NAMES: dict[Channel, str] = {
    Channel.ONLINE: N_("网上"),
    Channel.COUNTER: N_("窗口"),
    Channel.OFFICE: N_("依职权"),
}


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """What is known of a case when an act on it is decided."""

    id: int
    number: str
    process: str
    authority_id: int
    #: The organisation that provided the record (信息提供单位).
    provider_id: int | None
    subject_id: int
    record_id: int | None
    #: The applicant's account; None when the form came in on paper and nobody has an account.
    applicant_id: int | None
    channel: Channel
    state: CaseState
    version: int
    #: The version at the last act of a person; timers do not move it.
    substance: int
    #: Asia/Shanghai date of receipt, T0 of every clock.
    received_on: date
    #: Ids of the packs that bound the authority when the case opened.
    packs: tuple[str, ...]
    #: Small memory of the process: who drafted, rounds, outcomes. JSON values only.
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: Clock events: dates by name, dates set by hand, suspensions, extensions. JSON values only.
    clocks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def party(self) -> str:
        """What whom it concerns is called: 申请人 where they asked for it, else 当事人; a message id."""
        return N_("当事人") if self.channel is Channel.OFFICE else N_("申请人")

    def did(self, node: str) -> int | None:
        """Return who last completed ``node``, or None."""
        by: Mapping[str, int] = self.facts.get("by", {})
        return by.get(node)

    def rounds(self, node: str) -> int:
        """Return how often ``node`` sent its matter back."""
        counts: Mapping[str, int] = self.facts.get("rounds", {})
        return counts.get(node, 0)

"""延期: a task of a process may extend running deadlines, where the text that rules them allows it."""

from dataclasses import dataclass

from workflows.domain.effects import Effect


@dataclass(frozen=True, kw_only=True)
class Extend(Effect):
    """The last days of ``rules`` are moved together; the person who acts is the one who approves it."""

    #: Rules with a running clock; the cap among them, where it would otherwise hold the stage back.
    rules: tuple[str, ...]
    #: How much is added, in the unit of each limit.
    n: int
    reason: str

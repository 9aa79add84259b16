"""延期: tasks of a process ask for more time and approve it, where the text that rules the deadlines allows it."""

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


@dataclass(frozen=True, kw_only=True)
class AskToExtend(Effect):
    """More time is asked for. Nothing moves; what nobody could approve is refused to whoever asks."""

    rules: tuple[str, ...]
    #: How much is to be added, in the unit of each limit.
    n: int

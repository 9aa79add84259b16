"""Which scenarios are played through the pages, and which of their acts are done there.

What has been done in the browser once is done by the office's own operations from then on: a form is proved by being
handed in once, and whoever has a part in a process by acting in it once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from workflows.domain.scenario import Act, Do, File, Follow, Open, Scenario, Withdraw
from workflows.processes import discover

#: A deed that is proved in the browser: process, and a node, ``open``, ``withdraw``, ``online`` or ``counter``.
Deed = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Sees:
    """What somebody (nobody signed in: the public) reads on a page at the end."""

    who: str = ""
    #: Address, with ``{case}``, ``{code}`` and ``{platform}``; ``{name}`` and ``{number}`` too in what is read there.
    path: str
    #: Where on the page.
    part: str = "main"
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Journey:
    """A scenario, played to its end or through a step, and what is seen then."""

    process: str
    scenario: str
    #: The last step that is played; empty for the scenario's last.
    through: str = ""
    #: Title of the letter that tells the subject the result; empty where it gets none.
    result: str = ""
    sees: tuple[Sees, ...]

    @property
    def told(self) -> Scenario:
        """The scenario."""
        return discover()[self.process].scenarios[self.scenario]

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """What is done."""
        acts = self.told.acts
        if not self.through:
            return acts
        places = [place for place, act in enumerate(acts) if isinstance(act, Do) and act.node == self.through]
        return acts[: places[0] + 1]

    def deeds(self) -> Iterator[tuple[int, Deed, str]]:
        """Give the place of every act that somebody does on a page, what it is, and who does it."""
        process = self.process
        for place, act in enumerate(self.acts):
            match act:
                case File():
                    process = act.process or process
                    yield place, (process, "online" if act.who == "applicant" else "counter"), act.who
                case Open():
                    process = act.process or process
                    yield place, (process, "open"), act.who
                case Follow():
                    process = self.process
                case Do():
                    yield place, (process, act.node), act.who
                case Withdraw():
                    yield place, (process, "withdraw"), "applicant"


def on_pages(journeys: Sequence[Journey]) -> list[dict[int, Deed]]:
    """Return, for each journey, the places of those acts that are done in the browser, and what they are."""
    done: set[tuple[str, str]] = set()
    played = []
    for journey in journeys:
        mine = {}
        for place, deed, who in journey.deeds():
            news = {deed, (deed[0], f"by {who}")}
            if not news <= done:
                mine[place] = deed
            done |= news
        played.append(mine)
    return played

"""Where cases may stand: at each task that a scenario of a process completes, and at the end of each scenario."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Act, Do, Scenario, Wait


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A case that goes along a scenario and stops where a task waits."""

    process: ProcessType
    scenario: Scenario
    #: The task that is to wait; empty for a case that goes to its end.
    node: str = ""

    @property
    def acts(self) -> tuple[Act, ...]:
        """What is done before the stop."""
        return self.scenario.acts[: _place(self.scenario, self.node)] if self.node else self.scenario.acts

    @property
    def last(self) -> date:
        """The day of the scenario on which the case comes to its stop."""
        return max([self.scenario.begins, *(act.until for act in self.acts if isinstance(act, Wait))])

    @property
    def days(self) -> int:
        """Natural days from the beginning to the stop."""
        return (self.last - self.scenario.begins).days


def every_stop(processes: Iterable[ProcessType]) -> list[Stop]:
    """Return, for every process, one case at each task that a scenario completes, and one at the end of each."""
    stops = []
    for process in processes:
        scenarios = process.scenarios.values()
        for node in process.tasks:
            ways = [Stop(process=process, scenario=each, node=node) for each in scenarios if _place(each, node)]
            if ways:
                stops.append(min(ways, key=lambda way: (way.days, len(way.acts))))
        stops += [Stop(process=process, scenario=each) for each in scenarios]
    return stops


def handful(process: ProcessType, packs: Sequence[str], *, number: int, days: int) -> list[Stop]:
    """Return a few cases of a process: at tasks spread over the way, one that waits for its supervisor, one finished.

    Args:
        packs: what binds the office; a scenario that needs others is left out.
        number: at most so many.
        days: the longest time (natural days) that a case may take to its stop.
    """
    stops = [stop for stop in every_stop([process]) if set(stop.scenario.packs) <= set(packs) and stop.days <= days]
    on_the_way = sorted((stop for stop in stops if stop.node), key=lambda stop: len(stop.acts))
    late = [stop for stop in on_the_way if stop.node.startswith("supervise_")][:1]
    finished = sorted((stop for stop in stops if not stop.node), key=lambda stop: len(stop.acts))[-1:]
    others = [stop for stop in on_the_way if not stop.node.startswith("supervise_")]
    room = max(number - len(late) - len(finished), 1)
    return [*_spread(others, room), *late, *finished]


def _spread(stops: Sequence[Stop], number: int) -> list[Stop]:
    """Return at most so many, evenly from the first to the last."""
    if len(stops) <= number or number == 1:
        return list(stops[:number])
    return [stops[place * (len(stops) - 1) // (number - 1)] for place in range(number)]


def _place(scenario: Scenario, node: str) -> int | None:
    acts = enumerate(scenario.acts)
    return next((place for place, act in acts if isinstance(act, Do) and act.node == node), None)

"""Completions per second: ours and the two limits, in interleaved rounds of the same minutes."""

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from bench.limits import Floor, raw_commits
from bench.meter import Cost
from bench.places import Place
from bench.walks import Load, without_files

#: What is measured, in the order of the table.
RAW, BARE, FLOOR, OURS, WHOLE = "raw commit", "bare floor", "floor with tasks", "ours", "ours with letter files"


def measure(place: Place, *, cases: int, rounds: int) -> dict[str, Any]:
    """Measure a kind of database.

    Args:
        cases: cases driven from filing to archive in each round, each way.
        rounds: how often each way is taken, in turn.
    """
    with place.fresh() as url, raw_commits(url) as raw:
        load = Load.on(url, place.folder / f"{place.kind}-files", cases * (rounds + 1) * 2, server=place.server_cpu)
        office, engine = load.office, load.office.database.engine
        light = load.with_office(without_files(office))
        diagram = office.newest_diagram("objection")
        floors = {name: Floor(engine, load.meter, diagram, with_tasks=name == FLOOR) for name in (BARE, FLOOR)}
        ways: dict[str, Callable[[], list[Cost]]] = {
            BARE: floors[BARE].whole_case,
            FLOOR: floors[FLOOR].whole_case,
            OURS: light.whole_case,
            WHOLE: load.whole_case,
        }
        for way in ways.values():
            way()
        light.costs.clear()
        load.costs.clear()
        taken: dict[str, list[list[Cost]]] = {name: [] for name in (RAW, *ways)}
        for _ in range(rounds):
            taken[RAW].append([raw(cases * 11)])
            for name, way in ways.items():
                taken[name].append([cost for _ in range(cases) for cost in way()])
        answer = _answer(taken, cases * 11)
        answer["by_task"] = {name: _by_task(each.costs) for name, each in ((OURS, light), (WHOLE, load))}
        office.database.close()
    return answer


def _answer(taken: Mapping[str, list[list[Cost]]], per_round: int) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for name, rounds in taken.items():
        costs = [cost for each in rounds for cost in each]
        rates = [per_round / sum(cost.wall for cost in each) for each in rounds]
        answer[name] = {
            "per_second": median(rates),
            "per_second_range": [min(rates), max(rates)],
            "cpu_ms": median(1000 * sum(cost.cpu for cost in each) / per_round for each in rounds),
            "server_cpu_ms": median(1000 * sum(cost.server for cost in each) / per_round for each in rounds),
            "times_bare_floor": _ratio(rounds, taken[BARE]),
            "times_floor": _ratio(rounds, taken[FLOOR]),
            "cpu_times_bare_floor": _ratio(rounds, taken[BARE], "cpu"),
            "cpu_times_floor": _ratio(rounds, taken[FLOOR], "cpu"),
        }
        if name != RAW:
            answer[name] |= _counts(costs)
    return answer


def _ratio(rounds: list[list[Cost]], floor: list[list[Cost]], what: str = "wall") -> float:
    """Return the median over the rounds of how many times the floor's time of the same round was taken."""
    return median(
        sum(getattr(cost, what) for cost in ours) / sum(getattr(cost, what) for cost in theirs)
        for ours, theirs in zip(rounds, floor, strict=True)
    )


def _counts(costs: list[Cost]) -> dict[str, Any]:
    totals = [cost.all_calls for cost in costs]
    return {
        "statements_mean": sum(totals) / len(totals),
        "statements_max": max(totals),
        "rows_counted_max": max(cost.all_statements for cost in costs),
        "commits_max": max(cost.commits for cost in costs),
        "commits_min": min(cost.commits for cost in costs),
    }


def _by_task(costs: Mapping[str, list[Cost]]) -> dict[str, Any]:
    return {
        node: {"wall_ms": 1000 * median(cost.wall for cost in each), **_counts(each)} for node, each in costs.items()
    }

"""What a completion and a finished case cost in each process, along a scenario of its own, one beside the other."""

from statistics import median
from typing import Any

from bench.drives import COURSES, Course
from bench.meter import Cost
from bench.places import Place
from bench.sizes import weigh


def measure(place: Place, *, cases: int, rounds: int) -> dict[str, Any]:
    """Measure a kind of database, process by process, each on a database of its own.

    Args:
        cases: cases driven from beginning to end in each round.
        rounds: how often each process is taken.
    """
    answer: dict[str, Any] = {}
    for process, key in COURSES:
        with place.fresh() as url:
            mails = place.folder / f"{place.kind}-{process}-mails"
            folder = place.folder / f"{place.kind}-{process}"
            course = Course.on(url, folder, process, key, 1 + cases * rounds, place.server_cpu)
            # What is made once, not for each case, is there before: the diagrams. It warms up, too.
            course.whole_case()
            course.costs.clear()
            course.settle(mails)
            course.staffed.office.database.close()
            grown, packed, _ = weigh(url)
            before = course.cases()
            taken = [[cost for _ in range(cases) for cost in course.whole_case()] for _ in range(rounds)]
            finished = course.cases() - before
            # A finished case is weighed as an office keeps it, once the worker has been there.
            course.settle(mails)
            course.staffed.office.database.close()
            now_grown, now_packed, _ = weigh(url)
        answer[process] = {"scenario": key, **_figures(taken, cases), "by_task": _by_task(course)}
        answer[process] |= {
            "as_grown": (now_grown - grown) / finished,
            "packed": (now_packed - packed) / finished,
        }
    return answer


def _figures(taken: list[list[Cost]], cases: int) -> dict[str, Any]:
    rates = [len(each) / sum(cost.wall for cost in each) for each in taken]
    costs = [cost for each in taken for cost in each]
    statements = [cost.all_calls for cost in costs]
    return {
        "completions": len(taken[0]) // cases,
        "per_second": median(rates),
        "per_second_range": [min(rates), max(rates)],
        "cpu_ms": median(1000 * sum(cost.cpu for cost in each) / len(each) for each in taken),
        "server_cpu_ms": median(1000 * sum(cost.server for cost in each) / len(each) for each in taken),
        "statements_mean": sum(statements) / len(statements),
        "statements_max": max(statements),
        "commits": [min(cost.commits for cost in costs), max(cost.commits for cost in costs)],
    }


def _by_task(course: Course) -> dict[str, int]:
    """Most statements of each task, and of opening a case."""
    return {node: max(cost.all_calls for cost in each) for node, each in course.costs.items()}

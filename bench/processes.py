"""What a completion and a finished case cost in each process, along a scenario of its own, one beside the other."""

from statistics import median
from typing import Any

from bench.drives import COURSES, Course
from bench.meter import Cost
from bench.places import Place
from bench.sizes import weigh

#: Cases before those that are measured: PostgreSQL's driver prepares a statement once it has been asked for five times.
WARM = 6


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
            course = Course.on(url, folder, process, key, 1 + WARM + cases * (rounds + 1), place.server_cpu)
            # What is made once, not for each case, is there before: the diagrams.
            course.whole_case()
            course.settle(mails)
            course.staffed.office.database.close()
            grown, packed, _ = weigh(url)
            before = course.cases()
            for _ in range(WARM):
                course.whole_case()
            taken = [[cost for _ in range(cases) for cost in course.whole_case()] for _ in range(rounds)]
            # Statements are counted in a round of their own, which nobody times.
            course.meter.listen()
            course.costs.clear()
            counted = [cost for _ in range(cases) for cost in course.whole_case()]
            finished = course.cases() - before
            # A finished case is weighed as an office keeps it, once the worker has been there.
            course.settle(mails)
            course.staffed.office.database.close()
            now_grown, now_packed, _ = weigh(url)
        answer[process] = {"scenario": key, **_figures(taken, counted, cases), "by_task": _by_task(course)}
        answer[process] |= {
            "as_grown": (now_grown - grown) / finished,
            "packed": (now_packed - packed) / finished,
        }
    return answer


def _figures(taken: list[list[Cost]], counted: list[Cost], cases: int) -> dict[str, Any]:
    rates = [len(each) / sum(cost.wall for cost in each) for each in taken]
    statements = [cost.all_calls for cost in counted]
    return {
        "completions": len(taken[0]) // cases,
        "per_second": median(rates),
        "per_second_range": [min(rates), max(rates)],
        "cpu_ms": median(1000 * sum(cost.cpu for cost in each) / len(each) for each in taken),
        "server_cpu_ms": median(1000 * sum(cost.server for cost in each) / len(each) for each in taken),
        "statements_mean": sum(statements) / len(statements),
        "statements_max": max(statements),
        "commits": [min(cost.commits for cost in counted), max(cost.commits for cost in counted)],
    }


def _by_task(course: Course) -> dict[str, int]:
    """Most statements of each task, and of opening a case."""
    return {node: max(cost.all_calls for cost in each) for node, each in course.costs.items()}

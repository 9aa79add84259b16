"""``make bench``: measures on fresh databases, prints a table and writes JSON. ``python -m bench --help`` for more."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import acts, growth, pages, processes, report, sizes
from bench.places import Place, places

_PARTS = ("acts", "processes", "size", "sweep", "queue", "pages")
_KINDS = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Measure what ``arguments`` ask for, print the table, write the JSON and return it."""
    options = _parser().parse_args(arguments)
    parts: dict[str, Callable[[Place], dict[str, Any]]] = {
        "acts": lambda place: acts.measure(place, cases=options.cases, rounds=options.rounds),
        "processes": lambda place: processes.measure(place, cases=options.process_cases, rounds=options.rounds),
        "size": lambda place: sizes.measure(place, cases=options.size_cases),
        "sweep": lambda place: growth.measure_sweep(
            place, due=options.due, pending=options.pending, rounds=min(options.rounds, 6)
        ),
        "queue": lambda place: growth.measure_queue(place, lengths=options.queue, rounds=options.rounds),
        "pages": lambda place: pages.measure(place, cases=options.office, looks=options.looks),
    }
    answers: dict[str, dict[str, Any]] = {}
    with places(tuple(options.databases)) as found:
        for kind, place in zip(options.databases, found, strict=True):
            answer = answers[kind] = {}
            if isinstance(place, str):
                answer["error"] = place
                continue
            for part in options.only:
                print(f"{kind}: {part} …", file=sys.stderr, flush=True)
                answer[part] = parts[part](place)
            answer["targets"] = list(report.targets(kind, answer))
    print("\n".join(report.lines(answers)))
    whole = {"python": platform.python_version(), "machine": platform.machine(), "databases": answers}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {options.json}")
    return whole


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=_PARTS, help="parts to measure")
    parser.add_argument("--databases", nargs="+", choices=_KINDS, default=_KINDS, help="databases to measure on")
    parser.add_argument("--cases", type=int, default=15, help="cases from filing to archive in each round, each way")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (the sweep has six at most)")
    parser.add_argument("--process-cases", type=int, default=10, help="cases of each process in each round")
    parser.add_argument("--size-cases", type=int, default=300, help="finished cases that are weighed")
    parser.add_argument("--due", type=int, default=500, help="due deadlines of a sweep")
    parser.add_argument("--pending", type=int, nargs="+", default=[5_000, 100_000], help="pending deadlines of a sweep")
    parser.add_argument("--queue", type=int, nargs="+", default=[1_000, 100_000], help="open tasks of a queue")
    parser.add_argument("--office", type=int, nargs="+", default=[1_000, 100_000], help="cases of an office")
    parser.add_argument("--looks", type=int, default=40, help="times that each page is asked for")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), help="where the figures are written")
    return parser


if __name__ == "__main__":
    main()

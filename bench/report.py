"""Says what was measured: a table for people, and each target with whether it was met."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.acts import BARE, FLOOR, OURS, RAW, WHOLE

#: Targets: most times the floor, most CPU per completion, most statements, most bytes per case, most growth.
TIMES_FLOOR = 2.0
CPU_MS = {"sqlite": 5.0, "postgresql": 8.0}
STATEMENTS = 25
BYTES = {"sqlite": 15_000, "postgresql": 20_000}
SWEEP_TIMES, QUEUE_TIMES, PAGE_TIMES = 1.2, 1.5, 1.5

_NAMES = {
    RAW: "limit: raw commits",
    BARE: "floor: step, case, state, event",
    FLOOR: "floor with its tasks",
    OURS: "completions",
    WHOLE: "completions with letter files",
}


def lines(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table, kind of database by kind of database."""
    for kind, answer in answers.items():
        yield f"\n== {kind}"
        if "error" in answer:
            yield f"   not measured: {answer['error']}"
        if "acts" in answer:
            yield from _acts(answer["acts"])
        if "processes" in answer:
            yield from _processes(answer["processes"])
        if "size" in answer:
            size = answer["size"]
            yield f"\n   bytes per finished case    {size['as_grown']:8.0f} as grown   {size['packed']:8.0f} packed"
            for name, weight in list(size["by_table"].items())[:8]:
                yield f"      {name:22} {weight:8.0f}"
        for part, words, unit in (
            ("sweep", "firing due deadlines among pending ones", "seconds"),
            ("queue", "first page of a queue by open tasks", "milliseconds"),
        ):
            if part in answer:
                yield f"\n   {words} ({unit})"
                for number, taken in answer[part][unit].items():
                    low, high = answer[part]["range"][number]
                    times = answer[part]["times"][number]
                    yield f"      {int(number):>9,}   {taken:8.3f}  ({low:.3f}-{high:.3f})   x {times:.2f}"
        if "pages" in answer:
            yield from _pages(answer["pages"])
        yield "\n   targets"
        for target in targets(kind, answer):
            yield f"      {'met   ' if target['met'] else 'MISSED'}  {target['name']}: {target['found']}"


def _acts(acts: Mapping[str, Any]) -> Iterator[str]:
    yield f"   {'':32} {'per second':>22} {'x bare':>7} {'x floor':>8} {'in CPU':>11}   CPU ms  server  statements"
    for key, name in _NAMES.items():
        row = acts[key]
        low, high = row["per_second_range"]
        rate = f"{row['per_second']:.0f} ({low:.0f}-{high:.0f})"
        cpu = f"{row['cpu_times_bare_floor']:5.2f} {row['cpu_times_floor']:5.2f}"
        counted = f"{row['statements_mean']:.1f}/{row['statements_max']}" if "statements_mean" in row else ""
        yield (
            f"   {name:32} {rate:>22} {row['times_bare_floor']:7.2f} {row['times_floor']:8.2f} {cpu:>11}"
            f" {row['cpu_ms']:8.2f} {row.get('server_cpu_ms', 0):7.2f} {counted:>11}"
        )
    yield f"\n   {'by task':32} {'ms':>8} {'with files':>11} {'statements':>11} {'by rows':>8} {'commits':>8}"
    for node, row in acts["by_task"][OURS].items():
        whole = acts["by_task"][WHOLE][node]["wall_ms"]
        counted = f"{row['statements_max']:11d} {row['rows_counted_max']:8d} {row['commits_max']:8d}"
        yield f"   {node:32} {row['wall_ms']:8.2f} {whole:11.2f} {counted}"


def _processes(found: Mapping[str, Any]) -> Iterator[str]:
    heads = f"{'CPU ms':>7} {'server':>7} {'statements':>11} {'bytes':>7} {'packed':>7}"
    yield f"\n   {'by process':32} {'per second':>18} {heads}"
    for process, row in found.items():
        low, high = row["per_second_range"]
        rate = f"{row['per_second']:.0f} ({low:.0f}-{high:.0f})"
        counted = f"{row['statements_mean']:.1f}/{row['statements_max']}"
        name = f"{process} {row['scenario']} ({row['completions']})"
        yield (
            f"   {name:32} {rate:>18} {row['cpu_ms']:7.2f} {row['server_cpu_ms']:7.2f} {counted:>11}"
            f" {row['as_grown']:7.0f} {row['packed']:7.0f}"
        )
        many = [f"{node} {most}" for node, most in row["by_task"].items() if most > STATEMENTS]
        if many:
            yield f"      more than {STATEMENTS} statements: {', '.join(many)}"


def _pages(pages: Mapping[str, Any]) -> Iterator[str]:
    sizes = [str(number) for number in pages["cases"]]
    heads = "".join(f"{int(size):>10,}" for size in sizes)
    yield f"\n   pages over HTTP (ms)                      p95{heads}          p50{heads}         bytes of the last"
    for name, row in pages["pages"].items():
        p95, p50 = ("".join(f"{row[key][size]:10.1f}" for size in sizes) for key in ("p95_ms", "p50_ms"))
        yield (
            f"      {name:38} {p95}   x {row['times']:4.2f}   {p50}   x {row['times_p50']:4.2f}"
            f" {row['bytes'][sizes[-1]]:9,}"
        )
    first = pages["pages"]["supervisor /board/statistics"]["first_ms"]
    yield "      first look at the statistics (ms)      " + "".join(f"{first[size]:10.1f}" for size in sizes)
    limit = pages["limit"]
    for name in ("limit", *sizes):
        found = pages[name]
        told = f"{int(name):,} cases" if name != "limit" else f"limit: bare answer of {limit['bytes']:,} bytes"
        low, high = found["range"]
        yield (
            f"      {told:42} {found['per_second']:6.0f} ({low:.0f}-{high:.0f}) pages/s to eight people,"
            f" {found['memory_mb']:.0f} MB"
        )


def targets(kind: str, answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each target that was measured: its name, what was found and whether it is met."""
    if "acts" in answer:
        ours = answer["acts"][OURS]
        for floor, key in ((BARE, "times_bare_floor"), (FLOOR, "times_floor")):
            yield _at_most(f"at most {TIMES_FLOOR} times the {floor}", ours[key], TIMES_FLOOR)
            yield _at_most("   the same in CPU time", ours[f"cpu_{key}"], TIMES_FLOOR)
        yield from _cpu(kind, ours)
        name = f"at most {STATEMENTS} statements, BEGIN and COMMIT included"
        yield _at_most(name, ours["statements_max"], STATEMENTS)
        yield _at_most("   the same with each row of an insert counted", ours["rows_counted_max"], STATEMENTS)
        once = ours["commits_min"] == ours["commits_max"] == 1
        yield {"name": "one commit", "found": ours["commits_max"], "met": once}
    for process, row in answer.get("processes", {}).items():
        yield _at_most(f"{process}: at most {STATEMENTS} statements", row["statements_max"], STATEMENTS)
        yield from _cpu(kind, row)
        yield _at_most(f"   at most {BYTES[kind]} bytes a finished case", _bytes(kind, row), BYTES[kind])
    if "size" in answer:
        yield _at_most(f"at most {BYTES[kind]} bytes a finished case", _bytes(kind, answer["size"]), BYTES[kind])
    if "pages" in answer:
        for key, words in (("times", "p95 of each page"), ("times_p50", "   the same of its median")):
            slowest = max(answer["pages"]["pages"].items(), key=lambda page: float(page[1][key]))
            yield _at_most(f"{words} at most {PAGE_TIMES} times ({slowest[0]})", slowest[1][key], PAGE_TIMES)
    for part, most in (("sweep", SWEEP_TIMES), ("queue", QUEUE_TIMES)):
        if part in answer:
            times = list(answer[part]["times"].values())[-1]
            yield _at_most(f"{part}: the longest at most {most} times the shortest", times, most)


def _cpu(kind: str, row: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """Our process's CPU, and with that of a server of its own."""
    yield _at_most(f"   at most {CPU_MS[kind]} ms of our CPU", row["cpu_ms"], CPU_MS[kind])
    if row["server_cpu_ms"]:
        both = row["cpu_ms"] + row["server_cpu_ms"]
        yield _at_most(f"   at most {CPU_MS[kind]} ms, the server's included", both, CPU_MS[kind])


def _bytes(kind: str, size: Mapping[str, float]) -> float:
    """SQLite is judged as it grows; PostgreSQL when vacuumed, which it does by itself."""
    return size["as_grown" if kind == "sqlite" else "packed"]


def _at_most(name: str, found: float, most: float) -> dict[str, Any]:
    return {"name": name, "found": round(found, 2), "met": found <= most}

"""What the applicant does not know yet: a decision counts as told when the letter with it is served, not before."""

from collections.abc import Sequence
from typing import Any

from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import ProcessType


def served_first(process: ProcessType) -> frozenset[str]:
    """Letters that are handed over with a 送达回证: the applicant has them when service is recorded, not before."""
    return frozenset(
        code
        for task in process.tasks.values()
        if "SHR-01" in task.letters
        for code in task.letters
        if not code.startswith("SHR")
    )


def untold(process: ProcessType, rows: Sequence[Any]) -> frozenset[str]:
    """Return the steps that would tell the applicant the decision before the letter with it is served; empty after.

    Those that stand on no step line are among them: they watch over what follows from the decision.

    Args:
        rows: the letters of the case with their service.
    """
    codes = served_first(process)
    unserved = {kind_of(row.code) for row in rows if row.state == "signed" and row.served_at is None}
    if not codes & unserved:
        return frozenset()
    serving = [task for task in process.tasks.values() if codes & set(task.letters) and "SHR-01" in task.letters]
    steps = {"", *(task.step for task in serving)}
    return frozenset(task.node for task in process.tasks.values() if task.step in steps and task not in serving)


def untold_rule(process: ProcessType, rule: str, hidden: frozenset[str]) -> bool:
    """Tell whether a clock would tell the decision: it measures a hidden step, or only what follows from it."""
    if not hidden or rule == process.cap_rule:
        return False
    measured = {task.node for task in process.tasks.values() if task.step and rule in task.rules}
    return bool(measured & hidden) or not measured

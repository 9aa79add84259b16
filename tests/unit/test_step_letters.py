"""The letters named beside a step: what was drafted for this case, never those of another conclusion."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from webapp.tasks.worktable import Worktable
from workflows.processes import discover


def named(process: str, node: str, *made: str) -> set[str]:
    """Return the letters beside a step of a case in which some were made."""
    found = discover()[process]
    lines = tuple(SimpleNamespace(kind=code, state="draft", code=code) for code in made)
    table: Any = SimpleNamespace(case=SimpleNamespace(process=found, letters=lines), kind=found.tasks[node])
    letters = cast(Any, Worktable.letters).fget(table)
    return {letter.code for letter in letters}


@pytest.mark.parametrize(
    ("process", "node", "made", "there", "not_there"),
    [
        ("blacklist_exit", "approve_afterwards", ("LST-13", "LST-13P"), {"LST-13", "LST-13P"}, {"LST-11", "LST-11P"}),
        ("blacklist_exit", "serve_removal", ("LST-13",), {"LST-13"}, {"LST-11", "LST-11P"}),
        ("repair", "serve_decision", ("REP-08",), {"REP-08"}, {"REP-09"}),
        ("blacklist_entry", "legal_review", ("LST-01", "LST-07"), {"LST-05", "LST-07"}, {"LST-06", "LST-06P"}),
        ("blacklist_entry", "sign_decision", ("LST-01", "LST-06"), {"LST-06"}, {"LST-05A", "LST-05D", "LST-07"}),
        # Before anything is drafted every possible letter is named.
        ("repair", "draft_decision", (), {"REP-08", "REP-09"}, set()),
    ],
)
def test_a_step_names_the_letters_of_its_conclusion(
    process: str, node: str, made: tuple[str, ...], there: set[str], not_there: set[str]
) -> None:
    found = named(process, node, *made)
    assert there <= found
    assert not found & not_there

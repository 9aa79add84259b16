"""A lost race is decided again from the new state, never overwritten."""

from collections.abc import Callable
from typing import TypeVar

from workflows.domain.errors import StaleVersion

_T = TypeVar("_T")

#: How often an act is decided again before its person is told that the case moved on.
ATTEMPTS = 6


def decided_again(once: Callable[[], _T]) -> _T:
    """Run ``once`` until it is not overtaken by another act; give up with StaleVersion after ATTEMPTS."""
    for _ in range(ATTEMPTS - 1):
        try:
            return once()
        except StaleVersion as stale:
            if stale.final:
                raise
    return once()

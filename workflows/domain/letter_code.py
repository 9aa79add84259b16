"""The codes of letters in a case: the kind's own, or of several of one kind each its place (LST-06P.2, REP-08.1).

A letter about one person or one record among several is drafted, numbered, signed and served for itself.
"""

from collections.abc import Sequence

_DOT = "."


def sheets(kind: str, places: Sequence[int] | range) -> tuple[str, ...]:
    """Return the codes of several letters of a kind, one for each place; places count from 1."""
    return tuple(f"{kind}{_DOT}{place}" for place in places)


def kind_of(code: str) -> str:
    """Return the kind of a letter, which its place does not change."""
    return code.partition(_DOT)[0]


def place_of(code: str) -> int:
    """Return the place of a letter among several of its kind; 0 for the only one."""
    return int(code.partition(_DOT)[2] or 0)


def is_of(code: str, wanted: str) -> bool:
    """Tell whether a letter is the wanted one, or one of the wanted kind where no place is named."""
    return wanted in (code, kind_of(code))

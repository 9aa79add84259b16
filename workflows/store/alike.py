"""Groups changes of rows that set the same columns: each group is one statement with many values."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any


def alike(changes: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    """Give the columns of each group and its values, with the row's id as ``b_id``."""
    ordered = sorted(changes.items(), key=lambda item: tuple(item[1]))
    for columns, group in groupby(ordered, key=lambda item: tuple(item[1])):
        yield columns, [{"b_id": row_id, **values} for row_id, values in group]

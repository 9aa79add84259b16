"""Takes out the free space that no flow needed, so that lanes fit their content."""

from collections.abc import Callable
from itertools import pairwise

from tools.diagrams.model import Box, Pool

#: Free space that stays between two things that follow each other, and between a thing and the border of its lane.
BETWEEN, ARROW, BORDER = 20, 40, 20
#: Least height of a lane, so that its own name fits.
LEAST_LANE = 100

Solid = tuple[int, int, str]


def squeeze(pool: Pool) -> None:
    """Move everything in a pool together until only the space stays that reading needs."""
    across: list[Solid] = [(60, 60, "border")]
    down: list[Solid] = []
    for lane in pool.lanes:
        down += [(lane.top, lane.top, "border"), (lane.bottom, lane.bottom, "border")]
    for node in pool.nodes.values():
        left, top, right, bottom = node.box
        across.append((left, right, "shape"))
        down.append((top, bottom, "shape"))
    for item in pool.labelled:
        if item.label:
            left, top, right, bottom = item.label
            across.append((left, right, "label"))
            down.append((top, bottom, "label"))
    for flow in pool.flows:
        for (x, y), (to_x, _) in pairwise(flow.points):
            if x == to_x:
                across.append((x, x, "flow"))
            else:
                down.append((y, y, "flow"))
    across.append((pool.right, pool.right, "border"))
    _move(pool, _map(across, ARROW), _map(down, 30))


def _map(solids: list[Solid], apart: int) -> Callable[[int], int]:
    """Old place to new place along one axis; ``apart`` is the least space between two shapes."""
    steps: list[tuple[int, int]] = []
    shift, end, last = 0, None, ""
    for start, stop, what in sorted(solids):
        if end is not None and start > end:
            kinds = {last, what}
            keep = apart if kinds == {"shape"} else 8 if "label" in kinds else BORDER if "border" in kinds else BETWEEN
            shift += max(0, start - end - keep)
            steps.append((start, shift))
        if end is None or stop > end or (stop == end and what == "shape"):
            end, last = stop, what

    def moved(place: int) -> int:
        for start, taken in reversed(steps):
            if place >= start:
                return place - taken
        return place

    return moved


def _move(pool: Pool, across: Callable[[int], int], down: Callable[[int], int]) -> None:
    def box(old: Box) -> Box:
        left, top = across(old[0]), down(old[1])
        return left, top, left + old[2] - old[0], top + old[3] - old[1]

    for node in pool.nodes.values():
        left, top, _, _ = box(node.box)
        node.x, node.y = left + node.width // 2, top + node.height // 2
    for item in pool.labelled:
        item.label = box(item.label) if item.label else None
    for flow in pool.flows:
        flow.points = [(across(x), down(y)) for x, y in flow.points]
    pool.right = across(pool.right)
    for lane in pool.lanes:
        lane.top, lane.bottom = down(lane.top), down(lane.bottom)
    added = 0
    for number, lane in enumerate(pool.lanes):
        missing = max(0, LEAST_LANE - (lane.bottom - lane.top))
        lane.top += added
        added += missing
        lane.bottom += added
        if missing:
            _lower(pool, lane.top, number, missing // 2, missing)


def _lower(pool: Pool, top: int, number: int, inside: int, below: int) -> None:
    """Make a lane higher: its content moves by ``inside``, what lies in the lanes below moves by ``below``."""
    old_bottom = pool.lanes[number].bottom - below

    def down(y: int) -> int:
        return y if y < top else y + inside if y < old_bottom else y + below

    for node in pool.nodes.values():
        node.y = down(node.y)
    for item in pool.labelled:
        if item.label:
            left, upper, right, bottom = item.label
            item.label = left, down(upper), right, down(upper) + bottom - upper
    for flow in pool.flows:
        flow.points = [(x, down(y)) for x, y in flow.points]

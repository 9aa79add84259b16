"""Takes out the free space that no flow needed, so that lanes fit their content."""

from collections.abc import Callable
from itertools import pairwise

from tools.diagrams.model import Box, Pool

#: Least space between two things, by their kinds; between two shapes, room for an arrow.
NEEDED = {
    frozenset({"flow"}): 20,
    frozenset({"flow", "shape"}): 20,
    frozenset({"flow", "border"}): 15,
    frozenset({"shape", "border"}): 20,
    frozenset({"border"}): 20,
}
NEAR_LABEL = 8
ARROW, BELOW = 45, 30
#: Least height of a lane, and what each sign of its own name, which stands upright, adds to it.
LEAST_LANE, NAME_EDGE, NAME_SIGN = 100, 20, 12

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
    _move(pool, _map(across, ARROW), _map(down, BELOW))


def _map(solids: list[Solid], apart: int) -> Callable[[int], int]:
    """Old place to new place along one axis; ``apart`` is the least space between two shapes."""
    needed = {**NEEDED, frozenset({"shape"}): apart}
    ordered = sorted(solids)
    #: for each kind of thing, where the last one ends in the new drawing.
    ends: dict[str, int] = {}
    steps: list[tuple[int, int]] = []
    shift, end = 0, ordered[0][0]
    for number, (start, stop, what) in enumerate(ordered):
        if start > end:
            first: dict[str, int] = {}
            for later, _, kind in ordered[number:]:
                first.setdefault(kind, later - shift)
            spare = min(
                to - ends[before] - needed.get(frozenset({before, after}), NEAR_LABEL)
                for before in ends
                for after, to in first.items()
            )
            shift += max(0, min(spare, start - end))
            steps.append((start, shift))
        ends[what] = max(ends.get(what, stop - shift), stop - shift)
        end = max(end, stop)

    def moved(place: int) -> int:
        return place - next((taken for start, taken in reversed(steps) if place >= start), 0)

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
        least = max(LEAST_LANE, NAME_EDGE + NAME_SIGN * len(lane.name))
        missing = max(0, least - (lane.bottom - lane.top))
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

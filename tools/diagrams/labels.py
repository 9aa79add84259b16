"""Where names stand that do not fit into their shape: beside it, covering nothing."""

from collections.abc import Iterator
from itertools import pairwise

from tools.diagrams.model import Box, Flow, Node, Pool, label_size


def write(pool: Pool) -> None:
    """Give every event, gateway and named flow of a routed pool the place of its name."""
    shapes = [node.box for node in pool.nodes.values()]
    for node in pool.nodes.values():
        if node.outside and not node.label:
            node.label = _best(pool, shapes, list(_beside(node)), _labels(pool))
    for flow in pool.flows:
        if flow.name:
            shared = any(flow.points[:1] == other.points[:1] for other in pool.flows if other is not flow)
            flow.label = _best(pool, shapes, list(_along(flow, shared)), _labels(pool))


def _labels(pool: Pool) -> list[Box]:
    return [item.label for item in pool.labelled if item.label]


def _best(pool: Pool, shapes: list[Box], places: list[Box], labels: list[Box]) -> Box:
    """The first of the places that covers least."""

    def cost(place: Box) -> int:
        covered = 1000 * sum(overlap(place, box) for box in (*shapes, *labels))
        return covered + 100 * sum(overlap(place, leg) for flow in pool.flows for leg in legs(flow))

    return min(places, key=cost)


def legs(flow: Flow) -> Iterator[Box]:
    """The straight parts of a flow as boxes that are a little thicker than the line."""
    for (x, y), (to_x, to_y) in pairwise(flow.points):
        yield min(x, to_x) - 1, min(y, to_y) - 1, max(x, to_x) + 1, max(y, to_y) + 1


def overlap(one: Box, other: Box) -> bool:
    """Do two boxes have an area in common?"""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _beside(node: Node) -> Iterator[Box]:
    width, height = label_size(node.name)
    left, top, right, bottom = node.box
    near = 4 if node.width > 40 else 3
    low, high = bottom + near, top - near - height
    middle = node.x - width // 2
    places = [(middle, low), (middle, high)]
    corner = 6 if node.width > 40 else 4
    side = node.x - corner - width, node.x + corner
    places += [(side[0], high), (side[1], high), (side[0], low), (side[1], low)]
    places += [(right + 4, node.y - height // 2), (left - 4 - width, node.y - height // 2)]
    for x, y in places:
        yield x, y, x + width, y + height


def _along(flow: Flow, shared: bool) -> Iterator[Box]:
    """Places beside a flow, from its start on; from its end when its start is shared with another."""
    width, height = label_size(flow.name)
    parts = list(pairwise(flow.points))
    for (x, y), (to_x, to_y) in reversed(parts) if shared else parts:
        if y == to_y:
            near = x + 6 if to_x > x else x - 6 - width
            places = [(near, y - 3 - height), (near, y + 3)]
            middle = (x + to_x - width) // 2
            places += [(middle, y - 3 - height), (middle, y + 3)]
        else:
            near = y + 5 if to_y > y else y - 5 - height
            middle = (y + to_y - height) // 2
            places = [(x + 5, near), (x - 5 - width, near), (x + 5, middle), (x - 5 - width, middle)]
        for left, top in places:
            yield left, top, left + width, top + height

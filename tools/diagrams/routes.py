"""How flows run: the cheapest way over a lattice of tracks, around every shape."""

import heapq
from collections import defaultdict
from itertools import pairwise

from tools.diagrams.columns import GAP, PADDING, TASK_HEIGHT, TRACK
from tools.diagrams.model import GATEWAYS, Box, Flow, Node, Point, Pool
from tools.diagrams.order import back_flows

BEND, CROSSING, TOUCHING, OVERLAP = 60, 150, 900, 4000
#: Using one side of a node both to enter and to leave; leaving twice on one side.
MIXED, SHARED = 500, 250
#: How often every flow may choose its way again when all others have theirs.
ROUNDS = 2
#: Distance that a flow keeps from a shape that is not its own.
CLEARANCE = 8
#: Directions: right, down, left, up.
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
#: What it costs to leave, to leave for a way back, or to enter in a direction.
LEAVE = (0, 70, 400, 70)
RETURN = (150, 0, 400, 0)
ENTER = (0, 40, 400, 40)

State = tuple[int, int, int]


class Lattice:
    """The tracks of one pool and the flows that already run on them."""

    def __init__(self, pool: Pool) -> None:
        """Lay tracks through the middle of nodes and through the free space between rows and columns."""
        self.pool = pool
        self.back = back_flows(pool)
        standing = [node for node in pool.nodes.values() if not node.host]
        self.xs = sorted({node.x for node in pool.nodes.values()} | self._gaps_across(standing))
        self.ys = sorted({node.y for node in standing} | self._gaps_down())
        self.column = {x: number for number, x in enumerate(self.xs)}
        self.line = {y: number for number, y in enumerate(self.ys)}
        #: who runs along a piece of track, and who turns (0) or runs level (1) or upright (2) at a crossing.
        self.along: dict[State, dict[str, Flow]] = defaultdict(dict)
        self.at: dict[Point, dict[int, dict[str, Flow]]] = defaultdict(lambda: defaultdict(dict))
        #: flows that left by the side that a search tries just now.
        self.friends: set[str] = set()
        #: who uses a side of a node, and whether to leave.
        self.doors: dict[tuple[str, int], dict[str, bool]] = defaultdict(dict)

    def _gaps_across(self, standing: list[Node]) -> set[int]:
        tracks: set[int] = set()
        edges: dict[int, tuple[int, int]] = {}
        for node in standing:
            left, _, right, _ = node.box
            low, high = edges.get(node.column, (left, right))
            edges[node.column] = min(low, left), max(high, right)
        ends = [(60 + GAP // 2 - 60, 60 + 20)]
        ends += [edges[column] for column in sorted(edges)]
        ends.append((self.pool.right, self.pool.right))
        for (_, low), (high, _) in pairwise(ends):
            tracks.update(range(low + TRACK, high - TRACK + 1, TRACK))
        return tracks

    def _gaps_down(self) -> set[int]:
        tracks: set[int] = set()
        for lane in self.pool.lanes:
            tracks.update(range(lane.top + TRACK, lane.top + PADDING, TRACK))
            tracks.update(range(lane.bottom - PADDING + TRACK, lane.bottom, TRACK))
            for row in range(lane.rows - 1):
                low = lane.top + PADDING + TASK_HEIGHT + row * (TASK_HEIGHT + GAP)
                tracks.update(range(low + TRACK, low + GAP, TRACK))
        return tracks

    def blocked(self, flow: Flow) -> set[State]:
        """The pieces of track, each named by its left or upper end and direction, that a flow may not use."""
        source, target = self.pool.nodes[flow.source], self.pool.nodes[flow.target]
        boxes: list[Box] = []
        for node in self.pool.nodes.values():
            if node not in (source, target):
                left, top, right, bottom = node.box
                boxes.append((left - CLEARANCE, top - CLEARANCE, right + CLEARANCE, bottom + CLEARANCE))
            if node.label:
                boxes.append(node.label)
        found: set[State] = set()
        for left, top, right, bottom in boxes:
            for i, x in enumerate(self.xs[:-1]):
                if x < right and self.xs[i + 1] > left:
                    found.update((i, j, 0) for j, y in enumerate(self.ys) if top < y < bottom)
            for j, y in enumerate(self.ys[:-1]):
                if y < bottom and self.ys[j + 1] > top:
                    found.update((i, j, 1) for i, x in enumerate(self.xs) if left < x < right)
        return found

    def start(self, node: Node) -> tuple[Point, tuple[int, ...]]:
        """Where a flow leaves a node and in which directions it may."""
        if not node.host:
            return (self.column[node.x], self.line[node.y]), (0, 1, 2, 3)
        if node.on_top:
            return (self.column[node.x], max(j for j, y in enumerate(self.ys) if y < node.y)), (3,)
        return (self.column[node.x], min(j for j, y in enumerate(self.ys) if y > node.y)), (1,)

    def door(self, node: Node, side: int, leaving: bool, flow: Flow) -> int:
        """What it costs to use a side of a node that others already use."""
        cost = 0
        for other_leaves in self.doors[node.ident, side].values():
            if other_leaves != leaving:
                cost += MIXED
            elif leaving:
                cost += SHARED
        if side in (1, 3):
            splits = not leaving and len(self.pool.leaving(node.ident)) > 1
            cost += 10 if node.kind not in GATEWAYS else 60 if splits else 0
        return cost

    def step(self, i: int, j: int, direction: int, flow: Flow) -> int:
        """The cost of one piece of track: its length, and much more where another flow runs."""
        across, down = STEPS[direction]
        piece = (min(i, i + across), min(j, j + down), direction % 2)
        length = abs(self.xs[i + across] - self.xs[i]) + abs(self.ys[j + down] - self.ys[j])
        return length + (OVERLAP if piece in self.along and self._strangers(self.along[piece], flow) else 0)

    def meeting(self, i: int, j: int, before: int, after: int, flow: Flow) -> int:
        """The cost of passing a crossing: others that run across, or turn there, cost more."""
        cost = 0 if before == after else BEND
        if (i, j) not in self.at:
            return cost
        here = {way: self._strangers(users, flow) for way, users in self.at[i, j].items()}
        if here.get(0):
            cost += TOUCHING
        if before != after:
            return cost + (TOUCHING if here.get(1) or here.get(2) else 0)
        return cost + CROSSING * len(here.get(2 if before % 2 == 0 else 1, ()))

    def route(self, flow: Flow) -> list[State]:
        """The cheapest way of a flow, as crossings with the direction in which each is reached."""
        source = self.pool.nodes[flow.source]
        place, directions = self.start(source)
        blocked = self.blocked(flow)
        # Those who leave the node on the same side may go the same way for a while.
        leaving = {side: {ident for ident, out in self.doors[source.ident, side].items() if out} for side in directions}
        groups = [tuple(side for side in directions if not leaving[side])]
        groups += [(side,) for side in directions if leaving[side]]
        found: tuple[int, list[State]] | None = None
        for sides in groups:
            self.friends = {ident for side in sides for ident in leaving[side]}
            found = self._search(flow, place, sides, blocked, found) or found
        if found is None:
            raise RuntimeError(f"{flow.ident}: no way")
        return found[1]

    def _search(
        self,
        flow: Flow,
        place: Point,
        directions: tuple[int, ...],
        blocked: set[State],
        known: tuple[int, list[State]] | None,
    ) -> tuple[int, list[State]] | None:
        """The cheapest way that leaves in one of the directions, and what it costs; none unless better than known."""
        most = known[0] if known else 1 << 60
        source, target = self.pool.nodes[flow.source], self.pool.nodes[flow.target]
        i, j = place
        leave = RETURN if flow.ident in self.back else LEAVE
        goal = (self.column[target.x], self.line[target.y])
        queue: list[tuple[int, int, State]] = []
        best: dict[State, int] = {}
        origin: dict[State, State] = {}
        for direction in directions:
            cost = 0 if source.host else leave[direction] + self.door(source, direction, True, flow)
            state = (i, j, direction)
            best[state] = cost
            heapq.heappush(queue, (cost + self._left(i, j, goal), cost, state))
        while queue:
            _, cost, state = heapq.heappop(queue)
            i, j, before = state
            if cost > best[state]:
                continue
            if (i, j) == goal:
                return cost, _trace(origin, state)
            inside = _within(self.xs[i], self.ys[j], source.box) or _within(self.xs[i], self.ys[j], target.box)
            for after in range(4):
                first = state not in origin
                if after != before and (inside or first or after == (before + 2) % 4):
                    continue
                across, down = STEPS[after]
                to = (i + across, j + down)
                if not (0 <= to[0] < len(self.xs) and 0 <= to[1] < len(self.ys)):
                    continue
                if (min(i, to[0]), min(j, to[1]), after % 2) in blocked:
                    continue
                added = self.step(i, j, after, flow) + (0 if first else self.meeting(i, j, before, after, flow))
                if to == goal:
                    added += ENTER[after] + self.door(target, (after + 2) % 4, False, flow)
                reached = (*to, after)
                total = cost + added
                if total < best.get(reached, 1 << 60) and total + (left := self._left(*to, goal)) < most:
                    best[reached], origin[reached] = total, state
                    heapq.heappush(queue, (total + left, total, reached))
        return None

    def _left(self, i: int, j: int, goal: Point) -> int:
        return abs(self.xs[i] - self.xs[goal[0]]) + abs(self.ys[j] - self.ys[goal[1]])

    def _strangers(self, users: dict[str, Flow], flow: Flow) -> list[Flow]:
        """Those users of a track that neither lead to the same node nor left the same side of a node."""
        return [user for user in users.values() if user.target != flow.target and user.ident not in self.friends]

    def forget(self, flow: Flow) -> None:
        """Free the way of a flow."""
        for users in self.along.values():
            users.pop(flow.ident, None)
        for ways in self.at.values():
            for passing in ways.values():
                passing.pop(flow.ident, None)
        for guests in self.doors.values():
            guests.pop(flow.ident, None)

    def keep(self, flow: Flow, way: list[State]) -> None:
        """Remember the way of a flow, and give it its points."""
        source, target = self.pool.nodes[flow.source], self.pool.nodes[flow.target]
        self.doors[source.ident, way[1][2]][flow.ident] = True
        self.doors[target.ident, (way[-1][2] + 2) % 4][flow.ident] = False
        for (i, j, _), (to_i, to_j, direction) in pairwise(way):
            self.along[min(i, to_i), min(j, to_j), direction % 2][flow.ident] = flow
        for (i, j, before), (_, _, after) in pairwise(way[1:]):
            self.at[i, j][0 if before != after else 1 + before % 2][flow.ident] = flow
        points = [(self.xs[i], self.ys[j]) for i, j, _ in way]
        points[0] = _outline(source, way[1][2])
        points[-1] = _outline(target, (way[-1][2] + 2) % 4)
        flow.points = _corners(points)


def run(pool: Pool) -> None:
    """Give every flow of a pool its way; what is short and leads forward chooses first."""
    lattice = Lattice(pool)

    def rank(numbered: tuple[int, Flow]) -> tuple[bool, bool, int, int]:
        number, flow = numbered
        source, target = pool.nodes[flow.source], pool.nodes[flow.target]
        distance = abs(source.x - target.x) + abs(source.y - target.y)
        return flow.ident in lattice.back, source.y != target.y and not source.host, distance, number

    ordered = [flow for _, flow in sorted(enumerate(pool.flows), key=rank)]
    for turn in range(ROUNDS):
        for flow in ordered:
            if turn:
                lattice.forget(flow)
            lattice.keep(flow, lattice.route(flow))


def _trace(origin: dict[State, State], state: State) -> list[State]:
    way = [state]
    while way[-1] in origin:
        way.append(origin[way[-1]])
    return way[::-1]


def _within(x: int, y: int, box: Box) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def _outline(node: Node, direction: int) -> Point:
    across, down = STEPS[direction]
    return node.x + across * node.width // 2, node.y + down * node.height // 2


def _corners(points: list[Point]) -> list[Point]:
    """The points without those that lie on a straight line."""
    kept: list[Point] = []
    for point in points:
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        elif not kept or kept[-1] != point:
            kept.append(point)
    return kept

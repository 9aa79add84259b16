"""Rows inside the lanes: a chain of nodes stays level, and flows cross each other as little as can be."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from tools.diagrams.model import Node, Pool
from tools.diagrams.order import back_flows, main_nodes

#: What a flow costs for each row it climbs, for each other that it crosses and for each node in its way.
CLIMB, CROSS, PIERCE, ABOVE_HOST = 1, 5, 20, 200
#: How often every chain may look for a better row.
ROUNDS = 4


@dataclass
class Unit:
    """Nodes of one lane that stand in one row and move together."""

    nodes: list[Node]

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last column."""
        columns = [node.column for node in self.nodes]
        return min(columns), max(columns)

    def meets(self, other: "Unit") -> bool:
        """Would the two stand in each other's way in one row?"""
        return self.span[0] <= other.span[1] and other.span[0] <= self.span[1]

    def move(self, row: int) -> None:
        """Put all nodes in a row."""
        for node in self.nodes:
            node.row = row


def settle(pool: Pool) -> None:
    """Give every node its row and every lane its number of rows."""
    _first(pool)
    _improve(pool)
    for number, lane in enumerate(pool.lanes):
        standing = [node for node in pool.nodes.values() if node.lane == number and not node.host]
        used = sorted({node.row for node in standing})
        for node in standing:
            node.row = used.index(node.row)
        lane.rows = max(1, len(used))
    for node in pool.nodes.values():
        if node.host:
            node.row = pool.nodes[node.host].row


def _first(pool: Pool) -> None:
    """Rows keep a chain of nodes level; what starts at a boundary event goes below the main way."""
    main = main_nodes(pool)
    taken: dict[tuple[int, int, int], str] = {}
    order = {ident: number for number, ident in enumerate(pool.nodes)}
    standing = [node for node in pool.nodes.values() if not node.host]
    done: set[str] = set()
    for node in sorted(standing, key=lambda node: (node.ident not in main, node.column, order[node.ident])):
        chain = _chain(pool, node, done)
        node.row = _row(pool, node, chain, taken, done)
        done.add(node.ident)
        for later in chain:
            taken[node.lane, node.row, later.column] = later.ident


def _chain(pool: Pool, node: Node, done: set[str]) -> list[Node]:
    """A node and those that follow it one by one in the same lane."""
    chain = [node]
    while len(flows := pool.leaving(chain[-1].ident)) == 1:
        after = pool.nodes[flows[0].target]
        entering = [flow for flow in pool.entering(after.ident) if pool.nodes[flow.source].column < after.column]
        if after.lane != node.lane or after.column != chain[-1].column + 1 or after.ident in done or len(entering) > 1:
            break
        chain.append(after)
    return chain


def _row(pool: Pool, node: Node, chain: list[Node], taken: dict[tuple[int, int, int], str], done: set[str]) -> int:
    """The row of the node before it when the way is free, else the first free one."""

    def free(row: int, columns: range) -> bool:
        return all(taken.get((node.lane, row, column), node.ident) in chained for column in columns)

    chained = {item.ident for item in chain}
    first = 0
    before = []
    for flow in pool.entering(node.ident):
        source = pool.nodes[flow.source]
        if source.host:
            host = pool.nodes[source.host]
            if host.lane == node.lane:
                first = max(first, host.row + 1)
        elif source.ident in done and source.lane == node.lane and source.column < node.column:
            before.append(source)
    span = range(node.column, chain[-1].column + 1)
    for source in sorted(before, key=lambda source: (source.row, -source.column)):
        if free(source.row, range(source.column + 1, span.stop)):
            for column in range(source.column + 1, node.column):
                taken[node.lane, source.row, column] = node.ident
            return source.row
    row = first
    while not free(row, span):
        row += 1
    return row


def _units(pool: Pool) -> list[Unit]:
    """The chains of a pool: nodes of one row that flows connect."""
    unit_of = {node.ident: Unit([node]) for node in pool.nodes.values() if not node.host}
    for flow in pool.flows:
        source, target = pool.nodes[flow.source], pool.nodes[flow.target]
        if source.host or (source.lane, source.row) != (target.lane, target.row):
            continue
        one, other = unit_of[source.ident], unit_of[target.ident]
        if one is not other:
            one.nodes += other.nodes
            unit_of.update({node.ident: one for node in other.nodes})
    units: list[Unit] = []
    for unit in unit_of.values():
        if not any(unit is known for known in units):
            units.append(unit)
    return units


def _improve(pool: Pool) -> None:
    """Move chains, or let two change places, as long as the drawing gets better."""
    units, back = _units(pool), back_flows(pool)
    best = _cost(pool, back)
    for _ in range(ROUNDS):
        before = best
        for unit in units:
            fellows = [other for other in units if other.nodes[0].lane == unit.nodes[0].lane and other is not unit]
            rows = 2 + max((other.nodes[0].row for other in (unit, *fellows)), default=0)
            for row in range(rows):
                home = unit.nodes[0].row
                guests = [other for other in fellows if other.nodes[0].row == row and other.meets(unit)]
                stay = [other for other in fellows if other.nodes[0].row == home]
                if row == home or any(guest.meets(other) for guest in guests for other in stay):
                    continue
                for moved, to in ((unit, row), *((guest, home) for guest in guests)):
                    moved.move(to)
                if (cost := _cost(pool, back)) < best:
                    best = cost
                    continue
                for moved, to in ((unit, home), *((guest, row) for guest in guests)):
                    moved.move(to)
        if best == before:
            return


def _cost(pool: Pool, back: set[str]) -> int:
    """How bad the rows are, reckoned from flows that have one corner, or two before their end."""
    heights: dict[int, int] = defaultdict(int)
    for node in pool.nodes.values():
        heights[node.lane] = max(heights[node.lane], node.row + 1)
    above = [sum(heights[lower] for lower in range(lane)) for lane in range(len(pool.lanes))]
    cells = {(above[node.lane] + node.row, node.column * 2) for node in pool.nodes.values() if not node.host}
    cost = 4 * sum(heights.values())
    level: list[tuple[str, int, int, int]] = []
    upright: list[tuple[str, int, int, int]] = []
    for flow in pool.flows:
        source, target = pool.nodes[flow.source], pool.nodes[flow.target]
        origin = pool.nodes[source.host] if source.host else source
        start, end = above[origin.lane] + origin.row, above[target.lane] + target.row
        if flow.ident in back:
            continue
        if source.host and origin.lane == target.lane and target.row <= origin.row:
            cost += ABOVE_HOST
        cost += CLIMB * abs(start - end)
        left, right = origin.column * 2, target.column * 2
        turn, row = (left, end) if source.host else (right - 1, start)
        if start != end:
            upright.append((flow.target, turn, min(start, end), max(start, end)))
            cost += PIERCE * sum((step, turn) in cells for step in range(min(start, end) + 1, max(start, end)))
            cost += PIERCE * bool(source.host and (end, turn) in cells)
        level.append((flow.target, row, left, right))
        cost += PIERCE * sum((row, column) in cells for column in range(left + 1, right))
    for to, column, top, bottom in upright:
        for other, row, left, right in level:
            cost += CROSS * (to != other and left < column < right and top < row < bottom)
    for (to, row, left, right), (other, fellow, first, last) in combinations(level, 2):
        cost += CROSS * (to != other and row == fellow and left < last and first < right)
    return cost

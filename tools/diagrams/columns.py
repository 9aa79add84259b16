"""Where nodes stand: columns by the longest way from the start, rows inside their lanes."""

from collections.abc import Iterator

from tools.diagrams.model import EVENTS, GATEWAYS, Flow, Node, Pool, label_size

TASK_WIDTH, TASK_HEIGHT = 100, 80
#: Free space between columns and rows before the drawing is squeezed, and the distance of tracks in it.
GAP, TRACK = 120, 20
#: Free space between the border of a lane and its first or last row.
PADDING = 80


def place(pool: Pool) -> None:
    """Give every node of a pool its column, row, size and place; the pool's upper left corner is at 0, 0."""
    _columns(pool)
    _rows(pool)
    _sizes(pool)
    _coordinates(pool)


def back_flows(pool: Pool) -> set[str]:
    """The flows that lead back to a node from which they came."""
    back: set[str] = set()
    state: dict[str, int] = {}

    def visit(ident: str) -> None:
        state[ident] = 1
        for flow in onward(pool, ident):
            if state.get(flow.target) == 1:
                back.add(flow.ident)
            elif flow.target not in state:
                visit(flow.target)
        state[ident] = 2

    for node in sorted(pool.nodes.values(), key=lambda node: node.kind != "startEvent"):
        if node.ident not in state and node.host is None:
            visit(node.ident)
    return back


def onward(pool: Pool, ident: str) -> Iterator[Flow]:
    """The flows out of a node, then those out of its boundary events."""
    yield from pool.leaving(ident)
    for guest in pool.guests(ident):
        yield from pool.leaving(guest.ident)


def main_nodes(pool: Pool) -> set[str]:
    """The nodes that are reached from the start without any boundary event."""
    waiting = [node.ident for node in pool.nodes.values() if node.kind == "startEvent"]
    seen: set[str] = set()
    while waiting:
        ident = waiting.pop()
        if ident not in seen:
            seen.add(ident)
            waiting += [flow.target for flow in pool.leaving(ident)]
    return seen


def _columns(pool: Pool) -> None:
    back = back_flows(pool)
    for _ in pool.nodes:
        moved = False
        for flow in pool.flows:
            source, target = pool.nodes[flow.source], pool.nodes[flow.target]
            start = pool.nodes[source.host].column if source.host else source.column
            if flow.ident not in back and target.column <= start:
                target.column, moved = start + 1, True
        if not moved:
            break
    for node in pool.nodes.values():
        if node.host:
            node.column = pool.nodes[node.host].column


def _rows(pool: Pool) -> None:
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
    for number, lane in enumerate(pool.lanes):
        lane.rows = 1 + max((node.row for node in standing if node.lane == number), default=0)
    for node in pool.nodes.values():
        if node.host:
            node.row = pool.nodes[node.host].row


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


def _sizes(pool: Pool) -> None:
    for node in pool.nodes.values():
        if node.kind in EVENTS:
            node.width = node.height = 36
        elif node.kind in GATEWAYS:
            node.width = node.height = 50
        else:
            node.width, node.height = TASK_WIDTH, TASK_HEIGHT
            for guests in _borders(pool, node):
                node.width = max(node.width, len(guests) * _pitch(guests))


def _pitch(guests: list[Node]) -> int:
    """The distance of two boundary events on one border: room for the name of each."""
    widest = max((label_size(guest.name)[0] for guest in guests), default=0)
    return max(60, -(-(widest + 10) // 20) * 20)


def _borders(pool: Pool, host: Node) -> tuple[list[Node], list[Node]]:
    """The boundary events of a host: on its lower border, on its upper; the one that leads farthest comes first."""

    def distance(guest: Node) -> tuple[int, int]:
        target = pool.nodes[pool.leaving(guest.ident)[0].target] if pool.leaving(guest.ident) else host
        return target.lane - host.lane, target.row

    guests = pool.guests(host.ident)
    for guest in guests:
        guest.on_top = distance(guest)[0] < 0
    below = sorted((guest for guest in guests if not guest.on_top), key=distance, reverse=True)
    above = sorted((guest for guest in guests if guest.on_top), key=distance)
    return below, above


def _coordinates(pool: Pool) -> None:
    widths: dict[int, int] = {}
    for node in pool.nodes.values():
        if not node.host:
            room = max(node.width, label_size(node.name)[0] if node.outside else 0)
            widths[node.column] = max(widths.get(node.column, 0), -(-room // 20) * 20)
    centres, x = {}, 60 + GAP // 2
    for column in sorted(widths):
        centres[column] = x + widths[column] // 2
        x += widths[column] + GAP
    pool.right = x - GAP // 2
    y = 0
    for lane in pool.lanes:
        lane.top = y
        y += 2 * PADDING + lane.rows * TASK_HEIGHT + (lane.rows - 1) * GAP
        lane.bottom = y
    for node in pool.nodes.values():
        if not node.host:
            node.x = centres[node.column]
            node.y = pool.lanes[node.lane].top + PADDING + TASK_HEIGHT // 2 + node.row * (TASK_HEIGHT + GAP)
    for host in pool.nodes.values():
        for guests in _borders(pool, host):
            pitch = _pitch(guests)
            for number, guest in enumerate(guests):
                guest.x = host.x + number * pitch - (len(guests) - 1) * pitch // 2
                guest.y = host.y + (-1 if guest.on_top else 1) * host.height // 2
                width, height = label_size(guest.name)
                top = guest.y - 20 - height if guest.on_top else guest.y + 20
                guest.label = (guest.x + 4, top, guest.x + 4 + width, top + height)

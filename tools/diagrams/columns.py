"""Where nodes stand: columns by the longest way from the start, and the place in pixels."""

from tools.diagrams import rows
from tools.diagrams.model import EVENTS, GATEWAYS, Node, Pool, label_size
from tools.diagrams.order import back_flows

TASK_WIDTH, TASK_HEIGHT = 100, 80
#: Free space between columns and rows before the drawing is squeezed, and the distance of tracks in it.
GAP, TRACK = 120, 20
#: Free space between the border of a lane and its first or last row.
PADDING = 80


def place(pool: Pool) -> None:
    """Give every node of a pool its column, row, size and place; the pool's upper left corner is at 0, 0."""
    _columns(pool)
    rows.settle(pool)
    _sizes(pool)
    _coordinates(pool)


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

"""What comes before what in a process: the main way, and the flows that lead back."""

from collections.abc import Iterator

from tools.diagrams.model import Flow, Pool


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

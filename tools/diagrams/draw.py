"""Draws process diagrams: reads what a BPMN file means, and writes its drawing anew.

Usage: ``python -m tools.diagrams.draw bpmn/objection.bpmn …``

The meaning of the file stays as it is; ``incoming`` and ``outgoing`` of the nodes and the whole diagram interchange
are made afresh from the lanes and the flows, the same for the same input.
"""

import sys
from pathlib import Path

from lxml import etree

from tools.diagrams import columns, interchange, labels, model, routes, squeeze

NOTE_SIGN, NOTE_LINE, NOTE_GAP = 12, 16, 40


def drawn(xml: bytes) -> bytes:
    """A BPMN file with its drawing made anew.

    Args:
        xml: the file, complete but for the drawing.

    Raises:
        DrawingRefused: the file lacks something that a drawing needs.
    """
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    pools = model.pools(root)
    for pool in pools:
        columns.place(pool)
        routes.run(pool)
        labels.write(pool)
        squeeze.squeeze(pool)
        _notes(pool)
    interchange.connect(root)
    interchange.redraw(root, pools)
    return interchange.text(root).encode("utf-8")


def _notes(pool: model.Pool) -> None:
    """Notes stand to the right of everything else, one below the other."""
    top = 20
    left = pool.right
    for ident, lines in pool.notes.items():
        width = 30 + NOTE_SIGN * max(len(line) for line in lines)
        height = 20 + NOTE_LINE * len(lines)
        pool.note_boxes[ident] = (left + NOTE_GAP, top, left + NOTE_GAP + width, top + height)
        pool.right = max(pool.right, left + width + 2 * NOTE_GAP)
        top += height + 20
    pool.lanes[-1].bottom = max(pool.lanes[-1].bottom, top)


def main(paths: list[str]) -> int:
    """Draw every file named, in place; return the status for the shell."""
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    for name in paths:
        path = Path(name)
        try:
            path.write_bytes(drawn(path.read_bytes()))
        except model.DrawingRefused as refused:
            print(f"{name}: {refused}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

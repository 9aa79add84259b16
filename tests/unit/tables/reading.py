"""Reads the tables of this folder, which are written to be read by lawyers first."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of the one table in ``<name>.md``, each as heading → cell."""
    text = (_FOLDER / f"{name}.md").read_text("utf-8")
    table = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    head, _, *body = [[cell.strip() for cell in row] for row in table]
    assert all(len(row) == len(head) for row in body), name
    return [dict(zip(head, row, strict=True)) for row in body]

"""The body of a letter as data: what a process says, in an order that the letter layouts know how to print.

A process writes words, a layout (``docs/letters.md``) knows faces, rules and margins; this is what passes between them.
"""

from dataclasses import dataclass
from itertools import count

#: Characters of a label of which three boxes fit on a line.
BRIEF_TICK = 7
#: Columns that fit on the type area of 156 mm.
FEWEST_COLUMNS, MOST_COLUMNS = 2, 6
#: The head of a column that holds nothing but a running number; it is printed narrow.
NUMBER_COLUMN = "序号"
_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with a head row; a first column headed 序号 is printed narrow.

    Raises:
        ValueError: fewer than 2 or more than 6 columns, or a row that has not as many cells as there are columns.
    """

    columns: tuple[str, ...]
    #: Without rows nothing is printed, not even the head.
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what no layout can print."""
        if not FEWEST_COLUMNS <= len(self.columns) <= MOST_COLUMNS:
            raise ValueError(f"a grid has {FEWEST_COLUMNS} to {MOST_COLUMNS} columns, not {len(self.columns)}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row of this grid has {len(self.columns)} cells: {self.columns}")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a letter: heading, paragraphs, label/value table, boxes and grid, printed in this order.

    A form prints it as one frame, the paragraphs below table and boxes.
    """

    #: Without 一、二、: the letter numbers its headings itself.
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    #: (label, value); an empty value prints an empty cell to be filled by hand.
    fields: tuple[tuple[str, str], ...] = ()
    grid: Grid | None = None
    #: (label, ticked).
    ticks: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body:
    """Everything between a letter's addressee and its date."""

    opening: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    #: Labels of the lines to sign, e.g. 被约谈人（签名）; forms and 笔录 print them.
    signatures: tuple[str, ...] = ()
    #: (出席、请假 or 列席, names): 纪要 prints them (GB/T 9704-2012 §10.3).
    attendance: tuple[tuple[str, str], ...] = ()


def context(body: Body, *, signed: bool = False) -> dict[str, object]:
    """Return the one key ``body`` that the layouts print, as plain values; every key below it is always present.

    Args:
        signed: the letter ends in a signature, with which the last paragraph stays on one page (``tail``).

    Empty paragraphs, grids without rows and sections with nothing but a heading are left out. Where more than one
    heading remains they are numbered 一、二、….
    """
    sections = [section for section in body.sections if _says_something(section)]
    several = sum(bool(section.heading) for section in sections) > 1
    numbers = count(1)
    shown = [_section(section, next(numbers) if several and section.heading else 0) for section in sections]
    if signed and sections and not (sections[-1].fields or sections[-1].ticks or sections[-1].grid):
        *before, last = _kept(sections[-1].paragraphs)
        shown[-1] |= {"paragraphs": before, "tail": [last]}
    return {
        "body": {
            "opening": _kept(body.opening),
            "sections": shown,
            "closing": _kept(body.closing),
            "signatures": list(body.signatures),
            "attendance": [{"label": label, "value": value} for label, value in body.attendance if value],
        }
    }


def ordinal(number: int) -> str:
    """Return 1 to 99 as Chinese numerals, as headings count (GB/T 9704-2012 §7.3.3)."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + _DIGITS[ones]


def _kept(texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if text.strip()]


def _says_something(section: Section) -> bool:
    rows = section.grid is not None and section.grid.rows
    return bool(_kept(section.paragraphs) or section.fields or section.ticks or rows)


def _section(section: Section, number: int) -> dict[str, object]:
    ticks = [{"label": label, "ticked": ticked} for label, ticked in section.ticks]
    brief = all(len(label) <= BRIEF_TICK for label, _ in section.ticks)
    return {
        "heading": f"{ordinal(number)}、{section.heading}" if number else section.heading,
        "paragraphs": _kept(section.paragraphs),
        "tail": [],
        "fields": [{"label": label, "value": value} for label, value in section.fields],
        "ticks": ticks if brief else [],
        "long_ticks": [] if brief else ticks,
        "grid": _grid(section.grid),
    }


def _grid(grid: Grid | None) -> dict[str, object]:
    if grid is None or not grid.rows:
        return {"columns": 0, "numbered": False, "head": _cells(()), "rows": []}
    return {
        "columns": len(grid.columns),
        "numbered": grid.columns[0] == NUMBER_COLUMN,
        "head": _cells(grid.columns),
        "rows": [_cells(row) for row in grid.rows],
    }


def _cells(texts: tuple[str, ...]) -> dict[str, str]:
    """The cells by name: templates know no place in a list."""
    filled = texts + ("",) * (MOST_COLUMNS - len(texts))
    return {f"c{place}": text for place, text in enumerate(filled, 1)}

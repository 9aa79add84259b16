"""Tables: framed, fixed widths, heads repeated on each page, rows kept whole unless they hold long text."""

from collections.abc import Sequence
from dataclasses import dataclass

from docs_templates.compose import measures as m
from docs_templates.compose.sheet import NS, Sheet, paragraph


@dataclass(frozen=True)
class Cell:
    """One cell: its text (a sequence makes several paragraphs), the columns it spans, its paragraph style."""

    text: str | Sequence[str]
    span: int = 1
    style: str = "表格文字"


@dataclass(frozen=True)
class Row:
    """One row: ``height`` is a minimum in mm; ``head`` repeats on every page; ``long`` may break over pages.

    ``keep`` holds it on the page of what follows, so that no organ signs an empty page.
    """

    cells: Sequence[Cell]
    height: float = 10
    head: bool = False
    long: bool = False
    keep: bool = False


def label(text: str, span: int = 1) -> Cell:
    """A cell that names what stands beside it."""
    return Cell(text, span, "表格标签")


def heads(*texts: str) -> Row:
    """The head row of a list."""
    return Row([Cell(text, 1, "表格栏头") for text in texts], head=True)


def section(text: str, span: int) -> Row:
    """A row across the table that opens a part of a form."""
    return Row([Cell(text, span, "表格栏头")])


def each(variable: str, values: str, row: Row) -> list[Row | str]:
    """``row`` once for each entry of a list."""
    return [f"for {variable} in {values}", row, "endfor"]


def table(sheet: Sheet, widths: Sequence[float], rows: Sequence[Row | str]) -> None:
    """Append a table; ``widths`` are shares of the type area, a string among ``rows`` is a Jinja statement."""
    unit = m.TYPE_WIDTH / sum(widths)
    columns = [round(width * unit) for width in widths]
    columns[-1] += m.TYPE_WIDTH - sum(columns)
    body = "".join(_statement(row, columns) if isinstance(row, str) else _row(row, columns) for row in rows)
    edges = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="000000"/>' for side in _OUTER)
    inner = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _INNER)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    sheet.add(
        f'<w:tbl {NS}><w:tblPr><w:tblW w:w="{m.TYPE_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}{inner}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        f'<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


_OUTER = ("top", "left", "bottom", "right")
_INNER = ("insideH", "insideV")


def _row(row: Row, columns: Sequence[int]) -> str:
    flags = "" if row.long else "<w:cantSplit/>"
    flags += f'<w:trHeight w:val="{m.mm(row.height)}" w:hRule="atLeast"/>' + ("<w:tblHeader/>" if row.head else "")
    extra = "<w:keepNext/>" if row.keep else ""
    place, cells = 0, ""
    for cell in row.cells:
        width = sum(columns[place : place + cell.span])
        place += cell.span
        texts = [cell.text] if isinstance(cell.text, str) else cell.text
        content = "".join(paragraph(text, cell.style, extra) for text in texts)
        align = "top" if row.long and cell.style == "表格文字" else "center"
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{cell.span}"/>'
            f'<w:vAlign w:val="{align}"/></w:tcPr>{content}</w:tc>'
        )
    assert place == len(columns), f"{place} of {len(columns)} columns filled: {row}"
    return f"<w:tr><w:trPr>{flags}</w:trPr>{cells}</w:tr>"


def _statement(code: str, columns: Sequence[int]) -> str:
    text = paragraph("{%tr " + code + " %}", "表格文字")
    return f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{len(columns)}"/></w:tcPr>{text}</w:tc></w:tr>'

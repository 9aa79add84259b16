"""Prints a body given as data (``workflows/domain/letter_body.py``): paragraphs, tables, boxes, lines to sign.

A table cannot be told its number of columns when it is filled, so there is one for each number, with and without 序号.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from docx.oxml import parse_xml

from docs_templates.compose import measures as m
from docs_templates.compose.sheet import Sheet, fonts, paragraph, text_style
from docs_templates.compose.tables import Cell, Row, each, label, table
from docs_templates.compose.words import tick, ticks

#: Millimetres of the type area, of the column 序号 and of a label.
WIDTH, NUMBER, LABEL = 156, 14, 44
#: From so many columns on, cells are printed in 小四.
CROWDED = 5
_LOOSE = '<w:snapToGrid w:val="0"/>'
_SMALL = '<w:spacing w:before="0" w:after="0" w:line="380" w:lineRule="exact"/>'
_FORM = '<w:spacing w:before="0" w:after="0" w:line="440" w:lineRule="exact"/>'
_THIRDS = "".join(f'<w:tab w:val="left" w:pos="{m.TYPE_WIDTH * place // 3}"/>' for place in (1, 2))
#: Styles that only letters with a structured body need.
STYLES = (
    text_style("表格小字", m.FANG, 24, _LOOSE + _SMALL),
    text_style("表格小字标签", m.FANG, 24, _LOOSE + _SMALL + '<w:jc w:val="center"/>'),
    text_style("表格小字栏头", m.HEI, 24, "<w:keepNext/>" + _LOOSE + _SMALL + '<w:jc w:val="center"/>'),
    text_style("表格整行勾选", m.FANG, m.SIZE_4, f"<w:tabs>{_THIRDS}</w:tabs>" + _LOOSE + _FORM),
    text_style("表格说明", m.FANG, m.SIZE_4, _LOOSE + _FORM + '<w:ind w:firstLine="560" w:firstLineChars="200"/>'),
    text_style("签名行", m.FANG, m.SIZE_4, f'<w:keepNext/>{_LOOSE}<w:spacing w:before="240" w:after="0" w:line="440" '
               'w:lineRule="exact"/>'),
    text_style("出席人员", m.FANG, m.SIZE_3, f'<w:spacing w:before="0" w:after="0" w:line="{m.LINE}" '
               f'w:lineRule="exact"/><w:ind w:left="{5 * m.CHAR}" w:hanging="{3 * m.CHAR}"/>', '<w:w w:val="98"/>'),
)  # fmt: skip


def with_body(sheet: Sheet) -> Sheet:
    """The sheet, able to print a structured body."""
    for xml in STYLES:
        sheet.document.styles.element.append(parse_xml(xml))
    return sheet


def paragraphs(sheet: Sheet, texts: str, *, style: str = "公文正文", extra: str = "") -> None:
    """One paragraph for each text of a list."""
    sheet.tag(f"for text in {texts}")
    sheet.say("{{ text }}", style=style, extra=extra)
    sheet.tag("endfor")


def sections(sheet: Sheet) -> None:
    """The sections of a letter: heading, paragraphs, label/value table, boxes, grid."""
    sheet.tag("for section in body.sections")
    sheet.tag("if section.heading")
    sheet.say("{{ section.heading }}", style="一级标题")
    sheet.tag("endif")
    paragraphs(sheet, "section.paragraphs")
    paragraphs(sheet, "section.tail", extra="<w:keepNext/>")
    sheet.tag("if section.fields")
    table(sheet, [LABEL, WIDTH - LABEL],
          each("field", "section.fields", Row([label("{{ field.label }}"), Cell("{{ field.value }}")])))  # fmt: skip
    sheet.add_gap(120)
    sheet.tag("endif")
    sheet.say(*ticks("section.ticks", 3), style="勾选项")
    sheet.tag("for choice in section.long_ticks")
    sheet.say(tick("choice.ticked", "{{ choice.label }}"))
    sheet.tag("endfor")
    _for_each_width(sheet, lambda bounds, numbered: table(sheet, _widths(bounds), _grid(bounds, bounds, numbered)))
    sheet.add_gap(120)
    sheet.tag("endif")
    sheet.tag("endfor")


def boxes(sheet: Sheet) -> None:
    """The sections of a form: each one frame that holds heading, fields, boxes, paragraphs and grid."""
    sheet.tag("for section in body.sections")
    _for_each_width(sheet, lambda bounds, numbered: _box(sheet, bounds, numbered))
    sheet.tag("else")
    _box(sheet, (), numbered=False)
    sheet.tag("endif")
    sheet.add_gap(120)
    sheet.tag("endfor")


def _for_each_width(sheet: Sheet, add: Callable[[Sequence[float], bool], None]) -> None:
    """``add`` once for each shape of grid, under its condition; the caller closes the last condition."""
    word = "if"
    for columns in range(2, 7):
        for numbered in (True, False):
            shape = "section.grid.numbered" if numbered else "not section.grid.numbered"
            sheet.tag(f"{word} section.grid.columns == {columns} and {shape}")
            start = NUMBER if numbered else 0.0
            shared = columns - numbered
            add([0.0] * numbered + [start + (WIDTH - start) * place / shared for place in range(shared + 1)], numbered)
            word = "elif"


def _widths(bounds: Sequence[float]) -> list[float]:
    return [right - left for left, right in pairwise(bounds)]


def _spanned(texts: Sequence[tuple[str, str]], edges: Sequence[float], bounds: Sequence[float]) -> Iterator[Cell]:
    """Cells between ``edges`` in a table whose columns end at ``bounds``."""
    for (text, style), (left, right) in zip(texts, pairwise(edges), strict=True):
        yield Cell(text, sum(left < bound <= right for bound in bounds), style)


def _grid(edges: Sequence[float], bounds: Sequence[float], numbered: bool) -> list[Row | str]:
    columns = len(edges) - 1
    small = "小字" if columns >= CROWDED else "文字"
    centred, bold = ("表格小字标签", "表格小字栏头") if columns >= CROWDED else ("表格标签", "表格栏头")
    heads = [("{{ section.grid.head.c" + str(place) + " }}", bold) for place in range(1, columns + 1)]
    cells = [
        ("{{ row.c" + str(place) + " }}", centred if numbered and place == 1 else f"表格{small}")
        for place in range(1, columns + 1)
    ]
    return [
        Row(list(_spanned(heads, edges, bounds)), head=True),
        *each("row", "section.grid.rows", Row(list(_spanned(cells, edges, bounds)))),
    ]


def _box(sheet: Sheet, edges: Sequence[float], numbered: bool) -> None:
    bounds = sorted({0.0, float(LABEL), float(WIDTH), *edges})
    whole = len(bounds) - 1
    pair = [0.0, float(LABEL), float(WIDTH)]
    field = [("{{ field.label }}", "表格标签"), ("{{ field.value }}", "表格文字")]
    table(sheet, _widths(bounds), [
        "if section.heading",
        Row([Cell("{{ section.heading }}", whole, "表格栏头")], head=True),
        "endif",
        *each("field", "section.fields", Row(list(_spanned(field, pair, bounds)))),
        "if section.ticks",
        Row([Cell(ticks("section.ticks", 3), whole, "表格整行勾选")]),
        "endif",
        "if section.long_ticks",
        Row([Cell(["{%p for choice in section.long_ticks %}", tick("choice.ticked", "{{ choice.label }}"),
                   "{%p endfor %}"], whole)]),
        "endif",
        "if section.paragraphs",
        Row([Cell(["{%p for text in section.paragraphs %}", "{{ text }}", "{%p endfor %}"], whole)], long=True),
        "endif",
        *(_grid(edges, bounds, numbered) if edges else []),
    ])  # fmt: skip


def signature_lines(sheet: Sheet, after: str = "") -> None:
    """A line to sign for each label; ``after`` stands behind the line."""
    end = m.TYPE_WIDTH - (2 * m.CHAR if not after else 11 * 280)
    tabs = f'<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{end}"/></w:tabs>'
    sheet.tag("for one in body.signatures")
    sheet.say("{{ one }}:\t" + after, style="签名行", extra=tabs)
    sheet.tag("endfor")


def attendance(sheet: Sheet) -> None:
    """出席, 请假, 列席: 黑体 labels two characters in, names turned over under the first name (§10.3)."""
    sheet.tag("for one in body.attendance")
    text = paragraph("{{ one.label }}:", "出席人员").replace("<w:r>", f"<w:r><w:rPr>{fonts(m.HEI)}</w:rPr>")
    sheet.add(text.replace("</w:p>", "<w:r><w:t>{{ one.value }}</w:t></w:r></w:p>"))
    sheet.tag("endfor")

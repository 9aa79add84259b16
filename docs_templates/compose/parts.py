"""The parts of an official letter: mark, number, title, addressee, signature, closing notes (GB/T 9704-2012)."""

from docs_templates.compose import measures as m
from docs_templates.compose.sheet import NS, Sheet, fill, paragraph

#: The mark is as large as its name allows on one line: name length up to → (half-points, twips of line).
MARKS = ((10, 84, 980), (13, 66, 800), (99, 50, 640))


def mark(before: int, name: str = "organ.name") -> list[str]:
    """The red mark: the organ's name, or of 纪要 the title; ``before`` is the room above in twips."""
    blocks: list[str] = []
    for place, (length, size, line) in enumerate(MARKS):
        condition = "{%p if " + name + "|length <= " + str(length) + " %}"
        if place:
            condition = "{%p else %}" if length == MARKS[-1][0] else condition.replace("p if", "p elif")
        spacing = f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        text = paragraph("{{ " + name + " }}", "发文机关标志", spacing)
        run = f'<w:r><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        blocks += [paragraph(condition, "公文正文"), text.replace("<w:r>", run)]
    return [*blocks, paragraph("{%p endif %}", "公文正文")]


def red_head(sheet: Sheet) -> None:
    """Organ mark, number two lines below, red rule 4 mm below that across the type area."""
    for block in mark(m.MARK_DOWN):
        sheet.add(block)
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{m.RED}"/></w:pBdr>'
    sheet.say("{{ letter.number }}", style="发文字号", extra=rule)
    title(sheet, 2 * m.LINE)


def letter_head(sheet: Sheet) -> None:
    """信函格式: mark 30 mm from the edge, double rules 4 mm below it and 20 mm above the foot, number flush right."""
    section = sheet.document.sections[0]
    section.different_first_page_header_footer = True
    gap = paragraph("", "细行", f'<w:spacing w:before="0" w:after="0" w:line="{m.mm(3)}" w:lineRule="exact"/>')
    fill(section.first_page_header, [*mark(0), gap, *_double(thick_first=True)])
    fill(section.first_page_footer, _double(thick_first=False))
    for header in (section.header, section.even_page_header):
        fill(header, [paragraph("", "细行")])
    extra = '<w:spacing w:before="120" w:after="0" w:line="579" w:lineRule="exact"/><w:jc w:val="right"/>'
    sheet.say("{{ letter.number }}", style="发文字号", extra=extra)
    title(sheet, 2 * m.LINE)


def _double(*, thick_first: bool) -> list[str]:
    ends = f'<w:ind w:left="{m.RULE_LEFT}" w:right="{m.RULE_RIGHT}"/>'
    lines = []
    for size in (18, 6) if thick_first else (6, 18):
        border = f'<w:pBdr><w:bottom w:val="single" w:sz="{size}" w:space="0" w:color="{m.RED}"/></w:pBdr>'
        lines.append(paragraph("", "细行", border + ends))
    return lines


def title(sheet: Sheet, before: int) -> None:
    """二号小标宋, centred; a long one is broken into balanced lines (§7.3.1)."""
    sheet.add_gap(before)
    sheet.say("{{ letter.title|cn|title }}", style="公文标题")


def form_title(sheet: Sheet) -> None:
    """The head of an internal form: title only, the organ's name above it."""
    sheet.say("{{ letter.title|cn|title }}", style="公文标题")
    sheet.add_gap(160)


def addressee(sheet: Sheet, text: str = "{{ recipient.name }}:") -> None:
    """主送: one line below the title, flush left."""
    sheet.say(text, style="主送机关")


def attachments(sheet: Sheet) -> None:
    """附件说明: one line below the text, two characters in, numbered when there are several."""
    sheet.tag("for entry in attachments")
    number = "{% if attachments|length > 1 %}{{ loop.index }}.{% endif %}{{ entry }}"
    sheet.tag("if loop.first")
    gap = f'<w:spacing w:before="{m.LINE}" w:after="0" w:line="{m.LINE}" w:lineRule="exact"/>'
    sheet.say("附件:" + number, style="附件说明", extra=gap + _hang(5))
    sheet.tag("else")
    sheet.say(number, style="附件说明", extra=_hang(1, 6))
    sheet.tag("endif")
    sheet.tag("endfor")


def _hang(hanging: int, left: int = 6) -> str:
    if hanging == 5:
        return f'<w:ind w:left="{left * m.CHAR}" w:hanging="{4 * m.CHAR}"/>'
    return f'<w:ind w:left="{left * m.CHAR}" w:hanging="{m.CHAR}"/>'


def signature(sheet: Sheet, *, code: str = "{% if qr %}{{ qr|beside }}{% endif %}", before: int = 2) -> None:
    """Organ centred above the date, date four characters from the right, room for the seal, office contact in brackets.

    ``code`` prints the QR code, by default floating left of them; ``before`` is the room above in lines.
    A name of more than 14 characters runs from the right edge.
    """
    gap = f'<w:spacing w:before="{before * m.LINE}" w:after="0" w:line="{m.LINE}" w:lineRule="exact"/>'
    middle = m.TYPE_WIDTH - m.DATE_FROM_RIGHT - 1040
    half = m.TYPE_WIDTH - middle
    centred = f'<w:ind w:left="{middle - half}" w:right="0"/><w:jc w:val="center"/>'
    sheet.tag("if sign.organ|length <= 14")
    sheet.say(code + "{{ sign.organ }}", style="署名", extra=gap + centred)
    sheet.tag("else")
    sheet.say(code + "{{ sign.organ }}", style="署名", extra=gap + '<w:jc w:val="right"/>')
    sheet.tag("endif")
    right = f'<w:ind w:right="{m.DATE_FROM_RIGHT}"/><w:jc w:val="right"/>'
    sheet.say("{{ sign.date_cn }}", style="署名", extra=right)


def contact(sheet: Sheet) -> None:
    """附注: post and telephone, never a person's name; a line below the date."""
    sheet.say(
        "(联系岗位:{{ organ.contact_post }};电话:{{ organ.phone }}{% if qr %};扫描二维码可核验本文书{% endif %})",
        style="附注",
        extra=f'<w:keepLines/><w:spacing w:before="{m.LINE}" w:after="0" w:line="{m.LINE}" w:lineRule="exact"/>',
    )


def copies(sheet: Sheet, *, printed: bool) -> None:
    """版记 at the foot of the last page: who gets a copy and, outside the letter form, who printed it when.

    Rules of 0.35 mm outside and 0.25 mm between; the letter form has neither rules nor printer (§10.1).
    """
    sheet.tag("if cc")
    if printed:
        sheet.add(_printed_copies())
        sheet.add_gap(0)
    else:
        frame = (
            f'<w:framePr w:w="{m.TYPE_WIDTH}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left"'
            ' w:yAlign="bottom"/>'
        )
        sheet.say(COPIES, style="版记", extra=frame)
        sheet.add_gap(0)
    sheet.tag("endif")


COPIES = "抄送:{{ cc|join('，') }}。"


def _printed_copies() -> str:
    """A table that Word holds at the foot of the type area: copies, then who printed it and when."""
    thick, thin = 'w:val="single" w:sz="8"', 'w:val="single" w:sz="6"'
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{m.TYPE_WIDTH - 500}"/></w:tabs>'
    texts = (paragraph(COPIES, "版记"), paragraph("{{ sign.organ }}\t{{ sign.date_cn }}印发", "版记", tabs))
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{m.TYPE_WIDTH}" w:type="dxa"/></w:tcPr>{text}'
        "</w:tc></w:tr>"
        for text in texts
    )
    return (
        f'<w:tbl {NS}><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left"'
        f' w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{m.TYPE_WIDTH}" w:type="dxa"/><w:tblBorders>'
        f'<w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{m.TYPE_WIDTH}"/></w:tblGrid>{rows}</w:tbl>'
    )

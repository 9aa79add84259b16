"""Layouts: letters whose words a process gives as data; the faces, rules and margins are those of every letter."""

from docx.shared import Twips

from docs_templates.compose import measures as m
from docs_templates.compose.body import attendance, boxes, paragraphs, sections, signature_lines, with_body
from docs_templates.compose.parts import (
    addressee,
    attachments,
    contact,
    copies,
    form_title,
    letter_head,
    mark,
    red_head,
    signature,
)
from docs_templates.compose.sheet import Sheet, fill, paragraph

_RIGHT = '<w:jc w:val="right"/>'
_DAY = "    年  月  日"


def _words(sheet: Sheet) -> None:
    """Opening, sections, relief and closing; the last words stay with the signature."""
    paragraphs(sheet, "body.opening")
    sections(sheet)
    paragraphs(sheet, "relief", extra="<w:keepNext/>")
    paragraphs(sheet, "body.closing", extra="<w:keepNext/>")


def _close(sheet: Sheet) -> None:
    attachments(sheet)
    signature(sheet)
    contact(sheet)


def notice() -> Sheet:
    """通知书, 告知书, 决定书: red head, number, addressee, relief, attachments, seal, copies."""
    sheet = with_body(Sheet("通知书"))
    red_head(sheet)
    sheet.tag("if recipient.name")
    addressee(sheet)
    sheet.tag("else")
    sheet.add_gap(m.LINE)
    sheet.tag("endif")
    _words(sheet)
    _close(sheet)
    copies(sheet, printed=True)
    return sheet


def letter() -> Sheet:
    """函 in the letter form (信函格式)."""
    sheet = with_body(Sheet("函", letter_form=True))
    letter_head(sheet)
    addressee(sheet)
    _words(sheet)
    _close(sheet)
    copies(sheet, printed=False)
    return sheet


def announcement() -> Sheet:
    """公告: red head, addressed to nobody, no copies."""
    sheet = with_body(Sheet("公告"))
    red_head(sheet)
    sheet.add_gap(m.LINE)
    _words(sheet)
    _close(sheet)
    return sheet


def form() -> Sheet:
    """表 of the office or of an applicant: framed sections; lines to sign, or the organ that keeps the form."""
    sheet = with_body(Sheet("表"))
    form_title(sheet)
    sheet.say("编号:{{ case.number }}", style="表格文字", extra=_RIGHT)
    paragraphs(sheet, "body.opening", style="表格说明")
    sheet.add_gap(80)
    boxes(sheet)
    paragraphs(sheet, "body.closing", style="表格说明", extra="<w:keepNext/>")
    signature_lines(sheet)
    right = f'<w:ind w:right="{2 * m.CHAR}"/>' + _RIGHT
    code = "{% if qr %}{{ qr|beside }}{% endif %}"
    sheet.tag("if not body.signatures")
    sheet.say("{{ sign.organ }}", style="签名行", extra=right)
    sheet.tag("endif")
    sheet.say(code + "{{ sign.date_cn }}", style="表格文字", extra=right)
    return sheet


def record() -> Sheet:
    """笔录: what was asked and said, who confirmed it or refused to, lines to sign; a line to sign on every page."""
    sheet = with_body(Sheet("笔录"))
    form_title(sheet)
    sheet.say("编号:{{ case.number }}", style="表格文字", extra=_RIGHT)
    _sign_each_page(sheet)
    paragraphs(sheet, "body.opening")
    sections(sheet)
    paragraphs(sheet, "body.closing", extra="<w:keepNext/>")
    signature_lines(sheet, after=_DAY)
    return sheet


def _sign_each_page(sheet: Sheet) -> None:
    """A line to sign below the page number, which keeps its place (§7.5)."""
    section = sheet.document.sections[0]
    room = 480
    tabs = f'<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{m.TYPE_WIDTH - 11 * 280}"/></w:tabs>'
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{room}" w:lineRule="exact"/>'
    line = paragraph("本页签名:\t" + _DAY, "页码", tabs + spacing)
    section.footer_distance = Twips(m.NUMBER_UP - room)
    for footer in (section.footer, section.even_page_footer):
        numbers = [block.xml for block in footer._element]
        fill(footer, [*numbers, line])


def minutes() -> Sheet:
    """纪要 (§10.3): red 「××纪要」, who was present, no seal and no signature."""
    sheet = with_body(Sheet("纪要"))
    for block in mark(m.MARK_DOWN, "letter.title"):
        sheet.add(block)
    sheet.tag("if letter.number")
    sheet.say("{{ letter.number }}", style="发文字号")
    sheet.tag("endif")
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{m.RED}"/></w:pBdr>'
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{m.TYPE_WIDTH - m.CHAR}"/></w:tabs>'
    spacing = f'<w:spacing w:before="{m.LINE}" w:after="0" w:line="{m.LINE}" w:lineRule="exact"/>'
    left = f'<w:ind w:left="{m.CHAR}" w:right="0" w:firstLine="0"/><w:jc w:val="left"/>'
    sheet.say("{{ organ.name }}\t{{ letter.date_cn }}", style="发文字号", extra=rule + tabs + spacing + left)
    sheet.add_gap(m.LINE)
    paragraphs(sheet, "body.opening")
    sections(sheet)
    paragraphs(sheet, "body.closing")
    attachments(sheet)
    sheet.add_gap(m.LINE)
    attendance(sheet)
    copies(sheet, printed=True)
    return sheet

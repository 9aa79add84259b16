"""An empty official sheet: page, fonts, styles, page numbers. Letters are then written on it paragraph by paragraph."""

import io
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _BaseHeaderFooter
from lxml import etree

from docs_templates.compose import measures as m
from docs_templates.compose.words import official
from notifications.render import same_bytes

NS = nsdecls("w")
_KEPT = (RELATION.STYLES, RELATION.SETTINGS, RELATION.FONT_TABLE, RELATION.THEME, RELATION.HEADER, RELATION.FOOTER)


def fonts(face: str) -> str:
    """``w:rFonts`` that uses one face for every script."""
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def text_style(name: str, face: str, size: int, paragraph: str, run: str = "") -> str:
    """A paragraph style by its Chinese name; ``size`` in half-points."""
    return (
        f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr>{fonts(face)}{run}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _spacing(before: int = 0, line: int = m.LINE) -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _tabs(columns: int, width: int, start: int = 0) -> str:
    stops = "".join(f'<w:tab w:val="left" w:pos="{start + width * place // columns}"/>' for place in range(1, columns))
    return f"<w:tabs>{stops}</w:tabs>"


_TIGHT = f'<w:w w:val="{m.NARROWER}"/>'
_TWO = f'<w:ind w:firstLine="{2 * m.CHAR}" w:firstLineChars="200"/>'
_LOOSE = '<w:snapToGrid w:val="0"/>'
#: Paragraph styles by the names that a clerk sees in Word.
STYLES = (
    text_style("公文正文", m.FANG, m.SIZE_3, _spacing() + _TWO + '<w:jc w:val="both"/>', _TIGHT),
    text_style("一级标题", m.HEI, m.SIZE_3, "<w:keepNext/>" + _spacing() + _TWO, _TIGHT),
    text_style("主送机关", m.FANG, m.SIZE_3, _spacing(m.LINE), _TIGHT),
    text_style("公文标题", m.TITLE, m.SIZE_2, "<w:keepNext/>" + _LOOSE + _spacing(0, 700) + '<w:jc w:val="center"/>'),
    text_style("发文机关标志", m.TITLE, 84, _LOOSE + '<w:jc w:val="center"/>', f'<w:color w:val="{m.RED}"/>'),
    text_style("发文字号", m.FANG, m.SIZE_3, _spacing(2 * m.LINE) + '<w:jc w:val="center"/>'),
    text_style("附件说明", m.FANG, m.SIZE_3, "<w:keepNext/>" + _spacing(), _TIGHT),
    text_style("署名", m.FANG, m.SIZE_3, "<w:keepNext/><w:keepLines/>" + _spacing()),
    text_style("附注", m.FANG, m.SIZE_3, _spacing() + _TWO, _TIGHT),
    text_style("版记", m.FANG, m.SIZE_4, _LOOSE + _spacing(0, 480) + '<w:ind w:left="280" w:right="280"/>'),
    text_style(
        "勾选项", m.FANG, m.SIZE_3, _tabs(3, m.TYPE_WIDTH - 640, 640) + _spacing() + '<w:ind w:left="640"/>', _TIGHT
    ),
    text_style("表格勾选", m.FANG, m.SIZE_4, _tabs(2, 6600) + _LOOSE + _spacing(0, 440)),
    text_style("表格勾选三列", m.FANG, m.SIZE_4, _tabs(3, 6600) + _LOOSE + _spacing(0, 440)),
    text_style("页码", m.SONG, m.SIZE_4, _LOOSE + _spacing(0, 280)),
    text_style("细行", m.SONG, 2, _LOOSE + _spacing(0, 20)),
    text_style("表格文字", m.FANG, m.SIZE_4, _LOOSE + _spacing(0, 440)),
    text_style(
        "二维码", m.FANG, m.SIZE_4, _LOOSE + '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>'
    ),
    text_style("表格标签", m.FANG, m.SIZE_4, _LOOSE + _spacing(0, 440) + '<w:jc w:val="center"/>'),
    text_style("表格栏头", m.HEI, m.SIZE_4, "<w:keepNext/>" + _LOOSE + _spacing(0, 440) + '<w:jc w:val="center"/>'),
)


def paragraph(text: str, style: str, extra: str = "") -> str:
    """One paragraph as XML; ``text`` is a template's Chinese with placeholders, ``extra`` more paragraph properties."""
    escaped = escape(official(text)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    words = f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>' if text else ""
    return f'<w:p {NS}><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{words}</w:p>'


class Sheet:
    """A document under composition.

    Args:
        title: the document's name, kept in the file's properties.
        letter_form: 信函格式 (§10.1) instead of the ordinary sheet.
    """

    def __init__(self, title: str, *, letter_form: bool = False) -> None:
        self.document = Document()
        self.letter_form = letter_form
        self.document.core_properties.title = title
        self._end = self.document.element.body.sectPr
        self._page()
        self._fonts_and_styles()
        self._numbers()

    def add(self, xml: str) -> None:
        """Append a paragraph or table."""
        self._end.addprevious(parse_xml(xml))

    def say(self, *texts: str, style: str = "公文正文", extra: str = "") -> None:
        """Append paragraphs of one style."""
        for text in texts:
            self.add(paragraph(text, style, extra))

    def add_gap(self, before: int) -> None:
        """Append white space of so many twips."""
        self.add(paragraph("", "细行", f'<w:spacing w:before="{before}" w:after="0" w:line="20" w:lineRule="exact"/>'))

    def tag(self, code: str) -> None:
        """Append a Jinja statement (``if …``, ``for …``, ``endif``) that governs whole paragraphs."""
        self.add(paragraph("{%p " + code + " %}", "公文正文"))

    def save(self, path: Path) -> None:
        """Write the template; equal content gives equal bytes."""
        for key, relation in list(self.document.part.rels.items()):
            if relation.reltype not in _KEPT:
                del self.document.part.rels[key]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(same_bytes(self.document))

    def _page(self) -> None:
        section = self._end
        for child in list(section):
            section.remove(child)
        foot = m.LETTER_RULE_UP if self.letter_form else m.NUMBER_UP
        head = m.LETTER_MARK_DOWN if self.letter_form else 851
        for xml in (
            f'<w:pgSz {NS} w:w="{m.PAGE_WIDTH}" w:h="{m.PAGE_HEIGHT}"/>',
            f'<w:pgMar {NS} w:top="{m.TOP}" w:right="{m.RIGHT}" w:bottom="{m.BOTTOM}" w:left="{m.LEFT}" '
            f'w:header="{head}" w:footer="{foot}" w:gutter="0"/>',
            f'<w:cols {NS} w:space="425"/>',
            f'<w:docGrid {NS} w:type="lines" w:linePitch="{m.LINE}"/>',
        ):
            section.append(parse_xml(xml))

    def _fonts_and_styles(self) -> None:
        styles = self.document.styles.element
        kept = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
        for style in styles.findall(qn("w:style")):
            if style.get(qn("w:styleId")) not in kept:
                styles.remove(style)
        for old in (qn("w:docDefaults"), qn("w:latentStyles")):
            styles.remove(styles.find(old))
        language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        styles.insert(
            0,
            parse_xml(
                f"<w:docDefaults {NS}><w:rPrDefault><w:rPr>{fonts(m.FANG)}"
                f'<w:sz w:val="{m.SIZE_3}"/><w:szCs w:val="{m.SIZE_3}"/>{language}</w:rPr></w:rPrDefault>'
                "<w:pPrDefault/></w:docDefaults>"
            ),
        )
        normal = styles.find(qn("w:style"))
        for child in list(normal):
            if child.tag not in (qn("w:name"), qn("w:qFormat")):
                normal.remove(child)
        strict = "".join(f'<w:{name} w:val="0"/>' for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"))
        normal.append(parse_xml(f'<w:pPr {NS}><w:widowControl w:val="0"/>{strict}{_spacing()}</w:pPr>'))
        for xml in STYLES:
            styles.append(parse_xml(xml))
        self._part(RELATION.FONT_TABLE, f"<w:fonts {NS}>{''.join(map(_font, m.OTHER_NAMES))}</w:fonts>")
        settings = self.document.settings.element
        for child in list(settings):
            settings.remove(child)
        for xml in (
            f'<w:zoom {NS} w:percent="100"/>',
            f'<w:defaultTabStop {NS} w:val="420"/>',
            f"<w:evenAndOddHeaders {NS}/>",
            f'<w:characterSpacingControl {NS} w:val="compressPunctuation"/>',
            f'<w:compat {NS}><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
            f'<w:themeFontLang {NS} w:val="en-US" w:eastAsia="zh-CN"/>',
        ):
            settings.append(parse_xml(xml))

    def _part(self, kind: str, xml: str) -> None:
        self.document.part.part_related_by(kind)._blob = etree.tostring(
            etree.parse(io.StringIO(xml)), encoding="UTF-8", standalone=True
        )

    def _numbers(self) -> None:
        """Page numbers between dashes, outside edge: odd right, even left, one character in (§7.5)."""
        section = self.document.sections[0]
        below = paragraph("", "细行").replace('w:line="20"', f'w:line="{m.NUMBER_UP - m.LETTER_RULE_UP}"')
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            number = (
                f'<w:p {NS}><w:pPr><w:pStyle w:val="页码"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
                '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE ">'
                '<w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
            )
            fill(footer, [number, below] if self.letter_form else [number])


def _font(name: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{m.OTHER_NAMES[name]}"/><w:charset w:val="86"/></w:font>'


def fill(place: _BaseHeaderFooter, blocks: list[str]) -> None:
    """Replace a header's or footer's content."""
    place.is_linked_to_previous = False
    element = place._element
    for child in list(element):
        element.remove(child)
    for xml in blocks:
        element.append(parse_xml(xml))

"""Fills the office's Word templates: one autoescaped, sandboxed docxtpl pass, the same bytes for the same content.

Layout is the template's (GB/T 9704-2012, see ``docs/letters.md``); this module only puts words into it.
"""

import copy
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.document import Document as DocumentFile
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.table import Table
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Template, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from notifications.letter_template import (
    LetterContextMissing,
    LetterTemplate,
    LetterTemplateBroken,
    LetterTemplateUnsafe,
    environment,
)
from notifications.letter_words import plain

_EPOCH = (1980, 1, 1, 0, 0, 0)
_KEPT_RELATIONS = ("/officeDocument", "/core-properties")
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
#: Side of a printed QR code in millimetres: in a table, and beside the signature.
QR_IN_TEXT, QR_BESIDE = 26, 21


class LetterNotFound(LetterTemplateBroken):
    """There is no template of that name."""

    status = 404


class LetterRenderer:
    """Letters from the templates of one folder.

    Args:
        templates: the folder that holds ``objection/obj_07.docx`` and its like. A template that an office changes
            is read again at the next letter.
    """

    def __init__(self, templates: Path) -> None:
        self._folder = templates.resolve()

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        """The finished letter as a .docx file.

        Args:
            template: name without ending, ``"objection/obj_07"``.
            context: nested mappings, lists, text, numbers, None; ``qr`` (text, may be empty) is drawn as a code.

        Raises:
            LetterContextMissing: the template prints something that the context does not have.
            LetterContextWrong: the context holds something that cannot be printed.
            LetterTemplateUnsafe, LetterTemplateBroken, LetterNotFound: the template cannot be used.
        """
        source = self._source(template)
        filled = _Pass(source)
        values = plain(context)
        assert isinstance(values, dict)
        if values.get("qr"):
            values["qr"] = _Code(filled, values["qr"])
        try:
            filled.render(values, _ENVIRONMENT, autoescape=True)
        except UndefinedError as error:
            raise LetterContextMissing(placeholder=error.message or "") from error
        except SecurityError as error:
            raise LetterTemplateUnsafe(why=error.message or "") from error
        except (etree.XMLSyntaxError, TypeError) as error:
            raise LetterTemplateBroken(why=str(error)) from error
        return same_bytes(filled.docx)

    def placeholders(self, template: str) -> frozenset[str]:
        """Everything the template asks for, as dotted paths; ``[]`` follows a list (``items[].label``)."""
        return self._source(template).placeholders

    def _source(self, template: str) -> LetterTemplate:
        path = (self._folder / f"{template}.docx").resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise LetterNotFound(why=template)
        found = path.stat()
        return _read(path, found.st_mtime_ns, found.st_size)


class _Pass(DocxTemplate):  # type: ignore[misc]
    """docxtpl with its text patching done beforehand and its unsafe conveniences left out.

    Left out: the second look for ``{_{`` in finished text (it would eat an applicant's underscore), the recovering XML
    parser (it would drop what it does not understand) and code in document properties and footnotes.
    """

    def __init__(self, source: LetterTemplate) -> None:
        super().__init__(io.BytesIO(source.data))
        self._source = source

    def build_xml(self, context: Any, jinja_env: Any = None) -> str:
        return self._fill(self._source.parts["word/document.xml"], self.docx._part, context)

    def build_headers_footers_xml(self, context: Any, uri: str, jinja_env: Any = None) -> Any:
        for relation, part in self.get_headers_footers(uri):
            compiled = self._source.parts.get(str(part.partname).lstrip("/"))
            if compiled is not None:
                tree = etree.fromstring(self._fill(compiled, part, context), _STRICT)
                _break_lines(tree)
                yield relation, etree.tostring(tree, encoding="UTF-8", standalone=True)

    def fix_tables(self, xml: str) -> Any:
        body = etree.fromstring(xml, _STRICT)
        _break_lines(body)
        for cell in body.iter(qn("w:tc")):
            if cell.find(qn("w:p")) is None:
                cell.append(OxmlElement("w:p"))
        return body

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Nothing of the context goes into the document's properties."""

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        """Footnotes are printed as they stand."""

    def _fill(self, compiled: Template, part: Any, context: Any) -> str:
        self.current_rendering_part = part
        return compiled.render(context)


class _Code(InlineImage):  # type: ignore[misc]
    """The letter's QR code, standing in the text where the template prints it."""

    def __init__(self, letter: _Pass, words: str, beside: bool = False) -> None:
        self._words, self._beside = words, beside
        super().__init__(letter, io.BytesIO(_drawn(words)), width=Mm(QR_BESIDE if beside else QR_IN_TEXT))

    def beside(self) -> "_Code":
        """The same code, anchored left of the signature without taking room from the text."""
        return _Code(self.tpl, self._words, beside=True)

    def _insert_image(self) -> str:
        xml: str = super()._insert_image()
        if not self._beside:
            return xml
        start, end = xml.index("<wp:inline"), xml.index("</wp:inline>") + len("</wp:inline>")
        return xml[:start] + _anchored(xml[start:end]) + xml[end:]


def _beside(value: Any) -> Any:
    """Template filter ``beside``; an absent code stays absent."""
    return value.beside() if isinstance(value, _Code) else value


_ENVIRONMENT = environment(_beside)


@lru_cache(maxsize=128)
def _read(path: Path, _changed: int, _size: int) -> LetterTemplate:
    """A template as it is on the disk, read once in a process."""
    return LetterTemplate.read(path.read_bytes(), _ENVIRONMENT)


@lru_cache(maxsize=16)
def _drawn(words: str) -> bytes:
    """The code as a PNG; a letter prints the same one in its text and beside its signature."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False).save(drawn, kind="png", scale=8, border=2)
    return drawn.getvalue()


def _anchored(inline: str) -> str:
    """An inline drawing as one that floats behind the text, one line above its paragraph, two characters in."""
    old = parse_xml(inline)
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{Mm(11)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{Mm(2)}</wp:posOffset></wp:positionV></wp:anchor>'
    )
    for child in list(old):
        anchor.append(child)
        if child.tag == qn("wp:extent"):
            anchor.append(OxmlElement("wp:wrapNone"))
    return etree.tostring(anchor, encoding="unicode")


def _break_lines(tree: Any) -> None:
    """Turn line ends inside printed text into paragraphs of the same kind, and tabs into Word's tabs."""
    for text in [node for node in tree.iter(qn("w:t")) if node.text and ("\n" in node.text or "\t" in node.text)]:
        run, lines = text.getparent(), text.text.split("\n")
        paragraph = run.getparent()
        if paragraph.tag != qn("w:p"):
            lines = [" ".join(lines)]
        after = list(run.itersiblings())
        behind = list(text.itersiblings())
        _write(run, text, lines[0])
        here = paragraph
        for line in lines[1:]:
            following = OxmlElement("w:p")
            following.extend(copy.deepcopy(node) for node in paragraph.findall(qn("w:pPr")))
            next_run = OxmlElement("w:r")
            next_run.extend(copy.deepcopy(node) for node in run.findall(qn("w:rPr")))
            following.append(next_run)
            new_text = OxmlElement("w:t")
            next_run.append(new_text)
            _write(next_run, new_text, line)
            here.addnext(following)
            here = following
        if here is not paragraph:
            next_run.extend(behind)
            here.extend(after)


def _write(run: Any, text: Any, line: str) -> None:
    """Put one line into a ``w:t``, its tabs as ``w:tab`` elements beside it."""
    pieces = line.split("\t")
    text.text = pieces[0]
    text.set(qn("xml:space"), "preserve")
    here = text
    for piece in pieces[1:]:
        tab, more = OxmlElement("w:tab"), OxmlElement("w:t")
        more.text = piece
        more.set(qn("xml:space"), "preserve")
        here.addnext(tab)
        tab.addnext(more)
        here = more


def same_bytes(document: DocumentFile) -> bytes:
    """Save a document without author, clock or host in it: equal content gives equal bytes."""
    package = document.part.package
    for name in [key for key, relation in package.rels.items() if not relation.reltype.endswith(_KEPT_RELATIONS)]:
        del package.rels[name]
    about = document.core_properties
    for field in ("author", "last_modified_by", "comments", "keywords", "category", "subject", "version"):
        setattr(about, field, "")
    about.created = about.modified = about.last_printed = datetime(1980, 1, 1, tzinfo=UTC)
    about.revision = 1
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _EPOCH)
            kept.compress_type, kept.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(kept, old.read(entry))
    return fixed.getvalue()


def to_text(letter: bytes) -> str:
    """The words of a letter in reading order, one paragraph or table row a line; for previews and search."""
    lines: list[str] = []
    for block in Document(io.BytesIO(letter)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)

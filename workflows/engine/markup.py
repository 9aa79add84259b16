"""Reads the XML of a diagram without letting it reach for files, networks or the machine's memory."""

import re
from typing import Any

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

LARGEST_FILE = 2 * 1024 * 1024
MOST_ELEMENTS = 20_000
DEEPEST = 40

_DECLARED = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


class MarkupRefused(ValueError):
    """The bytes are no XML that may be read; the text says why, ``line`` where it is known.

    Args:
        why: the reason in the reader's words.
        line: line in the file, 0 when unknown.
    """

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


def read(xml: bytes) -> etree._Element:
    """The root element of a BPMN file.

    Args:
        xml: the file, UTF-8.

    Raises:
        MarkupRefused: too large or deep, with DOCTYPE or entities, not UTF-8, not well formed, or no BPMN.
    """
    if len(xml) > LARGEST_FILE:
        raise MarkupRefused("文件超过 2 MB")
    text = xml.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(text)
    # In another encoding the two words looked for below would be spelt in other bytes.
    if b"\x00" in text or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise MarkupRefused("文件须为 UTF-8 编码")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise MarkupRefused("不得含有 DOCTYPE 或实体定义")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise MarkupRefused(f"XML 不完整：{error.msg}", error.lineno or 0) from error
    if root.tag != BPMN + "definitions":
        raise MarkupRefused("根元素不是 BPMN definitions", line(root))
    _measure(root)
    return root


def line(element: etree._Element) -> int:
    """The line of an element in its file, 0 when it is not known."""
    found: Any = element.sourceline
    return int(found or 0)


def _measure(root: etree._Element) -> None:
    """Refuse a tree that is too deep or has too many elements."""
    depth, count = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise MarkupRefused("元素嵌套过深或过多", line(element))

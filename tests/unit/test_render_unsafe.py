"""A template is data from an office: code, macros and links in it are refused before anything is printed."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, UndefinedError

from notifications.letter_template import LetterTemplateBroken, LetterTemplateUnsafe, environment
from notifications.render import LetterRenderer

HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.__init__.__globals__ }}",
    "{{ x._private }}",
    "{{ x|attr('__class__') }}",
    "{{ x['__class__'] }}",
    "{{ cycler.__init__ }}",
    "{{ x.upper() }}",
    "{{ range(999999999)|length }}",
    "{{ 'a' * 999999999 }}",
    "{{ 2 ** 99999 }}",
    "{{ x|safe }}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% set y = x %}{{ y }}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{% endmacro %}",
    "{{ x is defined }}",
]
BROKEN = ["{{ x", "{% if x %}", "{% endfor %}", "{{ x | }}"]


def _template(folder: Path, text: str) -> LetterRenderer:
    document = Document()
    document.add_paragraph(text)
    document.save(str(folder / "t.docx"))
    return LetterRenderer(folder)


@pytest.mark.parametrize("code", HOSTILE)
def test_a_template_with_code_is_refused_when_it_is_read(tmp_path, code) -> None:
    with pytest.raises((LetterTemplateUnsafe, LetterTemplateBroken)):
        _template(tmp_path, code).placeholders("t")


@pytest.mark.parametrize("code", HOSTILE)
def test_a_template_with_code_prints_nothing(tmp_path, code) -> None:
    with pytest.raises((LetterTemplateUnsafe, LetterTemplateBroken)):
        _template(tmp_path, code).render("t", {"x": "1"})


@pytest.mark.parametrize("code", ["{{ x.__class__ }}", "{{ x.upper }}", "{{ items.append }}", "{{ x['__class__'] }}"])
def test_the_sandbox_alone_reaches_no_attribute_of_a_value(code) -> None:
    env = environment(lambda value: value)
    with pytest.raises((SecurityError, UndefinedError)):
        env.from_string(code).render(x="words", items=["a"])


def test_the_sandbox_looks_up_names_in_mappings_before_python_methods() -> None:
    env = environment(lambda value: value)
    assert env.from_string("{{ x.items }}").render(x={"items": "条目"}) == "条目"


def test_the_sandbox_offers_no_globals() -> None:
    assert not environment(lambda value: value).globals
    assert environment(lambda value: value).undefined is StrictUndefined


@pytest.mark.parametrize("code", BROKEN)
def test_a_mistyped_placeholder_is_named_as_such(tmp_path, code) -> None:
    with pytest.raises(LetterTemplateBroken):
        _template(tmp_path, code).placeholders("t")


def test_code_in_the_page_header_is_refused_too(tmp_path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ x.upper() }}"
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(LetterTemplateUnsafe):
        LetterRenderer(tmp_path).placeholders("t")


def test_code_in_the_documents_properties_is_never_run(tmp_path) -> None:
    document = Document()
    document.core_properties.title = "{{ 7*7 }}"
    document.core_properties.author = "{{ 7*7 }}"
    document.save(str(tmp_path / "t.docx"))
    about = Document(BytesIO(LetterRenderer(tmp_path).render("t", {}))).core_properties
    assert (about.title, about.author) == ("{{ 7*7 }}", "")


def test_a_link_out_of_the_file_is_refused(tmp_path) -> None:
    document = Document()
    document.part.relate_to("https://example.com/remote.dotm", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(LetterTemplateUnsafe):
        LetterRenderer(tmp_path).placeholders("t")


@pytest.mark.parametrize(
    ("entry", "content"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/extra.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        ("word/types.xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_macros_and_entities_are_refused(tmp_path, entry, content) -> None:
    _template(tmp_path, "{{ x }}")
    with zipfile.ZipFile(tmp_path / "t.docx", "a") as package:
        package.writestr(entry, content)
    with pytest.raises(LetterTemplateUnsafe):
        LetterRenderer(tmp_path).placeholders("t")


def test_a_filter_cannot_be_told_to_fill_the_memory(tmp_path) -> None:
    office = _template(tmp_path, "{% for line in x|batch(999999999, 'a') %}{{ line|length }}{% endfor %}")
    with pytest.raises(LetterTemplateBroken):
        office.render("t", {"x": ["1"]})


def test_a_template_that_unpacks_to_too_much_is_refused(tmp_path) -> None:
    _template(tmp_path, "{{ x }}")
    with zipfile.ZipFile(tmp_path / "t.docx", "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/big.bin", b"\0" * 20_000_001)
    with pytest.raises(LetterTemplateUnsafe):
        LetterRenderer(tmp_path).placeholders("t")


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_not_a_word_file_is_named_as_such(tmp_path, data) -> None:
    (tmp_path / "t.docx").write_bytes(data)
    with pytest.raises(LetterTemplateBroken):
        LetterRenderer(tmp_path).placeholders("t")


def test_placeholders_follow_loops_to_the_lists_they_walk(tmp_path) -> None:
    text = "{% for row in case.rows %}{{ row.a }}{% for one in row.b|batch(2) %}{% for c in one %}{{ c.d }}"
    text += "{% endfor %}{% endfor %}{{ loop.index }}{% endfor %}{{ x|cn }}"
    found = _template(tmp_path, text).placeholders("t")
    assert found == {"case.rows", "case.rows[].a", "case.rows[].b", "case.rows[].b[].d", "x"}

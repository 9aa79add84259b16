"""Accessibility as axe-core finds it: WCAG 2.2 A and AA, and its best practices."""

from functools import cache

from playwright.sync_api import BrowserContext, Page

from tests.support.shared import ROOT

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: What depends on the width: how large targets are, what scrolls, what is hidden.
_LAYOUT = ["target-size", "scrollable-region-focusable", "aria-hidden-focus", "nested-interactive", "landmark-unique"]

#: What depends on the words and their language, on a page whose structure :func:`violations` has seen.
_WORDS = [
    "html-has-lang", "html-lang-valid", "valid-lang", "document-title", "empty-heading", "image-alt", "button-name",
    "link-name", "label", "label-title-only", "select-name", "input-button-name", "aria-command-name",
    "aria-input-field-name", "aria-toggle-field-name", "frame-title", "summary-name", "empty-table-header",
]  # fmt: skip

#: Paths to elements take axe-core longer than all its rules; the element itself says which it is.
_RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], selectors: false})"


@cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def bring(context: BrowserContext) -> None:
    """Let every page of the context have axe-core from its beginning: to send it costs a third of a look."""
    context.add_init_script(_source())


def violations(page: Page) -> list[str]:
    """Return what axe-core objects to on the page: rule and the elements that break it; empty is good."""
    return _objections(page, {"type": "tag", "values": _RULES})


def layout_violations(page: Page) -> list[str]:
    """Return what axe-core objects to at this width, on a page that :func:`violations` has seen at another."""
    return _objections(page, {"type": "rule", "values": _LAYOUT})


def word_violations(page: Page) -> list[str]:
    """Return what axe-core objects to in this language, on a page that :func:`violations` has seen in another."""
    return _objections(page, {"type": "rule", "values": _WORDS})


def _objections(page: Page, rules: dict[str, object]) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_source())
    found = page.evaluate(_RUN, rules)["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes']][:5]}" for each in found]

"""Every page that a link leads to, as every reader, in both languages and at both widths, in real Chromium.

The pages are found by following links (``tools/screens/addresses.py``): a new page is looked at without an edit here.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.support import pages, site
from tests.support.axe import bring, layout_violations, violations, word_violations
from tests.support.browser import widest_overflow
from tests.support.site import Site
from tools.screens.addresses import READERS
from webapp.commands.setup_demo import PASSWORD

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: A page at 400 % on a screen of 1280 pixels (WCAG 2.2, 1.4.10 Reflow).
NARROWEST = {"width": 320, "height": 640}

#: Chinese that the reader of an English page meets outside of what is marked as Chinese.
CHINESE = r"""() => {
  const han = /[\u3400-\u9fff]/, found = new Set();
  const take = (element, text) => { if (han.test(text) && !element.closest('[lang^=zh]')) found.add(text.trim()); };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.matches('script, style, textarea')) take(parent, walker.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) take(element, element.getAttribute(name) || '');
  return [...found];
}"""

FRAME = "() => [document.documentElement.lang, document.title, document.querySelectorAll('h1').length]"


@pytest.fixture(scope="module")
def everything() -> pages.Found:
    """All pages of an office that has something on each."""
    return pages.found()


@pytest.fixture(scope="module")
def data(everything: pages.Found) -> re.Pattern[str]:
    """What is no word of the product; it takes seconds to make."""
    return pages.data_words(everything.folder)


@pytest.fixture(scope="module")
def whole_site(everything: pages.Found, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product over that office; nobody changes anything in it."""
    with site.running(tmp_path_factory.mktemp("whole"), worker=False, source=everything.folder) as started:
        yield started


def _open(live: Site, make: Callable[..., Page], reader: str) -> Page:
    page = make(width=DESK["width"])
    bring(page.context)
    _speak(live, page, "zh_CN")
    if reader:
        page.goto(live.url("/sign-in"))
        page.locator("#login").fill(reader)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def _speak(live: Site, page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": live.url("/")}])


def _frame(page: Page, lang: str) -> list[str]:
    """What every page has: its language, a title of its own, one main heading."""
    said, title, headings = page.evaluate(FRAME)
    wrong = []
    if said != lang:
        wrong.append("the page does not say its language")
    if not title.split(" · ")[0].strip():
        wrong.append("the page has no title of its own")
    if headings != 1:
        wrong.append(f"the page has {headings} main headings")
    return wrong


def _too_wide(page: Page) -> list[str]:
    """The widths at which the page has to be scrolled sideways."""
    wrong = []
    for size in (DESK, TELEPHONE, NARROWEST):
        page.set_viewport_size(size)
        if over := widest_overflow(page):
            wrong.append(f"the page is {over} pixels wider than {size['width']}")
    return wrong


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{address}\n    " + "\n    ".join(found) for address, found in wrong.items())


def _look(live: Site, page: Page, address: str) -> list[str]:
    answer = page.goto(live.url(address))
    return [] if answer is not None and answer.status == 200 else [f"answered {answer and answer.status}"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", READERS)
def test_everybody_can_use_every_page_at_every_width(
    whole_site: Site, everything: pages.Found, data: re.Pattern[str], new_page: Callable[..., Page], reader: str
) -> None:
    if not everything.of(reader):
        return  # Others see all that this one does.
    page = _open(whole_site, new_page, reader)
    wrong: dict[str, list[str]] = {}
    met: set[str] = set()
    for place, address in enumerate(everything.of(reader)):
        # The pages take the widths in turn; what depends on the width is seen at both on the first page of its kind.
        first, second = (DESK, TELEPHONE) if place % 2 else (TELEPHONE, DESK)
        page.set_viewport_size(first)
        found = [*_look(whole_site, page, address), *_frame(page, "zh-CN"), *violations(page)]
        if (kind := re.sub(r"\d+", "0", urlsplit(address).path)) not in met:
            met.add(kind)
            page.set_viewport_size(second)
            found += layout_violations(page)
        found += _too_wide(page)
        page.set_viewport_size(TELEPHONE)
        page.evaluate("document.documentElement.classList.add('large-text')")
        if over := widest_overflow(page):
            found.append(f"the page in large text is {over} pixels wider than a telephone")
        if found:
            wrong[address] = found
    # English on one page of each kind: its words on all pages are read without a browser, below.
    kinds = everything.one_of_each()
    _speak(whole_site, page, "en")
    for address in (each for each in everything.of(reader) if (reader, each) in kinds):
        found = [*_look(whole_site, page, address), *_frame(page, "en"), *word_violations(page)]
        found += [text for text in page.evaluate(CHINESE) if pages.HAN.search(data.sub("", text))]
        found += _too_wide(page)
        if found:
            wrong[f"{address} in English"] = found
    assert not wrong, _told(wrong)


def test_who_reads_english_reads_english(everything: pages.Found, data: re.Pattern[str]) -> None:
    wrong: dict[str, list[str]] = {}
    for reader in READERS:
        for address, tree in pages.in_english(everything, reader):
            found = [text for text in pages.chinese_in(tree) if pages.HAN.search(data.sub("", text))]
            if found:
                wrong[f"{address} as {reader}"] = found
    assert not wrong, _told(wrong)


def test_no_page_is_left_out(everything: pages.Found) -> None:
    assert everything.unreached == [], (
        "no link leads to these routes: link them from a page, give the process a scenario that stops there, or add "
        "an address to the samples of tools/screens/prepare.py"
    )


def test_every_link_leads_somewhere(everything: pages.Found) -> None:
    assert everything.broken == []

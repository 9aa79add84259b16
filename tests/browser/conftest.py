"""The product in real Chromium: pages at desk and telephone width, watched for everything that goes wrong."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import site
from tests.support.browser import ARGUMENTS, Watch, chromium_path

DESK = {"width": 1440, "height": 900}
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of this test process."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Make pages of people who share nothing: each has its own cookies.

    ``new_page(width=1440)`` or ``new_page(width=390)``; ``locale`` is zh-CN unless given, the zone Asia/Shanghai.
    The test fails when any of its pages wrote an error to the console, broke a script, got a 5xx or reached outside.
    """
    contexts = []
    watches = []

    def make(width: int = DESK["width"], locale: str = "zh-CN") -> Page:
        size = TELEPHONE if width == TELEPHONE["width"] else {**DESK, "width": width}
        context = browser.new_context(viewport=size, locale=locale, timezone_id="Asia/Shanghai", accept_downloads=True)
        context.set_default_timeout(15_000)
        contexts.append(context)
        watches.append(Watch(context))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "the pages had problems:\n" + "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1440 pixels, as on a desk."""
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """A page of 390 pixels, as on a telephone."""
    return new_page(width=TELEPHONE["width"])


@pytest.fixture(scope="module")
def office_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.Site]:
    """The real product over a fresh demonstration without its worker, for tests that wait for nothing that it does."""
    with site.running(tmp_path_factory.mktemp("site"), worker=False) as started:
        yield started


@pytest.fixture(scope="module")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.Site]:
    """The real product with its worker over a fresh demonstration, one for the tests of a module."""
    with site.running(tmp_path_factory.mktemp("site")) as started:
        yield started

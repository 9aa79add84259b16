"""A look at a page in passing.

The walk over every page sees each at every width and that everybody can use it; a journey sees pages that no link leads
to, because they answer a form, and pages on which something was done.
"""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.support.axe import violations
from tests.support.browser import widest_overflow

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

#: Answers that axe-core has looked at in this test process.
_SEEN: set[str] = set()


def look(page: Page, name: str, *, answer: bool = False) -> None:
    """See that the page is not wider than its window; take a picture where ``CREDITCASE_PICTURES`` names a folder.

    Args:
        name: of the picture.
        answer: no walk along links comes by: see here that everybody can use it, too.

    Raises:
        AssertionError: it is wider, or somebody cannot use it.
    """
    page.wait_for_load_state("domcontentloaded")
    width = (page.viewport_size or DESK)["width"]
    folder = os.environ.get("CREDITCASE_PICTURES")
    if folder:
        place = Path(folder)
        page.screenshot(path=place / f"{len(list(place.iterdir())):03d}-{name}-{width}.png", full_page=True)
    assert widest_overflow(page) == 0, f"{name} at {width}"
    if answer and name not in _SEEN:
        _SEEN.add(name)
        assert violations(page) == [], name


def at_the_other_width(page: Page) -> None:
    """Turn a desk's window into a telephone's and back."""
    size = DESK if page.viewport_size == TELEPHONE else TELEPHONE
    page.set_viewport_size(size)  # type: ignore[arg-type]

"""Hands at a page: they fill any form from data with mouse and keyboard, or walk a page with the Tab key alone."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from webapp.demo.drive import posted

#: Where the focus is, whether it is seen, and whether it stands in the window and under nothing (WCAG 2.4.7, 2.4.11).
_FOCUS = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const name = on.outerHTML.slice(0, 120), box = on.getBoundingClientRect();
  const style = getComputedStyle(on), host = on.closest('label') || on.parentElement;
  const marked = each => each.boxShadow !== 'none' ||
    (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const free = !top || on.contains(top) || top.contains(on);
  return { name, seen: marked(style) || marked(getComputedStyle(host)), inside, free };
}"""


def fill(page: Page, values: Mapping[str, Any]) -> None:
    """Fill the page's form as a browser would send ``values``; choices of organisations are given by their words."""
    for name, value in posted(values):
        field = page.locator(f"form.office-form [name='{name}']")
        kind = field.first.get_attribute("type") or field.first.evaluate("each => each.tagName.toLowerCase()")
        if kind == "radio":
            field.and_(page.locator(f"[value='{value}']")).check()
        elif kind == "checkbox" and value != "y":
            page.get_by_label(value).check()
        elif kind == "checkbox":
            field.check()
        elif kind == "select":
            field.select_option(value)
        else:
            field.fill(value)


class Keys:
    """A person without a mouse."""

    def __init__(self, page: Page) -> None:
        self._page = page
        # Where the window glides to the focus, nobody could say when it has arrived.
        page.emulate_media(reduced_motion="reduce")
        #: Stops of the Tab key at which the focus could not be seen.
        self.unseen: list[str] = []

    def tab(self) -> bool:
        """Press Tab; note where the focus is not seen. False when it left the page."""
        self._page.keyboard.press("Tab")
        focus = self._page.evaluate(_FOCUS)
        if focus is None:
            return False
        if not (focus["seen"] and focus["inside"] and focus["free"]):
            self.unseen.append(str(focus))
        return True

    def to(self, target: Locator, limit: int = 150) -> None:
        """Press Tab until ``target`` has the focus.

        Raises:
            AssertionError: it is not reached.
        """
        for _ in range(limit):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.tab()
        raise AssertionError(f"{target} is not reached with Tab")

    def type(self, target: Locator, text: str) -> None:
        """Go to a field and write into it, in place of what stands there."""
        self.to(target)
        self._page.keyboard.press("Control+a")
        self._page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """Go to a box and tick it with the space bar, unless it is ticked."""
        self.to(target)
        if not target.is_checked():
            self._page.keyboard.press("Space")

    def choose(self, group: Locator, wanted: Locator) -> None:
        """Go to a group of radio buttons and move to the wanted one with the arrow keys."""
        chosen = group.and_(self._page.locator(":checked"))
        self.to(chosen if chosen.count() else group.first)
        if not chosen.count():
            self._page.keyboard.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{wanted} cannot be chosen with the arrow keys")

    def press(self, target: Locator) -> None:
        """Go to a link or a button and press Enter."""
        self.to(target)
        self._page.keyboard.press("Enter")

    def round(self, limit: int = 300) -> int:
        """Walk the whole page once, from its beginning until the focus leaves it; return the number of stops.

        Raises:
            AssertionError: the focus is caught.
        """
        for stops in range(limit):
            if not self.tab():
                return stops
        raise AssertionError("the focus does not leave the page")

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

#: What kinds of control have a name.
_TYPES = "found => found.map(each => each.readOnly ? 'hidden' : each.type)"
#: What names the row of a grid in which nobody can type it: name and value of the control.
_KEYS = """(form, grid) => [...form.querySelectorAll(`[name^="${grid}-"]`)]
  .filter(each => (each.readOnly || each.type === 'hidden') && each.value).map(each => [each.name, each.value])"""


def fill(page: Page, values: Mapping[str, Any]) -> None:
    """Fill the page's form as a browser would send ``values``; choices of organisations are given by their words.

    Rows of a grid that are not there yet are asked for. What the form has on a button is left to whoever presses it.

    Raises:
        AssertionError: the form has no such field, or says something else where nobody can type.
    """
    form = page.locator("form.office-form")
    # The page may still be on its way; what is counted does not wait for it.
    first = next(iter(values))
    form.locator(f"[name^='{first}'], [data-add-row][value='{first}']").first.wait_for(state="attached")
    page.wait_for_load_state("domcontentloaded")
    for name, value in posted(_in_their_rows(form, values)):
        field = form.locator(f"[name='{name}']")
        types = field.evaluate_all(_TYPES) or _in_a_new_row(page, field, name)
        if "checkbox" in types and value != "y":
            coded = field.and_(page.locator(f"[value='{value}']"))
            (coded if coded.count() else form.get_by_label(value)).check()
        elif "radio" in types:
            field.and_(page.locator(f"[value='{value}']")).check()
        elif "checkbox" in types:
            field.check()
        elif "select-one" in types:
            field.select_option(value)
        elif "hidden" in types:
            said = field.first.input_value()
            assert said == value, f"{name} says {said!r}, not {value!r}"
        elif "submit" not in types:
            field.fill(value)


def _in_their_rows(form: Locator, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the rows of grids where the page shows them, found by what it says of each row."""
    placed: dict[str, Any] = {}
    for name, rows in values.items():
        told = form.evaluate(_KEYS, name) if isinstance(rows, list) and rows and isinstance(rows[0], dict) else []
        if not told:
            placed[name] = rows
            continue
        for row in rows:
            place = next(
                (key.rpartition("-")[0] for key, said in told if row.get(key.rpartition("-")[2]) == said), None
            )
            assert place, f"no row of {name} is about {row}"
            placed |= {f"{place}-{cell}": value for cell, value in row.items()}
    return placed


def _in_a_new_row(page: Page, field: Locator, name: str) -> list[str]:
    button = page.locator(f"form.office-form [data-add-row][value='{name.partition('-')[0]}']")
    assert button.count(), f"the form has no field {name}"
    button.click()
    return list(field.evaluate_all(_TYPES))


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

"""A reviewer at the desk with the keyboard alone: find, claim, open, fill, see the letter, submit, take it back."""

import re

from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import widest_overflow
from tests.support.shared import ROOT
from tests.support.site import Site

PICTURES = ROOT / "var" / "screenshots" / "desk"


def look(page: Page, name: str) -> None:
    """Take a picture; the page can be used by everybody and is not wider than its window."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    assert violations(page) == []
    assert widest_overflow(page) == 0


def tab_to(page: Page, selector: str, limit: int = 120) -> None:
    """Press Tab until ``selector`` has the focus."""
    for _ in range(limit):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with Tab")


def sign_in(page: Page, site: Site, login: str) -> None:
    """Sign in with the keyboard."""
    page.goto(site.url("/sign-in"))
    tab_to(page, "#login")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    tab_to(page, "#password")
    page.keyboard.type("demo-2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")
    # The keys are listened to once the page's scripts have run, which a busy machine does later than it shows the page.
    page.wait_for_load_state()


def test_a_case_is_examined_and_taken_back_without_a_mouse(office_site: Site, page: Page) -> None:
    sign_in(page, office_site, "reviewer")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look(page, "1440-keys")
    page.keyboard.press("Escape")
    page.goto(office_site.url("/tasks?box=free&step=examine"))
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    first = page.locator("tr[data-task] a.number").first
    expect(first).to_be_focused()
    assert first.evaluate("each => getComputedStyle(each).outlineStyle") != "none", "the focus is seen"
    look(page, "1440-list")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(first).to_be_focused()
    # Repairs are examined at this desk too, with a form of their own.
    first_objection = page.locator("tr[data-task] a.number").filter(has_text="-OBJ-").first
    while not first_objection.evaluate("each => each === document.activeElement"):
        page.keyboard.press("j")
    number = first_objection.inner_text()
    page.keyboard.press("c")
    expect(page.locator(".flash-done")).to_contain_text("已签收")
    task = page.url
    tab_to(page, "#outcome-0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#outcome-2")).to_be_checked()
    tab_to(page, "[name=refuse_code]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#reasons")
    page.keyboard.type("未写明异议事项。")
    expect(page.locator("#letter-preview article")).to_contain_text("未写明异议事项。")
    look(page, "1440-task")
    tab_to(page, "form.office-form button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".flash-done")).to_contain_text("拟不予受理")
    page.goto(office_site.url("/tasks/started"))
    look(page, "1440-started")
    tab_to(page, "tbody a.number")
    page.keyboard.press("Enter")
    expect(page.get_by_text(number).first).to_be_visible()
    tab_to(page, "a[href$='/recall']")
    look(page, "1440-case")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("撤回送审"))
    tab_to(page, "#reason")
    page.keyboard.type("补充理由后重新送审。")
    look(page, "1440-recall")
    tab_to(page, "form.office-form button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".flash-done")).to_contain_text("已撤回")
    page.goto(task)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_pages_of_the_desk_fit_a_telephone(office_site: Site, phone_page: Page) -> None:
    sign_in(phone_page, office_site, "reviewer")
    for address in ("/tasks", "/tasks/started", "/tasks/copied", "/absence"):
        phone_page.goto(office_site.url(address))
        look(phone_page, f"390{address.replace('/', '-')}")
    phone_page.goto(office_site.url("/tasks?box=free"))
    phone_page.locator("tr[data-task] a.number").first.click()
    phone_page.get_by_role("link", name=re.compile("转办")).click()
    look(phone_page, "390-transfer")

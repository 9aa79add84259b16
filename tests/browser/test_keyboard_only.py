"""Whole jobs with the keyboard alone: an applicant objects, a reviewer examines; the focus is seen at every stop."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.samples import files as samples
from tests.support.hands import Keys
from tests.support.site import Site
from webapp.commands.setup_demo import PASSWORD


def sign_in(page: Page, keys: Keys, login: str) -> None:
    """Sign in from the page that stands."""
    keys.type(page.locator("#login"), login)
    keys.type(page.locator("#password"), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def skip(page: Page, keys: Keys) -> None:
    """The first stop of a page leads past its menu to the content."""
    page.evaluate("document.activeElement.blur()")
    keys.tab()
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def choose(page: Page, file: Path) -> None:
    """Choose a file from where the focus is; a busy Chromium may drop a chooser, and a person presses again."""
    for last in (False, True):
        try:
            with page.expect_file_chooser(timeout=30_000 if last else 8_000) as chooser:
                page.keyboard.press("Space")
        except PlaywrightTimeout:
            if last:
                raise
        else:
            chooser.value.set_files(file)
            return


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "login"), [(1440, "applicant"), (390, "applicant2")])
def test_an_applicant_objects_without_a_mouse(
    office_site: Site, new_page: Callable[..., Page], tmp_path: Path, width: int, login: str
) -> None:
    (tmp_path / "决定书.pdf").write_bytes(samples.pdf())
    page = new_page(width=width)
    keys = Keys(page)
    page.goto(office_site.url("/"))
    skip(page, keys)
    assert keys.round() > 5, "the home page has its doors"
    page.goto(office_site.url("/objections"))
    sign_in(page, keys, login)
    skip(page, keys)
    keys.press(page.locator("main table a").first)
    keys.press(page.get_by_role("link", name="开始填写"))
    keys.choose(page.locator("[name=grounds]"), page.get_by_label("内容错误"))
    keys.type(page.get_by_label("罚款金额(万元)的主张值"), "0.3")
    keys.type(page.get_by_label("事实与理由"), "决定书写明罚款三千元。")
    keys.type(page.get_by_label("联系电话"), "13800000000")
    keys.type(page.get_by_label("送达地址"), "示例市示例路2号")
    keys.tick(page.get_by_label("同意电子送达"))
    keys.to(page.locator("#evidence-0"))
    choose(page, tmp_path / "决定书.pdf")
    expect(page.locator(".papers")).to_contain_text("决定书.pdf")
    keys.tick(page.get_by_label("本人承诺"))
    keys.press(page.get_by_role("button", name="下一步"))
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
    keys.press(page.get_by_role("button", name="确认提交"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到您的异议申请")
    assert keys.round() > 3
    keys.press(page.get_by_role("link", name="查看办理情况"))
    expect(page.locator("main")).to_contain_text("信用中心正在审查您的申请")
    assert keys.unseen == [], "the focus is seen wherever it goes"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [1440, 390])
def test_a_reviewer_examines_without_a_mouse(office_site: Site, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width=width)
    keys = Keys(page)
    page.goto(office_site.url("/tasks?box=free&step=examine"))
    sign_in(page, keys, "reviewer")
    skip(page, keys)
    keys.press(page.locator("tr[data-task] a.number", has_text="-OBJ-").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("受理审查")
    assert keys.round() > 10
    keys.tick(page.get_by_label("申请人身份及代理权限已核对"))
    keys.tick(page.get_by_label("申请表及证明材料齐全"))
    keys.choose(page.locator("[name=outcome]"), page.get_by_label("受理", exact=True))
    keys.press(page.get_by_role("button", name="提交", exact=True))
    expect(page.locator(".flash-done")).to_contain_text("拟受理")
    page.goto(office_site.url("/tasks/started"))
    skip(page, keys)
    keys.press(page.locator("tbody a.number").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("SL-OBJ|异议"))
    assert keys.unseen == [], "the focus is seen wherever it goes"

"""The supervisor in real Chromium: from a number of the board to its list, 督办, 改派, export, and the statistics."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.support.looks import at_the_other_width, look
from tests.support.site import Site


def sign_in(page: Page, site: Site) -> None:
    """Sign in as the supervisor of the demonstration."""
    page.goto(site.url("/sign-in"))
    page.locator("#login").fill("supervisor")
    page.locator("#password").fill("demo-2026")
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")


@pytest.mark.timeout(240)
def test_a_supervisor_goes_from_a_number_to_its_list_and_acts_on_what_is_there(live_site: Site, page: Page) -> None:
    sign_in(page, live_site)
    page.goto(live_site.url("/board"))
    look(page, "1-board")
    overdue = page.locator(".board-late a")
    number = int(overdue.locator("strong").inner_text())
    assert number > 0, "the demonstration has late work"
    overdue.click()
    expect(page.locator("input[name=task]")).to_have_count(number)

    page.goto(live_site.url("/board/list"))
    page.get_by_label("全选本页").check()
    chosen = page.locator("input[name=task]:checked").count()
    expect(page.locator("[data-count]")).to_have_text(f"已选 {chosen}")
    at_the_other_width(page)
    look(page, "2-list")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    assert download.value.suggested_filename.startswith("待办清单_")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.active.max_row == chosen + 1

    page.get_by_role("button", name="督办所选").click()
    page.get_by_label("督办意见").fill("请抓紧办理，按期办结。")
    page.get_by_label("要求办结日期").fill("2035-01-05")
    look(page, "3-supervise", answer=True)
    page.get_by_role("button", name="确认督办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("督办结果")
    expect(page.locator(".item-refused")).to_have_count(0)
    at_the_other_width(page)
    look(page, "4-results", answer=True)

    page.get_by_role("link", name="返回清单").first.click()
    page.get_by_label("待办所在单位").select_option(label="示例市公共信用信息中心")
    page.get_by_role("button", name="筛选").click()
    page.locator("input[name=task]").first.check()
    page.get_by_role("button", name="改派所选").click()
    page.get_by_label("改派给").select_option(index=0)
    page.get_by_label("改派理由").fill("原经办人休假。")
    at_the_other_width(page)
    look(page, "5-reassign", answer=True)
    page.get_by_role("button", name="确认改派").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("改派结果")
    look(page, "6-reassigned", answer=True)

    page.goto(live_site.url("/board/statistics"))
    expect(page.locator(".chart canvas").first).to_be_visible()
    expect(page.locator("[data-chart]:not([data-drawn=yes])")).to_have_count(0)
    at_the_other_width(page)
    look(page, "7-statistics")


def test_without_javascript_the_tables_say_all_and_the_acts_work(live_site: Site, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        sign_in(page, live_site)
        page.goto(live_site.url("/board/statistics"))
        expect(page.locator("[data-chart]").first).to_be_hidden()
        expect(page.locator("#table-months tbody tr")).to_have_count(12)
        page.goto(live_site.url("/board/list"))
        expect(page.get_by_text("全选本页")).to_be_hidden()
        page.locator("input[name=task]").first.check()
        page.get_by_role("button", name="督办所选").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("督办所选办件")

"""The administrator's day in real Chromium, at desk and telephone width: accounts, organisations, law, log, health."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import widest_overflow
from tests.support.shared import ROOT
from tests.support.site import Site

PASSWORD = "demo-2026"
PICTURES = ROOT / "var" / "screenshots" / "admin"

#: A published 2027, as a file that an administrator would choose.
SCHEDULE = """year = 2027
published = true
makeup = [2027-02-13]
[[notices]]
number = "示例通知第1号"
[off]
2027-01-01 = "元旦"
2027-02-05 = "春节"
2027-02-08 = "春节"
2027-04-05 = "清明节"
"""


class Look:
    """Takes a picture of each page and holds it to what every page must keep."""

    def __init__(self, page: Page, site: Site, width: int) -> None:
        self.page, self.site, self._width, self._shots = page, site, width, 0
        PICTURES.mkdir(parents=True, exist_ok=True)

    def at(self, name: str) -> None:
        """Look at the page as it stands."""
        self._shots += 1
        self.page.screenshot(path=PICTURES / f"{self._width}-{self._shots:02d}-{name}.png", full_page=True)
        assert violations(self.page) == [], name
        assert widest_overflow(self.page) == 0, name

    def open(self, path: str, heading: str, name: str) -> None:
        """Open an address and look."""
        self.page.goto(self.site.url(path))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.at(name)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_administrator_keeps_the_office(
    live_site: Site, new_page: Callable[..., Page], width: int, tmp_path: Path
) -> None:
    page = new_page(width=width)
    look = Look(page, live_site, width)
    page.goto(live_site.url("/sign-in"))
    page.locator("#login").fill("admin")
    page.locator("#password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()

    look.open("/admin", "系统状况", "state")
    expect(page.get_by_text("存储空间", exact=True)).to_be_visible()

    # A new colleague gets an account, a post and a password that is shown once.
    look.open("/admin/users", "用户", "users")
    page.get_by_role("link", name="新增用户").click()
    login = f"newcomer{width}"
    page.locator("#login").fill("Upper Case")
    page.locator("#name").fill("示例新人")
    page.locator("#posts-0-role").select_option("provider")
    page.locator("#posts-0-org").select_option(label="示例市公共信用信息中心")
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名应为")
    look.at("user-refused")
    page.locator("#login").fill(login)
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("alert")).to_contain_text("岗位与单位性质不符")
    page.locator("#posts-0-role").select_option("reviewer")
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("初始密码")
    look.at("password")
    password = page.locator("#password").inner_text()

    newcomer = new_page(width=width)
    newcomer.goto(live_site.url("/sign-in"))
    newcomer.locator("#login").fill(login)
    newcomer.locator("#password").fill(password)
    newcomer.locator("main").get_by_role("button", name="登录").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("待办")

    # The colleague leaves: the account is disabled and the open session ends.
    page.get_by_role("link", name="已记下，返回该用户").click()
    look.at("user")
    page.get_by_role("link", name="停用账号").click()
    look.at("user-disable")
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("button", name="恢复账号")).to_be_visible()
    newcomer.goto(live_site.url("/tasks"))
    expect(newcomer).to_have_url(re.compile("/sign-in"))

    # An organisation below the authority.
    look.open("/admin/organisations", "单位", "organisations")
    page.get_by_role("link", name="新增单位").click()
    page.locator("#name").fill(f"示例市水务局{width}")
    page.locator("#kind").select_option("provider")
    page.locator("#parent").select_option(label="示例市公共信用信息中心")
    look.at("organisation")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=f"示例市水务局{width}", exact=True)).to_be_visible()

    look.open("/admin/roles", "岗位与权限", "roles")
    look.open("/admin/packs", "适用规则", "packs")
    look.open("/admin/letters", "文书样张", "letters")
    page.get_by_role("row", name="OBJ-11").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("晨光示例贸易有限公司")
    look.at("letter")

    # A schedule is looked at first.
    look.open("/admin/calendar", "工作日历", "calendar")
    page.get_by_role("link", name="导入放假安排").click()
    file = tmp_path / "2027.toml"
    file.write_text(SCHEDULE, "utf-8")
    page.locator("#schedule").set_input_files(file)
    look.at("calendar-import")
    page.get_by_role("button", name="先看影响").click()
    expect(page.get_by_role("heading", name="第二步：核对后确认")).to_be_visible()
    look.at("calendar-preview")

    look.open("/admin/deliveries", "投递与异常", "deliveries")
    look.open("/admin/audit/search?kind=user_disabled", "审计查询", "audit-search")
    expect(page.locator("tbody tr").first).to_contain_text("停用用户")
    look.open("/admin/audit/search?scope=cases", "审计查询", "audit-cases")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    assert download.value.suggested_filename == "审计日志.csv"
    page.goto(live_site.url("/admin/audit"))
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验通过")).to_be_visible()
    look.at("audit")

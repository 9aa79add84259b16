"""The administrator's day in real Chromium, at desk and telephone width: accounts, organisations, law, log, health."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.looks import at_the_other_width, look
from tests.support.site import Site

PASSWORD = "demo-2026"

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
    """An administrator's page, opened at the two widths in turn."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site

    def at(self, name: str, *, answer: bool = False) -> None:
        """Look at the page as it stands."""
        look(self.page, name, answer=answer)

    def open(self, path: str, heading: str, name: str) -> None:
        """Open an address at the other width than the one before, and look."""
        at_the_other_width(self.page)
        self.page.goto(self.site.url(path))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.at(name)


def test_an_administrator_keeps_the_office(live_site: Site, page: Page, phone_page: Page, tmp_path: Path) -> None:
    looks = Look(page, live_site)
    page.goto(live_site.url("/sign-in"))
    page.locator("#login").fill("admin")
    page.locator("#password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()

    looks.open("/admin", "系统状况", "state")
    expect(page.get_by_text("存储空间", exact=True)).to_be_visible()

    # A new colleague gets an account, a post and a password that is shown once.
    looks.open("/admin/users", "用户", "users")
    page.get_by_role("link", name="新增用户").click()
    login = "newcomer"
    page.locator("#login").fill("Upper Case")
    page.locator("#name").fill("示例新人")
    page.locator("#posts-0-role").select_option("provider")
    page.locator("#posts-0-org").select_option(label="示例市公共信用信息中心")
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名应为")
    looks.at("user-refused", answer=True)
    page.locator("#login").fill(login)
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("alert")).to_contain_text("岗位与单位性质不符")
    page.locator("#posts-0-role").select_option("reviewer")
    page.get_by_role("button", name="新增用户").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("初始密码")
    looks.at("password", answer=True)
    password = page.locator("#password").inner_text()

    newcomer = phone_page
    newcomer.goto(live_site.url("/sign-in"))
    newcomer.locator("#login").fill(login)
    newcomer.locator("#password").fill(password)
    newcomer.locator("main").get_by_role("button", name="登录").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("待办")

    # The colleague leaves: the account is disabled and the open session ends.
    page.get_by_role("link", name="已记下，返回该用户").click()
    looks.at("user")
    page.get_by_role("link", name="停用账号").click()
    looks.at("user-disable", answer=True)
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("button", name="恢复账号")).to_be_visible()
    newcomer.goto(live_site.url("/tasks"))
    expect(newcomer).to_have_url(re.compile("/sign-in"))

    # An organisation below the authority.
    looks.open("/admin/organisations", "单位", "organisations")
    page.get_by_role("link", name="新增单位").click()
    page.locator("#name").fill("示例市水务局")
    page.locator("#kind").select_option("provider")
    page.locator("#parent").select_option(label="示例市公共信用信息中心")
    looks.at("organisation")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="示例市水务局", exact=True)).to_be_visible()

    looks.open("/admin/roles", "岗位与权限", "roles")
    looks.open("/admin/packs", "适用规则", "packs")
    looks.open("/admin/letters", "文书样张", "letters")
    page.get_by_role("row", name="OBJ-11").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("晨光示例贸易有限公司")
    looks.at("letter")

    # A schedule is looked at first.
    looks.open("/admin/calendar", "工作日历", "calendar")
    page.get_by_role("link", name="导入放假安排").click()
    file = tmp_path / "2027.toml"
    file.write_text(SCHEDULE, "utf-8")
    page.locator("#schedule").set_input_files(file)
    looks.at("calendar-import")
    page.get_by_role("button", name="先看影响").click()
    expect(page.get_by_role("heading", name="第二步：核对后确认")).to_be_visible()
    looks.at("calendar-preview", answer=True)

    looks.open("/admin/deliveries", "投递与异常", "deliveries")
    looks.open("/admin/audit/search?kind=user_disabled", "审计查询", "audit-search")
    expect(page.locator("tbody tr").first).to_contain_text("停用用户")
    looks.open("/admin/audit/search?scope=cases", "审计查询", "audit-cases")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    assert download.value.suggested_filename == "审计日志.csv"
    page.goto(live_site.url("/admin/audit"))
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验通过")).to_be_visible()
    looks.at("audit", answer=True)

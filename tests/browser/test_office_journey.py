"""The office's main job in real Chromium, from the counter to the archive, by everybody whose turn it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.samples import files as samples
from tests.support.looks import at_the_other_width, look
from tests.support.site import Site
from tests.support.turns import Turns

PASSWORD = "demo-2026"
RECORD = "示市监罚决〔2026〕42号"


class Desks:
    """The people who handle one case at one browser, step by step at a desk's width and a telephone's."""

    def __init__(self, turns: Turns, site: Site) -> None:
        self.site = site
        #: Of the case.
        self.number = ""
        self._turns = turns

    def page(self, login: str) -> Page:
        """The browser before ``login``, signed in."""
        return self._turns.of(login)

    def look(self, login: str, name: str, *, answer: bool = False) -> None:
        """The page is not wider than its window; where it answers a form, everybody can use it."""
        look(self.page(login), name, answer=answer)

    def open_task(self, login: str, step: str) -> Page:
        """Find the case in the list and open its task, at the other width."""
        page = self.page(login)
        at_the_other_width(page)
        page.goto(self.site.url(f"/tasks?q={self.number}"))
        page.get_by_role("link", name=self.number).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(step)
        return page

    def submit(self, login: str, outcome: str) -> None:
        """Hand in the form that is open; the list says what was done."""
        page = self.page(login)
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.locator(".flash-done")).to_contain_text(outcome)

    def approve(self, login: str, step: str) -> None:
        """Sign what was put up."""
        page = self.open_task(login, step)
        page.locator("input[name=decision][value=approve]").check()
        page.get_by_label("与当事人及本案无利害关系").check()
        self.look(login, step)
        self.submit(login, "同意")

    def current(self, login: str) -> list[str]:
        """The nodes on which the diagram draws a token, once it is drawn."""
        page = self.page(login)
        page.goto(self.site.url("/tasks/done"))
        page.get_by_role("link", name=self.number).first.click()
        page.get_by_role("link", name="流程图").click()
        expect(page.locator("figure[data-drawn=yes]")).to_be_visible()
        nodes: list[str] = page.locator(".djs-element.token-current").evaluate_all(
            "found => found.map(each => each.dataset.elementId)"
        )
        return nodes


@pytest.fixture
def turns(browser: Browser, live_site: Site) -> Iterator[Turns]:
    """The browser at which everybody takes turns; nothing goes wrong behind its pages."""
    made = Turns(browser, live_site)
    yield made
    assert made.problems() == []
    made.close()


@pytest.mark.timeout(300)
def test_an_objection_goes_from_the_counter_to_the_archive(turns: Turns, live_site: Site, tmp_path: Path) -> None:
    (tmp_path / "申请表.pdf").write_bytes(samples.pdf())
    desks = Desks(turns, live_site)

    clerk = desks.page("reviewer")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("待办")
    at_the_other_width(clerk)
    clerk.goto(live_site.url(f"/counter?q={RECORD}"))
    desks.look("reviewer", "窗口查找")
    clerk.get_by_role("link", name="录入申请").click()
    clerk.get_by_label("内容错误").check()
    clerk.get_by_label("罚款金额(万元)的主张值").fill("0.1")
    clerk.get_by_label("联系人").fill("示例申请人")
    clerk.locator("#evidence-0").set_input_files([tmp_path / "申请表.pdf"])
    clerk.get_by_role("button", name="收件并出具回执").click()
    expect(clerk.locator("[data-focus]")).to_contain_text("事实与理由")
    expect(clerk.locator("main")).to_contain_text("申请表.pdf")
    desks.look("reviewer", "窗口录入有误", answer=True)
    clerk.get_by_label("事实与理由").fill("决定书写明罚款一千元。")
    clerk.get_by_label("联系电话").fill("13800000000")
    clerk.get_by_label("送达地址").fill("示例市示例路2号")
    clerk.get_by_label("本人承诺").check()
    clerk.get_by_role("button", name="收件并出具回执").click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("收件回执")
    desks.look("reviewer", "收件回执")
    found = re.search(r"SL-OBJ-\d{4}-\d{6}", clerk.locator("main").inner_text())
    assert found
    desks.number = found[0]

    clerk.goto(live_site.url(f"/tasks?q={desks.number}"))
    clerk.get_by_role("button", name="签收").click()
    expect(clerk.locator(".flash-done")).to_contain_text("已签收")
    clerk.get_by_label("申请人身份及代理权限已核对").check()
    clerk.get_by_label("申请表及证明材料齐全").check()
    clerk.get_by_label("受理", exact=True).check()
    desks.look("reviewer", "受理审查")
    desks.submit("reviewer", "材料齐全，拟受理")
    desks.approve("auditor", "审核签发受理通知")

    page = desks.open_task("reviewer", "拟核查函")
    expect(page.get_by_label("异议摘要")).to_have_value(re.compile("申请人主张“0.1”"))
    desks.look("reviewer", "拟核查函")
    desks.submit("reviewer", "已拟稿")
    assert desks.current("reviewer") == ["sign_inquiry"]
    desks.look("reviewer", "流程图", answer=True)
    desks.approve("auditor", "审核签发核查函")

    page = desks.open_task("provider", "签收核查函")
    with page.expect_download() as download:
        page.get_by_role("link", name="异议信息核查函").click()
    assert "异核" in download.value.suggested_filename
    page.get_by_label("已收到核查函及所附材料").check()
    desks.look("provider", "签收核查函")
    desks.submit("provider", "已签收")
    page = desks.open_task("provider", "部门核查")
    page.get_by_label("确有错误").check()
    page.get_by_label("核查过程").fill("查阅案卷。")
    page.get_by_label("依据", exact=False).first.fill("处罚决定书原件。")
    page.locator("#changes-0-field").select_option("CF_NR_FK")
    page.locator("#changes-0-new").fill("0.1")
    desks.look("provider", "部门核查")
    desks.submit("provider", "已核查")

    page = desks.open_task("reviewer", "拟处理决定")
    expect(page.locator("#changes-0-new")).to_have_value("0.1")
    page.get_by_label("异议成立，更正信息").check()
    page.get_by_label("处理理由").fill("录入时多写，应予更正。")
    page.get_by_label("与当事人及本案无利害关系").check()
    desks.look("reviewer", "拟处理决定")
    desks.submit("reviewer", "已拟处理决定")
    desks.approve("auditor", "审核处理决定")
    desks.approve("head", "负责人审批签发")
    assert sorted(desks.current("head")) == ["execute_correction", "serve_reply"]

    page = desks.open_task("reviewer", "告知送达")
    page.get_by_label("直接送达").check()
    desks.look("reviewer", "告知送达")
    desks.submit("reviewer", "已告知送达")
    page = desks.open_task("provider", "执行更正（撤销）")
    expect(page.locator("main")).to_contain_text("需要执行的决定")
    page.get_by_label("已按决定更正").check()
    page.get_by_label("各系统更新回执").fill("示例平台 已更新")
    desks.look("provider", "执行更正")
    desks.submit("provider", "已执行更正")

    clerk = desks.page("reviewer")
    clerk.goto(live_site.url("/tasks/done"))
    desks.look("reviewer", "已办")
    clerk.get_by_role("link", name=desks.number).first.click()
    expect(clerk.locator(".case-head")).to_contain_text("已办结")
    for tab in ("时间线", "时限", "文书", "材料"):
        clerk.get_by_role("link", name=tab, exact=True).click()
        desks.look("reviewer", tab)
    clerk.get_by_role("link", name="概况", exact=True).click()
    expect(clerk.locator("dt:has-text('罚款金额') + dd")).to_have_text("0.1")


def test_without_javascript_the_case_says_in_words_where_it_stands(live_site: Site, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(live_site.url("/sign-in"))
        page.locator("#login").fill("reviewer")
        page.locator("#password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="登录").click()
        page.locator("a.number").first.click()
        step = page.locator("h1").inner_text()
        page.locator(".crumbs a").last.click()
        page.get_by_role("link", name="流程图").click()
        expect(page.locator("figure.diagram")).to_be_hidden()
        expect(page.get_by_role("table")).to_contain_text("当前环节")
        expect(page.get_by_role("table")).to_contain_text(step)

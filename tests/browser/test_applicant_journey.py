"""The applicant's main job in real Chromium: find a record, object with evidence, keep the receipt, follow the case."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.samples import files as samples
from tests.support.looks import look
from tests.support.site import Site

PASSWORD = "demo-2026"
#: A subject of the demonstration with a record that nobody objects to in another test, and whoever acts for it.
SUBJECT, CODE, LOGIN = "示例丁化工有限公司", "91410184MA9DEM004A", "new.agent"


def sign_in(page: Page, site: Site, login: str) -> None:
    """Sign in on the page."""
    page.goto(site.url("/sign-in"))
    page.get_by_label("用户名").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的申请")


def menu(page: Page, name: str) -> None:
    """Choose an entry of the top bar, which a telephone folds away."""
    # Before its script has come in, the button does nothing; while the menu unfolds, its entries move.
    page.wait_for_load_state("networkidle")
    toggle = page.get_by_role("button", name="菜单")
    if toggle.is_visible():
        toggle.click()
        expect(page.locator("#topmenu")).to_have_class(re.compile(r"\bcollapse show\b"))
    entry = page.locator("#topmenu").get_by_text(name, exact=True)
    if not entry.is_visible():
        page.locator("#topmenu details", has=page.get_by_text(name, exact=True)).locator("summary").click()
    entry.click()


def test_an_applicant_objects_and_follows_the_case(
    live_site: Site, phone_page: Page, page: Page, tmp_path: Path
) -> None:
    stranger, page = page, phone_page
    (tmp_path / "决定书.pdf").write_bytes(samples.pdf())
    (tmp_path / "凭证.png").write_bytes(samples.picture("PNG"))
    page.goto(live_site.url("/"))
    look(page, "applicant-home")
    sign_in(page, live_site, "applicant2")
    look(page, "applicant-own")
    menu(page, "提异议")
    look(page, "applicant-records")
    page.locator("main table a").first.click()
    look(page, "applicant-record")
    number = page.locator("dt:has-text('决定书文号') + dd").inner_text()
    page.get_by_role("link", name="开始填写").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("事实与理由")
    look(page, "applicant-refused", answer=True)

    page.get_by_label("内容错误").check()
    page.get_by_label("罚款金额(万元)的主张值").fill("0.3")
    page.get_by_label("事实与理由").fill("决定书写明罚款三千元。<b>核对原件</b>")
    page.get_by_label("联系电话").fill("13800000000")
    page.get_by_label("送达地址").fill("示例市示例路2号")
    page.get_by_label("同意电子送达").check()
    page.get_by_label("本人承诺").check()
    page.locator("#evidence-0").set_input_files([tmp_path / "决定书.pdf", tmp_path / "凭证.png"])
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
    expect(page.locator("main")).to_contain_text("<b>核对原件</b>")
    look(page, "applicant-check", answer=True)
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("罚款金额(万元)的主张值")).to_have_value("0.3")
    look(page, "applicant-back", answer=True)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认提交").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到您的异议申请")
    look(page, "applicant-receipt")
    receipt = page.locator(".receipt").inner_text()
    case, code = re.search(r"SL-OBJ-\d{4}-\d{6}", receipt), re.search(r"\b[2-9A-Z]{12}\b", receipt)
    assert case
    assert code
    assert "最迟答复日期" in receipt
    with page.expect_download() as download:
        page.get_by_role("link", name="下载收件回执").click()
    assert download.value.suggested_filename == "收件回执.docx"

    page.get_by_role("link", name="查看办理情况").click()
    expect(page.locator("main")).to_contain_text("信用中心正在审查您的申请")
    expect(page.locator("main")).to_contain_text(number)
    page.locator("details.slip > summary").first.click()
    expect(page.locator("details.slip[open]")).to_contain_text("当日不计")
    look(page, "applicant-progress", answer=True)
    page.get_by_role("link", name="撤回申请").click()
    look(page, "applicant-withdraw")
    page.go_back()
    menu(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look(page, "applicant-english")

    stranger.goto(live_site.url(f"/progress?number={case[0]}"))
    look(stranger, "applicant-lookup")
    stranger.get_by_label("查询码").fill(code[0])
    stranger.get_by_role("button", name="查询").click()
    expect(stranger.locator("main")).to_contain_text("信用中心正在审查您的申请")
    expect(stranger.locator("main")).not_to_contain_text(number)
    look(stranger, "applicant-looked-up", answer=True)


def test_an_agent_registers_with_an_authority_letter_is_verified_saves_resumes_and_files(
    live_site: Site, page: Page, phone_page: Page, tmp_path: Path
) -> None:
    (tmp_path / "授权委托书.pdf").write_bytes(samples.pdf())
    (tmp_path / "凭证.png").write_bytes(samples.picture("PNG"))
    page.goto(live_site.url("/sign-in"))
    page.get_by_role("link", name="还没有账号，去注册").click()
    look(page, "applicant-register")
    page.get_by_role("button", name="注册并提交核验").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名")
    look(page, "applicant-register-refused", answer=True)
    for label, text in {"用户名": LOGIN, "姓名": "示例新人", "电子邮箱": "new@person.example"}.items():
        page.get_by_label(label, exact=False).first.fill(text)
    page.locator("#phone").fill("13800000001")
    page.locator("#new").fill("Brand-new-pass-1")
    page.locator("#again").fill("Brand-new-pass-1")
    page.get_by_label("企业或其他组织").check()
    page.locator("#subject_name").fill(SUBJECT)
    page.locator("#code").fill(CODE)
    page.get_by_label("受委托的代理人").check()
    page.locator("#evidence-0").set_input_files(tmp_path / "授权委托书.pdf")
    expect(page.locator(".papers")).to_contain_text("授权委托书.pdf")
    page.get_by_label("本人承诺").check()
    page.get_by_role("button", name="注册并提交核验").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("注册已提交")
    look(page, "applicant-registered", answer=True)
    page.get_by_role("link", name="去登录").click()
    page.get_by_label("用户名").fill(LOGIN)
    page.locator("#password").fill("Brand-new-pass-1")
    page.locator("main").get_by_role("button", name="登录").click()
    menu(page, "提异议")
    expect(page.locator("main")).to_contain_text("您的身份正在核验")
    look(page, "applicant-not-yet")

    reviewer = phone_page
    reviewer.goto(live_site.url("/sign-in"))
    reviewer.get_by_label("用户名").fill("reviewer")
    reviewer.locator("#password").fill(PASSWORD)
    reviewer.locator("main").get_by_role("button", name="登录").click()
    menu(reviewer, "身份核验")
    look(reviewer, "applicant-registrations")
    reviewer.get_by_role("link", name="核验 示例新人").click()
    look(reviewer, "applicant-registration")
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="授权委托书.pdf").click()
    assert download.value.suggested_filename == "授权委托书.pdf"
    reviewer.get_by_role("button", name="核验通过").click()
    expect(reviewer.locator("main")).to_contain_text("已通过核验")

    menu(page, "提异议")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="开始填写").click()
    page.get_by_label("事实与理由").fill("决定书写明罚款三千元。")
    page.locator("#evidence-0").set_input_files(tmp_path / "凭证.png")
    expect(page.locator(".papers")).to_contain_text("凭证.png")
    expect(page.locator(".thumb")).to_be_visible()
    look(page, "applicant-draft", answer=True)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的申请")
    expect(page.locator(".draft-card")).to_contain_text("保留到")
    look(page, "applicant-draft-kept")
    page.get_by_role("link", name="继续填写").click()
    expect(page.get_by_label("事实与理由")).to_have_value("决定书写明罚款三千元。")
    expect(page.locator(".papers")).to_contain_text("凭证.png")
    page.get_by_label("内容错误").check()
    page.get_by_label("送达地址").fill("示例市示例路2号")
    page.get_by_label("本人承诺").check()
    page.get_by_role("button", name="下一步").click()
    look(page, "applicant-check", answer=True)
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到您的异议申请")
    menu(page, "我的申请")
    expect(page.locator(".draft-card")).to_have_count(0)
    page.goto(live_site.url("/account/preferences"))
    look(page, "applicant-preferences")
    page.goto(live_site.url("/account/mandates"))
    expect(page.locator("main")).to_contain_text("已通过")
    look(page, "applicant-mandates")

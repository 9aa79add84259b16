"""An applicant's own case on the pages: what is shown, what can be done, and what nobody else can see."""

import io
import re
from datetime import date
from pathlib import Path

import pytest

from tests.samples import files as samples
from tests.support.filing import denied, filed, fill, inputs
from tests.support.web import Web, web
from workflows.domain.case import CaseState
from workflows.domain.errors import FieldErrors
from workflows.store import case_pages, cases


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def site_on_both(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def test_what_applicants_write_is_shown_as_text(site: Web) -> None:
    visitor = site.signed_in("applicant")
    words = "<script>alert('信')</script> {{ 7*7 }} 𠮷&B\u202e"
    walk = filed(
        site, visitor, statement=words, claim="<b>0.5</b>", files=[("<img src=x>.png", samples.picture("PNG"))]
    )
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;信&#39;)&lt;/script&gt; {{ 7*7 }} 𠮷&amp;B" in page
    assert "&lt;b&gt;0.5&lt;/b&gt;" in page
    assert "&lt;img src=x&gt;.png" in page


def test_somebody_elses_case_and_its_papers_are_hidden_and_the_attempts_noted(site: Web) -> None:
    walk = filed(site, site.signed_in("applicant"), files=[("凭证.png", samples.picture("PNG"))])
    with site.office.database.read() as connection:
        file = case_pages.files_of(connection, walk.case_id)[0].id
        letter = case_pages.letters_of(connection, walk.case_id)[0].id
    stranger = site.signed_in("stranger")
    paths = [f"/mine/{walk.case_id}{tail}" for tail in ("", "/withdraw", "/supply")]
    paths += [f"/objections/{walk.case_id}/receipt", f"/files/{file}", f"/files/letters/{letter}"]
    assert [stranger.get(path).status_code for path in paths] == [404] * len(paths)
    assert denied(site) == len(paths)
    assert site.visitor().get(f"/files/{file}").status_code == 302


def test_evidence_is_handed_out_as_a_download_that_no_browser_runs(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor, files=[("证据'；1.png", samples.picture("PNG"))])
    with site.office.database.read() as connection:
        file = case_pages.files_of(connection, walk.case_id)[0].id
    answer = visitor.get(f"/files/{file}")
    assert answer.data == samples.picture("PNG")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E8%AF%81%E6%8D%AE" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_decision_is_not_told_before_it_is_served(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor).forwarded()
    for who, node in (("provider", "sign_for"), ("provider", "verify"), ("reviewer", "draft_decision"),
                      ("auditor", "audit_decision"), ("head", "approve_decision")):  # fmt: skip
        walk.do(who, node)
    with site.office.database.read() as connection:
        reply = next(row.id for row in case_pages.letters_of(connection, walk.case_id) if row.code == "OBJ-11")
        opinion = next(row.id for row in case_pages.letters_of(connection, walk.case_id) if row.code == "OBJ-08")
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "异议处理结果告知书" not in page
    assert "正在更正信息" not in page
    assert visitor.get(f"/files/letters/{reply}").status_code == 404
    walk.do("reviewer", "serve_reply")
    assert "异议处理结果告知书" in visitor.get(f"/mine/{walk.case_id}").text
    assert visitor.get(f"/files/letters/{reply}").status_code == 200
    assert visitor.get(f"/files/letters/{opinion}").status_code == 404


def test_internal_words_never_reach_the_applicants_page(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    walk.do("reviewer", "examine", reasons="内部意见甲")
    walk.do("auditor", "sign_acceptance", decision="return", opinion="内部意见乙")
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry", summary="内部意见丙")
    walk.do("auditor", "sign_inquiry")
    walk.do("provider", "sign_for")
    walk.do("provider", "verify", process="内部意见丁")
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "内部意见" not in page
    assert "核查意见书" not in page
    assert "异议申请受理通知书" in page


def test_missing_papers_are_listed_and_supplied_once(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    missing = [{"item": "营业执照", "requirement": "加盖公章"}, {"item": "委托书", "requirement": "原件"}]
    walk.do("reviewer", "examine", outcome="correct", supply_by=date(2026, 9, 24), missing=missing)
    walk.do("auditor", "sign_correction_notice")
    assert "轮到您" in visitor.get("/mine").text
    address = f"/mine/{walk.case_id}/supply"
    page = visitor.get(address).text
    assert "还差 2 份材料" in page
    form = dict(inputs(page))
    upload = {"evidence-1": (io.BytesIO(samples.picture("PNG")), "委托书.png")}
    refused = visitor.client.post(address, data={**form, "statement": "", **upload})
    assert refused.status_code == 422
    form = dict(inputs(refused.text))
    assert "kept" in form
    sent = [visitor.client.post(address, data={**form, "statement": "已补齐。"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303]
    assert walk.open_nodes() == ["examine"]
    assert visitor.get(f"/mine/{walk.case_id}").text.count("委托书.png") == 1
    assert visitor.get(address).status_code == 409


def test_an_application_is_withdrawn_with_a_reason(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    address = f"/mine/{walk.case_id}/withdraw"
    form = dict(inputs(visitor.get(address).text))
    empty = visitor.client.post(address, data={**form, "reason": "  "})
    assert (empty.status_code, walk.open_nodes()) == (422, ["examine"])
    done = visitor.client.post(address, data={**form, "reason": "已解决。"})
    assert done.status_code == 303
    walk.do("auditor", "sign_termination")
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    assert stored.view.state is CaseState.WITHDRAWN
    assert "终止办理告知书" in visitor.get(f"/mine/{walk.case_id}").text


def test_a_withdrawal_from_a_stale_page_is_refused_and_keeps_what_was_typed(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    address = f"/mine/{walk.case_id}/withdraw"
    form = dict(inputs(visitor.get(address).text))
    walk.do("reviewer", "examine")
    stale = visitor.client.post(address, data={**form, "reason": "已与有关单位沟通。"})
    assert stale.status_code == 409
    assert "已与有关单位沟通。" in stale.text
    assert walk.open_nodes() == ["sign_acceptance"]
    again = visitor.client.post(address, data={**dict(inputs(stale.text)), "reason": "已与有关单位沟通。"})
    assert again.status_code == 303


def test_a_late_answer_is_apologised_for(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    assert "抱歉" not in visitor.get(f"/mine/{walk.case_id}").text
    walk.clock.advance(days=30)
    visitor = site.signed_in("applicant")
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "抱歉，我们没有按期答复您" in page
    assert "2026年10月12日 周一" in page
    assert "向其上级机关反映" in page


def test_a_corrected_record_is_shown_before_and_after_and_the_old_claim_stays(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor).forwarded().finished()
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "我们已经答复您" in page
    assert re.search(r"更正前[^<]*</th>", page)
    assert re.search(r'系统信息（申请时）" class="system-value"><bdi[^>]*>5</bdi>', page)


@pytest.mark.parametrize("path", ["/", "/progress", "/mine", "/objections"])
def test_pages_have_no_inline_script_or_style(site: Web, path: str) -> None:
    page = site.signed_in("applicant").get(path)
    assert page.status_code == 200
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", page.text)


def test_a_late_reply_is_promised_anew_on_the_page_and_in_a_notice(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    walk.fire_until(date(2026, 10, 14))
    visitor = site.signed_in("applicant")
    assert "督办岗正在确定新的答复日期" in visitor.get(f"/mine/{walk.case_id}").text
    with pytest.raises(FieldErrors):
        walk.do("supervisor", "supervise_overall", measure="限期办结", cause="", promised_on=date(2026, 10, 12))
    walk.do("supervisor", "supervise_overall", measure="限期办结", cause="", promised_on=date(2026, 10, 20))
    page = visitor.get(f"/mine/{walk.case_id}").text
    assert "督办岗要求最迟在2026年10月20日 周二答复您。" in page
    assert "限期办结" not in page
    assert "新答复日期：2026年10月20日 周二" in visitor.get("/inbox").text


def test_a_waiting_picture_is_shown_to_its_person_only(site: Web) -> None:
    visitor = site.signed_in("applicant")
    shown = fill(visitor, site.people.record, statement="", files=[("凭证.png", samples.picture("PNG"))]).text
    found = re.search(r'src="(/files/waiting/[^"]+)"', shown)
    assert found
    picture = visitor.get(found[1])
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert site.signed_in("stranger").get(found[1]).status_code == 404
    assert site.visitor().get(found[1]).status_code == 404
    assert visitor.get(found[1] + "x").status_code == 404


def test_files_are_taken_in_for_a_supplement_without_handing_it_in(site: Web) -> None:
    visitor = site.signed_in("applicant")
    walk = filed(site, visitor)
    missing = [{"item": "决定书原件", "requirement": "扫描件"}]
    walk.do("reviewer", "examine", outcome="correct", supply_by=date(2026, 9, 28), missing=missing)
    walk.do("auditor", "sign_correction_notice", decision="approve")
    path = f"/mine/{walk.case_id}/supply"
    data = dict(inputs(visitor.get(path).text))
    upload = {"evidence-0": [(io.BytesIO(samples.pdf()), "原件.pdf")]}
    answer = visitor.client.post(path, data={**data, "go": "edit", "statement": "见附件", **upload})
    assert answer.status_code == 200
    assert "原件.pdf" in answer.text
    assert "见附件" in answer.text
    assert walk.open_nodes() == ["supply_corrections"]

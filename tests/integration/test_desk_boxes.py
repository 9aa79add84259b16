"""The boxes of the desk and the verbs on its pages: what is offered to whom, what is said and what is kept."""

from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.samples import files as samples
from tests.support.filing import filed
from tests.support.web import Visitor, Web, web
from workflows.operations.claim_task import claim_task
from workflows.store import cases, tasks


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def _task(site: Web, walk: Walk) -> int:
    with site.office.database.read() as connection:
        return tasks.open_of(connection, walk.case_id)[0].id


def _do(site: Web, walk: Walk, who: Visitor, verb: str, **data: object) -> TestResponse:
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    address = f"/tasks/{_task(site, walk)}/{verb}"
    return who.post(address, {"seen": stored.view.substance, "reason": "外出学习。", **data})


VERBS = ("transfer", "delegate", "answer", "urge", "recall")
#: Who is offered which verbs on the first task (nobody has claimed it yet) and on the one put up for signature.
OFFERED = {
    "reviewer": ({"transfer", "delegate"}, {"urge", "recall"}),
    "reviewer2": ({"transfer", "delegate"}, {"urge"}),
    "auditor": ({"urge"}, {"transfer", "delegate"}),
    "supervisor": ({"urge"}, {"urge"}),
}


@pytest.mark.parametrize("who", OFFERED)
def test_only_what_is_allowed_now_is_offered(site: Web, who: str) -> None:
    walk, visitor = Walk(site.people).open(), site.signed_in(who)
    for expected in OFFERED[who]:
        address = f"/tasks/{_task(site, walk)}"
        for shown in (visitor.get(address).text, visitor.get(f"/cases/{walk.case_id}").text):
            found = {verb for verb in VERBS if f"{address}/{verb}" in shown}
            assert found == expected
        for verb in VERBS:
            status = visitor.get(f"{address}/{verb}").status_code
            assert status == (200 if verb in expected else 404)
        if walk.open_nodes() == ["examine"]:
            walk.do("reviewer", "examine")


def test_a_verb_says_what_follows_asks_why_and_tells_what_was_done(site: Web) -> None:
    walk, reviewer = Walk(site.people).open(), site.signed_in("reviewer")
    page = reviewer.get(f"/tasks/{_task(site, walk)}/transfer").text
    assert "办理时限照常计算" in page
    assert "示例reviewer2" in page
    assert "示例auditor" not in page
    silent = _do(site, walk, reviewer, "transfer", reason=" ", to=site.people.ids["reviewer2"])
    assert silent.status_code == 422
    foreign = _do(site, walk, reviewer, "transfer", to=site.people.ids["auditor"])
    assert "请选择同一单位、同一岗位的在岗人员。" in foreign.text
    assert "外出学习。" in foreign.text
    done = _do(site, walk, reviewer, "transfer", to=site.people.ids["reviewer2"])
    assert done.location == f"/cases/{walk.case_id}"
    timeline = reviewer.get(f"/cases/{walk.case_id}?tab=timeline").text
    assert "转办" in timeline
    assert "外出学习。" in timeline


def test_urging_twice_on_a_day_is_answered_with_429_and_the_next_day(site: Web) -> None:
    walk, auditor = Walk(site.people).open(), site.signed_in("auditor")
    assert _do(site, walk, auditor, "urge").status_code == 303
    again = _do(site, walk, auditor, "urge")
    assert again.status_code == 429
    assert "起可以再次催办" in again.text


def test_a_delegated_task_says_who_is_asked_and_offers_no_form(site: Web) -> None:
    walk, reviewer = Walk(site.people).open(), site.signed_in("reviewer")
    _do(site, walk, reviewer, "delegate", to=site.people.ids["reviewer2"])
    delegate, address = site.signed_in("reviewer2"), f"/tasks/{_task(site, walk)}"
    assert "征求意见" in delegate.get("/tasks").text
    for visitor in (reviewer, delegate):
        page = visitor.get(address).text
        assert "示例reviewer已委派示例reviewer2答复意见" in page
        assert 'name="outcome"' not in page
        assert f"{address}/answer" in page
    _do(site, walk, delegate, "answer", reason="可以受理。")
    assert 'name="outcome"' in reviewer.get(address).text
    assert "可以受理。" in reviewer.get(f"/cases/{walk.case_id}?tab=timeline").text


def test_what_i_began_stays_in_my_box_with_its_progress(site: Web) -> None:
    walk = Walk(site.people).open()
    assert walk.opened is not None
    reviewer = site.signed_in("reviewer")
    assert walk.opened.number not in reviewer.get("/tasks/started").text
    walk.do("reviewer", "examine", outcome="refuse", refuse_code="no_objection", reasons="无")
    walk.do("auditor", "sign_refusal", decision="return", opinion="请受理。")
    walk.forwarded()
    page = reviewer.get("/tasks/started").text
    assert page.count(f">{walk.opened.number}</a>") == 1, "a step done twice is one case"
    assert "核查信息" in page
    assert walk.opened.number not in site.signed_in("reviewer2").get("/tasks/started").text
    assert reviewer.get("/tasks/started?before=x_y").status_code == 200


def test_a_copy_stands_in_its_box_until_it_is_marked_as_read(site: Web) -> None:
    walk = Walk(site.people).open()
    assert walk.opened is not None
    address = f"/cases/{walk.case_id}/copy"
    reviewer, head = site.signed_in("reviewer"), site.signed_in("head")
    page = reviewer.get(address).text
    assert "示例head" in page
    assert "示例provider" not in page
    assert "示例admin" not in page
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    nobody = reviewer.post(address, {"seen": stored.view.substance, "reason": "请知悉。"})
    assert nobody.status_code == 422
    data = {"seen": stored.view.substance, "reason": "请知悉。", "to": [site.people.ids["head"]]}
    assert reviewer.post(address, data).status_code == 303
    box = head.get("/tasks/copied").text
    assert walk.opened.number in box
    assert "未读" in box
    newest = box.split('name="up_to" value="')[1].split('"')[0]
    assert head.post("/tasks/copied/read", {"up_to": newest}, page="/tasks/copied").status_code == 303
    assert "badge-plain" not in head.get("/tasks/copied").text


def test_a_substitute_is_named_on_the_page_and_may_then_do_the_task(site: Web) -> None:
    walk = Walk(site.people).open()
    claim_task(site.office, site.people.actor("reviewer"), _task(site, walk))
    reviewer, colleague = site.signed_in("reviewer"), site.signed_in("reviewer2")
    address = f"/tasks/{_task(site, walk)}"
    assert 'name="outcome"' not in colleague.get(address).text
    day = site.clock.now.date().isoformat()
    wrong = reviewer.post("/absence", {"substitute_id": "", "from_on": day, "to_on": day, "reason": "年休假"})
    assert wrong.status_code == 422
    assert "年休假" in wrong.text
    data = {"substitute_id": site.people.ids["reviewer2"], "from_on": day, "to_on": day, "reason": "年休假"}
    assert reviewer.post("/absence", data).status_code == 303
    assert "您正在代示例reviewer办理" in colleague.get(address).text
    assert walk.opened is not None
    assert walk.opened.number in colleague.get("/tasks?box=mine").text
    walk.do("reviewer2", "examine")
    assert "代示例reviewer办理" in reviewer.get(f"/cases/{walk.case_id}?tab=timeline").text
    ended = reviewer.post("/absence/1/end", page="/absence")
    assert ended.location == "/absence"
    assert "已结束" in reviewer.get("/absence").text


def test_the_letter_reads_as_it_is_typed_and_nothing_is_done_or_kept(site: Web) -> None:
    walk, reviewer = Walk(site.people).open(), site.signed_in("reviewer")
    address = f"/tasks/{_task(site, walk)}"
    with site.office.database.read() as connection:
        before = cases.load(connection, walk.case_id)
    blank = reviewer.post(address, {"_preview": "yes"})
    assert blank.status_code == 200
    assert "必填内容填写完整后" in blank.text
    assert "还没有提交成功" not in blank.text, "what nobody has sent is not complained of"
    refusal = {"outcome": "refuse", "refuse_code": "no_objection", "reasons": "未写明异议事项。"}
    shown = reviewer.post(address, {"_preview": "yes", **refusal}).text
    letter = shown.split('class="letter"')[1].split("</article>")[0]
    assert "未写明异议事项。" in letter
    assert "不予受理" in letter
    assert "未写明异议事项。</textarea>" in shown, "what was typed stays in the form"
    unlawful = reviewer.post(address, {"_preview": "yes", **refusal, "reasons": ""})
    assert unlawful.status_code == 200
    with site.office.database.read() as connection:
        assert cases.load(connection, walk.case_id) == before
    assert 'id="letter-preview"' not in site.signed_in("auditor").post(address, {"_preview": "yes", **refusal}).text


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(samples.picture("PNG"), "a.png", "image/png"), (samples.pdf(), "a.pdf", "application/pdf")],
    ids=["a picture", "a PDF"],
)
def test_evidence_is_shown_beside_the_form_but_never_as_a_page(site: Web, content: bytes, name: str, kind: str) -> None:
    applicant, reviewer = site.signed_in("applicant"), site.signed_in("reviewer")
    walk = filed(site, applicant, files=[(name, content)])
    page = reviewer.get(f"/tasks/{_task(site, walk)}")
    address = page.text.split('src="/files/')[1].split('"')[0]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    answer = reviewer.get(f"/files/{address}")
    assert answer.mimetype == kind
    assert answer.data == content
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert site.signed_in("stranger").get(f"/files/{address}").status_code == 404

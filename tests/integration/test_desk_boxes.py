"""The boxes of the desk and the verbs on its pages: what is offered to whom, what is said and what is kept."""

from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.samples import files as samples
from tests.support.filing import filed
from tests.support.people import add_record
from tests.support.web import Visitor, Web, web
from workflows.domain.access import Role
from workflows.operations.claim_task import claim_task
from workflows.operations.open_case import Opened
from workflows.store import cases, people, tasks

#: A paper form at the counter.
PAPER = {
    "received_on": "2026-09-17", "grounds": "wrong", "claims-0-field": "CF_NR_FK", "claims-0-claimed": "0.5",
    "statement": "罚款金额应为五千元。", "contact_name": "示例申请人", "contact_phone": "13800000000",
    "address": "示例市示例路1号", "truthful": "y",
}  # fmt: skip


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
    assert "请选择同一单位、同一岗位、未经办过该事项的在岗人员。" in foreign.text
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


def test_what_i_took_in_at_the_counter_stays_in_my_box_though_a_colleague_examines_it(site: Web) -> None:
    clerk = site.signed_in("reviewer")
    for number in range(2):
        with site.office.database.act() as uow:
            decision = f"示市监罚决〔2026〕91{number}号"
            record = add_record(uow.connection, site.people.subject, site.people.provider, decision)
            uow.commit()
        assert clerk.post(f"/counter/records/{record}", PAPER).status_code == 303
    Walk(site.people).open()
    mine, other = Walk(site.people, opened=Opened(case_id=1, number="", query_code="")), site.signed_in("reviewer2")
    mine.do("reviewer2", "examine")
    page = clerk.get("/tasks/started").text
    assert [f'href="/cases/{number}"' in page for number in (1, 2, 3)] == [True, True, False]
    assert '我发起<span class="box-count">2<' in page
    assert 'href="/cases/1"' in other.get("/tasks/started").text, "who did the first step began it too"
    # Examined by the one who took it in it is still one case.
    Walk(site.people, opened=Opened(case_id=2, number="", query_code="")).do("reviewer", "examine")
    assert clerk.get("/tasks/started").text.count('href="/cases/2"') == 1


def test_who_would_be_refused_as_the_own_drafter_is_not_offered_a_signature(site: Web) -> None:
    with site.office.database.act() as uow:
        password = people.user_by_login(uow.connection, "auditor").password_hash
        for login, roles in (("both", (Role.REVIEWER, Role.AUDITOR)), ("auditor2", (Role.AUDITOR,))):
            values = {"login": login, "name": f"示例{login}", "password_hash": password}
            posts = [(role, site.people.authority) for role in roles]
            user = people.add_user(uow.connection, {**values, "created_at": site.office.clock()}, posts)
            site.people.ids[login] = user
        uow.commit()
    walk, auditor = Walk(site.people).open(), site.signed_in("auditor")
    assert "示例both" in site.signed_in("reviewer").get(f"/tasks/{_task(site, walk)}/transfer").text, "nothing done yet"
    walk.do("both", "examine")
    for verb in ("transfer", "delegate"):
        page = auditor.get(f"/tasks/{_task(site, walk)}/{verb}").text
        assert "示例auditor2" in page
        assert "示例both" not in page
        refused = _do(site, walk, auditor, verb, to=site.people.ids["both"])
        assert refused.status_code == 422
        assert "未经办过该事项" in refused.text
    assert _do(site, walk, auditor, "transfer", to=site.people.ids["auditor2"]).status_code == 303


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

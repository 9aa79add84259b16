"""What the pages offer besides tasks is offered to programs too: withdrawal, clocks, letters, copies; same law."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.support.api import Program, program
from tests.support.filing import denied
from tests.support.readings import slip_for
from tests.support.web import Web, web
from workflows.domain.time import office_date
from workflows.store import cases, commitments, history, letters, people

XINZHENG = "xinzheng/2018-03-28"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


def _bound(site: Web, pack: str) -> Web:
    """The same office, bound by one other text alone."""
    on = office_date(site.clock())
    with site.office.database.act() as uow:
        people.unbind_pack(uow.connection, site.people.authority, XINZHENG, on)
        people.bind_pack(uow.connection, site.people.authority, pack, on)
        uow.commit()
    return site


@pytest.fixture
def henan(site: Web) -> Web:
    """An office whose clocks stop for an appraisal."""
    return _bound(site, "henan/2020-05-01")


@pytest.fixture
def zhejiang(site: Web) -> Web:
    """An office whose head may extend the time for the reply."""
    return _bound(site, "zhejiang/2018-01-01")


def _opened(site: Web) -> Walk:
    return Walk(site.people).open()


def _seen(walk: Walk) -> int:
    with walk.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    return stored.view.substance


def _acts(caller: Program, walk: Walk) -> dict[str, Any]:
    return dict(caller.get(f"/cases/{walk.case_id}/acts").json)


def _do(caller: Program, walk: Walk, act: str, *, key: str | None = None, **body: Any) -> TestResponse:
    return caller.post(f"/cases/{walk.case_id}/{act}", {"seen": _seen(walk), **body}, key=key)


def _kinds(walk: Walk) -> list[str]:
    with walk.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, walk.case_id)]


def _letter(walk: Walk, state: str) -> int:
    with walk.office.database.read() as connection:
        return int(next(row.id for row in reversed(letters.of_case(connection, walk.case_id)) if row.state == state))


def test_an_applicant_withdraws_once_with_a_reason(site: Web) -> None:
    walk, applicant = _opened(site), program(site, "applicant")
    assert _acts(applicant, walk)["withdraw"] is True
    seen = _seen(walk)
    for _ in range(2):
        done = applicant.post(
            f"/cases/{walk.case_id}/withdraw", {"seen": seen, "reason": "已沟通解决。"}, key="withdraw-key-00001"
        )
        assert (done.status_code, done.json) == (200, {"case_id": walk.case_id})
    assert _kinds(walk).count("withdrawal_filed") == 1
    assert walk.open_nodes() == ["sign_termination"]
    assert _acts(applicant, walk)["withdraw"] is False
    walk.do("auditor", "sign_termination")
    assert applicant.get(f"/cases/{walk.case_id}").json["state"] == "withdrawn"


def test_nobody_else_withdraws_an_application(site: Web) -> None:
    walk = _opened(site)
    for who in ("stranger", "reviewer", "head", "provider"):
        assert _do(program(site, who), walk, "withdraw", reason="x").status_code == 404, who
    assert denied(site) == 4
    assert "withdrawal_filed" not in _kinds(walk)


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " \u3000"}, {"reason": 1}, {"reason": "x" * 4001}])
def test_an_act_without_its_reason_is_refused_at_that_field(site: Web, body: dict[str, Any]) -> None:
    answer = _do(program(site, "applicant"), _opened(site), "withdraw", **body)
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["reason"])


def test_a_withdrawal_of_what_has_changed_since_is_refused(site: Web) -> None:
    walk = _opened(site)
    seen = _seen(walk)
    walk.do("reviewer", "examine")
    answer = program(site, "applicant").post(f"/cases/{walk.case_id}/withdraw", {"seen": seen, "reason": "x"})
    assert (answer.status_code, answer.json["code"]) == (409, "StaleVersion")


def test_clocks_are_suspended_and_resumed_for_a_reason_that_the_rules_name(henan: Web) -> None:
    walk, reviewer = _opened(henan), program(henan, "reviewer")
    reasons = _acts(reviewer, walk)["suspend_for"]
    assert "鉴定" in reasons
    done = _do(reviewer, walk, "suspend", reason="鉴定", evidence="委托鉴定书第1号", key="suspend-key-000001")
    assert done.status_code == 200, done.text
    overall = reviewer.get(f"/cases/{walk.case_id}").json["clocks"][0]
    assert (overall["state"], overall["due_on"]) == ("suspended", None)
    acts = _acts(reviewer, walk)
    assert (acts["suspend_for"], acts["resume"]) == ([], True)
    twice = _do(reviewer, walk, "suspend", reason="鉴定", evidence="委托鉴定书第1号")
    assert (twice.status_code, twice.json["code"]) == (409, "ClockSuspended")
    again = _do(reviewer, walk, "suspend", reason="鉴定", evidence="委托鉴定书第1号", key="suspend-key-000001")
    assert again.status_code == 200
    assert _do(reviewer, walk, "resume", evidence="鉴定意见书第2号").status_code == 200
    assert reviewer.get(f"/cases/{walk.case_id}").json["clocks"][0]["due_on"] is not None
    assert [kind for kind in _kinds(walk) if kind in ("clock_suspended", "clock_resumed")] == [
        "clock_suspended",
        "clock_resumed",
    ]
    nothing = _do(reviewer, walk, "resume", evidence="x")
    assert (nothing.status_code, nothing.json["code"]) == (409, "ClockNotSuspended")


def test_no_clock_stops_for_a_reason_that_no_rule_names(site: Web) -> None:
    answer = _do(program(site, "reviewer"), _opened(site), "suspend", reason="人手不足", evidence="x")
    assert answer.json["code"] == "PackDoesNotAllow"
    assert 400 <= answer.status_code < 500


def test_the_head_extends_what_the_text_lets_be_extended(zhejiang: Web) -> None:
    walk, head = _opened(zhejiang), program(zhejiang, "head")
    rules = {each["rule"] for each in _acts(head, walk)["extend"]}
    assert rules, "the text knows an extension"
    rule = sorted(rules)[0]
    before = slip_for(zhejiang.office, walk.case_id, rule)
    assert before is not None
    done = _do(head, walk, "extend", rule=rule, n=1, reason="情况复杂。")
    assert done.status_code == 200, done.text
    after = slip_for(zhejiang.office, walk.case_id, rule)
    assert after is not None
    assert before.due_on is not None
    assert after.due_on is not None
    assert after.due_on > before.due_on
    more = _do(head, walk, "extend", rule=rule, n=300, reason="情况复杂。")
    assert (more.status_code, more.json["code"]) == (422, "ExtensionTooLong")
    for wrong in ({"n": 0}, {"n": "1"}, {"n": 1.5}, {"n": 10**12}):
        answer = _do(head, walk, "extend", **{"rule": rule, "n": 1, "reason": "x", **wrong})
        assert (answer.status_code, list(answer.json["fields"])) == (422, ["n"])


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("suspend", {"reason": "鉴定", "evidence": "x"}),
        ("resume", {"evidence": "x"}),
        ("extend", {"rule": "objection.overall", "n": 1, "reason": "x"}),
    ],
)
def test_clocks_are_touched_by_the_post_that_may_only(henan: Web, act: str, body: dict[str, Any]) -> None:
    walk = _opened(henan)
    for who, status in (("auditor", 403), ("applicant", 403), ("stranger", 404), ("provider", 404)):
        assert _do(program(henan, who), walk, act, **body).status_code == status, who


def test_a_letter_that_a_timer_drafted_is_looked_at_and_signed(site: Web) -> None:
    walk = _opened(site).forwarded()
    walk.do("provider", "sign_for")
    slip = slip_for(site.office, walk.case_id, "objection.verify")
    assert slip is not None
    assert slip.due_on is not None
    walk.fire_until(slip.due_on)
    draft = _letter(walk, "draft")
    signer = next(
        caller for who in ("auditor", "head") if draft in _acts(caller := program(site, who), walk)["sign"]
    )
    shown = signer.get(f"/letters/{draft}/preview")
    assert shown.data[:2] == b"PK"
    assert program(site, "applicant").get(f"/letters/{draft}/preview").status_code == 404
    body = {"seen": _seen(walk)}
    assert program(site, "reviewer").post(f"/letters/{draft}/sign", body).status_code == 403
    assert program(site, "stranger").post(f"/letters/{draft}/sign", body).status_code == 404
    for _ in range(2):
        assert signer.post(f"/letters/{draft}/sign", body, key="sign-key-000000001").status_code == 200
    assert signer.get(f"/letters/{draft}").status_code == 200
    assert signer.get(f"/letters/{draft}/preview").status_code == 404
    assert draft in _acts(signer, walk)["void"]
    without = signer.post(f"/letters/{draft}/void", {"seen": _seen(walk), "reason": " "})
    assert (without.status_code, list(without.json["fields"])) == (422, ["reason"])
    voided = signer.post(f"/letters/{draft}/void", {"seen": _seen(walk), "reason": "对象有误。"})
    assert voided.status_code == 200, voided.text
    told = signer.get(f"/cases/{walk.case_id}").json["letters"]
    assert next(each for each in told if each["id"] == draft)["void_reason"] == "对象有误。"


def test_a_colleague_is_given_a_copy_and_the_applicant_gives_none(site: Web) -> None:
    walk, reviewer = _opened(site), program(site, "reviewer")
    offered = {each["id"] for each in _acts(reviewer, walk)["copy_to"]}
    auditor = site.people.ids["auditor"]
    assert auditor in offered
    assert _do(reviewer, walk, "copy", to=[auditor, auditor], reason="请知悉。").status_code == 200
    assert auditor not in {each["id"] for each in _acts(reviewer, walk)["copy_to"]}
    outsider = _do(reviewer, walk, "copy", to=[site.people.ids["provider"]], reason="请知悉。")
    assert (outsider.status_code, list(outsider.json["fields"])) == (422, ["to"])
    assert _acts(program(site, "applicant"), walk)["copy_to"] == []
    assert _do(program(site, "applicant"), walk, "copy", to=[auditor], reason="x").status_code == 404


def test_what_one_may_do_is_told_of_no_case_that_one_may_not_see(site: Web) -> None:
    walk = _opened(site)
    assert program(site, "stranger").get(f"/cases/{walk.case_id}/acts").status_code == 404
    assert program(site, "stranger").get("/cases/999999/acts").status_code == 404


def test_a_commitment_is_found_broken_by_two_people_and_each_finding_is_made_once(site: Web) -> None:
    with site.office.database.act() as uow:
        row = {
            "subject_id": site.people.subject, "kind": "repair", "clauses": ["守法经营"], "made_on": date(2026, 9, 1),
            "state": "pending", "public": True, "organ_id": site.people.authority,
        }  # fmt: skip
        address = f"/commitments/{commitments.add(uow.connection, row)}"
        uow.commit()
    clerk, second = program(site, "reviewer"), program(site, "auditor")
    read = clerk.get(address).json
    assert (read["seen"], read["may"]) == (1, ["kept", "running", "ask"])
    assert clerk.post(f"{address}/ask", {"seen": 1, "note": " "}).status_code == 422, "a reason is needed"
    asked = {"seen": 1, "note": "承诺期内再次被查获"}
    first = clerk.post(f"{address}/ask", asked, key="finding-of-the-test")
    assert (first.status_code, first.json["asked_reason"], first.json["seen"]) == (200, asked["note"], 2)
    again = clerk.post(f"{address}/ask", asked, key="finding-of-the-test")
    assert (again.status_code, again.json["seen"]) == (200, 2), "sent again, done once"
    assert clerk.post(f"{address}/kept", asked).status_code == 409, "it was seen before it changed"
    assert clerk.post(f"{address}/confirm", {"seen": 2}).status_code == 403, "not the post that confirms"
    broken = second.post(f"{address}/confirm", {"seen": 2})
    assert (broken.status_code, broken.json["state"], broken.json["may"]) == (200, "broken", [])

"""Registering and being verified: an account anybody can open, a mandate only a reviewer can give, nobody found out."""

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.samples import files as samples
from tests.samples.penalties import code
from tests.support.filing import inputs
from tests.support.people import PERSON_CODE, SUBJECT_CODE
from tests.support.web import Visitor, Web, web
from workflows.store import history, people, representations
from workflows.store import office as store

NEW = "Brand-new-pass-1"
FILLED: dict[str, Any] = {
    "login": "new.person",
    "name": "示例新人",
    "email": "new@person.example",
    "phone": "13800000001",
    "new": NEW,
    "again": NEW,
    "e_service": "y",
    "subject_kind": "legal_person",
    "subject_name": "示例甲商贸有限公司",
    "code": SUBJECT_CODE,
    "kind": "agent",
    "truthful": "y",
    "go": "send",
}


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def site_on_both(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def register(visitor: Visitor, path: str = "/account/register", proof: bool = True, **more: Any) -> TestResponse:
    """Fill in the page and send it."""
    data = {**dict(inputs(visitor.get(path).text)), **FILLED, **more}
    upload = {"evidence-0": [(io.BytesIO(samples.pdf()), "授权委托书.pdf")]} if proof else {}
    return visitor.client.post(path, data={**data, **upload})


def account(site: Web, login: str) -> Any:
    """The account's row."""
    with site.office.database.read() as connection:
        return people.user_by_login(connection, login)


def asked(site: Web, state: str = "pending") -> list[Any]:
    """Every request in a state, oldest first."""
    with site.office.database.read() as connection:
        newest = [representations.load(connection, number) for number in range(1, 20)]
    return [row for row in newest if row is not None and row.state == state]


def noted(site: Web) -> list[str]:
    """The kinds of event in the office's own chain."""
    with site.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, store.OFFICE_CASE)]


def decide(site: Web, verb: str, reviewer: str = "reviewer", **more: str) -> TestResponse:
    """A reviewer opens the oldest request and decides it."""
    visitor = site.signed_in(reviewer)
    page = f"/account/requests/{asked(site)[0].id}"
    return visitor.post(f"{page}/{verb}", more, page=page)


def test_who_registers_can_sign_in_but_file_nothing_until_verified(site_on_both: Web) -> None:
    site = site_on_both
    assert register(site.visitor()).status_code == 303
    person = site.visitor()
    assert person.sign_in("new.person", NEW).status_code == 302
    found = person.get("/objections").text
    assert "您的身份正在核验，通过之前还不能提出异议" in found
    assert person.get(f"/objections/records/{site.people.record}/apply").status_code == 404
    assert decide(site, "verify").status_code == 303
    assert "示市监罚决〔2026〕9001号" in person.get("/objections").text
    assert person.get(f"/objections/records/{site.people.record}/apply").status_code == 200
    assert "身份核验已通过" in person.get("/inbox").text
    for kind in ("registered", "representation_asked", "representation_verified"):
        assert kind in noted(site)


def test_a_refusal_needs_its_reason_and_the_person_reads_it(site_on_both: Web) -> None:
    site = site_on_both
    register(site.visitor())
    assert decide(site, "refuse", reason=" ").status_code == 422
    assert len(asked(site)) == 1
    assert decide(site, "refuse", reason="授权委托书没有盖章。").status_code == 303
    person = site.visitor()
    person.sign_in("new.person", NEW)
    assert "授权委托书没有盖章。" in person.get("/account/mandates").text
    assert "授权委托书没有盖章。" in person.get("/inbox").text
    assert person.get(f"/objections/records/{site.people.record}/apply").status_code == 404


def test_a_subject_that_the_office_does_not_know_is_entered_when_it_is_verified(site: Web) -> None:
    register(
        site.visitor(), subject_kind="natural_person", code=PERSON_CODE, kind="self", subject_name="示例新人"
    )
    decide(site, "verify")
    with site.office.database.read() as connection:
        subject = representations.subject_of(connection, "resident_id", PERSON_CODE)
        assert subject.name == "示例新人"
        assert representations.stands(connection, account(site, "new.person").id, subject.id)


def test_a_login_that_is_taken_is_answered_like_one_that_is_free_and_changes_nothing(site_on_both: Web) -> None:
    site = site_on_both
    before = account(site, "applicant")
    free, taken = register(site.visitor()), register(site.visitor(), login="applicant")
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert account(site, "applicant") == before
    assert len(asked(site)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": "Zhang San"}, "用户名应为"),
        ({"email": "nobody"}, "电子邮箱格式不正确"),
        ({"phone": "call me"}, "请填写联系电话"),
        ({"new": "short", "again": "short"}, "10 至 128"),
        ({"again": "Another-pass-1"}, "不一致"),
        ({"new": "new.person-A1", "again": "new.person-A1"}, "不能包含用户名"),
        ({"code": SUBJECT_CODE[:-1] + ("0" if SUBJECT_CODE[-1] != "0" else "1")}, "校验码不符"),
        ({"subject_kind": "natural_person", "kind": "self"}, "身份证号码不正确"),
        ({"kind": "self"}, "个人请选"),
        ({"subject_kind": "individual_business"}, "92 开头"),
        ({"kind": "emperor"}, "请选择其中一项"),
        ({"truthful": ""}, "请先确认真实性声明"),
    ],
)
def test_bad_input_is_answered_in_words_and_the_proof_is_not_asked_for_again(
    site: Web, wrong: dict[str, str], said: str
) -> None:
    answer = register(site.visitor(), **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "授权委托书.pdf" in answer.text
    assert account(site, "new.person") is None
    assert asked(site) == []


def test_without_a_proof_nothing_is_asked(site: Web) -> None:
    answer = register(site.visitor(), proof=False)
    assert answer.status_code == 422
    assert "请上传一个证明文件" in answer.text


def test_a_signed_in_applicant_asks_to_act_for_a_further_subject_once(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("stranger")
    other = code("92410184MA0000007")
    more = {"subject_kind": "individual_business", "code": other, "kind": "legal_representative"}
    assert register(visitor, "/account/mandates/new", **more).status_code == 303
    again = register(visitor, "/account/mandates/new", **more)
    assert again.status_code == 422
    assert "正在核验" in again.text
    decide(site, "verify")
    assert "您已经可以代表该主体" in register(visitor, "/account/mandates/new", **more).text


def test_so_many_requests_and_no_more_wait_for_one_person(site: Web) -> None:
    visitor = site.signed_in("stranger")
    answers = [
        register(visitor, "/account/mandates/new", code=code(f"91410184MA000010{number}")).status_code
        for number in range(6)
    ]
    assert answers == [303] * 5 + [409]


def test_two_reviewers_decide_once_and_nobody_decides_the_own_request(site: Web) -> None:
    register(site.visitor())
    request_id = asked(site)[0].id
    assert decide(site, "verify").status_code == 303
    second = site.signed_in("reviewer2").post(
        f"/account/requests/{request_id}/refuse", {"reason": "缺章"}, page=f"/account/requests/{request_id}"
    )
    assert second.status_code == 409
    assert "该申请已有核验结果" in second.text
    assert "核验通过</button>" not in second.text, "what is decided is not offered again"
    assert len(asked(site, "verified")) == 1
    register(site.signed_in("reviewer"), "/account/mandates/new", code=code("91410184MA0000009"))
    assert decide(site, "verify").status_code == 403
    assert decide(site, "verify", reviewer="reviewer2").status_code == 303


@pytest.mark.parametrize("who", ["applicant", "provider", "auditor", "admin", "supervisor"])
def test_only_reviewers_see_proofs_of_identity(site: Web, who: str) -> None:
    register(site.visitor())
    visitor = site.signed_in(who)
    for path in ("", "/1", "/1/evidence"):
        assert visitor.get(f"/account/requests{path}").status_code == 403


def test_a_personal_number_is_masked_until_it_is_asked_for_and_that_is_noted(site: Web) -> None:
    register(
        site.visitor(), subject_kind="natural_person", code=PERSON_CODE, kind="self", subject_name="示例新人"
    )
    reviewer = site.signed_in("reviewer")
    page = f"/account/requests/{asked(site)[0].id}"
    assert PERSON_CODE not in reviewer.get("/account/requests").text
    assert PERSON_CODE not in reviewer.get(page).text
    assert PERSON_CODE in reviewer.post(f"{page}/reveal", page=page).text
    assert noted(site).count("identity_revealed") == 1
    assert reviewer.get(f"{page}/evidence").data == samples.pdf()


def test_many_registrations_from_one_place_are_slowed_down(site: Web) -> None:
    visitor = site.visitor()
    answers = [register(visitor, proof=False, login="x").status_code for _ in range(42)]
    assert answers[:40] == [422] * 40
    assert answers[-1] == 429

"""退回补充核查 by web: the centre sends a poor opinion back, the provider is told and supplements it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk
from tests.support.web import Web, web
from workflows.store import cases, deadlines, tasks

WHAT = "核查意见没有说明罚款金额的依据，请补充处罚决定书页码。"
OWN = "本办件由信用中心自查，没有信息提供单位，不能退回补充核查。"
POOR = {"conclusion": "supplement", "reasons": WHAT, "no_conflict": "yes"}
OPINION = {"finding": "wrong", "course": "补充调阅案卷第3页。", "basis": "处罚决定书原件。"}
BACK = {"decision": "return", "opinion": WHAT, "no_conflict": "yes", "return_to": "provider"}
#: Who sends back at which step, and with what.
SENDERS = [
    ("reviewer", "draft_decision", POOR),
    ("auditor", "audit_decision", BACK),
    ("head", "approve_decision", BACK),
]


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def answered(site: Web) -> Walk:
    """A case whose provider has answered; the reviewer is to draft the decision."""
    walk = Walk(site.people).open().forwarded()
    walk.do("provider", "sign_for")
    walk.do("provider", "verify")
    return walk


def own(site: Web) -> Walk:
    """A case of the centre's own scope, checked by the reviewer."""
    walk = Walk(site.people).open()
    walk.do("reviewer", "examine", own_scope=True)
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "self_check")
    return walk


def go(walk: Walk, node: str) -> Walk:
    """Go on until ``node`` is open."""
    for who, step, _ in SENDERS:
        if step == node:
            break
        walk.do(who, step)
    return walk


def address(site: Web, walk: Walk, node: str) -> str:
    """The page of the open task on ``node``."""
    with site.office.database.read() as connection:
        return next(f"/tasks/{task.id}" for task in tasks.open_of(connection, walk.case_id) if task.node == node)


def send(site: Web, walk: Walk, who: str, node: str, data: dict[str, Any]) -> Any:
    """Send the form of the open task on ``node`` as ``who``."""
    with site.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    return site.signed_in(who).post(address(site, walk, node), {"seen": stored.view.substance, **data})


@pytest.mark.parametrize(("who", "node", "data"), SENDERS, ids=[who for who, *_ in SENDERS])
def test_the_centre_sends_back_and_the_provider_supplements(
    site: Web, who: str, node: str, data: dict[str, Any]
) -> None:
    walk = go(answered(site), node)
    with site.office.database.read() as connection:
        first = next(row for row in deadlines.all_of(connection, walk.case_id) if row.rule == "objection.verify")
    assert send(site, walk, who, node, data).status_code == 303
    assert walk.open_nodes() == ["verify"]
    assert "退回信息提供单位补充核查" in site.signed_in("reviewer").get(f"/cases/{walk.case_id}?tab=timeline").text
    provider = site.signed_in("provider")
    assert walk.opened is not None
    assert f"请补充核查异议信息 {walk.opened.number}" in provider.get("/inbox").text
    assert walk.opened.number in provider.get("/tasks").text
    page = provider.get(address(site, walk, "verify")).text
    assert "信用中心退回补充核查，请补充以下内容" in page
    assert WHAT in page
    with site.office.database.read() as connection:
        again = next(task for task in tasks.open_of(connection, walk.case_id))
    assert again.due_on == first.due_on, "sending back does not move the provider's last day"
    assert send(site, walk, "provider", "verify", OPINION).status_code == 303
    assert walk.open_nodes() == ["draft_decision"]
    assert "补充调阅案卷第3页。" in site.signed_in("reviewer").get(address(site, walk, "draft_decision")).text


def test_the_applicant_is_told_that_the_provider_verifies_again(site: Web) -> None:
    walk = answered(site)
    mine = f"/mine/{walk.case_id}"
    assert "信用中心正在作出处理" in site.signed_in("applicant").get(mine).text
    send(site, walk, "reviewer", "draft_decision", POOR)
    page = site.signed_in("applicant").get(mine).text
    assert "信息提供单位正在核查" in page
    assert WHAT not in page, "what the offices write to each other is not the applicant's"


@pytest.mark.parametrize(
    ("who", "node", "data", "missing"),
    [
        ("reviewer", "draft_decision", {**POOR, "reasons": " "}, "请填写此项。"),
        ("auditor", "audit_decision", {**BACK, "opinion": " "}, "退回时请写明理由。"),
        ("head", "approve_decision", {**BACK, "opinion": ""}, "退回时请写明理由。"),
    ],
    ids=["reviewer", "auditor", "head"],
)
def test_nothing_goes_back_without_saying_what_is_to_be_supplied(
    site: Web, who: str, node: str, data: dict[str, Any], missing: str
) -> None:
    walk = go(answered(site), node)
    answer = send(site, walk, who, node, data)
    assert answer.status_code == 422
    assert missing in answer.text
    assert walk.open_nodes() == [node]


@pytest.mark.parametrize(("who", "node", "_data"), SENDERS, ids=[who for who, *_ in SENDERS])
@pytest.mark.parametrize(("made", "offered"), [(answered, True), (own, False)], ids=["a provider's", "the centre's"])
def test_only_where_there_is_a_provider_the_return_is_offered(
    site: Web, who: str, node: str, _data: dict[str, Any], made: Callable[[Web], Walk], offered: bool
) -> None:
    walk = go(made(site), node)
    page = site.signed_in(who).get(address(site, walk, node)).text
    assert (f'value="{"supplement" if node == "draft_decision" else "provider"}"' in page) is offered
    assert ("补充核查" in page) is offered


@pytest.mark.parametrize(("who", "node", "data"), SENDERS, ids=[who for who, *_ in SENDERS])
def test_where_there_is_no_provider_the_return_is_refused_in_words_and_nothing_is_lost(
    site: Web, who: str, node: str, data: dict[str, Any]
) -> None:
    walk = go(own(site), node)
    answer = send(site, walk, who, node, data)
    assert answer.status_code == 422
    assert OWN in answer.text
    assert WHAT in answer.text
    assert walk.open_nodes() == [node]

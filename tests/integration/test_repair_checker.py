"""Can I apply for repair? By decision number and query code, without signing in, and nobody's data."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import PROVIDER, add_record
from tests.support import web as support
from tests.support.listed import PERSON, a_case, listed
from tests.support.repair_law import with_repair_law
from tests.support.web import Web
from workflows.domain.access import OFFICE
from workflows.domain.repair_bars import RequireNoBan, SeekBans
from workflows.operations import effects
from workflows.operations.effects.bans import BanRuns
from workflows.operations.filing_repair import NotRepairable, read_repair_filing, require_repairable
from workflows.operations.reading import open_act
from workflows.policies import library as policies
from workflows.store import listings, people, publicity

NUMBER = "示市监罚决〔2026〕9001号"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national classes; the record is of the general class, published today."""
    made = support.web(sqlite_url, tmp_path)
    made.serve(with_repair_law(made.office))
    put(made, category="一般", published_on=date(2026, 9, 18), publish_until=None)
    return made


def put(site: Web, record_id: int | None = None, **values: Any) -> None:
    with site.office.database.act() as uow:
        row = publicity.load(uow.connection, record_id or site.people.record)
        publicity.change(uow.connection, row.id, row.version, values)
        uow.commit()


def code(site: Web) -> str:
    with site.office.database.read() as connection:
        return str(publicity.load(connection, site.people.record).query_code)


def ask(site: Web, number: str = NUMBER, typed: str | None = None) -> Any:
    return site.visitor().post("/check", {"number": number, "code": code(site) if typed is None else typed})


def test_it_tells_the_class_the_first_day_as_a_date_what_is_missing_and_what_it_takes(site: Web) -> None:
    page = ask(site)
    assert page.status_code == 200
    assert "可于2026年12月19日 周六起申请修复" in page.text
    assert "还有 92 天" in page.text
    told = ("一般", "最短公示期还没有届满", "还没有履行义务的记录", "不收取任何费用", "起算日待核实", "登录后申请修复")
    for words in told:
        assert words in page.text, words


def test_on_the_day_it_tells_that_repair_can_be_asked_for(site: Web) -> None:
    site.clock.now = datetime(2026, 12, 18, 15, 59, tzinfo=UTC)
    assert "现在可以申请修复" not in ask(site).text, "the minimum ends at midnight"
    site.clock.now = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
    assert "现在可以申请修复" in ask(site).text


@pytest.mark.parametrize(
    "number", ["示市监罚决[2026]9001号", "示市监罚决（2026）9001号", " 示市监罚决〔2026〕 9001号 "]
)
def test_brackets_and_blanks_of_a_keyboard_do(site: Web, number: str) -> None:
    assert ask(site, number).status_code == 200


def test_the_code_may_be_typed_in_small_letters_and_groups(site: Web) -> None:
    known = code(site).lower()
    assert ask(site, typed=f"{known[:4]}-{known[4:8]} {known[8:]}").status_code == 200


def test_it_shows_nobodys_data(site: Web) -> None:
    page = ask(site).text
    hidden = ("示例甲商贸", "91410184MA", "罚款五千元", NUMBER, code(site))
    assert [each for each in hidden if each in page] == []


def wrong_answer(page: Any) -> str:
    assert page.status_code == 404
    found = re.search(r'<div class="error-summary".*?</div>', page.text, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(site: Web) -> None:
    answers = {wrong_answer(ask(site, "示市监罚决〔2026〕1号")), wrong_answer(ask(site, typed="AAAAAAAAAAAA"))}
    assert len(answers) == 1


def test_an_empty_code_opens_nothing_even_where_a_record_has_none(site: Web) -> None:
    put(site, query_code="")
    assert ask(site, typed="---").status_code == 404
    assert ask(site, typed="").status_code == 422


def test_the_code_of_one_record_does_not_open_another(site: Web) -> None:
    with site.office.database.act() as uow:
        add_record(uow.connection, site.people.subject, site.people.provider, "示市监罚决〔2026〕9301号")
        uow.commit()
    assert ask(site, "示市监罚决〔2026〕9301号").status_code == 404


def test_guessing_is_stopped(site: Web) -> None:
    visitor = site.visitor()
    token = visitor.get("/check").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "number": NUMBER, "code": "AAAAAAAAAAAA"}
    other = {"REMOTE_ADDR": "127.0.0.8"}
    answers = [visitor.client.post("/check", data=form, environ_overrides=other).status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "ended", "repair_state": "repaired", "ended_on": date(2026, 9, 1)}, "已修复"),
        ({"state": "withheld"}, "不予公示"),
        ({"category": ""}, "类别待定"),
        ({"hold_reason": "诉讼"}, "依法保全"),
    ],
)
def test_what_cannot_be_repaired_is_told_in_words(site: Web, values: dict[str, Any], words: str) -> None:
    put(site, **values)
    page = ask(site)
    assert page.status_code == 200
    assert words in page.text
    assert "现在可以申请修复" not in page.text


def test_the_home_page_leads_here(site: Web) -> None:
    assert 'href="/check"' in site.visitor().get("/").text


def test_who_acts_for_the_subject_sees_each_record_with_its_day(site: Web) -> None:
    page = site.signed_in("applicant").get("/repairs").text
    assert NUMBER in page
    assert "可于2026年12月19日 周六起申请修复" in page
    assert code(site) in page, "who lost the letter finds the code here"
    assert NUMBER not in site.signed_in("stranger").get("/repairs").text


def test_a_long_list_begins_with_what_can_be_done_and_folds_without_losing_a_tick(site: Web) -> None:
    kinds: list[dict[str, Any]] = [
        *[{"category": "一般", "published_on": date(2026, 8, each)} for each in range(1, 10)],
        *[{"state": "ended", "repair_state": "repaired", "ended_on": date(2026, 9, 1)}] * 5,
        *[{"category": "一般", "published_on": date(2026, 5, each)} for each in range(1, 13)],
    ]
    for each, values in enumerate(kinds):
        with site.office.database.act() as uow:
            number = f"示市监罚决〔2026〕{9400 + each}号"
            made = add_record(uow.connection, site.people.subject, site.people.provider, number)
            uow.commit()
        put(site, made, **values)
    applicant = site.signed_in("applicant")
    page = applicant.get("/repairs").text
    for told in ("现在可以申请修复的有 12 条", "还要等待的有 10 条，最早2026年11月2日", "其余 5 条现在不用办理"):
        assert told in page, told
    numbers = re.findall(r"<bdi>示市监罚决〔2026〕(\d+)号</bdi>", page)
    assert set(numbers[:12]) == {str(9414 + each) for each in range(12)}, "what can be applied for"
    assert numbers[12:22] == [*(str(9400 + each) for each in range(9)), "9001"], "then by the day"
    assert len(numbers) == 27
    assert page.count(f"<p class=\"mb-1\">{PROVIDER} · 一般 · 还缺履行证明</p>") == 22, "told on each card"
    assert "第 1–10 条，共 12 条" in page
    assert "第 11–12 条，共 12 条" in page
    ticks = re.findall(r'name="record" value="(\d+)"', page)
    (form,) = re.findall(r'<form method="get" action="/repairs/choose">(.*?)</form>', page, re.DOTALL)
    assert ticks == re.findall(r'name="record" value="(\d+)"', form), "one form holds every group"
    chosen = applicant.get("/repairs/choose?" + "&".join(f"record={each}" for each in ticks))
    assert chosen.headers["Location"].count("also=") == len(ticks) - 1 == 11
    many = applicant.get("/repairs/choose?" + "&".join(f"record={each}" for each in range(1, 52)))
    assert many.headers["Location"] == "/repairs"


def test_nobody_sees_the_list_without_signing_in(site: Web) -> None:
    assert site.visitor().get("/repairs").status_code == 302


def test_a_listing_on_the_record_is_told_first_with_its_own_first_day(site: Web) -> None:
    site.clock.now = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
    assert "现在可以申请修复" in ask(site).text
    case_id = a_case(site)
    listed(site, case_id, record_id=site.people.record)
    listed(site, case_id, record_id=site.people.record, register="watch", list_key="watch", public=False)
    page = ask(site).text
    assert "现在可以申请修复" not in page
    assert "可于2027年8月3日 周二起以信用修复申请移出名单" in page
    for words in ("市场监督管理严重违法失信名单", "严重", "登录后申请移出名单"):
        assert words in page, words
    assert page.count("可于2027") == 1, "the watch list is not public"
    assert PERSON not in page
    for words in ("公示中，已凭这条信息列入名单", "名单的最短列入期限还没有届满"):
        assert words in page, words
    for words in ("公示中，可申请修复", "2026年12月19日 周六起"):
        assert words not in page, "the record says nothing else than the listing that rests on it"
    assert re.findall(r"<dt>可以申请修复</dt><dd>([^<]*)</dd>", page) == ["2027年8月3日 周二起"]
    site.clock.now = datetime(2027, 8, 2, 16, 0, tzinfo=UTC)
    assert "现在可以以信用修复申请移出名单" in ask(site).text


TAIAN = "taian/2021-09-17"
S4_08 = "《泰安市人防办关于在人防领域贯彻落实信用监管的通知》二（三）"


def ban(site: Web, **more: Any) -> None:
    with site.office.database.act() as uow:
        row = {
            "subject_id": site.people.subject, "organ_id": site.people.provider, "scope": "食品经营",
            "basis": "示例法第一条", "from_on": date(2026, 9, 1), "until_on": None, **more,
        }  # fmt: skip
        listings.add_ban(uow.connection, row)
        uow.commit()


def test_a_running_ban_is_told_where_a_binding_text_gives_no_repair_meanwhile(site: Web) -> None:
    """S0-10, S4-08: the check and the applicant's page say it with the article; nothing is filed online."""
    site.serve(replace(site.office, packs={**site.office.packs, TAIAN: policies.pack(TAIAN)}))
    site.clock.now = datetime(2026, 12, 19, 4, 0, tzinfo=UTC)
    ban(site, until_on=date(2026, 12, 18))
    ban(site, lifted_on=date(2026, 12, 1))
    ban(site, until_on=date(2027, 1, 31))
    assert "现在可以申请修复" in ask(site).text, "no text that binds says so"
    with site.office.database.act() as uow:
        people.bind_pack(uow.connection, site.people.provider, TAIAN, date(2026, 9, 1))
        uow.commit()
    page = ask(site).text
    for words in ("市场和行业禁入期间，依规定不予修复", S4_08, "食品经营（示例法第一条）", "2027年1月31日"):
        assert words in page, words
    assert "现在可以申请修复" not in page
    applicant = site.signed_in("applicant")
    assert "市场和行业禁入期间，依规定不予修复" in applicant.get("/repairs").text
    filing = read_repair_filing(site.office, site.people.actor("applicant"), [site.people.record])
    with pytest.raises(NotRepairable, match="禁入期间"):
        require_repairable(filing.records)
    site.clock.now = datetime(2027, 1, 31, 16, 0, tzinfo=UTC)
    assert "现在可以申请修复" in ask(site).text, "the ban is over"


def test_a_grant_is_not_signed_while_a_ban_runs_that_began_after_the_check(site: Web) -> None:
    walk_case = a_case(site)
    ban(site)
    with site.office.database.read():
        act = open_act(site.office, OFFICE, walk_case)
        effects.apply(SeekBans(), act)
        with pytest.raises(BanRuns, match="食品经营"):
            effects.apply(RequireNoBan(), act)
    assert act.case.facts["bans"] == [{"scope": "食品经营", "basis": "示例法第一条", "until": None}]

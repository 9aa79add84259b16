"""Service by public notice (公告送达) and what is told with it in whole cases: days that count, papers, notices."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from notifications.render import LetterRenderer, to_text
from notifications.words import untranslated, words_of
from webapp.demo.scenario import Told, run_scenario
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Do, Scenario, Wait
from workflows.processes import discover
from workflows.processes.list_scenario import (
    PERSON_SERVED,
    assess,
    decided,
    executed,
    opened,
    review,
    served,
    sign,
)
from workflows.processes.rectification import scenario_acts as talks
from workflows.store.database import Database
from workflows.store.tables import notice

ENTRY, RECTIFICATION = discover()["blacklist_entry"], discover()["rectification"]
RENDER = LetterRenderer(Path(__file__).resolve().parents[2] / "docs_templates").render
BEGINS = date(2026, 9, 7)
PUBLIC = {"method": "public", "receiver": "", "note": "当事人下落不明，在示例日报公告"}


class Read:
    """Keeps the words of every letter that a scenario renders, by the hash under which it is stored."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def __call__(self, template: str, values: Mapping[str, object]) -> bytes:
        data = RENDER(template, values)
        self._words[sha256(data).hexdigest()] = to_text(data)
        return data

    def saying(self, words: str) -> list[str]:
        """The words of every letter rendered, of whichever case, that has these in it."""
        return [text for text in self._words.values() if words in text]

    def letters(self, told: Told, code: str) -> list[str]:
        """The words of the letters of a code in force, oldest first."""
        rows = [row for row in told.letters if row["code"] == code and row["state"] in ("signed", "issued")]
        return [self._words[row["sha256"]] for row in rows]


@pytest.fixture
def read() -> Read:
    return Read()


def run(process: ProcessType, scenario: Scenario, url: str, folder: Path, read: Read) -> Told:
    return run_scenario(process, scenario, folder, database_url=url, render=read)


def notices(url: str, kind: str) -> list[dict[str, Any]]:
    """The values of the notices of a kind that were owed, once for all channels by which an event is told."""
    told = select(notice.c.event_seq, notice.c.data).where(notice.c.kind == kind).order_by(notice.c.event_seq)
    database = Database(url)
    with database.read() as connection:
        found = {row.event_seq: row.data for row in connection.execute(told)}
    database.close()
    return list(found.values())


def clock(told: Told, rule: str) -> dict[str, Any]:
    return [row for row in told.deadlines if row["rule"] == rule][-1]


#: A listing whose subject cannot be found; the liable person can.
LISTING = replace(
    ENTRY.scenarios["listing"],
    begins=BEGINS,
    acts=(
        opened(),
        assess(),
        sign("chief", "sign_notice"),
        served("serve_notice", BEGINS, **PUBLIC),
        Wait(until=date(2026, 10, 14)),
        review(points=False),
        *decided(),
        Do(
            who="recogniser",
            node="serve_decision",
            form={
                "served_on": "2026-10-14",
                **PUBLIC,
                "persons": [{**PERSON_SERVED, "served_on": "2026-10-14"}],
            },
        ),
        Wait(until=date(2026, 11, 13)),
        *executed(date(2026, 11, 13))[1:],
    ),
)


@pytest.fixture
def listing(database_url: str, tmp_path: Path, read: Read) -> Told:
    return run(ENTRY, LISTING, database_url, tmp_path, read)


def test_the_defence_runs_from_the_thirtieth_day_after_the_public_notice(listing: Told) -> None:
    """民事诉讼法 Art. 95: published on 7 September, served on 7 October, five working days from the 8th."""
    defence = clock(listing, "blacklist_entry.defence")
    assert (defence["start_on"], defence["due_on"]) == (date(2026, 10, 7), date(2026, 10, 13))
    happened = [event["kind"] for event in listing.events]
    assert happened.index("letter_served") < happened.index("defence_closed") < happened.index("listed")


def test_the_listing_begins_on_the_thirtieth_day_and_its_term_runs_to_the_day(listing: Told) -> None:
    """The decision is in the paper on 14 October and in force on 13 November; the term's end moves to no workday."""
    term = clock(listing, "blacklist_entry.maximum")
    assert (term["start_on"], term["due_on"]) == (date(2026, 11, 13), date(2029, 11, 13))
    least = clock(listing, "blacklist_entry.minimum")
    assert least["due_on"] == date(2027, 11, 13)


def test_both_public_notices_name_paper_place_days_and_nothing_of_the_matter(listing: Told, read: Read) -> None:
    first, second = read.letters(listing, "SHR-03")
    assert "《拟列入名单告知书》\uff08示市监列告〔2026〕1号\uff09" in first
    assert "《列入名单决定书》\uff08示市监列〔2026〕1号\uff09、《信用修复告知书》" in second
    for words in (first, second):
        assert "自本公告发出之日起经过30日\uff0c即视为送达" in words
        assert "当事人下落不明" in words
        assert "不符合安全标准" not in words
        assert "示例责任人" not in words


def test_the_slip_gives_the_day_that_counts_not_the_day_of_publication(listing: Told, read: Read) -> None:
    subject, person = read.letters(listing, "SHR-01")[1], read.letters(listing, "SHR-01.1")[1]
    assert "☑公告送达" in subject
    assert "2026年11月13日" in subject
    assert "☑直接送达" in person
    assert "2026年10月14日" in person


def test_no_electronic_address_is_confirmed_by_somebody_who_cannot_be_found(listing: Told) -> None:
    assert not [row for row in listing.letters if row["code"] == "SHR-02"]


def test_an_order_may_be_served_in_public_and_is_so_before_its_last_day(
    sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """限期整改通知书 (REC-01): published on 21 September, served on 21 October, to be fulfilled by the 30th."""
    acts = (
        talks.OPEN,
        talks.draft(date(2026, 10, 30)),
        talks.sign("sign_order"),
        Do(who="recogniser", node="serve_order", form={"served_on": "2026-09-21", **PUBLIC}),
        Wait(until=date(2026, 10, 29)),
        talks.report(),
        *talks.inspect("done"),
        talks.sign("sign_conclusion"),
    )
    told = run(RECTIFICATION, replace(RECTIFICATION.scenarios["done"], acts=acts), sqlite_url, tmp_path, read)
    (notice,) = read.letters(told, "SHR-03")
    assert "《限期整改通知书》\uff08示市监整〔2026〕1号\uff09" in notice
    assert "2026年10月21日" in read.letters(told, "SHR-01")[0]
    assert clock(told, "rectification.report")["due_on"] == date(2026, 10, 30)
    assert clock(told, "rectification.report")["state"] == "met"


def test_who_consents_at_the_service_confirms_the_address_on_paper(
    sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """行政处罚法 Art. 61: electronic service with 送达地址确认书 (SHR-02); the slip names the notice as it is."""
    by_system = {"method": "electronic", "served_on": "2026-09-21", "receiver": "示例联系人", "consented": True}
    acts = (
        replace(talks.OPEN, form={**talks.OPENING, "e_service": False}),
        talks.draft(),
        talks.sign("sign_order"),
        Do(who="recogniser", node="serve_order", form={**by_system, "system": "示例政务邮箱"}),
        talks.report(),
        *talks.inspect("not"),
        talks.sign("sign_conclusion"),
        talks.plan("warning", date(2026, 9, 24), date(2026, 9, 23)),
        talks.sign("approve_interview"),
        Do(who="recogniser", node="serve_notice", form={**by_system, "method": "direct", "consented": False}),
    )
    told = run(RECTIFICATION, replace(RECTIFICATION.scenarios["done"], acts=acts), sqlite_url, tmp_path, read)
    (address,) = read.letters(told, "SHR-02")
    assert "电子送达的特定系统\uff1a示例政务邮箱" in address
    assert "applicant@demo.example" in address, "the address for mail stays what it was"
    assert "警示约谈通知书" in read.letters(told, "SHR-01")[1]


@pytest.mark.parametrize(
    ("scenario", "kind", "says"),
    [
        (
            ENTRY.scenarios["listing"], "defence_open",
            ("2026年9月14日", "依据《市场监督管理行政处罚程序规定》", "登录系统填写", "书面、口头"),
        ),
        (
            replace(
                ENTRY.scenarios["listing"],
                packs=("henan/2020-05-01",),
                acts=(
                    opened(), assess(), sign("chief", "sign_notice"),
                    served("serve_notice", BEGINS, defence_by="2026-09-18"),
                ),
            ),
            "defence_open_by_hand",
            ("2026年9月18日", "所适用的规则没有规定天数", "登录系统填写", "书面、口头"),
        ),
    ],
)  # fmt: skip
def test_the_subject_is_told_until_when_under_which_article_and_how_to_be_heard(
    scenario: Scenario, kind: str, says: tuple[str, ...], sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """行政处罚法 Arts 44, 45: the notice opens with the service of LST-02 and comes once, however often one speaks."""
    run(ENTRY, scenario, sqlite_url, tmp_path, read)
    other = {"defence_open": "defence_open_by_hand", "defence_open_by_hand": "defence_open"}[kind]
    assert not notices(sqlite_url, other)
    told = notices(sqlite_url, kind)
    assert len(told) == 1
    subject, body = words_of(ENTRY.notices[kind], told[0], "zh_CN", untranslated, "https://example.test")
    assert says[0] in subject
    assert all(words in body for words in says)


def test_the_decision_answers_everybody_on_their_own(sqlite_url: str, tmp_path: Path, read: Read) -> None:
    """惩戒到人 (S1-13): the person's letter answers what that person said, the review weighs what all said."""
    told = run(ENTRY, ENTRY.scenarios["listing"], sqlite_url, tmp_path, read)
    own, apart = "已全部召回", "不分管该业务"
    held = {code: tuple(said in read.letters(told, code)[-1] for said in (own, apart))
            for code in ("LST-04", "LST-06", "LST-06P.1")}  # fmt: skip
    assert held == {"LST-04": (True, True), "LST-06": (True, False), "LST-06P.1": (False, True)}
    assert "事发时本人已不分管该业务" in read.letters(told, "LST-03P.1")[-1]


def test_the_watch_list_rests_on_the_text_that_binds(sqlite_url: str, tmp_path: Path, read: Read) -> None:
    """重点关注 (LST-14) rests on one place's paper (S0-06); elsewhere it is no list (``test_listing_gate``)."""
    told = run(ENTRY, ENTRY.scenarios["watch"], sqlite_url, tmp_path, read)
    (letter,) = read.letters(told, "LST-14")
    assert "灞政办发〔2020〕21号" in letter
    assert "示市监罚决〔2026〕11号" in letter


@pytest.mark.parametrize(
    ("scenario", "code", "says"),
    [
        ("watch", "LST-02",
         ("重点关注对象名单", "提高抽查检查", "12个月", "有权陈述、申辩", "5个工作日", "不向社会公示")),
        ("watch", "LST-14", ("《拟列入名单告知书》", "陈述申辩已经复核", "不采纳：召回", "60日内")),
        ("watch-after-defence", "LST-02", ("尚未达到列入标准的", "重点关注对象名单", "提高抽查检查", "不再另行告知")),
        ("watch-after-defence", "LST-07", ("转为列入重点关注对象名单", "提高抽查检查", "12个月", "60日内")),
        ("listing-refused-after-defence", "LST-07", ("决定不将你（单位）列入",)),
    ],
)  # fmt: skip
def test_who_is_watched_was_told_of_it_before(
    scenario: str, code: str, says: tuple[str, ...], sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """行政处罚法 Arts 44, 45 by analogy: the notice names list, measures, period and defence (docs/adr/0027)."""
    told = run(ENTRY, ENTRY.scenarios[scenario], sqlite_url, tmp_path, read)
    letter = read.letters(told, code)[-1]
    assert [words for words in says if words not in letter] == []
    assert ("60日内" in letter) is ("60日内" in says), "no relief is told to whom nothing is done"


@pytest.mark.parametrize(("packs", "reviewed"), [(("henan/2020-05-01",), True), ((), False)])
def test_in_henan_the_subject_is_told_of_the_review_by_the_province_and_that_it_was_made(
    packs: tuple[str, ...], reviewed: bool, sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """河南省社会信用条例 Art. 28: in the notice the right, in the decision the review with the number of its paper."""
    listing = ENTRY.scenarios["listing"]
    told = run(ENTRY, replace(listing, packs=(*listing.packs, *packs)), sqlite_url, tmp_path, read)
    article = "省社会信用工作主管部门{}复核（《河南省社会信用条例》第二十八条）"
    notice, paper, decided_by = (read.letters(told, code)[-1] for code in ("LST-02", "LST-05", "LST-06"))
    assert (article.format("申请") in notice) is reviewed
    assert (article.format("") in paper) is reviewed
    above = f"并报上级机关同意{'、' + article.format('') if reviewed else ''}（示省市监复〔2026〕3号）"
    assert above in decided_by


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        ("listing", "经法制审核（2026年9月7日审核通过）并报上级机关同意（示省市监复〔2026〕3号）"),
        ("wrong-listing", "审核通过）、负责人集体讨论（2026年9月7日）并报上级机关同意（示省市监复〔2026〕3号）"),
    ],
)
def test_the_decision_cites_who_examined_and_who_consented(
    scenario: str, says: str, sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """LST-05: 法制审核意见表, 集体讨论记录 where a pack asks (行政处罚法 Art. 57), 报批表; the decision names each."""
    told = run(ENTRY, ENTRY.scenarios[scenario], sqlite_url, tmp_path, read)
    assert says in read.letters(told, "LST-06")[-1]
    sheet, talked = read.letters(told, "LST-05A")[-1], read.letters(told, "LST-05D")
    assert "报请上级机关同意" in sheet
    assert "示省市监复〔2026〕3号" in sheet
    assert ["讨论决定同意列入" in each for each in talked] == ([False, True, True] if scenario != "listing" else [])


def test_the_departments_that_must_lift_their_measures_are_named_in_the_letter(
    sqlite_url: str, tmp_path: Path, read: Read
) -> None:
    """解除惩戒措施通知 (LST-12) goes to whom the listing ordered measures, not to 各有关部门."""
    leaving = discover()["blacklist_exit"]
    run(leaving, leaving.scenarios["emergency-removal"], sqlite_url, tmp_path, read)
    (letter,) = read.saying("请立即解除对其")
    assert "示例市公共资源交易中心、示例市财政局\uff1a" in letter

"""Every process from its first form to its end, by everybody who has a part in it, in real Chromium.

What is done is read from the processes' own scenarios; every form of every process is handed in on its page once, and
whoever has a part acts there. At the end stands what the person whom the case is about, and the public, can see of it.
All are played on one stage after another, each on days of its own.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.support import stage as stages
from tests.support.posts import Posts
from tests.support.programme import Journey, Sees, on_pages
from tests.support.stage import Stage
from tests.support.turns import Turns
from workflows.processes import discover

#: The office opens on the day after a holiday; the first journey, which takes a year, begins on the day after.
OPENS = date(2025, 4, 7)
#: The day from which journeys under the national rules can begin.
IN_FORCE = date(2026, 4, 1)
#: Numbers of the cases' subjects begin here.
FIRST = 2001


OWN, RECORDS, LISTS = "/mine/{case}", "/repairs", "/lists/own"
#: What the platform shows to the public, and what an applicant reads of one record or listing.
SHOWN, CARD = "h2:has-text('正在公示') + table", ".case-card:has-text('{number}'), .case-card:has-text('{name}')"
LISTED, REMOVED, PLATFORM = "/lists?q={code}", "/lists?show=left&q={code}", "{platform}"

JOURNEYS: Sequence[Journey] = (
    Journey(
        process="blacklist_exit", scenario="exit-by-repair", result="移出名单决定书",
        sees=(
            Sees(path=LISTED, lacks=("{name}",)),
            Sees(path=REMOVED, has=("{code}",)),
            Sees(path=PLATFORM, part=SHOWN, lacks=("{name}",)),
            Sees(who="applicant", path=LISTS, part=CARD, has=("移出原因",)),
        ),
    ),
    Journey(
        process="blacklist_entry", scenario="listing", through="withdraw_inspection", result="列入名单决定书",
        sees=(
            Sees(path=LISTED, has=("{code}", "列入原因")),
            Sees(path=PLATFORM, part=SHOWN, has=("{name}",)),
            Sees(who="applicant", path=LISTS, part=CARD, has=("列入期限至", "惩戒措施", "示例市公共资源交易中心")),
        ),
    ),
    Journey(
        process="objection", scenario="restored",
        sees=(
            Sees(who="applicant", path=OWN, has=("我们已经答复您", "该信息已撤销，不再公示。")),
            Sees(path=PLATFORM, part=SHOWN, lacks=("{number}",)),
        ),
    ),
    Journey(
        process="repair", scenario="batch", result="信用修复决定书",
        sees=(
            Sees(who="applicant", path=OWN, has=("准予修复", "不予修复", "已全部落实")),
            Sees(who="applicant", path=RECORDS, part=CARD, has=("停止公示",)),
            Sees(path=PLATFORM, part=SHOWN, lacks=("{number}",)),
        ),
    ),
    Journey(
        process="repair", scenario="refused",
        sees=(
            Sees(who="reviewer", path="/cases/{case}", has=("不予受理",)),
            Sees(who="applicant", path=RECORDS, part=CARD, has=("起申请修复", "最短公示期届满")),
        ),
    ),
    Journey(
        process="repair", scenario="revoked", result="撤销信用修复决定书",
        sees=(
            Sees(who="applicant", path=RECORDS, part=CARD, lacks=("停止公示",)),
            Sees(path=PLATFORM, part=SHOWN, has=("{number}",)),
        ),
    ),
    Journey(
        process="rectification", scenario="to-interview", through="record_commitments", result="约谈通知书",
        sees=(Sees(who="applicant", path=OWN, has=("约谈承诺书", "整改验收意见书")),),
    ),
    Journey(
        process="rectification", scenario="interview-absent", result="约谈通知书",
        sees=(Sees(who="applicant", path=OWN, has=("整改报告",)),),
    ),
    Journey(
        process="official_interview", scenario="held",
        sees=(
            Sees(who="supervisor", path="/cases/{case}", has=("已办结",)),
            Sees(who="applicant", path=OWN, lacks=("{name}",)),
        ),
    ),
    Journey(
        process="publication", scenario="penalty",
        sees=(
            Sees(path=PLATFORM, part=SHOWN, has=("{number}",)),
            Sees(who="applicant", path=RECORDS, part=CARD, has=("公示起始",)),
        ),
    ),
    Journey(
        process="publication", scenario="withheld-person", sees=(Sees(path=PLATFORM, part=SHOWN, lacks=("{number}",)),)
    ),
    Journey(
        process="blacklist_exit", scenario="emergency-removal", result="撤销列入决定书",
        sees=(
            Sees(path=LISTED, lacks=("{name}",)),
            # What should never have been there leaves no trace.
            Sees(path=REMOVED, lacks=("{name}",)),
            Sees(path=PLATFORM, part=SHOWN, lacks=("{name}",)),
            Sees(who="applicant", path=LISTS, part=CARD, has=("移出原因",)),
        ),
    ),
    Journey(
        process="blacklist_entry", scenario="no-defence", through="supervise_serve",
        sees=(Sees(who="inspector", path="/cases/{case}", has=("办理中",)),),
    ),
    *(
        Journey(
            process=process,
            scenario=scenario,
            sees=(Sees(who=who, path=OWN if who == "applicant" else "/cases/{case}", has=(says,)),),
        )
        for process, scenario, who, says in (
            ("blacklist_entry", "not-listed", "chief", "已办结"),
            ("blacklist_entry", "watch", "chief", "已办结"),
            ("blacklist_entry", "wrong-listing", "chief", "已办结"),
            ("blacklist_entry", "basis-annulled", "chief", "已办结"),
            ("blacklist_exit", "exit-refused", "recogniser", "不予受理"),
            ("blacklist_exit", "exit-overdue", "inspector", "已办结"),
            ("objection", "overdue", "reviewer", "已办结"),
            ("objection", "returned", "reviewer", "已办结"),
            ("objection", "own-scope", "reviewer", "已办结"),
            ("objection", "correction", "reviewer", "已办结"),
            ("objection", "withdrawn", "applicant", "已撤回"),
            ("official_interview", "late", "supervisor", "已办结"),
            ("publication", "late", "recogniser", "已办结"),
            ("publication", "other-act", "recogniser", "已办结"),
            ("publication", "elsewhere", "recogniser", "已办结"),
            ("publication", "annulled", "recogniser", "已办结"),
            ("rectification", "done", "recogniser", "已办结"),
            ("rectification", "interview-late", "recogniser", "已办结"),
            ("rectification", "extension-pending", "recogniser", "已办结"),
            ("repair", "serious", "reviewer", "已办结"),
            ("repair", "corrected", "applicant", "已撤回"),
            ("repair", "overdue", "reviewer", "已办结"),
            ("repair_revocation", "done", "recogniser", "已办结"),
            ("repair_revocation", "overdue", "recogniser", "已办结"),
        )
    ),
)  # fmt: skip


#: What of each journey is done in the browser.
ON_PAGES = on_pages(JOURNEYS)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The product with the platform beside it."""
    with stages.set_up(tmp_path_factory.mktemp("stage"), OPENS) as made:
        yield made


@pytest.fixture(scope="module")
def turns(browser: Browser, stage: Stage) -> Iterator[Turns]:
    """The browser at which everybody takes turns."""
    made = Turns(browser, stage.site)
    yield made
    made.close()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda each: f"{each.process}-{each.scenario}")
def test_a_case_of_every_process_is_handled_by_everybody_whose_turn_it_is(
    stage: Stage, turns: Turns, tmp_path: Path, journey: Journey
) -> None:
    # What went wrong behind the pages of a journey that failed is not this one's.
    turns.problems()
    place = JOURNEYS.index(journey)
    first = stage.begins(IN_FORCE if "national/2026-04-01" in journey.told.packs else OPENS)
    stage.wait(first)
    cast = stage.cast(journey.told, journey.acts, FIRST + place, first)
    posts = Posts(stage, turns, tmp_path, discover()[journey.process], cast)
    posts.play(ON_PAGES[place])
    values = {
        "case": posts.case, "code": posts.about.code, "platform": stage.platform, "name": posts.about.subject_name,
        "number": posts.about.decision_number,
    }  # fmt: skip
    for sight in journey.sees:
        page = posts.at(sight.who, sight.path.format_map(values))
        said = posts.said(page, sight.part.format_map(values))
        missing = [words for words in sight.has if words.format_map(values) not in said]
        assert missing == [], f"{page.url} does not say it:\n{said}"
        shown = [words for words in sight.lacks if words.format_map(values) in said]
        assert shown == [], f"{page.url} says it:\n{said}"
    if journey.result:
        prove_the_letter(posts, journey.result)
    problems = turns.problems()
    assert not problems, "the pages had problems:\n" + "\n".join(problems)


def test_every_form_of_every_process_is_handed_in_through_the_pages() -> None:
    processes = discover().items()
    wanted = {(key, node) for key, process in processes for node in process.tasks}
    # And those with which a case comes in or is taken back, wherever a scenario has it done.
    everything = [
        Journey(process=key, scenario=name, sees=()) for key, process in processes for name in process.scenarios
    ]
    wanted |= {deed for journey in everything for _, deed, _ in journey.deeds()}
    played = {deed for mine in ON_PAGES for deed in mine.values()}
    assert wanted - played == set()


def prove_the_letter(posts: Posts, title: str) -> None:
    """The subject downloads the letter, reads it in Word, and anybody can have it proved by its code."""
    page = posts.at("applicant", f"/mine/{posts.case}")
    line = page.locator(".papers li", has=page.get_by_role("link", name=title)).last
    with page.expect_download() as download:
        line.get_by_role("link").click()
    content = Path(download.value.path()).read_bytes()
    words = "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    # What the letter is about may have a number too; its own stands behind it.
    number = re.findall(r"\S+〔\d{4}〕\d+号", line.inner_text())[-1]
    assert number in words
    page = posts.at("recogniser", f"/cases/{posts.case}?tab=letters")
    address = page.get_by_role("link", name=number).get_attribute("href")
    page = posts.at("", str(address))
    expect(page.locator("main")).to_contain_text("有效：这份文书由下列机关签发")
    page.locator("#file").set_input_files({"name": "文书.docx", "mimeType": "application/zip", "buffer": content})
    page.get_by_role("button", name="核对").click()
    expect(page.locator("main")).to_contain_text("一致：就是签发的那份文件")

"""Every process from its first form to its end, by everybody who has a part in it, in real Chromium.

What is done is read from the processes' own scenarios, form by form; at the end stands what the person whom the case is
about, and the public, can see of it. All are played on one stage after another, each on days of its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.support import stage as stages
from tests.support.posts import Posts
from tests.support.stage import Stage
from webapp.demo.copies import shifted
from webapp.demo.stops import Stop
from workflows.domain.calendar import WorkCalendar
from workflows.processes import discover

#: The office opens on the day after a holiday; the first journey begins on the day after.
OPENS = date(2026, 4, 7)
#: Numbers of the cases' subjects begin here.
FIRST = 2001


@dataclass(frozen=True, kw_only=True)
class Sees:
    """What somebody (nobody signed in: the public) reads on a page at the end."""

    who: str = ""
    #: Address, with ``{case}``, ``{code}`` and ``{platform}``; ``{name}`` and ``{number}`` too in what is read there.
    path: str
    #: Where on the page.
    part: str = "main"
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Journey:
    """A scenario, played to its end or to where a task waits, and what is seen then."""

    process: str
    scenario: str
    node: str = ""
    #: Title of the letter that tells the subject the result; empty where it gets none.
    result: str = ""
    sees: tuple[Sees, ...] = ()

    @property
    def stop(self) -> Stop:
        """Where it ends."""
        process = discover()[self.process]
        return Stop(process=process, scenario=process.scenarios[self.scenario], node=self.node)


OWN, RECORDS, LISTS = "/mine/{case}", "/repairs", "/lists/own"
#: What the platform shows to the public, and what an applicant reads of one record or listing.
SHOWN, CARD = "h2:has-text('正在公示') + table", ".case-card:has-text('{number}'), .case-card:has-text('{name}')"
LISTED, REMOVED, PLATFORM = "/lists?q={code}", "/lists?show=left&q={code}", "{platform}"

JOURNEYS: Sequence[Journey] = (
    Journey(
        process="blacklist_entry", scenario="listing", node="raise_inspection", result="列入名单决定书",
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
        process="rectification", scenario="to-interview", node="follow_up", result="约谈通知书",
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
        process="blacklist_exit", scenario="exit-by-repair", result="移出名单决定书",
        sees=(
            Sees(path=LISTED, lacks=("{name}",)),
            Sees(path=REMOVED, has=("{code}",)),
            Sees(path=PLATFORM, part=SHOWN, lacks=("{name}",)),
            Sees(who="applicant", path=LISTS, part=CARD, has=("移出原因",)),
        ),
    ),
)  # fmt: skip


def begins(journey: Journey, calendar: WorkCalendar) -> date:
    """Return the day on which a journey begins; those before it in the list are over then, played or not."""
    last = OPENS
    for each in JOURNEYS:
        first = calendar.nth_working_day(last, 1)
        if each is journey:
            break
        last = shifted(each.stop.scenario, first, calendar)(each.stop.last)
    return first


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The product with the platform beside it."""
    with stages.set_up(tmp_path_factory.mktemp("stage"), OPENS) as made:
        yield made


@pytest.mark.timeout(400)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda each: f"{each.process}-{each.scenario}")
def test_a_case_of_every_process_is_handled_by_everybody_whose_turn_it_is(
    stage: Stage, new_page: Callable[..., Page], tmp_path: Path, journey: Journey
) -> None:
    first = begins(journey, stage.staffed.office.calendar())
    number = FIRST + JOURNEYS.index(journey)
    cast = stage.cast(journey.stop, number, first)
    posts = Posts(stage, new_page, tmp_path, journey.stop.process, cast)
    posts.play(first)
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

"""The calendar feed: a person's last days and nothing personal, under a secret that only its owner was shown."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from notifications.ical import Day, calendar
from tests.factories import Walk
from tests.support.clock import START
from tests.support.web import Visitor, Web, web
from workflows.operations.claim_task import claim_task
from workflows.store import feeds, inbox
from workflows.store import people as store
from workflows.store.tables import deadline


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The small office with one case."""
    made = web(database_url, tmp_path)
    Walk(made.people).open()
    return made


@dataclass
class Component:
    """One part of a calendar: its name, properties (name → (parameters, value)) and inner parts."""

    name: str
    properties: dict[str, tuple[str, str]]
    inner: list["Component"]

    def text(self, name: str) -> str:
        """A value of type TEXT, unescaped; what RFC 5545 does not let stand there fails."""
        value = self.properties[name][1]
        assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), f"{name}: a mark that must be escaped: {value}"
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def parsed(content: bytes) -> Component:
    """Read a calendar as strictly as RFC 5545 is written."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b""), "every line ends with CRLF"
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode()
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    root = Component("", {}, [])
    stack = [root]
    for line in lines:
        found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", line)
        assert found, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            stack.append(Component(value, {}, []))
            stack[-2].inner.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            assert name not in stack[-1].properties, f"{name} stands twice"
            stack[-1].properties[name] = (parameters, value)
    assert len(stack) == 1
    [found_calendar] = root.inner
    assert found_calendar.name == "VCALENDAR"
    assert found_calendar.properties["VERSION"] == ("", "2.0")
    assert found_calendar.properties["PRODID"]
    assert found_calendar.inner, "a calendar holds at least one component"
    return found_calendar


def days(content: bytes) -> list[tuple[date, str]]:
    """Last day and summary of each event; each must be whole."""
    events = [part for part in parsed(content).inner if part.name == "VEVENT"]
    found = []
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.properties["DTSTAMP"][1])
        assert event.properties["DTSTART"][0] == event.properties["DTEND"][0] == ";VALUE=DATE"
        begins = date.fromisoformat(event.properties["DTSTART"][1])
        assert (date.fromisoformat(event.properties["DTEND"][1]) - begins).days == 1, "the end is not part of the day"
        found.append((begins, event.text("SUMMARY")))
    assert len({event.properties["UID"][1] for event in events}) == len(events)
    return found


def made(visitor: Visitor) -> str:
    """Press the button and return the path of the address that is shown."""
    page = visitor.post("/account/feed", page="/account/feed")
    assert page.status_code == 200
    found = re.search(r'value="http://127\.0\.0\.1:8000(/feed/[\w-]{43}\.ics)"', page.text)
    assert found, page.text
    return found[1]


def test_a_clerk_sees_the_last_days_of_the_pool_and_of_what_is_in_hand(site: Web) -> None:
    path = made(site.signed_in("reviewer"))
    answer = site.visitor().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert days(answer.data) == [(date(2026, 9, 24), "SL-OBJ-2026-000001 受理审查")]
    with site.office.database.read() as connection:
        [row] = inbox.page(connection, site.people.ids["reviewer"], site.people.actor("reviewer").posts).rows
    claim_task(site.office, site.people.actor("reviewer2"), row.task_id)
    assert days(site.visitor().get(path).data) == [], "a colleague's task is the colleague's"


def test_an_applicant_sees_until_when_the_office_must_answer(site: Web) -> None:
    content = site.visitor().get(made(site.signed_in("applicant"))).data
    [(due, words)] = days(content)
    assert due == date(2026, 10, 12)
    assert words.startswith("SL-OBJ-2026-000001 ")
    assert b"URL:http://127.0.0.1:8000/mine/1\r\n" in content


def test_nothing_personal_stands_in_a_calendar(site: Web) -> None:
    for login in ("reviewer", "applicant"):
        content = site.visitor().get(made(site.signed_in(login))).data.decode().replace("\r\n ", "")
        for word in ("示例甲", "9141", "示例reviewer", "示例applicant", "@office.example", "9001号"):
            assert word not in content


def test_a_person_without_deadlines_has_an_empty_calendar_that_is_still_one(site: Web) -> None:
    assert days(site.visitor().get(made(site.signed_in("executor"))).data) == []


def test_a_day_that_rests_on_an_unpublished_year_is_marked(site: Web) -> None:
    with site.office.database.act() as uow:
        uow.connection.execute(update(deadline).values(provisional=True))
        uow.commit()
    content = site.visitor().get(made(site.signed_in("reviewer"))).data
    assert days(content) == [(date(2026, 9, 24), "SL-OBJ-2026-000001 受理审查（暂定）")]
    assert b"STATUS:TENTATIVE\r\n" in content


def test_an_address_that_was_renewed_or_ended_leads_nowhere(site: Web) -> None:
    reviewer = site.signed_in("reviewer")
    first = made(reviewer)
    second = made(reviewer)
    assert site.visitor().get(first).status_code == 404
    assert site.visitor().get(second).status_code == 200
    assert second not in reviewer.get("/account/feed").text, "it is shown once"
    reviewer.post("/account/feed/end", page="/account/feed")
    assert site.visitor().get(second).status_code == 404
    assert "生成订阅地址" in reviewer.get("/account/feed").text


def test_a_closed_account_has_no_calendar(site: Web) -> None:
    path = made(site.signed_in("reviewer"))
    with site.office.database.act() as uow:
        store.change_user(uow.connection, site.people.ids["reviewer"], {"active": False})
        uow.commit()
    assert site.visitor().get(path).status_code == 404


def test_the_office_keeps_the_digest_and_not_the_secret(site: Web) -> None:
    secret = made(site.signed_in("reviewer")).removeprefix("/feed/").removesuffix(".ics")
    with site.office.database.read() as connection:
        kept = store.user_by_id(connection, site.people.ids["reviewer"]).feed_digest
        assert feeds.feed_owner(connection, secret) is None
    assert len(kept) == 64
    assert secret not in kept


def test_an_unchanged_calendar_is_not_sent_again(site: Web) -> None:
    path, program = made(site.signed_in("reviewer")), site.visitor()
    first = program.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    again = program.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert program.client.head(path).status_code == 200
    with site.office.database.read() as connection:
        [row] = inbox.page(connection, site.people.ids["reviewer"], site.people.actor("reviewer").posts).rows
    claim_task(site.office, site.people.actor("reviewer2"), row.task_id)
    assert program.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_calendar_speaks_its_owners_language_and_needs_no_session(site: Web) -> None:
    path = made(site.signed_in("reviewer"))
    program = site.visitor()
    answer: Any = program.get(path, headers={"Accept-Language": "en"})
    assert "受理审查" in answer.data.decode().replace("\r\n ", "")
    assert "Set-Cookie" not in answer.headers


def test_guessing_addresses_is_slowed_down(site: Web) -> None:
    found = [site.visitor().get(f"/feed/{'x' * 42}{number % 10}.ics").status_code for number in range(12)]
    assert found[:10] == [404] * 10
    assert found[-1] == 429


def test_a_stranger_cannot_make_one(site: Web) -> None:
    assert site.visitor().get("/account/feed").status_code == 302


@pytest.mark.parametrize("words", ["a,b;c\\d\ne", "信" * 60, "a" + "信" * 60, "𠀀" * 40, "x" * 75, "x" * 62, ""])
def test_any_words_come_back_as_they_were(words: str) -> None:
    day = Day(uid="u@o", on=date(2026, 12, 31), summary=words, url="https://o/x", stamp=START, tentative=False)
    content = calendar("期限，" + words, [day])
    [event] = [part for part in parsed(content).inner if part.name == "VEVENT"]
    assert event.text("SUMMARY") == words
    assert event.properties["DTEND"][1] == "20270101"

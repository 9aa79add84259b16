"""The in-app inbox: each message leads to its case, unread ones are counted, and a button reads them all."""

from pathlib import Path

import pytest

from tests.factories import Walk
from tests.support.web import Web, web
from workflows.operations.tell_person import tell_person


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application with one case at the provider's desk."""
    made = web(sqlite_url, tmp_path)
    Walk(made.people).open().forwarded()
    return made


def test_a_message_leads_to_the_case_as_its_reader_sees_it(site: Web) -> None:
    assert 'href="/mine/1"' in site.signed_in("applicant").get("/inbox").text
    provider = site.signed_in("provider")
    assert 'href="/cases/1"' in provider.get("/inbox").text
    assert provider.get("/cases/1").status_code == 200


def test_unread_messages_are_counted_on_every_page_until_the_button_reads_them_all(site: Web) -> None:
    applicant = site.signed_in("applicant")
    page = applicant.get("/inbox").text
    assert "未读 2 条" in page
    assert '<span class="count">2<' in applicant.get("/mine").text
    newest = page.split('name="up_to" value="')[1].split('"')[0]
    assert applicant.get("/inbox").text.count("message-new") == 2, "looking reads nothing"
    applicant.post("/inbox/read", {"up_to": newest}, page="/inbox")
    page = applicant.get("/inbox").text
    assert "没有未读消息" in page
    assert "message-new" not in page
    assert 'class="count"' not in applicant.get("/mine").text


def test_nobody_reads_the_messages_of_others(site: Web) -> None:
    site.signed_in("reviewer").post("/inbox/read", {"up_to": "999999"}, page="/inbox")
    assert "未读 2 条" in site.signed_in("applicant").get("/inbox").text


def test_a_message_about_the_own_account_stands_there_without_a_case(site: Web) -> None:
    with site.office.database.act() as uow:
        user = site.people.ids["applicant"]
        tell_person(site.office, uow, user, "representation_verified", subject="示例甲商贸有限公司")
        uow.commit()
    page = site.signed_in("applicant").get("/inbox").text
    assert "身份核验已通过" in page
    assert "未读 3 条" in page

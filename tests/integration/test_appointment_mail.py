"""The appointment of an interview travels with its mail as a calendar file, over real SMTP, and is the page's own."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from notifications.channels.smtp import MailServer, SmtpChannel
from notifications.deliver import deliver
from tests.support.departments import drive
from tests.support.smtp import SmtpServer
from tests.support.web import Web, web
from webapp.demo.drive import Drive
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.processes.official_interview import scenarios
from workflows.processes.rectification import scenario_acts as acts
from workflows.processes.scenario_acts import sign

BEGINS, HELD = acts.BEGINS, date(2026, 9, 24)


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def sent(site: Web, server: SmtpServer, words: str) -> list[EmailMessage]:
    """Send what is owed; return the messages whose subject holds some words."""
    channel = SmtpChannel(
        MailServer(host="127.0.0.1", port=server.port, sender="信案通 <office@office.example>", tls=False)
    )
    deliver(site.office, {"email": channel}, "w1")
    return [each.message for each in server.messages if words in str(each.message["Subject"])]


def calendar_of(message: EmailMessage) -> tuple[EmailMessage, list[str]]:
    """The calendar file of a mail, and its lines unfolded."""
    [part] = message.iter_attachments()
    assert isinstance(part, EmailMessage)
    content = part.get_content()
    text: str = content if isinstance(content, str) else content.decode()
    return part, text.replace("\r\n ", "").splitlines()


def called(site: Web) -> Drive:
    """A case whose notice of interview has been served."""
    driven = drive(site, "rectification", BEGINS)
    steps: list[Any] = [
        *acts.order(BEGINS), acts.report(), *acts.inspect("not"), acts.sign("sign_conclusion"),
        acts.plan("prompt", HELD, date(2026, 9, 23)), acts.sign("approve_interview"),
        acts.serve("serve_notice", BEGINS),
    ]  # fmt: skip
    driven.run(steps)
    return driven


def test_the_mail_of_the_notice_brings_the_appointment_to_the_recipients_calendar(
    site: Web, smtp_server: SmtpServer
) -> None:
    driven = called(site)
    [mail] = sent(site, smtp_server, "约谈通知")
    assert mail["To"] == "applicant@office.example"
    words = mail.get_body(("plain",))
    assert words is not None
    assert "附件是日历文件" in words.get_content()
    part, lines = calendar_of(mail)
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    assert part.get_filename() == "appointment.ics"
    assert {"METHOD:PUBLISH", "DTSTART:20260924T013000Z", "DURATION:PT60M"} <= set(lines), "09:30 in Asia/Shanghai"
    assert "ORGANIZER:mailto:office@office.example" in lines
    assert any(line.startswith("LOCATION:示例市示例路1号三楼会议室") for line in lines)
    assert driven.opened is not None
    page = site.signed_in("applicant").get(f"/cases/{driven.opened.case_id}/appointment.ics").text
    [uid] = [line for line in lines if line.startswith("UID:")]
    assert uid in page.replace("\r\n ", "").splitlines(), "a calendar that has both keeps one"


def test_the_reminder_before_the_day_brings_the_same_appointment(site: Web, smtp_server: SmtpServer) -> None:
    called(site).run([acts.reply(True)])
    [first] = sent(site, smtp_server, "约谈通知")
    site.clock.now = site.clock.now.replace(month=9, day=23, hour=2)
    fire_due_deadlines(site.office, "w1")
    fire_due_deadlines(site.office, "w1")
    [reminder] = sent(site, smtp_server, "提醒")
    uids = [[line for line in calendar_of(mail)[1] if line.startswith("UID:")] for mail in (first, reminder)]
    assert uids[0] == uids[1]


def test_other_mail_carries_no_file(site: Web, smtp_server: SmtpServer) -> None:
    called(site)
    others = [mail for mail in sent(site, smtp_server, "") if "约谈通知：" not in str(mail["Subject"])]
    assert others
    assert not [mail["Subject"] for mail in others if list(mail.iter_attachments())]


def test_an_internal_interview_comes_into_the_calendars_of_its_own_posts(site: Web, smtp_server: SmtpServer) -> None:
    driven = drive(site, "official_interview", scenarios._BEGINS)
    opening, draft = scenarios._HELD.acts[:2]
    driven.run([type(opening)(who=opening.who, form=opening.form), draft, sign("head", "approve_official")])  # type: ignore[union-attr,call-arg]
    mails = sent(site, smtp_server, "行政约谈")
    assert {mail["To"] for mail in mails} == {"supervisor@office.example", "head@office.example"}
    for mail in mails:
        _, lines = calendar_of(mail)
        assert "DTSTART:20260923T070000Z" in lines
        assert not [line for line in lines if line.startswith("DURATION")], "nobody has said how long"

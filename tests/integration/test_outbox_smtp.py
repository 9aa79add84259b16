"""The SMTP channel against a real server: what is final, what is tried again, what stays unknown."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from notifications.channels import Message, MessageRefused, Outcome, compose
from notifications.channels.folder import FolderChannel
from notifications.channels.smtp import MailServer, SmtpChannel
from tests.support.clock import START
from tests.support.smtp import SmtpServer


def message(
    to: str = "applicant@office.example", subject: str = "异议申请已受理", body: str = "最迟2026年10月12日"
) -> Message:
    return Message(message_id="<notice.1@office.example>", to=to, subject=subject, body=body, written_at=START)


def channel(server: SmtpServer, **settings: object) -> SmtpChannel:
    values = {"host": "127.0.0.1", "port": server.port, "sender": "office@office.example", "tls": False} | settings
    return SmtpChannel(MailServer(**values))  # type: ignore[arg-type]


def test_a_chinese_message_arrives_letter_by_letter(smtp_server: SmtpServer) -> None:
    body = "您的申请 A&B <示例> 𠮷：最迟2026年10月12日答复您。"
    result = channel(smtp_server).send(message(subject="异议申请 SL-OBJ-2026-000001 已受理", body=body))
    assert result.outcome is Outcome.SENT
    received = smtp_server.wait_for(1)[0].message
    assert received["Subject"] == "异议申请 SL-OBJ-2026-000001 已受理"
    assert received["Message-ID"] == "<notice.1@office.example>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_content().strip() == body


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (450, Outcome.LATER),
        (451, Outcome.LATER),
        (452, Outcome.LATER),
        (550, Outcome.REFUSED),
        (552, Outcome.REFUSED),
        (554, Outcome.REFUSED),
    ],
)
def test_a_4xx_answer_is_tried_again_and_a_5xx_answer_is_final(
    smtp_server: SmtpServer, code: int, outcome: Outcome
) -> None:
    smtp_server.refuse(code)
    result = channel(smtp_server).send(message())
    assert result.outcome is outcome
    assert str(code) in result.reason


def test_a_connection_lost_after_the_data_leaves_the_outcome_uncertain(smtp_server: SmtpServer) -> None:
    smtp_server.drop_after_data()
    assert channel(smtp_server).send(message()).outcome is Outcome.UNCERTAIN


def test_a_server_that_is_not_there_is_tried_again(smtp_server: SmtpServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert channel(smtp_server, port=port).send(message()).outcome is Outcome.LATER


def test_without_the_encryption_that_is_asked_for_nothing_is_sent(smtp_server: SmtpServer) -> None:
    assert channel(smtp_server, tls=True).send(message()).outcome is Outcome.LATER
    assert smtp_server.messages == []


@contextmanager
def dripping(greeting: bytes) -> Iterator[int]:
    """A server that sends one byte of its greeting each tenth of a second, for ever."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                for place in range(10_000):
                    if stop.wait(0.1):
                        return
                    try:
                        connection.sendall(greeting[place % len(greeting) :][:1])
                    except OSError:
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            thread.join(5)


def test_a_server_that_answers_a_byte_at_a_time_is_left_when_the_total_time_is_up(smtp_server: SmtpServer) -> None:
    """smtplib waits its timeout again for each byte: 10,000 bytes would hold the worker for a quarter of an hour."""
    with dripping(b"220-") as port:
        began = monotonic()
        result = channel(smtp_server, port=port, deadline=0.8).send(message())
        took = monotonic() - began
    assert result.outcome is Outcome.LATER
    assert took < 10


@pytest.mark.parametrize(
    "to",
    [
        "张三@office.example",
        "a@示例.cn",
        "a@b.example\r\nBcc: all@b.example",
        "a@b.example, c@b.example",
        "a b@c.example",
        "<a@b.example>",
        "nobody",
        "",
        "a" * 65 + "@b.example",
    ],
)
def test_an_address_that_is_none_is_refused_and_nothing_is_sent(smtp_server: SmtpServer, to: str) -> None:
    assert channel(smtp_server).send(message(to=to)).outcome is Outcome.REFUSED
    assert smtp_server.messages == []


@pytest.mark.parametrize("subject", ["通知\r\nBcc: all@b.example", "通知\nX: y", "通知\rX: y", "通知\0"])
def test_a_subject_cannot_carry_a_second_header(subject: str) -> None:
    with pytest.raises(MessageRefused):
        compose(message(subject=subject), "office@office.example")


def test_the_demonstration_writes_each_message_once_as_a_file(tmp_path: Path) -> None:
    folder = FolderChannel(tmp_path / "outbox", "office@office.example")
    assert folder.send(message()).outcome is Outcome.SENT
    assert folder.send(message()).outcome is Outcome.SENT
    assert folder.send(message(to="nobody")).outcome is Outcome.REFUSED
    assert [file.suffix for file in (tmp_path / "outbox").iterdir()] == [".eml"]

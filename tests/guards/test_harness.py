"""The ground that the other tests stand on holds: real servers, fresh databases, no way out."""

import smtplib
import socket
import sqlite3

import psycopg
import pytest

from tests.support.network import OutsideConnection, is_loopback
from tests.support.smtp import SmtpServer

LETTER = "Subject: receipt\r\n\r\nbody"


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_a_test_that_reaches_for_another_machine_fails(host: str) -> None:
    with pytest.raises(OutsideConnection):
        socket.create_connection((host, 25), timeout=1)


def test_a_plain_socket_cannot_leave_this_machine_either() -> None:
    with socket.socket() as sock:
        with pytest.raises(OutsideConnection):
            sock.connect(("192.0.2.1", 25))
        with pytest.raises(OutsideConnection):
            sock.connect_ex(("192.0.2.1", 25))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"127.0.0.1"])
def test_this_machine_may_be_reached(host: object) -> None:
    assert is_loopback(host)


def _count_rows(url: str) -> int:
    """Write one row into a new table of the database and return how many are there then."""
    if url.startswith("sqlite:///"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            file.execute("CREATE TABLE harness_mark (id INTEGER)")
            file.execute("INSERT INTO harness_mark VALUES (1)")
            return int(file.execute("SELECT count(*) FROM harness_mark").fetchone()[0])
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE harness_mark (id INTEGER)")
        connection.execute("INSERT INTO harness_mark VALUES (1)")
        row = connection.execute("SELECT count(*) FROM harness_mark").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_a_database_that_no_other_test_has_written_to(database_url: str, turn: int) -> None:
    assert _count_rows(database_url) == 1, f"turn {turn} found what another test left"


def test_a_migrated_database_has_the_table_of_cases(database_url: str) -> None:
    if database_url.startswith("sqlite:///"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as file:
            assert file.execute("SELECT count(*) FROM office_case").fetchone() == (0,)
    else:
        with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT count(*) FROM office_case").fetchone() == (0,)


def test_the_postgresql_of_the_tests_is_a_server_and_no_imitation(empty_postgresql_url: str) -> None:
    with psycopg.connect(empty_postgresql_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT version(), count(*) FROM pg_stat_user_tables").fetchone()
    assert row is not None
    assert str(row[0]).startswith("PostgreSQL")
    assert row[1] == 0


def _send(server: SmtpServer, recipient: str = "li.si@example.org") -> None:
    with smtplib.SMTP(server.hostname, server.port, local_hostname="localhost", timeout=10) as client:
        client.sendmail("office@example.org", [recipient], LETTER)


def test_the_mail_server_keeps_what_it_is_sent(smtp_server: SmtpServer) -> None:
    _send(smtp_server)
    [received] = smtp_server.wait_for(1)
    assert received.recipients == ("li.si@example.org",)
    assert received.message["Subject"] == "receipt"


@pytest.mark.parametrize("code", [450, 451, 452, 550, 552, 554])
def test_the_mail_server_refuses_as_told_and_then_takes_mail_again(smtp_server: SmtpServer, code: int) -> None:
    smtp_server.refuse(code)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(smtp_server)
    assert refusal.value.smtp_code == code
    assert smtp_server.messages == []
    _send(smtp_server)
    assert smtp_server.recipients() == ["li.si@example.org"]


def test_the_mail_server_can_leave_the_sender_in_doubt(smtp_server: SmtpServer) -> None:
    smtp_server.drop_after_data()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(smtp_server)
    assert smtp_server.recipients() == ["li.si@example.org"]

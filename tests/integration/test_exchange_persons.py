"""Natural persons on the way to the public: masked in what is sent, not sent where the law of the place forbids it."""

from datetime import date
from pathlib import Path

import orjson
import pytest
from sqlalchemy import update

from tests.factories import PERSON_CODE
from tests.support.platform import Owing, Running, owing, running
from workflows.domain.exchange import Push
from workflows.operations.reconcile_exchange import reconcile_exchange
from workflows.operations.send_dispatches import Sending, send_dispatches
from workflows.operations.send_message import send_message
from workflows.store import people
from workflows.store.tables import subject

NAME, MASKED = "张示例", PERSON_CODE[0] + "*" * 16 + PERSON_CODE[-1]


@pytest.fixture
def owed(sqlite_url: str, tmp_path: Path) -> Owing:
    """An office whose case is about a natural person."""
    made = owing(sqlite_url, tmp_path)
    values = {"kind": "natural_person", "name": NAME, "code_type": "resident_id", "code": PERSON_CODE}
    with made.office.database.act() as uow:
        whose = subject.c.id == made.walk.people.subject
        uow.connection.execute(update(subject).where(subject.c.code == PERSON_CODE).values(code="moved away"))
        uow.connection.execute(update(subject).where(whose).values(**values))
        uow.commit()
    return made


def push(owed: Owing, kind: str, target: str) -> None:
    send_message(owed.office, Push(kind=kind, target=target), case_id=owed.walk.case_id, key=f"{kind}-{target}")


def test_the_public_site_gets_a_masked_name_and_number_and_the_platforms_get_whole_ones(
    owed: Owing, tmp_path: Path
) -> None:
    push(owed, "publish", "site")
    push(owed, "report_act", "province")
    with running(tmp_path, owed.clock) as platform:
        assert isinstance(platform, Running)
        assert send_dispatches(owed.office, platform.port(), "w1") == Sending(sent=2)
        rows = {row["asked"]: row["item"] for row in platform.store.newest(10)}
        assert NAME not in rows["公示"]
        assert PERSON_CODE not in rows["公示"]
        said = orjson.loads(rows["公示"])["subject"]
        assert (said["name"], said["code"]) == ("张**", MASKED)
        assert orjson.loads(rows["报送行政行为信息"])["subject"]["code"] == PERSON_CODE
        # What stands there under the masked number is the person's record here: nothing differs.
        owed.clock.advance(seconds=60)
        with owed.office.database.act() as uow:
            uow.connection.exec_driver_sql("UPDATE dispatch SET state = 'received'")
            uow.commit()
        compared = reconcile_exchange(owed.office, platform.port())
        assert compared is not None
        assert compared.drifts == 0
        push(owed, "stop_publicity", "platform")
        send_dispatches(owed.office, platform.port(), "w1")
        assert platform.store.holdings("", 10) == [], "the whole number takes down what the masked one shows"


def test_where_the_law_forbids_display_nothing_is_sent_to_the_public(owed: Owing, tmp_path: Path) -> None:
    with owed.office.database.act() as uow:
        people.bind_pack(uow.connection, owed.walk.people.authority, "shandong/2020-10-01", date(2020, 10, 1))
        uow.commit()
    push(owed, "publish", "site")
    push(owed, "report_act", "province")
    with running(tmp_path, owed.clock) as platform:
        assert send_dispatches(owed.office, platform.port(), "w1") == Sending(sent=1, failed=1)
        assert [row["asked"] for row in platform.store.newest(10)] == ["报送行政行为信息"]
    [kept] = [row for row in owed.rows() if row.kind == "publish"]
    assert kept.state == "failed"
    assert "不得公开展示自然人" in kept.last_error

"""A repair applied for on paper: entered by the reviewer, counted from the day of receipt, taken in even too early."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.integration.test_repair_filing import NUMBER, OTHER, another
from tests.samples import files
from tests.support import web as support
from tests.support.filing import inputs
from tests.support.web import Visitor, Web
from workflows.processes.repair.words import CLAUSES
from workflows.store import people, publicity
from workflows.store.tables import case, file, filing, organisation

FORM = {
    "contact_name": "某某", "contact_phone": "13800000000", "address": "示例路 1 号", "kind": "penalty",
    "received_on": "2026-09-17", "records-0-done": "罚款已缴清。", "records-0-fulfilled_on": "2026-05-06",
}  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national rules, on the day from which its record can be repaired."""
    made = support.web(sqlite_url, tmp_path)
    with made.office.database.act() as uow:
        people.bind_pack(uow.connection, made.people.authority, "national/2026-04-01", date(2026, 4, 1))
        row = publicity.load(uow.connection, made.people.record)
        values = {"category": "一般", "published_on": date(2026, 4, 18), "publish_until": None}
        publicity.change(uow.connection, row.id, row.version, values)
        uow.commit()
    return made


def enter(clerk: Visitor, address: str, **changed: Any) -> Any:
    hidden: dict[str, Any] = {}
    for name, value in inputs(clerk.get(address).text):
        if name.startswith(("csrf", "act_key")) or name == "also" or name.endswith("-number"):
            hidden.setdefault(name, []).append(value)
    typed = {**hidden, **FORM, "clauses": list(CLAUSES), **changed}
    return clerk.client.post(address.partition("?")[0], data=typed, content_type="multipart/form-data")


def repairs(site: Web) -> list[Any]:
    with site.office.database.read() as connection:
        query = select(case, filing.c.data).join(filing).where(case.c.process == "repair").order_by(case.c.id)
        return list(connection.execute(query))


def test_a_paper_form_is_entered_and_counts_from_the_day_it_was_handed_in(site: Web) -> None:
    clerk, address = site.signed_in("reviewer"), f"/counter/repairs/{site.people.record}"
    assert f'href="{address}"' in clerk.get(f"/counter?q={NUMBER}").text
    answer = enter(clerk, address, **{"evidence-0": (io.BytesIO(files.pdf()), "申请表.pdf")})
    assert answer.status_code == 303, answer.text
    [made] = repairs(site)
    assert (made.channel, made.received_on, made.applicant_id) == ("counter", date(2026, 9, 17), None)
    assert made.data["records"][0]["number"] == NUMBER
    assert made.data["records"][0]["done"] == "罚款已缴清。"
    with site.office.database.read() as connection:
        assert connection.execute(select(file.c.name)).scalars().all() == ["申请表.pdf"]
    receipt = clerk.get(answer.headers["Location"]).text
    assert made.number in receipt
    assert "不收取任何费用" in receipt


def test_records_that_two_organisations_recognised_become_a_case_and_a_receipt_for_each(site: Web) -> None:
    other = another(site, site.people.other_provider)
    clerk, address = site.signed_in("reviewer"), f"/counter/repairs/{site.people.record}"
    assert OTHER in clerk.get(address).text, "the subject's other records are offered"
    answer = enter(clerk, f"{address}?also={other}", also=[str(other)])
    assert answer.status_code == 303, answer.text
    assert [row.data["records"][0]["number"] for row in repairs(site)] == [NUMBER, OTHER]
    assert f"/counter/cases/{repairs(site)[1].id}/receipt" in clerk.get(answer.headers["Location"]).text


def test_who_comes_too_early_is_taken_in_for_a_reasoned_answer(site: Web) -> None:
    with site.office.database.act() as uow:
        row = publicity.load(uow.connection, site.people.record)
        publicity.change(uow.connection, row.id, row.version, {"published_on": date(2026, 9, 1)})
        uow.commit()
    clerk, address = site.signed_in("reviewer"), f"/counter/repairs/{site.people.record}"
    assert "仍应收件" in clerk.get(address).text
    assert enter(clerk, address).status_code == 303


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(site: Web) -> None:
    clerk, address = site.signed_in("reviewer"), f"/counter/repairs/{site.people.record}"
    mistakes: tuple[dict[str, Any], ...] = ({"received_on": "2026-09-19"}, {"clauses": []}, {"contact_name": ""})
    for changed in mistakes:
        answer = enter(clerk, address, **changed)
        assert answer.status_code == 422, changed
        assert "示例路 1 号" in answer.text
        assert "罚款已缴清。" in answer.text
    assert repairs(site) == []


def test_an_application_that_is_open_already_is_not_taken_in_twice(site: Web) -> None:
    clerk, address = site.signed_in("reviewer"), f"/counter/repairs/{site.people.record}"
    assert enter(clerk, address).status_code == 303
    assert enter(clerk, address).status_code in (409, 422)
    assert len(repairs(site)) == 1


def test_only_reviewers_of_the_place_enter_paper_forms(site: Web) -> None:
    address = f"/counter/repairs/{site.people.record}"
    for login in ("auditor", "provider", "applicant", "head"):
        assert site.signed_in(login).get(address).status_code == 403, login
    with site.office.database.act() as uow:
        uow.connection.execute(
            update(organisation).where(organisation.c.kind == "provider").values(jurisdiction="elsewhere")
        )
        uow.commit()
    assert site.signed_in("reviewer").get(address).status_code == 404

"""Listings put into the small office of the tests as the processes leave them, without running a case for each."""

from datetime import date
from typing import Any

from tests.factories import Walk
from tests.samples.penalties import resident
from tests.support.web import Web
from workflows.store import listings, records

#: A natural person whose name and number no page may show.
PERSON = "示例责任人"
PERSON_CODE = resident("41018419850505002")
#: The free text of a reason, with a person, a number and a telephone in it.
REASON = f"销售不符合标准的产品，由{PERSON}（{PERSON_CODE}，电话13800138000）负责。"


def a_case(site: Web) -> int:
    """Open some case for listings to hang on."""
    return Walk(site.people).open().case_id


def subject(site: Web, name: str, code: str, kind: str = "legal_person") -> int:
    """Add a subject."""
    with site.office.database.act() as uow:
        made = records.add_subject(
            uow.connection, {"kind": kind, "name": name, "code_type": "uscc", "code": code, "alt_ids": {}}
        )
        uow.commit()
    return made


def listed(site: Web, case_id: int, **more: Any) -> int:
    """Put the small office's subject on a list; ``more`` replaces columns of the listing."""
    row = {
        "register": "serious", "list_key": "market_serious", "domain": "market", "subject_id": site.people.subject,
        "case_id": case_id, "organ_id": site.people.provider, "reason": REASON, "number": "示市监列〔2026〕1号",
        "basis": {"kind": "penalty", "number": "示市监罚决〔2026〕9001号", "effective_on": "2026-07-01"},
        "listed_on": date(2026, 8, 3), "repairable_on": date(2027, 8, 3), "until_on": date(2029, 8, 3),
        "public": True, "state": "listed", **more,
    }  # fmt: skip
    with site.office.database.act() as uow:
        made = listings.add(uow.connection, row)
        uow.commit()
    return made

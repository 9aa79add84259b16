"""An objection filed through the pages, as a browser without JavaScript does it."""

import io
import re
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Walk
from tests.support.web import Visitor, Web
from workflows.operations.open_case import Opened
from workflows.store import case_numbers, case_pages, cases

#: What is typed besides the claim, unless a test says otherwise.
FILLED: dict[str, Any] = {
    "grounds": "wrong",
    "statement": "决定书写明罚款五千元。",
    "contact_name": "示例申请人",
    "contact_phone": "13800000000",
    "address": "示例市示例路1号",
    "e_service": "y",
    "truthful": "y",
    "go": "check",
}


def inputs(page: str) -> list[tuple[str, str]]:
    """The hidden inputs of the page's last form, as a browser sends them."""
    form = page[page.rindex('class="office-form"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return [(name, unescape(value)) for name, value in found]


def fill(visitor: Visitor, record: int, claim: str = "0.5", files: Any = (), **more: Any) -> TestResponse:
    """Open the form about ``record``, claim another fine, and go on to the page on which it is checked."""
    address = f"/objections/records/{record}/apply"
    page = visitor.get(address).text
    hidden = inputs(page)
    fields = {name: value for name, value in hidden if name.endswith("-field")}
    place = next(name for name, value in fields.items() if value == "CF_NR_FK").replace("-field", "-claimed")
    data = {**dict(hidden), **FILLED, place: claim, **more}
    uploads = [(io.BytesIO(content), name) for name, content in files]
    return visitor.client.post(address, data={**data, "evidence-0": uploads} if uploads else data)


def send(visitor: Visitor, record: int, checked: TestResponse, **more: Any) -> TestResponse:
    """Press the button that hands in what the check page shows."""
    data: dict[str, Any] = {}
    for name, value in inputs(checked.text):
        data.setdefault(name, []).append(value)
    return visitor.client.post(f"/objections/records/{record}/apply", data={**data, "go": "send", **more})


def filed(site: Web, visitor: Visitor, **more: Any) -> Walk:
    """File an objection on the pages; return its case, to be walked on."""
    answer = send(visitor, site.people.record, fill(visitor, site.people.record, **more))
    assert answer.status_code == 303, answer.text
    number = answer.location.split("/")[2]
    return Walk(site.people, opened=Opened(case_id=int(number), number="", query_code=""))


def application_of(site: Web, walk: Walk) -> dict[str, Any]:
    """What was kept of the filing."""
    with site.office.database.read() as connection:
        return dict(cases.application(connection, walk.case_id))


def cases_of(site: Web) -> int:
    """How many objections the record has."""
    with site.office.database.read() as connection:
        open_number = cases.open_case_number(connection, site.people.record, "objection")
        return 0 if open_number is None else case_numbers.last_number(connection, "SL-OBJ-2026")


def denied(site: Web) -> int:
    """How often the audit trail says that somebody reached for what is not theirs."""
    with site.office.database.read() as connection:
        return sum(row.kind == "access_denied" for row in case_pages.events_of(connection, 0))

"""The API keeps what its description promises: machine-made requests, right and wrong, find no fault in it.

Bounded and the same on every run. ``positive_data_acceptance`` is left out: whether an act is lawful is more than a
schema can say, so that a request of the right shape may be refused (422, 409).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories import Walk, add_record
from tests.samples.files import picture
from tests.support import databases
from tests.support.api import program
from tests.support.web import Web, web
from workflows.operations.issue_token import revoke_token, tokens_of
from workflows.operations.keep_webhooks import add_webhook
from workflows.operations.read_case import read_case
from workflows.store import tasks

load_all_checks()

#: Who asks what; the others' desks are another caller's.
_CALLERS = {
    "/overdue": "supervisor", "/webhooks": "admin", "/tasks": "reviewer", "/evidence": "reviewer",
    "/cases/{case_id}/extend": "head", "/cases/{case_id}/withdraw": "applicant", "/cases/{case_id}/": "reviewer",
    "/letters/{letter_id}/": "auditor",
}  # fmt: skip
_OPERATIONS = (
    "GET /me", "GET /records", "GET /records/{record_id}", "POST /records/{record_id}/objections", "GET /cases",
    "GET /cases/{case_id}", "GET /cases/{case_id}/acts", "POST /cases/{case_id}/withdraw", "POST /cases/{case_id}/copy",
    "POST /cases/{case_id}/suspend", "POST /cases/{case_id}/resume", "POST /cases/{case_id}/extend",
    "POST /files", "GET /tasks", "GET /tasks/{task_id}", "POST /tasks/{task_id}/claim",
    "POST /tasks/{task_id}/release", "POST /tasks/{task_id}/complete", "POST /tasks/{task_id}/transfer",
    "POST /tasks/{task_id}/delegate", "POST /tasks/{task_id}/answer", "POST /tasks/{task_id}/urge",
    "POST /tasks/{task_id}/recall", "GET /overdue", "GET /letters/{letter_id}", "GET /letters/{letter_id}/preview",
    "POST /letters/{letter_id}/sign", "POST /letters/{letter_id}/void",
    "GET /evidence/{file_id}", "GET /inbox", "GET /webhooks", "POST /webhooks", "GET /webhooks/{webhook_id}",
    "PATCH /webhooks/{webhook_id}", "DELETE /webhooks/{webhook_id}",
)  # fmt: skip


#: Operations without parameters and body.
_NOTHING_TO_SAY = frozenset({"GET /me", "GET /cases", "GET /webhooks"})
#: Requests of each kind to each operation: 34 operations, three kinds.
_EXAMPLES = 8


@dataclass(frozen=True)
class Site:
    """One office with three cases under way, and the ids of what exists in it."""

    web: Web
    ids: dict[str, int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One office for all machine-made requests; they only add to it."""
    folder = tmp_path_factory.mktemp("schema")
    with databases.fresh_sqlite(folder) as url:
        office = web(url, folder)
        people = office.people
        with office.office.database.act() as uow:
            record, drafted = (
                add_record(uow.connection, people.subject, people.provider, f"示市监罚决〔2026〕{number}号")
                for number in (1, 2)
            )
            uow.commit()
        paper = office.office.files.receive(io.BytesIO(picture("PNG")), "决定书.png")
        sent = Walk(people).open().forwarded()
        sent.do("provider", "sign_for", files=[paper])
        fresh = Walk(people).open(record=record)
        put_up = Walk(people).open(record=drafted)
        put_up.do("reviewer", "examine")
        drafts = read_case(office.office, people.actor("auditor"), put_up.case_id).letters
        page = read_case(office.office, people.actor("reviewer"), sent.case_id)
        hook, _ = add_webhook(
            office.office, people.actor("admin"), org_id=people.authority, url="https://hooks.example/", kinds=(),
            plain_http=False,
        )  # fmt: skip
        with office.office.database.read() as connection:
            (task,) = tasks.open_of(connection, fresh.case_id)
        receipt = next(letter for letter in page.letters if letter.downloadable and letter.recipient == "applicant")
        yield Site(
            office,
            {
                "record_id": people.record,
                "case_id": sent.case_id,
                "task_id": task.id,
                "letter_id": receipt.id,
                "draft_id": next(letter.id for letter in drafts if letter.state == "draft"),
                "file_id": page.files[0].id,
                "webhook_id": hook,
            },
        )


def _described(site: Site) -> set[str]:
    paths = site.web.app.test_client().get("/api/v1/openapi.json").json["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    }


def test_every_operation_of_the_description_is_tried(site: Site) -> None:
    assert _described(site) == set(_OPERATIONS)


@dataclass(frozen=True)
class _Try:
    """One way of asking: rightly, wrongly, or about what exists."""

    mode: GenerationMode
    real: bool = False


_TRIES = (_Try(GenerationMode.POSITIVE), _Try(GenerationMode.NEGATIVE), _Try(GenerationMode.POSITIVE, real=True))


@pytest.mark.parametrize("asked", _TRIES, ids=["right", "wrong", "about what exists"])
@pytest.mark.parametrize("name", _OPERATIONS)
def test_no_request_finds_a_fault_in(site: Site, name: str, asked: _Try) -> None:
    method, _, path = name.partition(" ")
    if asked.mode is GenerationMode.NEGATIVE and name in _NOTHING_TO_SAY:
        pytest.skip("takes nothing that could be wrong")
    login = next((who for start, who in _CALLERS.items() if path.startswith(start)), "applicant")
    # A token for each: requests are counted by token.
    caller = program(site.web, login)
    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.web.app)[f"/api/v1{path}"][method]
    known = {key: number for key, number in site.ids.items() if f"{{{key}}}" in path}
    if path.endswith("/preview"):
        known = {"letter_id": site.ids["draft_id"]}
    answered: set[int] = set()

    @settings(max_examples=_EXAMPLES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(asked.mode, path_parameters=known if asked.real and known else None))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {caller.token}"}, excluded_checks=[positive_data_acceptance]
        )
        answered.add(answer.status_code)

    ask()
    (line,) = [each for each in tokens_of(site.web.office, site.web.people.actor(login)) if each.state == "living"]
    revoke_token(site.web.office, site.web.people.actor(login), line.id)
    assert answered
    assert max(answered) < 500
    if asked.real and method == "GET":
        assert 200 in answered, f"{name} answers with what exists: {answered}"

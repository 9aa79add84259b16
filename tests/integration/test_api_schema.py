"""The API keeps what its description promises: machine-made requests, right and wrong, find no fault in it.

Bounded and the same on every run. ``positive_data_acceptance`` is left out: whether an act is lawful is more than a
schema can say, so that a request of the right shape may be refused (422, 409).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories import Walk, add_record
from tests.samples.files import picture
from tests.support import databases
from tests.support.api import Program, program
from tests.support.listed import listed
from tests.support.web import Web, web
from webapp.security import limiter
from workflows.operations.export_dossier import KIND
from workflows.operations.keep_webhooks import add_webhook
from workflows.operations.read_case import read_case
from workflows.operations.run_jobs import run_jobs
from workflows.operations.start_job import start_job
from workflows.operations.verify_letter import token_of
from workflows.store import cases, commitments, letters, tasks

load_all_checks()

#: Who asks what; the others' desks are another caller's.
_CALLERS = {
    "/overdue": "supervisor", "/webhooks": "admin", "/tasks": "reviewer", "/evidence": "reviewer",
    "/lists/register": "reviewer", "/lists/bans": "head", "/commitments": "reviewer", "/processes/": "supervisor",
    "/cases/{case_id}/extend": "head", "/cases/{case_id}/withdraw": "applicant", "/cases/{case_id}/": "reviewer",
    "/letters/{letter_id}/": "auditor",
}  # fmt: skip
_OPERATIONS = (
    "GET /me", "GET /records", "GET /records/{record_id}", "POST /records/{record_id}/objections", "GET /cases",
    "POST /cases", "GET /cases/{case_id}", "GET /cases/{case_id}/acts", "POST /cases/{case_id}/withdraw",
    "POST /cases/{case_id}/copy", "POST /cases/{case_id}/suspend", "POST /cases/{case_id}/resume",
    "POST /cases/{case_id}/extend", "GET /cases/{case_id}/services", "GET /cases/{case_id}/dispatches",
    "POST /files", "GET /tasks", "GET /tasks/{task_id}", "POST /tasks/{task_id}/claim",
    "POST /tasks/{task_id}/release", "POST /tasks/{task_id}/complete", "POST /tasks/{task_id}/transfer",
    "POST /tasks/{task_id}/delegate", "POST /tasks/{task_id}/answer", "POST /tasks/{task_id}/urge",
    "POST /tasks/{task_id}/recall", "GET /overdue", "GET /letters/{letter_id}", "GET /letters/{letter_id}/preview",
    "POST /letters/{letter_id}/sign", "POST /letters/{letter_id}/void",
    "GET /evidence/{file_id}", "GET /inbox", "GET /webhooks", "POST /webhooks", "GET /webhooks/{webhook_id}",
    "PATCH /webhooks/{webhook_id}", "DELETE /webhooks/{webhook_id}",
    "GET /processes", "GET /processes/{process}/subjects", "GET /processes/{process}/subjects/{subject_id}",
    "GET /repairs/filing", "GET /records/{record_id}/standing", "GET /commitments", "GET /commitments/published",
    "GET /commitments/{commitment_id}",
    *(f"POST /commitments/{{commitment_id}}/{each}" for each in ("running", "kept", "ask", "confirm", "spare")),
    "GET /dossiers/{subject_id}", "POST /dossiers/{subject_id}/export",
    "GET /jobs/{job_id}", "GET /exports/{job_id}", "POST /check", "GET /verify/{token}",
    "GET /lists/published", "GET /lists/register", "GET /lists/register/{listing_id}", "GET /lists/own",
    "GET /lists/bans",
)  # fmt: skip


#: Operations without parameters and body.
_NOTHING_TO_SAY = frozenset({"GET /me", "GET /cases", "GET /webhooks", "GET /processes", "GET /lists/own"})
#: Requests of each kind to an operation that takes a body or a query, and to one that takes nothing but ids.
_EXAMPLES, _FEW = 8, 2


@dataclass(frozen=True)
class Site:
    """One office with three cases under way, the ids of what exists in it, and the description, read once."""

    web: Web
    ids: dict[str, Any]
    described: Any
    programs: dict[str, Program] = field(default_factory=dict)

    def caller(self, login: str) -> Program:
        """Somebody with a token."""
        if login not in self.programs:
            self.programs[login] = program(self.web, login)
        return self.programs[login]


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
        ids = _more(office, sent.case_id)
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
                **ids,
            },
            schemathesis.openapi.from_wsgi("/api/v1/openapi.json", office.app),
        )


def _more(site: Web, case_id: int) -> dict[str, Any]:
    """Put something into every register, and return what it is called in addresses."""
    office, people = site.office, site.people
    with office.database.act() as uow:
        values = {
            "subject_id": people.subject, "case_id": case_id, "kind": "repair", "clauses": ["守法经营"],
            "made_on": date(2026, 9, 1), "state": "pending", "public": True, "organ_id": people.authority,
        }  # fmt: skip
        promise = commitments.add(uow.connection, values)
        signed = next(row for row in letters.of_case(uow.connection, case_id) if row.number)
        stored = cases.load(uow.connection, case_id)
        uow.commit()
    assert stored is not None
    about = {"subject_id": people.subject}
    job = start_job(office, people.actor("applicant"), KIND, about, key="the-job-of-the-test")
    run_jobs(office, "w1", Path(office.files.path(signed.sha256)).parent / "anchor")
    return {
        **about,
        "process": "official_interview",
        "commitment_id": promise,
        "listing_id": listed(site, case_id),
        "job_id": job,
        "token": token_of(office, stored.view.number, signed.code, signed.number),
    }


def _described(site: Site) -> set[str]:
    paths = site.described.raw_schema["paths"]
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
    caller = site.caller(login)
    limiter.reset()
    operation = site.described[f"/api/v1{path}"][method]
    known = {key: number for key, number in site.ids.items() if f"{{{key}}}" in path}
    if path.endswith("/preview"):
        known = {"letter_id": site.ids["draft_id"]}
    answered: set[int] = set()
    examples = _EXAMPLES if len(operation.query) or len(operation.body) else _FEW

    @settings(max_examples=examples, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(asked.mode, path_parameters=known if asked.real and known else None))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {caller.token}"}, excluded_checks=[positive_data_acceptance]
        )
        answered.add(answer.status_code)

    ask()
    assert answered
    assert max(answered) < 500
    if asked.real and method == "GET":
        assert 200 in answered, f"{name} answers with what exists: {answered}"

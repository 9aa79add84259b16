"""Who may open what: every route for every kind of reader, and an audit row for everybody who is turned away."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from werkzeug.test import TestResponse

from tests.samples import files
from tests.support import databases
from tests.support.filing import denied, filed
from tests.support.people import add_record
from tests.support.web import Visitor, Web, web
from webapp.access import Rule, admits, rules_of
from workflows.domain.access import Role
from workflows.domain.exchange import Push
from workflows.intake.filetypes import recognise_table
from workflows.intake.penalty_table import template
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.import_records import start_import
from workflows.operations.send_message import send_message
from workflows.operations.supervise_cases import SuperviseCases, supervise_cases
from workflows.store import cases, deadlines, letters, people, tasks

#: A reviewer of another authority stands for everybody who holds the right post in the wrong place.
EVERYBODY = (
    "applicant", "stranger", "reviewer", "elsewhere", "auditor", "head", "supervisor", "provider", "provider2",
    "executor", "admin", "recogniser", "legal", "chief", "inspector", "superior",
)  # fmt: skip
DESKS = set(EVERYBODY) - {"applicant", "stranger", "admin"}
#: Posts that there are in the centre and in the department alike.
HEADS, SUPERVISORS = {"head", "chief"}, {"supervisor", "inspector"}
#: The provider's head sees what its desk sees; all its officers see what it holds about a subject.
PROVIDER_SIDE = {"provider", "chief"}
DEPARTMENT = PROVIDER_SIDE | {"recogniser", "legal", "inspector"}
#: Who decides on lists and repairs, and who follows commitments up.
RECOGNITION = {"reviewer", "elsewhere", "auditor", "recogniser", "legal"} | HEADS
KEEPERS = {"reviewer", "elsewhere", "admin"} | HEADS
PUSHERS = {"reviewer", "elsewhere", "recogniser", "admin"} | SUPERVISORS
STARTERS = {"recogniser"} | SUPERVISORS
CENTRE = {"reviewer", "auditor", "head", "supervisor"}
REVIEWERS = {"reviewer", "elsewhere"}
PROVIDERS = {"provider", "provider2"}
IMPORTERS = {"reviewer", "elsewhere", "provider", "provider2", "admin"}
ALL = set(EVERYBODY)
ADMIN = {"admin"}

#: Pages without an id → who may open them; everybody else who has signed in is refused by role.
PAGES: dict[str, set[str]] = {
    "/tasks": DESKS, "/tasks/done": DESKS, "/tasks/started": DESKS, "/tasks/copied": DESKS, "/absence": DESKS,
    "/mine": ALL, "/objections": ALL, "/inbox": ALL, "/account/password": ALL, "/account/feed": ALL,
    "/account/tokens": ALL,
    "/account/preferences": ALL, "/account/mandates": ALL, "/account/mandates/new": ALL, "/account/requests": REVIEWERS,
    "/counter": REVIEWERS, "/records": CENTRE | REVIEWERS | PROVIDERS | HEADS | SUPERVISORS,
    "/imports": IMPORTERS, "/imports/template.xlsx": IMPORTERS,
    "/jobs": ALL, "/exchange": PUSHERS,
    "/overdue": SUPERVISORS, "/board": SUPERVISORS, "/board/list": SUPERVISORS, "/board/statistics": SUPERVISORS,
    "/repairs": ALL, "/lists/own": ALL, "/dossiers": {"applicant", "stranger"}, "/start": STARTERS,
    "/commitments": RECOGNITION | SUPERVISORS, "/lists/register": RECOGNITION | SUPERVISORS,
    "/lists/register/received": REVIEWERS, "/lists/bans": RECOGNITION | SUPERVISORS,
    "/service": RECOGNITION | SUPERVISORS,
    "/service/done": RECOGNITION | SUPERVISORS,
    "/retention": REVIEWERS | PROVIDERS | HEADS | {"recogniser"}, "/retention/lists": KEEPERS,
    "/admin": ADMIN, "/admin/packs": ADMIN, "/admin/packs/bind": ADMIN,
    "/admin/calendar": ADMIN, "/admin/deliveries": ADMIN, "/admin/audit": ADMIN, "/admin/clock": ADMIN,
    "/admin/users": ADMIN, "/admin/users/new": ADMIN, "/admin/organisations": ADMIN, "/admin/organisations/new": ADMIN,
    "/admin/roles": ADMIN, "/admin/letters": ADMIN, "/admin/audit/search": ADMIN, "/admin/calendar/import": ADMIN,
}  # fmt: skip
PUBLIC = (
    "/api", "/api/v1/openapi.json",
    "/", "/sign-in", "/progress", "/healthz", "/account/register", "/account/registered", "/account/forgotten",
    "/check", "/commitments/published", "/lists", "/lists/catalogue", "/verify",
)  # fmt: skip

#: Things with an id → which posts the route asks for, and who of these may have this one thing.
THINGS: dict[str, tuple[set[str], set[str]]] = {
    "GET /cases/{case}": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "GET /cases/{case}/diagram.bpmn": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "GET /cases/{case}/letters/{draft}/preview": (ALL, CENTRE),
    "GET /mine/{case}": (ALL, {"applicant"}),
    "GET /mine/{case}/withdraw": (ALL, {"applicant"}),
    "GET /objections/{case}/receipt": (ALL, {"applicant"}),
    "GET /objections/records/{record}": (ALL, {"applicant"}),
    "GET /objections/records/{record}/apply": (ALL, {"applicant"}),
    "GET /counter/cases/{case}/receipt": (REVIEWERS, {"reviewer"}),
    "GET /files/{file}": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "GET /files/letters/{letter}": (ALL, CENTRE | PROVIDER_SIDE),
    "GET /tasks/{task}": (DESKS, CENTRE | {"provider"}),
    "GET /jobs/{work}": (ALL, {"supervisor", "admin"}),
    "POST /jobs/{work}/stop": (ALL, {"supervisor", "admin"}),
    "GET /imports/{job}": (IMPORTERS, {"reviewer", "admin"}),
    "GET /imports/{job}/errors.xlsx": (IMPORTERS, {"reviewer", "admin"}),
    "POST /cases/{case}/letters/{draft}/sign": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /cases/{case}/letters/{draft}/void": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /cases/{case}/suspend": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /cases/{case}/resume": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /cases/{case}/extend": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /cases/{case}/withdraw": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "POST /mine/{case}/withdraw": (ALL, {"applicant"}),
    "POST /mine/{case}/supply": (ALL, {"applicant"}),
    "POST /objections/records/{record}/apply": (ALL, {"applicant"}),
    "POST /tasks/{task}": (DESKS, CENTRE | {"provider"}),
    "GET /files/{file}/view": (ALL, CENTRE | PROVIDER_SIDE | {"applicant"}),
    "GET /tasks/{task}/urge": (DESKS, CENTRE),
    "GET /cases/{case}/copy": (ALL, CENTRE | PROVIDER_SIDE),
    "POST /absence/{case}/end": (DESKS, set()),
    "POST /tasks/{task}/numbers": (DESKS, CENTRE | {"provider"}),
    "POST /tasks/{task}/claim": (DESKS, {"provider"}),
    "POST /tasks/{task}/release": (DESKS, {"provider"}),
    "POST /exchange/{dispatch}/push": (PUSHERS, {"reviewer", "supervisor", "admin"}),
    "POST /exchange/differences/{user}/push": (SUPERVISORS | ADMIN, SUPERVISORS | ADMIN),
    "POST /exchange/strays/{user}/seen": (SUPERVISORS | ADMIN, SUPERVISORS | ADMIN),
    "GET /retention/records/{record}": (
        CENTRE | REVIEWERS | PROVIDERS | HEADS | SUPERVISORS | {"recogniser"}, CENTRE | DEPARTMENT - {"legal"},
    ),
    "GET /dossiers/{subject}": (ALL, CENTRE | DEPARTMENT | {"applicant"}),
    "POST /dossiers/{subject}/export": (ALL, CENTRE | DEPARTMENT | {"applicant"}),
    "GET /counter/repairs/{record}": (REVIEWERS, {"reviewer"}),
    "GET /repairs/records/{record}/apply": (ALL, {"applicant"}),
    "GET /repairs/{case}/receipt": (ALL, {"applicant"}),
    "POST /admin/incidents/{deadline}/retry": (ADMIN, ADMIN),
    "POST /admin/packs/{org}/xinzheng/2018-03-28/unbind": (ADMIN, ADMIN),
    "GET /admin/organisations/{org}": (ADMIN, ADMIN),
    "GET /admin/letters/objection/OBJ-11": (ADMIN, ADMIN),
    "GET /admin/letters/objection/OBJ-11.docx": (ADMIN, ADMIN),
    "GET /admin/users/{user}": (ADMIN, ADMIN),
    "POST /admin/users/{user}/disable": (ADMIN, ADMIN),
    "POST /admin/users/{user}/enable": (ADMIN, ADMIN),
    "POST /admin/users/{user}/unlock": (ADMIN, ADMIN),
    "POST /admin/users/{user}/password": (ADMIN, ADMIN),
    "POST /admin/users/{user}/reset-link": (ADMIN, ADMIN),
    "POST /admin/notices/{user}/resend": (ADMIN, ADMIN),
    "POST /admin/messages/{user}/resend": (ADMIN, ADMIN),
    "GET /admin/packs/{org}/xinzheng/2018-03-28/unbind": (ADMIN, ADMIN),
}
#: Forms that are kept through the sign-in of somebody whose session has ended: the sign-in page itself answers.
KEEPING = {"POST /mine/{case}/supply", "POST /objections/records/{record}/apply"}
#: Shown in other tests: the counter's form (only the clerk takes in paper), supplementing (no task, no page), and the
#: calendar feed (who has its secret needs no session).
ELSEWHERE = {
    "counter.enter", "feed.show", "mine.supply", "board.supervise", "board.reassign",
    "account.request", "account.reveal", "account.proof", "account.verify", "account.refuse", "account.reset",
    "files.waiting", "objections.discard", "tokens.revoke",
    # Registers and steps that their own tests fill: commitments, lists, destruction, repairs, an applicant's steps, …
    "commitments.show", "commitments.follow_up", "lists.show", "lists.release", "lists.leave", "lists.end",
    "lists.paper", "retention.one", "retention.settle", "retention.draw", "retention.hold", "repairs.choose",
    "repairs.discard", "start.find", "start.fill", "mine.steps.do", "feed.appointment.show", "dossiers.fetch",
    "verify.show",
}  # fmt: skip


@dataclass(kw_only=True)
class Matrix:
    """One office with one thing of each kind, and a signed-in browser for each kind of reader."""

    site: Web
    ids: dict[str, int]
    visitors: dict[str, Visitor]
    tokens: dict[str, str]

    def ask(self, what: str, who: str | None) -> TestResponse:
        """Open or send what is named by method and path."""
        method, path = what.format(**self.ids).split(" ")
        visitor = self.visitors[who] if who else self.site.visitor()
        if method == "GET":
            return visitor.get(path)
        form = {"csrf_token": self.tokens.get(who or "", ""), "act_key": "k" * 24, "seen": "0"}
        return visitor.client.post(path, data=form)

    def state(self) -> tuple[object, ...]:
        """Everything of the case that an act could have changed."""
        with self.site.office.database.read() as connection:
            return (cases.load(connection, self.ids["case"]), tasks.all_of(connection, self.ids["case"]))


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    """An objection at the provider's desk, with evidence, a letter to the provider, a drafted reminder, an import."""
    folder = tmp_path_factory.mktemp("matrix")
    with databases.fresh_sqlite(folder) as url:
        site = web(url, folder, training=True)
        _add_reviewer_elsewhere(site)
        _add_department(site)
        applicant = site.signed_in("applicant")
        walk = filed(site, applicant, files=[("证据.pdf", files.pdf())]).forwarded()
        walk.do("provider", "sign_for")
        site.clock.advance(days=8)
        fire_due_deadlines(site.office, "matrix")
        table = site.office.files.receive(io.BytesIO(template()), "模板.xlsx", recogniser=recognise_table)
        job = start_import(site.office, site.people.actor("reviewer"), table, "模板.xlsx", site.people.authority)
        with site.office.database.act() as uow:
            record = add_record(uow.connection, site.people.subject, site.people.provider, "示市监罚决〔2026〕9002号")
            uow.commit()
        visitors = {who: site.signed_in(who) for who in EVERYBODY}
        tokens = {who: _token(visitor) for who, visitor in visitors.items()}
        urge = SuperviseCases(case_ids=[walk.case_id], note="请办理。", promised_on=date(2026, 12, 31), key="u" * 24)
        work = supervise_cases(site.office, site.people.actor("supervisor"), urge)
        ids = {**_ids(site, walk.case_id), "job": job, "work": work, "record": record, "user": 1}
        ids |= {"org": site.people.authority, "subject": site.people.subject}
        send_message(site.office, Push(kind="publish"), case_id=walk.case_id, key="matrix")
        ids["dispatch"] = 1
        yield Matrix(site=site, ids=ids, visitors=visitors, tokens=tokens)


def _add_reviewer_elsewhere(site: Web) -> None:
    with site.office.database.act() as uow:
        values = {"name": "示例郡信用中心", "kind": "authority", "letter_word": "郡信用", "case_word": "JL"}
        org = people.add_organisation(uow.connection, {**values, "jurisdiction": "henan"})
        password = people.user_by_login(uow.connection, "reviewer").password_hash
        account = {"login": "elsewhere", "name": "示例elsewhere", "password_hash": password, "email": "e@o.example"}
        posts = [(Role.REVIEWER, org)]
        site.people.ids["elsewhere"] = people.add_user(
            uow.connection, {**account, "created_at": site.office.clock()}, posts
        )
        uow.commit()


def _add_department(site: Web) -> None:
    """Posts of the provider that recognises, and somebody of the authority above it."""
    with site.office.database.act() as uow:
        password = people.user_by_login(uow.connection, "reviewer").password_hash
        values = {"name": "示例上级机关", "kind": "superior", "letter_word": "示上", "jurisdiction": "xinzheng"}
        above = people.add_organisation(uow.connection, values)
        posts = {
            "recogniser": (Role.RECOGNISER, site.people.provider), "legal": (Role.LEGAL, site.people.provider),
            "chief": (Role.HEAD, site.people.provider), "inspector": (Role.SUPERVISOR, site.people.provider),
            "superior": (Role.SUPERIOR, above),
        }  # fmt: skip
        for login, post in posts.items():
            account = {"login": login, "name": f"示例{login}", "password_hash": password, "email": f"{login}@o.example"}
            added = {**account, "created_at": site.office.clock()}
            site.people.ids[login] = people.add_user(uow.connection, added, [post])
        uow.commit()


def _token(visitor: Visitor) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/account/password").text)
    assert found is not None
    return found[1]


def _ids(site: Web, case_id: int) -> dict[str, int]:
    with site.office.database.read() as connection:
        written = letters.of_case(connection, case_id)
        return {
            "case": case_id,
            "task": next(task.id for task in tasks.open_of(connection, case_id) if task.node == "verify"),
            "file": letters.files_of(connection, case_id)[0].id,
            "letter": next(row.id for row in written if row.code == "OBJ-07" and row.state == "signed"),
            "draft": next(row.id for row in written if row.state == "draft"),
            "deadline": deadlines.all_of(connection, case_id)[0].id,
        }


def test_every_route_stands_in_the_tables(matrix: Matrix) -> None:
    adapter = matrix.site.app.url_map.bind("localhost")
    known = {adapter.match(page)[0] for page in (*PAGES, *PUBLIC)} | ELSEWHERE
    for what in THINGS:
        method, path = what.format(**matrix.ids).split(" ")
        known.add(adapter.match(path, method=method)[0])
    rules = matrix.site.app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ()) or rule.arguments}
    # The API has no page: test_api_errors and test_api_schema go through it with tokens.
    routes = {endpoint for endpoint in routes if not endpoint.startswith("api.")}
    assert routes - known == {"static"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_its_posts_and_for_nobody_else(matrix: Matrix, path: str) -> None:
    stranger = matrix.ask(f"GET {path}", None)
    assert stranger.status_code == 302
    assert stranger.location.startswith("/sign-in")
    before = denied(matrix.site)
    found = {who: matrix.ask(f"GET {path}", who).status_code for who in EVERYBODY}
    assert found == {who: 200 if who in PAGES[path] else 403 for who in EVERYBODY}
    assert denied(matrix.site) - before == len(ALL - PAGES[path]), "everybody who was turned away is noted"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_opens_for_strangers(matrix: Matrix, path: str) -> None:
    assert matrix.ask(f"GET {path}", None).status_code == 200


@pytest.mark.parametrize("what", THINGS)
def test_a_thing_is_hidden_from_everybody_whose_it_is_not(matrix: Matrix, what: str) -> None:
    posts, owners = THINGS[what]
    answer = matrix.ask(what, None)
    if what in KEEPING:
        assert answer.status_code == 401
        assert 'name="login"' in answer.text
    else:
        assert answer.location.startswith("/sign-in")
    refused = sorted(ALL - owners)
    untouched, before = matrix.state(), denied(matrix.site)
    found = {who: matrix.ask(what, who).status_code for who in refused}
    assert found == {who: 404 if who in posts else 403 for who in refused}
    assert denied(matrix.site) - before == len(refused), "everybody who was turned away is noted"
    assert matrix.state() == untouched
    if what.startswith("GET"):
        shown = {who: matrix.ask(what, who).status_code for who in sorted(owners)}
        assert set(shown.values()) <= {200, 302}, shown


@pytest.mark.parametrize("words", ["示例甲商贸", "示市监罚决〔2026〕9002号"])
def test_a_centre_searches_its_whole_register_and_a_provider_its_own_records(matrix: Matrix, words: str) -> None:
    readers = PAGES["/records"]
    found = {who for who in readers if "9002号</a>" in matrix.ask(f"GET /records?q={words}", who).text}
    assert found == CENTRE | DEPARTMENT - {"recogniser", "legal"}
    assert "9002号</th>" in matrix.ask(f"GET /counter?q={words}", "reviewer").text
    assert "9002号</th>" not in matrix.ask(f"GET /counter?q={words}", "elsewhere").text


@pytest.mark.parametrize("what", [what for what in THINGS if what.startswith("POST /cases")])
def test_who_sees_a_case_without_holding_the_post_changes_nothing_in_it(matrix: Matrix, what: str) -> None:
    untouched = matrix.state()
    for who in ("applicant", *PROVIDER_SIDE):
        assert 400 <= matrix.ask(what, who).status_code < 500
    assert matrix.state() == untouched


@pytest.mark.parametrize("what", ["preview", "sign", "void"])
def test_a_letter_is_not_reached_through_the_address_of_another_case(matrix: Matrix, what: str) -> None:
    method = "GET" if what == "preview" else "POST"
    other = matrix.ids["case"] + 1000
    for who in ("auditor", "reviewer"):
        answer = matrix.ask(f"{method} /cases/{other}/letters/{{draft}}/{what}", who)
        assert answer.status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "http://["}])
def test_no_form_is_taken_without_its_key_or_from_another_site(matrix: Matrix, headers: dict[str, str]) -> None:
    untouched, adapter = matrix.state(), matrix.site.app.url_map.bind("localhost")
    for rule in matrix.site.app.url_map.iter_rules():
        # The API takes no cookie, and so asks for no key (test_api_tokens).
        if "POST" not in (rule.methods or ()) or rule.endpoint.startswith("api."):
            continue
        words = {"pack_id": "xinzheng/2018-03-28", "verb": "urge", "what": "confirm"}
        values = {name: words.get(name, 1) for name in rule.arguments}
        path = adapter.build(rule.endpoint, values, method="POST")
        rules = rules_of(matrix.site.app.view_functions[rule.endpoint])
        who = next(each for each in EVERYBODY if Rule.SIGNED_IN in rules or _admitted(matrix, rules, each))
        key = {"csrf_token": matrix.tokens[who]} if headers else {}
        answer = matrix.visitors[who].client.post(path, data=key, headers=headers)
        assert answer.status_code == 400, path
    assert matrix.state() == untouched


def _admitted(matrix: Matrix, rules: tuple[Role | Rule, ...], who: str) -> bool:
    return admits(rules, matrix.site.people.actor(who))


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "XYZ"])
def test_an_unusual_verb_reaches_no_view(matrix: Matrix, verb: str) -> None:
    untouched = matrix.state()
    for path in (f"/cases/{matrix.ids['case']}/withdraw", f"/tasks/{matrix.ids['task']}", "/admin/clock", "/sign-out"):
        for who in ("reviewer", "admin", None):
            client = (matrix.visitors[who] if who else matrix.site.visitor()).client
            assert client.open(path, method=verb).status_code == 405, (verb, path)
        dressed = matrix.visitors["admin"].client.get(path, headers={"X-HTTP-Method-Override": "POST"})
        assert dressed.status_code in (200, 403, 404, 405)
    assert matrix.state() == untouched

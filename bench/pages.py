"""Pages over real HTTP: gunicorn on a demonstration office with few and with many cases, asked in turn."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

import psutil
from sqlalchemy import Table, insert, select

from bench.places import Place
from tests.support import shared
from tests.support import site as product
from workflows.store.database import Database
from workflows.store.tables import case, deadline, event, letter, organisation, task

#: Who asks for what. ``{case}`` is a case of the demonstration that the person may see, ``{task}`` one's open task.
PAGES: tuple[tuple[str, str], ...] = (
    ("", "/"),
    ("", "/progress"),
    ("applicant", "/mine"),
    ("applicant", "/mine/{case}"),
    ("applicant", "/objections"),
    ("reviewer", "/tasks"),
    ("reviewer", "/tasks?box=free"),
    ("reviewer", "/tasks/done"),
    ("reviewer", "/cases/{case}"),
    ("reviewer", "/cases/{case}?tab=timeline"),
    ("reviewer", "/cases/{case}?tab=clocks"),
    ("reviewer", "/records?q=示例"),
    ("provider", "/tasks"),
    ("supervisor", "/overdue"),
    ("supervisor", "/board"),
    ("admin", "/admin"),
    ("admin", "/admin/deliveries"),
)
_PASSWORD = "demo-2026"
_CHUNK = 5_000
#: Of a hundred cases this many are open, with a task and a clock; the others are archived with their history.
_OPEN = 3


@dataclass
class Reader:
    """A person with a browser's cookies."""

    address: str
    login: str
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        if self.login:
            form = self.get("/sign-in")
            token = re.search(r'name="csrf_token" value="([^"]+)"', form)
            assert token, "the sign-in page has no token"
            fields = {"csrf_token": token.group(1), "login": self.login, "password": _PASSWORD}
            request = urllib.request.Request(self.address + "/sign-in", urllib.parse.urlencode(fields).encode())
            request.add_header("Origin", self.address)
            with self.opener.open(request, timeout=60) as answer:
                assert "/sign-in" not in answer.url, f"{self.login} could not sign in"

    def get(self, path: str) -> str:
        """Return a page's text."""
        address = self.address + urllib.parse.quote(path, safe="/?=&%")
        with self.opener.open(address, timeout=60) as answer:
            return str(answer.read().decode())


def measure(place: Place, *, cases: Sequence[int], looks: int) -> dict[str, Any]:
    """Ask every page ``looks`` times on offices of each size, in turn; tell p50, p95, requests a second and memory."""
    with ExitStack() as stack:
        stack.enter_context(shared.opened())
        sites = [stack.enter_context(_office(place, number)) for number in cases]
        readers = [{login: Reader(each.address, login) for login in {who for who, _ in PAGES}} for each in sites]
        pages = [_pages(each, of) for each, of in zip(sites, readers, strict=True)]
        answer: dict[str, Any] = {"cases": list(cases), "pages": {}}
        for login, path in PAGES:
            if all((login, path) in known for known in pages):
                asked = [known[login, path] for known in pages]
                answer["pages"][f"{login or 'public'} {path}"] = _page(readers, login, asked, cases, looks)
        for number, each, of in zip(cases, sites, readers, strict=True):
            answer[str(number)] = {"per_second": _rate(of["reviewer"], looks), "memory_mb": _memory(each)}
    return answer


def _page(
    readers: list[dict[str, Reader]], login: str, paths: list[str], cases: Sequence[int], looks: int
) -> dict[str, Any]:
    taken: list[list[float]] = [[] for _ in cases]
    for look in range(looks + 2):
        for place, (of, path) in enumerate(zip(readers, paths, strict=True)):
            began = perf_counter()
            of[login].get(path)
            if look >= 2:
                taken[place].append(1000 * (perf_counter() - began))
    p95 = [quantiles(each, n=20)[-1] for each in taken]
    return {
        "p50_ms": {str(number): quantiles(each, n=2)[0] for number, each in zip(cases, taken, strict=True)},
        "p95_ms": {str(number): value for number, value in zip(cases, p95, strict=True)},
        "times": p95[-1] / p95[0],
    }


def _rate(reader: Reader, looks: int) -> float:
    """Return how many pages of the desk are answered a second to eight people at once."""
    with ThreadPoolExecutor(8) as pool:
        began = perf_counter()
        list(pool.map(lambda _: reader.get("/tasks"), range(looks * 8)))
        return looks * 8 / (perf_counter() - began)


def _memory(site: product.Site) -> float:
    """Return the resident memory of the web processes in MB."""
    port = site.address.rpartition(":")[2]
    found = [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if "gunicorn" in " ".join(process.info["cmdline"] or ())
        and (process.info["environ"] or {}).get("CREDITCASE_DATA") == str(site.folder)
    ]
    assert found, f"no web process serves port {port}"
    return sum(process.memory_info().rss for process in found) / 2**20


def _pages(site: product.Site, readers: Mapping[str, Reader]) -> dict[tuple[str, str], str]:
    """Return the addresses of the pages that this product has, their places filled in."""
    found: dict[tuple[str, str], str] = {}
    own = re.search(r'href="/mine/(\d+)"', readers["applicant"].get("/mine"))
    assert own, "the demonstration's applicant has no case"
    for login, path in PAGES:
        address = path.format(case=own.group(1))
        try:
            readers[login].get(address)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            continue
        found[login, path] = address
    return found


class _office:
    """A running product whose office has about ``number`` cases more than the demonstration."""

    def __init__(self, place: Place, number: int) -> None:
        self._stack = ExitStack()
        self._place, self._number = place, number

    def __enter__(self) -> product.Site:
        folder = Path(self._place.folder) / f"{self._place.kind}-pages-{self._number}"
        settings: dict[str, str] = {}
        if self._place.kind != "sqlite":
            settings["DATABASE_URL"] = self._stack.enter_context(self._place.fresh())
        site = self._stack.enter_context(product.running(folder, settings, worker=False))
        if settings:
            site.command("setup-demo")
        database = Database(site.environment["DATABASE_URL"])
        fill(database, self._number)
        database.close()
        return site

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(None, None, None)


def fill(database: Database, number: int) -> None:
    """Add ``number`` cases to a demonstration: most archived with their history, some open with a task and a clock."""
    with database.read() as connection:
        model = connection.execute(select(case).where(case.c.record_id.is_not(None)).limit(1)).one()._asdict()
        first = max(connection.execute(select(case.c.id)).scalars()) + 1
        provider = connection.execute(
            select(organisation.c.id).where(organisation.c.kind == "provider").limit(1)
        ).scalar_one()
    cases = range(first, first + number)
    day = model["received_on"]
    at = model["received_at"]
    authority = model["authority_id"]
    for table, rows in (
        (case, (_case(model, each, day) for each in cases)),
        (task, (row for each in cases for row in _tasks(each, authority, provider, at, day))),
        (deadline, (_deadline(each, day, at) for each in cases)),
        (event, (row for each in cases for row in _events(each, at))),
        (letter, (_letter(each, authority, at) for each in cases)),
    ):
        _fill(database, table, rows)


def _case(model: Mapping[str, Any], each: int, day: date) -> dict[str, Any]:
    is_open = each % 100 < _OPEN
    return {
        **model,
        "id": each,
        "number": f"SL-OBJ-2025-{each:06d}",
        "query_code": f"{each:012d}",
        "record_id": None,
        "applicant_id": None,
        "state": "open" if is_open else "archived",
        "step": "examining" if is_open else "closed",
        "received_on": day - timedelta(days=each % 300),
        "event_count": 4,
        "sealed_count": 4,
    }


def _tasks(each: int, authority: int, provider: int, at: Any, day: date) -> Iterator[dict[str, Any]]:
    is_open = each % 100 < _OPEN
    base = {"case_id": each, "engine_task": "1", "opened_at": at, "due_on": day + timedelta(days=30 + each % 60)}
    done = {"state": "done", "completed_at": at, "outcome": "approve", "completed_by": 4, "data": {}}
    blank = {"completed_at": None, "outcome": None, "completed_by": None, "data": None}
    for node in ("examine", "sign_acceptance", "draft_decision"):
        yield {**base, **done, "node": node, "role": "reviewer", "org_id": authority}
    if is_open:
        role, org = ("reviewer", authority) if each % 2 else ("provider", provider)
        yield {**base, **blank, "state": "open", "node": "examine", "role": role, "org_id": org}


def _deadline(each: int, day: date, at: Any) -> dict[str, Any]:
    is_open = each % 100 < _OPEN
    return {
        "case_id": each,
        "rule": "objection.overall",
        "host": "1",
        "state": "running" if is_open else "met",
        "start_on": day,
        "due_on": day + timedelta(days=30 + each % 60),
        "provisional": False,
        "pack": "xinzheng/2018-03-28",
        "candidates": [],
        "calendar_version": "",
        "signal": "warning" if is_open else None,
        "signal_at": at + timedelta(days=29 + each % 60) if is_open else None,
        "signals": "warning breach escalation",
        "met_on": None if is_open else day,
    }


def _events(each: int, at: Any) -> Iterator[dict[str, Any]]:
    for seq, kind in enumerate(("case_opened", "clock_started", "task_completed", "case_archived"), 1):
        yield {"case_id": each, "seq": seq, "at": at, "actor_id": 4, "kind": kind, "data": {}, "mac": "0" * 32}


def _letter(each: int, authority: int, at: Any) -> dict[str, Any]:
    return {
        "case_id": each,
        "code": "OBJ-11",
        "state": "signed",
        "organ_id": authority,
        "number": f"示信用异告〔2025〕{each}号",
        "sha256": f"{each:064x}",
        "drafted_by": 4,
        "drafted_at": at,
        "signed_by": 4,
        "signed_at": at,
    }


def _fill(database: Database, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    with database.act() as uow:
        while chunk := list(islice(rows, _CHUNK)):
            uow.connection.execute(insert(table), chunk)
        uow.connection.exec_driver_sql("ANALYZE")
        uow.commit()

"""Pages over real HTTP: gunicorn on a demonstration office with few and with many cases, asked in turn."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import psutil

from bench import bare
from bench.places import Place
from bench.register import fill
from tests.support import shared
from tests.support import site as product
from webapp.bootstrap import real_clock
from workflows.store.database import Database
from workflows.store.office import clock_offset

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
    ("reviewer", "/inbox"),
    ("reviewer", "/records?q=示例"),
    ("reviewer", "/records?q=示罚决〔2025〕500号"),
    ("provider", "/tasks"),
    ("supervisor", "/tasks"),
    ("supervisor", "/overdue"),
    ("supervisor", "/overdue?kind=warned"),
    ("supervisor", "/board"),
    ("supervisor", "/board/list"),
    ("supervisor", "/board/statistics"),
    ("admin", "/admin"),
    ("admin", "/admin/deliveries"),
)
_PASSWORD = "demo-2026"
#: How many ask at the same time, and how often their turn comes while the rate is taken.
_PEOPLE, _RATE_ROUNDS = 8, 3


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
        firsts = [_first_looks(of) for of in readers]
        answer: dict[str, Any] = {"cases": list(cases), "pages": {}}
        for login, path in PAGES:
            asked = [first[login, path] for first in firsts]
            answer["pages"][f"{login or 'public'} {path}"] = _page(readers, login, asked, cases, looks)
        desk = len(readers[-1]["reviewer"].get("/tasks").encode())
        limit = stack.enter_context(bare.serving(desk))
        people = [Reader(limit.address, ""), *(of["reviewer"] for of in readers)]
        rates: list[list[float]] = [[] for _ in people]
        for _ in range(_RATE_ROUNDS):
            for of, each in zip(people, rates, strict=True):
                each.append(_rate(of, looks))
        found = zip(
            ("limit", *map(str, cases)), rates, (limit.pid, *map(_web_process, sites)), strict=True
        )
        for name, each, pid in found:
            answer[name] = {"per_second": median(each), "range": [min(each), max(each)], "memory_mb": _memory(pid)}
        answer["limit"]["bytes"] = desk
    return answer


@dataclass(frozen=True, kw_only=True)
class _First:
    """The first look at a page."""

    address: str
    ms: float
    bytes: int


def _page(
    readers: list[dict[str, Reader]], login: str, firsts: list[_First], cases: Sequence[int], looks: int
) -> dict[str, Any]:
    taken: list[list[float]] = [[] for _ in cases]
    turn = list(zip(taken, readers, firsts, strict=True))
    for look in range(looks + 2):
        for times, of, first in turn:
            began = perf_counter()
            of[login].get(first.address)
            if look >= 2:
                times.append(1000 * (perf_counter() - began))
        # Who comes first changes, so that a busy moment of the machine does not always hit the same office.
        turn.reverse()
    names = [str(number) for number in cases]
    p50, p95 = [median(each) for each in taken], [quantiles(each, n=20)[-1] for each in taken]
    return {
        "p50_ms": dict(zip(names, p50, strict=True)),
        "p95_ms": dict(zip(names, p95, strict=True)),
        "bytes": dict(zip(names, (first.bytes for first in firsts), strict=True)),
        "first_ms": dict(zip(names, (first.ms for first in firsts), strict=True)),
        "times": p95[-1] / p95[0],
        "times_p50": p50[-1] / p50[0],
    }


def _rate(reader: Reader, looks: int) -> float:
    """Return how many pages of the desk are answered a second to people who ask at the same time."""
    with ThreadPoolExecutor(_PEOPLE) as pool:
        began = perf_counter()
        list(pool.map(lambda _: reader.get("/tasks"), range(looks * _PEOPLE)))
        return looks * _PEOPLE / (perf_counter() - began)


def _web_process(site: product.Site) -> int:
    """Return the id of the process that all web processes of a site come from."""
    found = [
        process.pid
        for process in psutil.process_iter(["cmdline", "environ"])
        if "gunicorn" in " ".join(process.info["cmdline"] or ())
        and (process.info["environ"] or {}).get("CREDITCASE_DATA") == str(site.folder)
    ]
    assert found, f"no web process serves {site.address}"
    return min(found)


def _memory(pid: int) -> float:
    """Return the resident memory of a process and those below it in MB."""
    process = psutil.Process(pid)
    return sum(float(each.memory_info().rss) for each in (process, *process.children(recursive=True))) / 2**20


def _first_looks(readers: Mapping[str, Reader]) -> dict[tuple[str, str], _First]:
    """Look at every page once: its address with its place filled in, and what the first look took."""
    own = re.search(r'href="/mine/(\d+)"', readers["applicant"].get("/mine"))
    assert own, "the demonstration's applicant has no case"
    found: dict[tuple[str, str], _First] = {}
    for login, path in PAGES:
        address, began = path.format(case=own.group(1)), perf_counter()
        text = readers[login].get(address)
        found[login, path] = _First(
            address=address, ms=1000 * (perf_counter() - began), bytes=len(text.encode())
        )
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
        with database.read() as connection:
            ahead = timedelta(seconds=clock_offset(connection))
        fill(database, self._number, real_clock() + ahead)
        database.close()
        return site

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(None, None, None)

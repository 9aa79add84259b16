"""Finds every page of the product by itself: follows the links and the searches that each kind of reader is shown.

The one list of pages for whoever looks at all of them: the tests in a real browser and the pictures of every screen.
Of many pages of one route those are kept that show something which no other does.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html as parser
from werkzeug.exceptions import HTTPException

from webapp.commands.setup_demo import PASSWORD
from webapp.demo.penalties import APPLICANTS
from webapp.demo.people import STAFF

#: Logins: the applicants, whose cases differ, and one person of each post; the first is nobody in particular.
READERS: tuple[str, ...] = (
    "",
    *(each.login for each in APPLICANTS),
    *{each.role: each.login for each in reversed(STAFF)}.values(),
)
#: Most pages of one shape (route, and words in the address) that are read for one reader.
_PLAIN, _ASKED = 9, 2
#: What is typed into a search: every name of the demonstration begins with it.
_TYPED = "示例"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as one reader sees it."""

    reader: str
    address: str
    endpoint: str
    status: int = 200
    #: What the page shows: kinds of elements, and names of inputs; empty for what is no page but a file.
    features: frozenset[str] = frozenset()

    @property
    def is_page(self) -> bool:
        """Tell a page from a file, a feed or data."""
        return bool(self.features)


def routes(app: Flask) -> set[str]:
    """Return the endpoints that can be opened; the API has no pages, and static files no words."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules if not rule.rule.startswith(("/api/", "/static/"))}


def follow(app: Flask, samples: Mapping[str, str]) -> list[Page]:
    """Open all that can be reached, as every reader, and return it in the order in which it was found.

    Args:
        samples: endpoint → address, for what no link leads to; each is tried as every reader.
    """
    return [page for reader in READERS for page in _follow(app, reader, samples.values())]


def kept(pages: Iterable[Page]) -> list[Page]:
    """Return the pages that together show everything: a page is left out when others show all that it shows."""
    seen: set[tuple[str, str]] = set()
    chosen: list[Page] = []
    for page in sorted(pages, key=lambda each: -len(each.features)):
        shown = {(page.endpoint, feature) for feature in page.features}
        if shown - seen:
            seen |= shown
            chosen.append(page)
    return sorted(chosen, key=lambda each: (READERS.index(each.reader), each.address))


def signed_in(app: Flask, reader: str, language: str = "") -> FlaskClient:
    """Return the client of a reader, in a language (as the cookie names it) where one is given."""
    client = app.test_client()
    if language:
        client.set_cookie("language", language)
    if reader:
        _sign_in(client, reader)
    return client


def _follow(app: Flask, reader: str, samples: Iterable[str]) -> Iterator[Page]:
    client = signed_in(app, reader)
    waiting = deque(["/", *samples])
    met, shapes = set(waiting), Counter[str]()
    redirected: set[str] = set()
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        target = answer.location if answer.status_code in (301, 302, 303) else None
        found = [target] if target else []
        if answer.mimetype == "text/html" and not target:
            tree = parser.fromstring(answer.get_data())
            found = [*_links(tree), *_searches(tree, address)]
            features = _features(tree) if answer.status_code == 200 else frozenset()
        else:
            features = frozenset()
        endpoint = _endpoint(app, address)[0]
        if not target or endpoint not in redirected:
            redirected.add(endpoint)
            yield Page(reader=reader, address=address, endpoint=endpoint, status=answer.status_code, features=features)
        for link in found:
            link = urljoin(address, link).partition("#")[0]
            if not link.startswith("/") or link in met:
                continue
            shape, limit = _shape(app, link)
            shapes[shape] += 1
            if shapes[shape] <= limit:
                met.add(link)
                waiting.append(link)


def _sign_in(client: FlaskClient, login: str) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    form = {"csrf_token": token[1] if token else "", "login": login, "password": PASSWORD}
    if client.post("/sign-in", data=form).status_code != 302:
        raise RuntimeError(f"{login} cannot sign in")


def _endpoint(app: Flask, address: str) -> tuple[str, Mapping[str, Any]]:
    try:
        return app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return "", {}


def _shape(app: Flask, address: str) -> tuple[str, int]:
    """Return what an address has in common with others that differ in their numbers only, and how many are read."""
    endpoint, values = _endpoint(app, address)
    if not endpoint or endpoint == "static" or endpoint.startswith("api."):
        return "", 0
    words = [value for value in values.values() if isinstance(value, str)]
    asked = sorted(
        f"{key}={value if re.fullmatch('[a-z_]+', value) else ''}"
        for key, value in parse_qsl(urlsplit(address).query)
        if key not in {"next", "back"}
    )
    return " ".join([endpoint, *words, *asked]), _ASKED if asked or words else _PLAIN


def _links(tree: Any) -> Iterator[str]:
    for link in tree.iter("a", "iframe"):
        address = link.get("href") or link.get("src") or ""
        if address and not address.startswith(("#", "mailto:", "tel:")):
            yield address


def _searches(tree: Any, address: str) -> Iterator[str]:
    """Return where the forms lead that only ask: each with a word to find, or its first box ticked."""
    for form in tree.iter("form"):
        if form.get("method", "get").lower() != "get":
            continue
        asked: dict[str, str] = {}
        for field in form.iter("input"):
            kind, name, value = field.get("type", "text"), field.get("name"), field.get("value") or ""
            if not name or field.get("disabled") is not None:
                continue
            if kind in {"hidden", "checkbox"}:
                asked.setdefault(name, value or "on")
            elif kind in {"text", "search"}:
                asked.setdefault(name, value or _TYPED)
        for action in {form.get("action") or address, *(b.get("formaction") for b in form.iter("button"))} - {None}:
            yield f"{action.partition('?')[0]}?{urlencode(asked)}"


def _features(tree: Any) -> frozenset[str]:
    main = next(tree.iter("main"), tree)
    shown = {"page"}
    for element in main.iter():
        if isinstance(element.tag, str):
            words = [element.get(key) or "" for key in ("class", "name", "type", "role")]
            shown.add(re.sub(r"\d+", "0", " ".join([element.tag, *words])))
    return frozenset(shown)

"""Programs that use the API without a network: tokens made by the operation, requests through the test client."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from tests.support.web import Web
from workflows.operations.issue_token import Scope, issue_token

_KEYS = count(1)


@dataclass(frozen=True)
class Program:
    """One program with its token."""

    site: Web
    token: str

    def get(self, path: str, **query: Any) -> TestResponse:
        """Read something."""
        return self.send("GET", path, **({"query_string": query} if query else {}))

    def post(self, path: str, json: Any = None, *, key: str | None = None, **options: Any) -> TestResponse:
        """Do something, under a new idempotency key unless one is given."""
        headers = {"Idempotency-Key": key or f"program-key-{next(_KEYS):08d}"}
        more = {} if json is None else {"json": json}
        return self.send("POST", path, headers=headers, **more, **options)

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Send any request with the token."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        # A client of its own for each request: a program keeps no cookies.
        client = self.site.app.test_client(use_cookies=False)
        return client.open(f"/api/v1{path}", method=method, headers=sent, **options)


def program(site: Web, login: str, scope: Scope = Scope.ACT, days: int = 30) -> Program:
    """Return a program that acts as ``login``."""
    return Program(site, issue_token(site.office, site.people.actor(login), name="测试", scope=scope, days=days))

"""A page cannot go wrong unnoticed: the watch over the browser sees what a person would not."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import Watch, widest_overflow

PAGES = {
    "/good": (200, "<p>很好</p>"),
    "/refused": (422, "<p>请写明理由。</p>"),
    "/broken-script": (200, "<script>nothing.here()</script>"),
    "/console-error": (200, "<script>console.error('不对')</script>"),
    "/missing-script": (200, "<script src=/none.js></script>"),
    "/failed": (500, "<p>出错</p>"),
    "/outside": (200, "<img src='http://cdn.example.org/logo.png'>"),
    "/wide": (200, "<meta name=viewport content='width=device-width'><div style='width:700px'>宽</div>"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = PAGES.get(self.path, (404, ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><link rel=icon href=data:,>{body}".encode())

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _problems(browser: Browser, url: str) -> list[str]:
    context = browser.new_context()
    watch = Watch(context)
    context.new_page().goto(url, wait_until="networkidle")
    context.close()
    return watch.problems


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/broken-script", "script error"),
        ("/console-error", "console"),
        ("/missing-script", "Failed to load resource"),
        ("/failed", "500 from"),
        ("/outside", "reaches outside"),
    ],
)
def test_a_fault_behind_a_page_is_noticed(browser: Browser, address: str, path: str, words: str) -> None:
    assert any(words in problem for problem in _problems(browser, address + path))


@pytest.mark.parametrize("path", ["/good", "/refused"])
def test_a_clean_page_and_a_refusal_that_was_asked_for_are_no_fault(browser: Browser, address: str, path: str) -> None:
    assert _problems(browser, address + path) == []


def test_a_page_wider_than_a_telephone_is_measured(phone_page: Page, page: Page, address: str) -> None:
    phone_page.goto(f"{address}/wide")
    assert widest_overflow(phone_page) > 300
    page.goto(f"{address}/wide")
    assert widest_overflow(page) == 0


def test_the_browser_speaks_chinese_and_lives_in_shanghai(page: Page, address: str) -> None:
    page.goto(f"{address}/good")
    assert page.evaluate("navigator.language") == "zh-CN"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"

"""The stand-in platform as a web application: three signed calls, and a page that shows what it holds."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request

from exchange import signed
from exchange.stand_in.store import Delays, Store

#: Bytes of one call, and items of one answer.
LIMIT, PAGE = 1_048_576, 200
#: Rows of the page.
SHOWN = 200


def create_platform(path: Path, key: str, clock: Callable[[], datetime], delays: Delays) -> Flask:
    """Return the application.

    Args:
        path: its SQLite file.
        key: the secret that the office knows too.
        clock: the platform's own real clock.
        delays: of its receipts.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LIMIT
    store = Store(path)

    def seconds() -> int:
        return int(clock().timestamp())

    def signed_answer(nonce: str, content: Mapping[str, Any]) -> Response:
        body = signed.canonical(content)
        return Response(body, headers=signed.headers(key, clock(), nonce, body), mimetype="application/json")

    def asked() -> tuple[str, dict[str, Any]] | Response:
        body = request.get_data()
        given = {name.lower(): value for name, value in request.headers.items()}
        try:
            nonce = signed.verify(key, given, body, clock())
        except signed.NotSigned as error:
            return Response(str(error), 401, mimetype="text/plain")
        if not store.is_new(nonce, seconds(), int(signed.WINDOW.total_seconds())):
            return Response("该请求已经处理过", 401, mimetype="text/plain")
        try:
            return nonce, signed.read_object(body)
        except signed.NotReadable as error:
            return Response(str(error), 400, mimetype="text/plain")

    @app.post("/exchange/dispatches")
    def dispatches() -> Response:
        """Take dispatches in; what cannot be understood is refused one by one."""
        question = asked()
        if isinstance(question, Response):
            return question
        nonce, content = question
        items = content.get("items")
        if not isinstance(items, list):
            return Response("没有推送内容", 400, mimetype="text/plain")
        taken, refused = [], {}
        for item in items:
            if why := wrong_with(item):
                refused[str(item.get("key", "")) if isinstance(item, dict) else ""] = why
            else:
                taken.append(item)
        store.take(taken, seconds(), delays)
        return signed_answer(nonce, {"accepted": [item["key"] for item in taken], "refused": refused})

    @app.post("/exchange/receipts")
    def receipts() -> Response:
        """Give the receipts behind a cursor."""
        question = asked()
        if isinstance(question, Response):
            return question
        nonce, content = question
        cursor = str(content.get("cursor", ""))
        rows = store.receipts(cursor, seconds(), PAGE)
        told = [{"key": row["key"], "number": row["receipt"], "state": "done", "note": "已办理"} for row in rows]
        behind = f"{rows[-1]['ready_at']}.{rows[-1]['receipt']}" if rows else cursor
        return signed_answer(nonce, {"receipts": told, "cursor": behind, "more": len(rows) == PAGE})

    @app.post("/exchange/inventory")
    def inventory() -> Response:
        """Give what the platform shows to the public."""
        question = asked()
        if isinstance(question, Response):
            return question
        nonce, content = question
        rows = store.holdings(str(content.get("cursor", "")), PAGE)
        told = [{name: row[name] for name in ("what", "code", "number")} for row in rows]
        behind = str(rows[-1]["rowid"]) if rows else ""
        return signed_answer(nonce, {"holdings": told, "cursor": behind, "more": len(rows) == PAGE})

    @app.get("/")
    def page() -> str:
        """Show what the platform holds, for people who watch the demonstration."""
        rows, holdings = store.newest(SHOWN), store.holdings("", SHOWN)
        return render_template("platform.html", rows=rows, holdings=holdings, now=seconds())

    return app


def wrong_with(item: Any) -> str:
    """Say why an item cannot be taken; empty where it can."""
    if not isinstance(item, dict) or not isinstance(item.get("key"), str) or not item["key"]:
        return "没有编号"
    if not isinstance(item.get("kind"), str) or not isinstance(item.get("subject"), dict):
        return "没有事项或主体"
    subject = item["subject"]
    if not all(isinstance(subject.get(name), str) and subject[name] for name in ("name", "code")):
        return "主体没有名称或代码"
    parts = [item.get(name, {}) for name in ("record", "listing")]
    return "" if all(isinstance(part, dict) for part in parts) else "信息格式不正确"

"""``python -m exchange.stand_in --port 8090``: run the stand-in platform on this machine alone."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from werkzeug.serving import make_server

from exchange.stand_in.app import create_platform
from exchange.stand_in.store import Delays


def main() -> None:
    """Serve on 127.0.0.1 until stopped; outside a demonstration nothing is served."""
    parser = argparse.ArgumentParser(prog="exchange.stand_in", description="演示用平台：接收推送，出具回执")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--delay", type=int, default=Delays.usual, help="回执的间隔（秒）")
    parser.add_argument("--late", type=int, default=Delays.late, help="迟到回执的间隔（秒）")
    parser.add_argument("--late-in", type=int, default=Delays.late_in, help="每几件中有一件迟到，0 为没有")
    asked = parser.parse_args()
    if os.environ.get("CREDITCASE_ENV") not in ("demonstration", "test"):
        parser.error("演示用平台只在演示环境（CREDITCASE_ENV=demonstration）中运行")
    key = os.environ.get("CREDITCASE_EXCHANGE_KEY", "")
    if len(key) < 32:
        parser.error("CREDITCASE_EXCHANGE_KEY 至少 32 个字符")
    folder = Path(os.environ.get("CREDITCASE_DATA", "var"))
    folder.mkdir(parents=True, exist_ok=True)
    delays = Delays(usual=asked.delay, late=asked.late, late_in=asked.late_in)
    app = create_platform(folder / "stand-in.db", key, lambda: datetime.now(UTC), delays)
    make_server("127.0.0.1", asked.port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()

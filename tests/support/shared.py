"""One folder for all processes of a test run, and a lock so that each costly thing is made once."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

#: The repository.
ROOT = Path(__file__).resolve().parents[2]

_VARIABLE = "CREDITCASE_TEST_FOLDER"
#: A file system in memory, and the bytes of memory that have to be free for a run.
_MEMORY, _ROOM = Path("/dev/shm"), 6 * 2**30


def open_folder() -> None:
    """Make the folder of this run; the worker processes inherit its place through the environment.

    What a run writes it throws away, so that all temporary files lie in memory where there is room for them: half the
    time of the tests would be spent waiting for a disk. ``TMPDIR`` says otherwise.
    """
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None
    os.environ[_VARIABLE] = tempfile.mkdtemp(prefix="creditcase-tests-")


def _has_room() -> bool:
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        return False
    return min(shutil.disk_usage(_MEMORY).free, psutil.virtual_memory().available) > _ROOM


def folder() -> Path:
    """Return the folder of this run."""
    return Path(os.environ[_VARIABLE])


def remove_folder() -> None:
    """Remove the folder of this run with all that is in it."""
    shutil.rmtree(os.environ.pop(_VARIABLE), ignore_errors=True)


@contextmanager
def opened() -> Iterator[None]:
    """Have a folder, one's own where no run has opened one."""
    if _VARIABLE in os.environ:
        yield
        return
    open_folder()
    try:
        yield
    finally:
        remove_folder()


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock ``name`` against the other processes of this run."""
    with (folder() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(name: str, make: Callable[[], str]) -> str:
    """Return what ``make`` gave to the first process of this run that asked for ``name``.

    A ``make`` that fails is tried again by the next process, so that each sees the true cause.
    """
    answer = folder() / f"{name}.answer"
    with locked(name):
        if not answer.exists():
            answer.write_text(make(), encoding="utf-8")
        return answer.read_text(encoding="utf-8")

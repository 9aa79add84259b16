"""The scenarios of the process types as they are shipped, each run once however many tests look at it."""

import pickle
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support import databases, shared
from webapp.demo.scenario import Told, run_scenario
from workflows.processes import discover


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a scenario left behind on SQLite with real letters."""

    told: Told
    #: The nodes and flows of the diagram that were passed.
    passed: frozenset[str]


@cache
def ran(process: str, key: str) -> Ran:
    """Return what the scenario ``key`` of the process type ``process`` left behind; nobody may change it."""
    file = shared.once(f"scenario-{process}-{key}", lambda: _run(process, key))
    found: Ran = pickle.loads(Path(file).read_bytes())
    return found


def _run(process: str, key: str) -> str:
    folder = shared.folder() / f"scenario-{process}-{key}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    found, passed = discover()[process], set[str]()
    with databases.fresh_sqlite(folder) as url:
        told = run_scenario(found, found.scenarios[key], folder, database_url=url, watch=passed.update)
    shutil.rmtree(folder)
    file = folder.with_suffix(".pickle")
    file.write_bytes(pickle.dumps(Ran(told=told, passed=frozenset(passed))))
    return str(file)

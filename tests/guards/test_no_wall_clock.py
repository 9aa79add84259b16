"""Time is an argument: only webapp/bootstrap.py knows what time it is, and no test waits for it."""

import ast
from pathlib import Path

import pytest

from tests.support.source import PRODUCT, python_files, references, tree

#: Ways to ask the machine, or the database, for the date or time of day.
ASKS_THE_CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "sqlalchemy.CURRENT_TIMESTAMP",
    "sqlalchemy.func.current_date",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.func.now",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
}

#: The one place where the office's clock is made; and the stand-in platform, another system with a clock of its own.
MAY_ASK = {Path("webapp/bootstrap.py"), Path("exchange/stand_in/__main__.py")}


def asks_the_clock(source: ast.Module) -> list[str]:
    """Return ``line name`` of every mention of the wall clock."""
    return [f"{line} {name}" for line, name in references(source) if name in ASKS_THE_CLOCK]


def test_the_product_never_asks_what_time_it_is() -> None:
    files = [file for file in python_files(*PRODUCT) if file not in MAY_ASK]
    assert {str(file): found for file in files if (found := asks_the_clock(tree(file)))} == {}


def test_no_test_sleeps() -> None:
    sleeping = {
        str(file): found
        for file in python_files("tests")
        if (found := [line for line, name in references(tree(file)) if name == "time.sleep"])
    }
    assert sleeping == {}, "wait for the event itself, with a limit"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now(UTC)",
        "from datetime import datetime as dt\nfield(default_factory=dt.utcnow)",
        "import datetime\ndatetime.date.today()",
        "import time as t\nt.time()",
        "from time import time\ntime()",
        "from sqlalchemy import func\nColumn(server_default=func.now())",
    ],
)
def test_the_guard_sees_through_other_names(source: str) -> None:
    assert asks_the_clock(ast.parse(source))


@pytest.mark.parametrize("source", ["import time\ntime.monotonic()", "clock.now()", "from datetime import datetime"])
def test_the_guard_lets_durations_and_given_clocks_pass(source: str) -> None:
    assert asks_the_clock(ast.parse(source)) == []

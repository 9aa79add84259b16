"""One noun or verb per file: what does not fit on a few screens is two things."""

from pathlib import Path

from tests.support.shared import ROOT
from tests.support.source import EVERYTHING, python_files

#: Lines at most; a test file may hold a longer table of cases.
LIMIT, LIMIT_OF_TESTS = 300, 400


def limit(file: Path) -> int:
    """Return how many lines ``file`` may have."""
    return LIMIT_OF_TESTS if file.parts[0] == "tests" else LIMIT


def test_no_python_file_is_longer_than_its_limit() -> None:
    lengths = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in python_files(*EVERYTHING)}
    assert {str(file): lines for file, lines in lengths.items() if lines > limit(file)} == {}

"""Every notice that the office can owe has its words in both languages, with the same places for values."""

import re
from collections.abc import Iterator

import pytest

from notifications import digest, words
from webapp.commands.worker import translator
from webapp.settings import ROOT
from workflows.domain.person_notices import PERSON_NOTICES
from workflows.domain.process_type import NoticeType
from workflows.processes import discover

_PLACE = re.compile(r"%\((\w+)\)s")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def kinds() -> list[NoticeType]:
    """Every kind of notice of every process and of the office."""
    found = [kind for process in discover().values() for kind in process.notices.values()]
    return [*found, *PERSON_NOTICES.values()]


def messages() -> Iterator[tuple[str, str]]:
    """Yield (where it stands, Chinese words)."""
    for kind in kinds():
        for part in ("subject", "body", "sms"):
            if text := getattr(kind, part):
                yield f"{kind.kind}.{part}", text
    own = {**vars(words), **vars(digest)}
    for name in ("_FOOTER", "_SUBJECT", "_LINE", "_MORE"):
        yield f"digest.{name}", own[name]
    yield "words._FOOTER", words._FOOTER
    for state, head in digest._HEADS.items():
        yield f"digest.{state}", head


@pytest.mark.parametrize(("where", "chinese"), list(messages()), ids=[where for where, _ in messages()])
def test_the_words_stand_in_both_languages_with_the_same_values(where: str, chinese: str) -> None:
    english = translator(str(ROOT / "webapp"))("en", chinese)
    assert _CHINESE.search(chinese), f"{where} has no Chinese words"
    assert not _CHINESE.search(english), f"{where} has no English words: {english}"
    assert set(_PLACE.findall(english)) == set(_PLACE.findall(chinese)), where


def test_the_guard_knows_every_kind() -> None:
    known = {kind.kind for kind in kinds()}
    assert {"received", "replied", "late_apology", "password_reset"} <= known
    assert len(known) == len(kinds()), "a kind means the same everywhere"

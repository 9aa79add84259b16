"""Every notice that the office can owe has its words in both languages, with the same places for values."""

import re
from collections.abc import Iterator

import pytest

from notifications import digest, words
from tests.support.readings import one_segment
from webapp.commands.worker import translator
from webapp.settings import ROOT
from workflows.domain.person_notices import PERSON_NOTICES
from workflows.domain.process_type import NoticeType
from workflows.operations.change_preferences import SMS_TOPICS
from workflows.processes import discover

_PLACE = re.compile(r"%\((\w+)\)s")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def kinds() -> list[NoticeType]:
    """Every kind of notice of every process and of the office."""
    found = [kind for process in discover().values() for kind in process.notices.values()]
    return list(dict.fromkeys((*found, *PERSON_NOTICES.values())))


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


def names_a_step() -> list[NoticeType]:
    """The kinds whose words name a step of the process."""
    return [kind for kind in kinds() if "%(step)s" in kind.subject + kind.body]


@pytest.mark.parametrize("kind", names_a_step(), ids=lambda kind: kind.kind)
def test_the_step_that_a_notice_names_is_told_in_the_language_of_its_reader(kind: NoticeType) -> None:
    translate = translator(str(ROOT / "webapp"))
    values = dict.fromkeys(("number", "who", "reason", "due", "promised", "note"), "X")
    for process in discover().values():
        for task in process.tasks.values():
            told = words.words_of(kind, {**values, "step": task.name}, "en", translate, "https://credit.example")
            assert not _CHINESE.search("".join(told)), f"{kind.kind}: {told}"


def test_who_was_promised_a_new_date_hears_of_it_by_text_message() -> None:
    promise = discover()["objection"].notices["late_promise"]
    values = {"number": "SL-OBJ-2026-000001", "promised": "2026-10-10"}
    text = words.sms_of(promise, values, "zh_CN", words.untranslated)
    assert "2026年10月10日" in text
    assert one_segment(text)


def test_every_topic_that_rings_a_telephone_can_be_chosen() -> None:
    assert {kind.topic for kind in kinds() if kind.sms} == set(SMS_TOPICS)


def test_the_guard_knows_every_kind() -> None:
    known = {kind.kind for kind in kinds()}
    assert {"received", "replied", "late_apology", "password_reset"} <= known
    assert len(known) == len(kinds()), "a kind means the same everywhere"

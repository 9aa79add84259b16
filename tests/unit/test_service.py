"""Service of letters (民事诉讼法 Arts 87–95): what each method needs, and the day on which it counts as done."""

from datetime import date
from typing import Any

import pytest

from workflows.domain.errors import FieldErrors
from workflows.domain.service import METHODS, served_on
from workflows.processes.service_form import ServiceForm

LETTER = date(2026, 9, 1)
DAY = date(2026, 9, 10)


def serve(method: str, *, consented: bool = False, **told: Any) -> date:
    data = {"method": method, "served_on": DAY, "receiver": "示例收件人", **told}
    return served_on(data, consented=consented, not_before=LETTER)


@pytest.mark.parametrize(
    ("method", "told", "counts_on"),
    [
        ("direct", {}, DAY),
        ("left", {"witness": "示例见证人"}, DAY),
        ("left", {"recorded": True}, DAY),
        ("electronic", {"consented": True, "system": "信案通系统收件箱"}, DAY),
        ("post", {"tracking": "XA000000001CN"}, DAY),
        ("entrusted", {"note": "委托示例区人民法院"}, DAY),
        ("public", {"note": "刊于示例日报，受送达人下落不明", "receiver": ""}, date(2026, 10, 10)),
    ],
    ids=["direct", "left, witness", "left, filmed", "electronic", "post", "entrusted", "public: 30 days later"],
)
def test_a_letter_counts_as_served_on_the_day_that_its_method_gives(
    method: str, told: dict[str, Any], counts_on: date
) -> None:
    assert serve(method, **told) == counts_on


@pytest.mark.parametrize(
    ("method", "told", "field"),
    [
        ("direct", {"receiver": "　"}, "receiver"),
        ("left", {}, "witness"),
        ("left", {"witness": " ", "recorded": False}, "witness"),
        ("electronic", {"system": "信案通系统收件箱"}, "method"),
        ("electronic", {"consented": True, "system": ""}, "system"),
        ("post", {}, "tracking"),
        ("post", {"tracking": ""}, "tracking"),
        ("entrusted", {}, "note"),
        ("public", {"receiver": ""}, "note"),
        ("direct", {"served_on": None}, "served_on"),
        ("direct", {"served_on": date(2026, 8, 31)}, "served_on"),
        ("carrier pigeon", {}, "method"),
    ],
    ids=[
        "direct without receiver", "left without witness or picture", "left, blank witness", "electronic, no consent",
        "electronic, no system", "post without receipt number", "post, blank number", "entrusted to nobody",
        "public without reason", "no day", "before the letter", "unknown method",
    ],
)  # fmt: skip
def test_service_that_lacks_what_makes_it_good_is_refused_at_the_field(
    method: str, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as refused:
        serve(method, **told)
    assert list(refused.value.errors) == [field]


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(FieldErrors) as refused:
        serve("electronic", system="", receiver="", served_on=date(2026, 8, 31))
    assert set(refused.value.errors) == {"served_on", "method", "receiver", "system"}


def test_the_form_offers_every_method_and_has_a_field_for_what_each_one_needs() -> None:
    form = ServiceForm()
    assert [value for value, *_ in form.method.choices] == list(METHODS)
    assert {"served_on", "receiver", "relation", "witness", "recorded", "tracking", "system", "note"} <= set(form.data)

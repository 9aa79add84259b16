"""What is typed into a form: declared fields count, blank rows do not, nothing invisible gets through."""

from collections.abc import Mapping

import pytest
from flask import Flask, Request
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired

from webapp.forms import FormDamaged, act_key, bind, drop_blank_rows, padded_rows, seen, sent, validated
from webapp.i18n import install, say
from webapp.security import safe_next
from workflows.processes.forms import Pick


class Row(Form):
    """One row."""

    field = StringField(validators=[InputRequired("请填写此项。")])
    claimed = StringField(validators=[InputRequired("请填写此项。")])


class Grid(Form):
    """A form with a grid."""

    name = StringField()
    claims = FieldList(FormField(Row), min_entries=0, max_entries=5)


def posted(fields: Mapping[str, str]) -> Request:
    """A request that posts ``fields``."""
    return Request(EnvironBuilder(method="POST", data=dict(fields)).get_environ())


def test_blank_rows_do_not_count_and_the_others_close_up() -> None:
    fields = {
        "claims-0-field": "", "claims-0-claimed": "  ", "claims-3-field": "金额", "claims-3-claimed": "0.5",
        "claims-12-field": "事由", "claims-12-claimed": "无",
    }
    form = bind(Grid, posted(fields))
    assert form.validate()
    assert validated(form)["claims"] == [
        {"field": "金额", "claimed": "0.5"}, {"field": "事由", "claimed": "无"},
    ]


def test_blank_rows_of_a_grid_that_a_parent_form_declares_do_not_count_either() -> None:
    class Heir(Grid):
        more = FieldList(StringField())

    form = bind(Heir, posted({"claims-0-field": "", "claims-1-field": "金额", "claims-1-claimed": "1", "more-2": "x"}))
    assert form.validate()
    assert validated(form) == {"name": None, "claims": [{"field": "金额", "claimed": "1"}], "more": ["x"]}


def test_a_list_that_opens_fills_no_row_by_what_it_says_unasked() -> None:
    class Person(Form):
        name = StringField(validators=[InputRequired("请填写此项。")])
        role = Pick(choices=[("chief", "负责人"), ("other", "其他")])

    class Persons(Form):
        persons = FieldList(FormField(Person))

    form = bind(Persons, posted({"persons-0-name": "示例甲", "persons-0-role": "other", "persons-1-name": "",
                                 "persons-1-role": "chief"}))  # fmt: skip
    assert form.validate()
    assert validated(form) == {"persons": [{"name": "示例甲", "role": "other"}]}


def test_a_row_that_is_half_filled_is_an_error_and_keeps_what_was_typed() -> None:
    form = bind(Grid, posted({"claims-2-field": "金额", "claims-2-claimed": ""}))
    assert not form.validate()
    assert form.claims.entries[0].form.field.data == "金额"


def test_rows_in_the_order_in_which_they_stand_even_beyond_nine() -> None:
    fields = MultiDict([(f"claims-{number}-field", str(number)) for number in (10, 2, 1)])
    kept = drop_blank_rows(Grid, fields)
    assert [kept[f"claims-{number}-field"] for number in range(3)] == ["1", "2", "10"]


def test_fields_that_were_not_declared_are_not_read() -> None:
    fields = {"name": "甲", "auto_approve": "true", "__builtins__": "x", "claims-0-evil": "y", "claims-0-field": "金额"}
    data = validated(bind(Grid, posted(fields)))
    assert set(data) == {"name", "claims"}
    assert set(data["claims"][0]) == {"field", "claimed"}


def test_nothing_invisible_gets_through_and_no_character_is_lost() -> None:
    form = bind(Grid, posted({"name": "A&B\x00公司\r\n资产<100万 𠮷 😀\x1b"}))
    assert form.name.data == "A&B公司\n资产<100万 𠮷 😀"


def test_a_grid_always_offers_blank_rows_up_to_its_limit() -> None:
    assert len(padded_rows(bind(Grid, Request(EnvironBuilder().get_environ())).claims)) == 3
    full = {f"claims-{number}-field": "x" for number in range(5)}
    assert len(padded_rows(bind(Grid, posted(full)).claims)) == 5


def test_asking_for_more_rows_is_not_submitting() -> None:
    assert sent(posted({"name": "x"}))
    assert not sent(posted({"name": "x", "_more_rows": "claims"}))
    assert not sent(Request(EnvironBuilder().get_environ()))


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "k" * 20 + "'", "密" * 20])
def test_a_form_without_its_key_is_refused(key: str) -> None:
    with pytest.raises(FormDamaged):
        act_key(posted({"act_key": key}))


@pytest.mark.parametrize("version", ["", "-1", "1.5", "x", "9" * 30, "١"])
def test_a_form_that_does_not_say_what_was_seen_is_refused(version: str) -> None:
    with pytest.raises(FormDamaged):
        seen(posted({"seen": version}))


@pytest.mark.parametrize("target", ["/inbox", "/tasks?after=2026-01-01.5#top"])
def test_paths_of_our_own_may_be_gone_to(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target", ["", "inbox", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", None]
)
def test_nothing_else_may_be_gone_to(target: str | None) -> None:
    assert safe_next(target) is None


def test_messages_are_said_in_english_even_when_their_values_were_filled_in_before() -> None:
    app = Flask("webapp")
    install(app)
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert say("受理") == "Accept"
        assert say("内容过长，请精简（最多 4000 字）。") == "Too long; please shorten it (at most 4000 characters)."
        assert say("该待办已由%(who)s签收。", {"who": "示例"}) == "The task was claimed by 示例."
        assert say("没有人译过的话") == "没有人译过的话"
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        assert say("受理") == "受理"
        assert say("Not a valid date value.") != "Not a valid date value."

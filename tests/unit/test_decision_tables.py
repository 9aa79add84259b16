"""Decision tables: which materials a repair needs, by text and class; and what a table may not be."""

import pytest

from workflows.processes.decision_tables import BadTable, Value, read, table
from workflows.processes.repair_information import MATERIALS_TABLE, materials

_HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="t"><decision id="d">'
_INPUT = "<input><inputExpression><text>{}</text></inputExpression></input>"


def drawn(*rules: tuple[str, str], policy: str = "UNIQUE", name: str = "days") -> bytes:
    """A table with one input and one output."""
    lines = "".join(
        f"<rule><inputEntry><text>{asked}</text></inputEntry><outputEntry><text>{answer}</text></outputEntry></rule>"
        for asked, answer in rules
    )
    body = f'<decisionTable hitPolicy="{policy}">{_INPUT.format(name)}<output name="answer" />{lines}</decisionTable>'
    return f"{_HEAD}{body}</decision></definitions>".encode()


def must(text: str, category: str) -> set[str]:
    return {name for name, word in materials(text, [category]).items() if word == "must"}


@pytest.mark.parametrize("category", ["轻微", "一般", "严重"])
def test_the_national_rule_asks_for_proof_and_commitment_only(category: str) -> None:
    assert materials("national_2026", [category]) == {"proof": "must", "commitment": "must"}
    assert materials("national_2023", [category]) == {"proof": "must", "commitment": "must"}


@pytest.mark.parametrize(
    ("category", "needed"),
    [
        ("一般", {"proof", "commitment"}),
        ("严重", {"proof", "commitment", "training", "report"}),
    ],
)
def test_taian_asked_for_training_and_a_report_of_serious_cases(category: str, needed: set[str]) -> None:
    """S4-06 track A, S4-07 track B."""
    assert must("taian_2021", category) == needed


def test_baqiao_named_six_means_and_made_training_no_precondition() -> None:
    """S0-16, S0-27."""
    assert len(materials("baqiao_2020", ["严重"])) == 6
    assert must("baqiao_2020", "严重") == {"proof", "commitment"}


def test_a_text_that_says_nothing_of_materials_asks_for_no_more_than_the_nation() -> None:
    assert must("", "一般") == {"proof", "commitment"}


def test_records_of_several_classes_together_need_what_the_strictest_needs() -> None:
    assert materials("taian_2021", ["一般", "严重"])["training"] == "must"


@pytest.mark.parametrize(
    ("cell", "value", "hits"),
    [
        ("-", 3, True), ("", "x", True), ('"a"', "a", True), ('"a"', "b", False), ('"a", "b"', "b", True),
        ("3", 3, True), ("3", 4, False), ("&gt;= 3", 3, True), ("&gt; 3", 3, False), ("&lt;= 3", 3, True),
        ("&lt; 3", 3, False), ("3", "3", False), ("3", True, False), ('"3"', 3, False),
    ],
)  # fmt: skip
def test_a_cell_hits_by_text_number_or_comparison(cell: str, value: Value, hits: bool) -> None:
    found = read(drawn((cell, "1"), ("-", "0"), policy="FIRST"))
    assert found.decide({"days": value}) == {"answer": 1 if hits else 0}


def test_first_takes_the_first_line_and_unique_refuses_two() -> None:
    rules = (("-", '"one"'), ("-", '"two"'))
    assert read(drawn(*rules, policy="FIRST")).decide({"days": 1}) == {"answer": "one"}
    with pytest.raises(BadTable, match="多行同时适用"):
        read(drawn(*rules)).decide({"days": 1})


def test_no_line_and_no_value_are_said_and_never_guessed() -> None:
    found = read(drawn(("1", "true")))
    assert found.decide({"days": 1}) == {"answer": True}
    with pytest.raises(BadTable, match="没有适用的行"):
        found.decide({"days": 2})
    with pytest.raises(BadTable, match="缺少输入 days"):
        found.decide({})


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (b"<!DOCTYPE x><definitions/>", "DOCTYPE"),
        (b'<!ENTITY a "b"><definitions/>', "DOCTYPE"),
        (b'<?xml version="1.0" encoding="UTF-16"?><definitions/>', "UTF-8"),
        (b"<definitions", "XML"),
        (b"<definitions/>", "DMN 1.3"),
        (b" " * 300_000, "256 KB"),
        (drawn(("1", "1"), policy="COLLECT"), "COLLECT"),
        (drawn(), "缺少"),
        (drawn(("date(days) &gt; 1", "1")), "不允许的条件"),
        (drawn(("1", "now()")), "不允许的结果"),
        (drawn(("1", "1"), name="days + 1"), "标识符"),
    ],
)
def test_what_is_no_plain_table_is_refused(xml: bytes, why: str) -> None:
    with pytest.raises(BadTable, match=why):
        read(xml)


def test_the_shipped_table_opens_with_its_columns_and_ends_in_a_line_for_everything_else() -> None:
    shipped = table(MATERIALS_TABLE)
    assert shipped.inputs == ("text", "category")
    assert shipped.outputs == ("proof", "commitment", "training", "report", "verification", "charity")
    assert shipped.rules[-1].inputs == ("-", "-")

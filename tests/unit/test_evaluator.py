"""Expressions in diagrams: what they may say, and that nothing else ever runs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine import evaluator
from workflows.engine.errors import ExpressionRefused

FACTS: dict[str, evaluator.Fact] = {"approved": True, "outcome": "own", "rounds": 3, "reason": None}

#: Payloads that ran a command, read a file, hung or filled the memory in the engine as it comes.
PAYLOADS = [
    "__import__('os').system('id')",
    "open('/etc/passwd').read()",
    "().__class__.__base__.__subclasses__()",
    "approved.__class__.__mro__[1].__subclasses__()",
    "'{0.__class__.__init__.__globals__}'.format(approved)",
    "f'{approved.__class__}'",
    "datetime.sys.modules['os'].system('id')",
    "[1 for _ in iter(int, 1)]",
    "(lambda f: f(f))(lambda f: f(f))",
    "9**9**9",
    "1 << 9999999999",
    "'x' * 3221225472",
    "eval('1')",
    "exec('1')",
    "getattr(approved, 'real')",
    "__builtins__",
    "(approved := False)",
    "outcome[0]",
    "{'a': 1}",
    "approved if approved else approved",
    "rounds + 1 == 4",
    "breach('objection.verify')",
    "'wn' in outcome",
    "outcome in ('own', outcome)",
    "1.5 == 1.5",
    "b'x' == b'x'",
    "approved; approved",
    "import os",
    "while True: pass",
    "",
    "   ",
    "approved ==",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_not_on_the_whitelist_is_refused_before_anything_runs(payload: str) -> None:
    before = time.monotonic()
    with pytest.raises(ExpressionRefused):
        evaluator.evaluate(payload, FACTS)
    assert time.monotonic() - before < 1


@pytest.mark.parametrize("deep", ["(" * 240 + "1" + ")" * 240, "-" * 200 + "1", "[" * 200 + "]" * 200])
def test_a_deep_expression_is_refused(deep: str) -> None:
    with pytest.raises(ExpressionRefused):
        evaluator.parse(deep)


def test_the_deepest_expression_that_fits_is_answered() -> None:
    assert evaluator.evaluate("not " * 122 + "approved", FACTS) is True


def test_an_expression_longer_than_the_limit_is_refused() -> None:
    with pytest.raises(ExpressionRefused, match="500"):
        evaluator.parse("approved or " * 50 + "approved")


@pytest.mark.parametrize("limit", ["'" + "长" * 201 + "' == outcome", f"rounds < {10**15 + 1}"])
def test_texts_and_numbers_have_a_limit(limit: str) -> None:
    with pytest.raises(ExpressionRefused):
        evaluator.parse(limit)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("approved", True),
        ("not approved", False),
        ("outcome == 'own'", True),
        ('outcome != "own"', False),
        ("outcome in ('own', 'refused')", True),
        ("outcome not in ('own', 'refused')", False),
        ("rounds >= 3 and approved", True),
        ("1 < rounds <= 3", True),
        ("1 < rounds < 3", False),
        ("rounds > -1", True),
        ("reason is None", True),
        ("reason is not None or approved", True),
        ("outcome == None", False),
        ("False and missing", False),
        ("  approved  ", True),
    ],
)
def test_conditions_over_facts(expression: str, expected: bool) -> None:
    assert evaluator.evaluate(expression, FACTS) is expected


def test_a_fact_that_is_not_known_is_a_lookup_error_that_names_it() -> None:
    with pytest.raises(LookupError, match="measure_wronged"):
        evaluator.evaluate("approved and measure_wronged", FACTS)


@pytest.mark.parametrize(
    "mixed",
    ["outcome > 2", "approved == 'yes'", "rounds == '3'", "approved == 1", "outcome and approved", "not rounds",
     "rounds in ('3', '4')", "reason < 1"],
)  # fmt: skip
def test_facts_of_different_kinds_are_never_compared_in_silence(mixed: str) -> None:
    with pytest.raises(TypeError):
        evaluator.evaluate(mixed, FACTS)


@pytest.mark.parametrize("signal", ["warning", "breach", "escalation"])
def test_a_timer_names_its_signal_and_rule(signal: str) -> None:
    assert evaluator.signal(f'{signal}("objection.verify")') == (signal, "objection.verify")


@pytest.mark.parametrize(
    "expression",
    ['"P5D"', "P5D", "", "P", "2026-02-29", "15 working days", 'deadline("objection.verify")', "breach()",
     "breach(rule)", 'breach("")', 'breach("a..b")', 'breach("a b")', 'breach("a", "b")', 'breach(rule="a")',
     'x.breach("a")', 'breach(*["a"])', "breach(1)", 'breach("__import__(1)")'],
)  # fmt: skip
def test_a_timer_with_a_literal_date_or_anything_else_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionRefused):
        evaluator.signal(expression)


@pytest.mark.parametrize(
    "facts",
    [{"__builtins__": True}, {"_x": 1}, {"breach": True}, {"warning": 1}, {"a b": 1}, {"": 1}, {"True": True},
     {"if": 1}, {"a": 1.5}, {"a": ["x"]}, {"a": {"typename": "x"}}, {"a": b"x"}, {"a": "长" * 201}, {"a": 10**15 + 1}],
)  # fmt: skip
def test_only_plain_facts_under_plain_names_are_taken(facts: dict[str, evaluator.Fact]) -> None:
    with pytest.raises(ValueError, match="fact"):
        evaluator.check_facts(facts)


def test_facts_are_copied_so_that_nobody_changes_them_afterwards() -> None:
    given_facts: dict[str, evaluator.Fact] = {"approved": True, "理由": "无", "rounds": -1, "note": None}
    taken = evaluator.check_facts(given_facts)
    given_facts["approved"] = False
    assert taken == {"approved": True, "理由": "无", "rounds": -1, "note": None}


@given(st.text(alphabet="ab_.()[]'\"+-*/<>=!,:~@{}\\ \n0123456789andortis", max_size=60))
def test_any_text_is_either_answered_or_refused(text: str) -> None:
    try:
        value = evaluator.evaluate(text, {"a": True, "b": 1})
    except (ExpressionRefused, LookupError, TypeError):
        return
    assert value is None or isinstance(value, bool | int | str | tuple)

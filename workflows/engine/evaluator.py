"""Expressions in diagrams, read by a whitelist of Python's syntax and never run by Python.

Allowed: facts by name, whole numbers, texts, ``True False None``, ``and or not``, comparisons, ``in`` with a
tuple of constants. A timer names its signal and rule: ``breach("objection.verify")``. There are no attributes,
no indexes, no arithmetic and no other calls, so there is nothing to escape with and nothing that can run long.
"""

import ast
import keyword
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache

from workflows.domain.clock import SIGNALS
from workflows.engine.errors import ExpressionRefused

#: What a fact may be. Dates, lists and records belong in the case's own tables.
Fact = bool | int | str | None

LONGEST_EXPRESSION = 500
LONGEST_TEXT = 200
LARGEST_NUMBER = 10**15

_ORDER: Mapping[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@lru_cache(maxsize=1024)
def parse(expression: str) -> ast.expr:
    """Read an expression and refuse everything outside the whitelist.

    Args:
        expression: text of a gateway condition, as it stands in the diagram.

    Raises:
        ExpressionRefused: not an expression, too long, or with a part that is not allowed.
    """
    tree = _read(expression)
    _inspect(tree, expression)
    return tree


def evaluate(expression: str, facts: Mapping[str, Fact]) -> object:
    """Work an expression out from the facts of a case.

    Args:
        expression: text of a gateway condition.
        facts: what the case knows, by name.

    Raises:
        ExpressionRefused: the expression is outside the whitelist.
        LookupError: a fact is not known.
        TypeError: a fact is of another kind than the one it is compared with.
    """
    return _value(parse(expression), facts)


def signal(expression: str) -> tuple[str, str]:
    """Read a timer expression ``warning("rule")``, ``breach("rule")`` or ``escalation("rule")``.

    Returns:
        The signal and the rule of the policy that it belongs to.

    Raises:
        ExpressionRefused: anything else, literal dates and durations included.
    """
    try:
        tree = _read(expression)
    except ExpressionRefused:
        tree = None
    match tree:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(rule))], keywords=[]) if name in SIGNALS:
            if rule and all(part.isidentifier() for part in rule.split(".")):
                return name, rule
    why = '须写作 warning("规则")、breach("规则")或 escalation("规则")'
    raise ExpressionRefused(expression=expression[:60], why=why)


def check_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """A copy of ``facts``, each with a name and a value that expressions may hold.

    Raises:
        ValueError: a name that is no plain identifier or belongs to the evaluator, or a value of another kind.
    """
    for name, value in facts.items():
        if not name.isidentifier() or name.startswith("_") or keyword.iskeyword(name) or name in SIGNALS:
            raise ValueError(f"not a name for a fact: {name!r}")
        if type(value) not in (bool, int, str, type(None)):
            raise ValueError(f"the fact {name} must be bool, int, str or None, not {type(value).__name__}")
        too_long = isinstance(value, str) and len(value) > LONGEST_TEXT
        if too_long or (isinstance(value, int) and abs(value) > LARGEST_NUMBER):
            raise ValueError(f"the value of the fact {name} is too large")
    return dict(facts)


def _read(expression: str) -> ast.expr:
    """The syntax tree of one short expression."""
    if len(expression) > LONGEST_EXPRESSION:
        raise ExpressionRefused(expression=expression[:40] + "…", why=f"长于 {LONGEST_EXPRESSION} 个字符")
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionRefused(expression=expression, why="不是一个完整的表达式") from error


def _inspect(node: ast.expr, expression: str) -> None:
    """Raise unless this node and all below it are on the whitelist."""
    match node:
        case ast.BoolOp(values=parts):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=part):
            parts = [part]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int()) as part):
            parts = [part]
        case ast.Compare(left=left, ops=ops, comparators=rest):
            _inspect_memberships(ops, rest, expression)
            parts = [left, *rest]
        case ast.Tuple(elts=parts) if all(isinstance(part, ast.Constant) for part in parts):
            pass
        case ast.Name(id=name) if not name.startswith("_") and name not in SIGNALS:
            parts = []
        case ast.Constant(value=bool() | None):
            parts = []
        case ast.Constant(value=int(number)) if number <= LARGEST_NUMBER:
            parts = []
        case ast.Constant(value=str(text)) if len(text) <= LONGEST_TEXT:
            parts = []
        case _:
            raise ExpressionRefused(expression=expression, why=f"不允许 {type(node).__name__}")
    for part in parts:
        _inspect(part, expression)


def _inspect_memberships(ops: list[ast.cmpop], rest: list[ast.expr], expression: str) -> None:
    """``in`` looks only into a tuple of constants: a text would match parts of words."""
    for op, right in zip(ops, rest, strict=True):
        if isinstance(op, ast.In | ast.NotIn) != isinstance(right, ast.Tuple):
            raise ExpressionRefused(expression=expression, why="in 的右边须是括号中的若干常量，括号也只能用于 in")


def _value(node: ast.expr, facts: Mapping[str, Fact]) -> object:
    """The value of a node that :func:`parse` has let through."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            if name not in facts:
                raise LookupError(name)
            return facts[name]
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_truth(_value(part, facts)) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_truth(_value(part, facts)) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _truth(_value(part, facts))
        case ast.UnaryOp(operand=ast.Constant(value=int(number))):
            return -number
        case ast.Tuple(elts=parts):
            return tuple(_value(part, facts) for part in parts)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            held = _value(left, facts)
            for op, right in zip(ops, rest, strict=True):
                other = _value(right, facts)
                if not _holds(op, held, other):
                    return False
                held = other
            return True
    raise AssertionError(f"parse() let {type(node).__name__} through")


def _truth(value: object) -> bool:
    """A yes or no; a text is neither, so that a mistyped fact never decides by being non-empty."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _holds(op: ast.cmpop, left: object, right: object) -> bool:
    """One comparison. Facts of two kinds are not comparable: taking them as unequal would choose a way in silence."""
    match op:
        case ast.Eq() | ast.Is():
            return _equal(left, right)
        case ast.NotEq() | ast.IsNot():
            return not _equal(left, right)
        case ast.In() if isinstance(right, tuple):
            return any(_equal(left, item) for item in right)
        case ast.NotIn() if isinstance(right, tuple):
            return not any(_equal(left, item) for item in right)
    if type(left) is not int or type(right) is not int:
        raise TypeError(left, right)
    return _ORDER[type(op)](left, right)


def _equal(left: object, right: object) -> bool:
    """Equality within one kind; nothing (None) may be compared with everything."""
    if left is not None and right is not None and type(left) is not type(right):
        raise TypeError(left, right)
    return left == right

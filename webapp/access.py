"""Who may call a route: a rule on every view, checked before it runs; without a rule a route is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from workflows.domain.access import Actor, Role

_View = TypeVar("_View", bound=Callable[..., Any])


class Rule(StrEnum):
    """Rules that are no role."""

    #: Anybody, signed in or not.
    PUBLIC = "public"
    #: Anybody who has signed in.
    SIGNED_IN = "signed_in"
    #: Who has signed in and holds no post: a member of the public.
    APPLICANT = "applicant"


PUBLIC = Rule.PUBLIC
SIGNED_IN = Rule.SIGNED_IN
APPLICANT = Rule.APPLICANT


def access(*rules: Role | Rule) -> Callable[[_View], _View]:
    """Say who may call a view: any of ``rules`` suffices. Stands below the route decorator.

    Raises:
        ValueError: no rule is given.
    """
    if not rules:
        raise ValueError("an access rule names who may call the route")

    def mark(view: _View) -> _View:
        view.access_rules = rules  # type: ignore[attr-defined]
        return view

    return mark


def rules_of(view: Callable[..., Any]) -> tuple[Role | Rule, ...]:
    """Return the rules of a view; empty if it has none."""
    rules: tuple[Role | Rule, ...] = getattr(view, "access_rules", ())
    return rules


def admits(rules: tuple[Role | Rule, ...], actor: Actor | None) -> bool:
    """Tell whether ``rules`` let a reader in; ``None`` is a reader who has not signed in."""
    if Rule.PUBLIC in rules:
        return True
    if actor is None:
        return False
    if Rule.SIGNED_IN in rules or (Rule.APPLICANT in rules and not actor.posts):
        return True
    return any(isinstance(rule, Role) and actor.holds(rule) for rule in rules)

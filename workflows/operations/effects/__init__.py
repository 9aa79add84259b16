"""Carries out the effects of an act: one module for each noun that has any, found by its being here.

A module registers a function for each of its effects with ``@carries_out(TheEffect)``. The function fills the act
(``guards`` for what must not have changed, ``writes`` for the rest, events, notices); it writes nothing itself.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from workflows.domain.effects import Effect
from workflows.operations.act import Act

_E = TypeVar("_E", bound=Effect)
_APPLIERS: dict[type[Effect], Callable[[Any, Act], None]] = {}


def carries_out(kind: type[_E]) -> Callable[[Callable[[_E, Act], None]], Callable[[_E, Act], None]]:
    """Mark a function as the one that carries out effects of ``kind``."""

    def register(applier: Callable[[_E, Act], None]) -> Callable[[_E, Act], None]:
        _APPLIERS[kind] = applier
        return applier

    return register


def apply(effect: Effect, act: Act) -> None:
    """Put what an effect writes into the act.

    Raises:
        KeyError: no module carries out effects of this kind.
    """
    _found()[type(effect)](effect, act)


@cache
def _found() -> dict[type[Effect], Callable[[Any, Act], None]]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return _APPLIERS

"""Carries out extensions that a task of a process decides."""

from workflows.domain.extension import Extend
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.grant_extension import grant


@carries_out(Extend)
def extend(effect: Extend, act: Act) -> None:
    """Move the last days; see :func:`workflows.operations.grant_extension.grant` for what is refused."""
    grant(act, effect.rules, effect.n, effect.reason)

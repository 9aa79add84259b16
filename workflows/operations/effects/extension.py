"""Carries out extensions that a task of a process decides, and looks at those that are asked for."""

from workflows.domain.extension import AskToExtend, Extend
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.grant_extension import grant, require_grantable


@carries_out(Extend)
def extend(effect: Extend, act: Act) -> None:
    """Move the last days; see :func:`workflows.operations.grant_extension.grant` for what is refused."""
    grant(act, effect.rules, effect.n, effect.reason)


@carries_out(AskToExtend)
def ask(effect: AskToExtend, act: Act) -> None:
    """Refuse what could not be granted; see :func:`workflows.operations.grant_extension.require_grantable`."""
    require_grantable(act, effect.rules, effect.n)

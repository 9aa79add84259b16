"""Checks that the rule packs answer what the processes ask: no rule left out, none misspelt."""

from collections.abc import Collection, Mapping

from workflows.domain.policy import Pack
from workflows.domain.words import N_
from workflows.policies.library import BadPack


def check_rules(found: Mapping[str, Pack], rules: Mapping[str, Collection[str]]) -> None:
    """Check that packs speak of known processes only and answer every rule of those they speak of.

    Args:
        rules: process → its rules.

    Raises:
        BadPack: an unknown process or rule, or a rule that is left out.
    """
    for pack in found.values():
        spoken_of = {limit.process for limit in pack.limits.values()}
        for process in sorted((spoken_of | pack.demands.keys()) - rules.keys()):
            raise _bad(pack, N_("不认识的项目“%(value)s”"), process)
        for process in sorted(spoken_of):
            answered = {limit.rule for limit in pack.limits.values() if limit.process == process}
            for rule in sorted(answered - set(rules[process])):
                raise _bad(pack, N_("不认识的时限“%(value)s”"), rule)
            for rule in sorted(set(rules[process]) - answered):
                raise _bad(pack, N_("没有写明 %(value)s(规定时限，或用 none 说明为何没有)"), rule)


def _bad(pack: Pack, why: str, value: str) -> BadPack:
    return BadPack(pack=pack.id, why=why % {"value": value})

"""Grants an extension (延长办理期限) within an act: checked against the text, computed anew, and told."""

from collections.abc import Sequence

from workflows.domain.errors import OfficeError, PackDoesNotAllow
from workflows.domain.policy import Limit
from workflows.domain.words import N_
from workflows.operations import clocks, notify
from workflows.operations.act import Act


class TooLateToExtend(OfficeError):
    """The deadline has passed, or its clock does not run."""

    message = N_("期限已届满或者没有在计时，不能延长。")
    status = 409


class ExtensionTooLong(OfficeError):
    """The text allows less; params: ``most``, in the unit of the limit."""

    message = N_("超过所适用规则允许的延长，最多还可以延长 %(most)s。")
    status = 422


def grant(act: Act, rules: Sequence[str], n: int, reason: str) -> None:
    """Extend the running deadlines of ``rules`` by ``n`` units each; the applicant and the handlers are told.

    Raises:
        PackDoesNotAllow: the text that rules a deadline knows no extension.
        TooLateToExtend: a deadline has passed or does not run.
        ExtensionTooLong: more than the text allows.
    """
    granted = [_checked(act, rule, n, reason) for rule in rules]
    act.note_clock("extensions", [*act.case.clocks.get("extensions", []), *granted])
    events = {each["rule"]: act.record("clock_extended", **each) for each in granted}
    moved = {each.before.rule: each for each in clocks.recompute(act)}
    for rule in rules:
        if rule not in moved:
            # Another binding text ends earlier and knows no extension.
            raise PackDoesNotAllow(act=N_("延长期限"))
        words = {
            "rule": act.process.rules[rule], "old": moved[rule].before.due_on, "due": moved[rule].now.due_on,
            "reason": reason.strip(),
        }  # fmt: skip
        for to in ("applicant", "handlers"):
            notify.owe(act, "clock_extended", to, events[rule], **words)


def require_grantable(act: Act, rules: Sequence[str], n: int) -> None:
    """Go on only if ``n`` units could be added to each of ``rules`` today.

    Raises:
        PackDoesNotAllow, TooLateToExtend, ExtensionTooLong: as :func:`grant` would.
    """
    for rule in rules:
        _extendable(act, rule, n)


def _checked(act: Act, rule: str, n: int, reason: str) -> dict[str, str | int]:
    limit = _extendable(act, rule, n)
    return {
        "rule": rule,
        "n": n,
        "unit": str(limit.unit),
        "approved_by": limit.extend.approver if limit.extend else "",
        "on": act.today.isoformat(),
        "reason": reason.strip(),
    }


def _extendable(act: Act, rule: str, n: int) -> Limit:
    """Return the limit that may be extended by ``n``."""
    found = [act.office.packs[pack].limit(rule) for pack in act.case.packs]
    limits = [limit for limit in found if limit is not None and limit.extend is not None]
    if not limits:
        raise PackDoesNotAllow(act=N_("延长期限"))
    row = next((each for each in act.live if each.rule == rule and each.state == "running"), None)
    if row is None or row.due_on is None or row.due_on < act.today:
        raise TooLateToExtend()
    _require_room(act, rule, n, limits)
    return limits[0]


def _require_room(act: Act, rule: str, n: int, limits: list[Limit]) -> None:
    given = sum(each["n"] for each in act.case.clocks.get("extensions", ()) if each["rule"] == rule)
    room = max(_most(limit) for limit in limits) - given
    if n > room:
        raise ExtensionTooLong(most=f"{max(room, 0)}{limits[0].unit.label}")


def _most(limit: Limit) -> int:
    """Return how much the text allows to be added in all."""
    if limit.extend is None or limit.n is None:
        return 0
    bounds = [limit.extend.n, None if limit.extend.max_total is None else limit.extend.max_total - limit.n]
    return min(bound for bound in bounds if bound is not None)

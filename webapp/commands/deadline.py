"""``flask deadline``: when something is due, under one text alone or before one authority, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from webapp.commands.output import BadInput, calendar_in_force, date_cn, day, json_option, require_database, tell
from webapp.context import current_office
from workflows.domain.calendar import WorkCalendar
from workflows.domain.clock import ClockFacts, Deadline
from workflows.domain.deadline import compute, explain, stricter_unbound
from workflows.domain.policy import Limit, Pack, Unit
from workflows.operations.clock_slips import basis_of
from workflows.policies import library as policies
from workflows.processes import rule_names
from workflows.store import people


@click.command("deadline", help="计算期限：--jurisdiction 只按该地规则，--authority 按该机关所适用的全部规则")
@click.option("--jurisdiction", help="规则所属地，如 xinzheng、henan")
@click.option("--authority", help="机关全称，如 示例市公共信用信息中心")
@click.option("--rule", required=True, help="时限，如 objection.overall")
@click.option("--start", "started", required=True, help="起算事件发生之日，如 2026-09-18(当日不计)")
@json_option
def command(jurisdiction: str | None, authority: str | None, rule: str, started: str, as_json: bool) -> None:
    """Answer when ``rule`` is due."""
    if (jurisdiction is None) == (authority is None):
        raise BadInput(why="请写明 --jurisdiction 或 --authority 其中之一")
    start = day(started, "--start")
    if rule not in rule_names():
        raise BadInput(why=f"没有“{rule}”这一时限；可用：{'、'.join(rule_names())}")
    if jurisdiction is not None:
        answer = _alone(policies.in_force(jurisdiction, start), rule, start)
    else:
        answer = _before(str(authority), rule, start)
    tell(answer, _text(answer), as_json)


def _alone(pack: Pack, rule: str, start: date) -> dict[str, Any]:
    return _answer([pack], rule, start, calendar_in_force())


def _before(name: str, rule: str, start: date) -> dict[str, Any]:
    require_database()
    office = current_office()
    with office.database.read() as connection:
        found = people.organisation_by_name(connection, name)
        if found is None or found.kind != "authority":
            known = "、".join(each.name for each in people.organisations(connection, "authority"))
            raise BadInput(why=f"没有名为“{name}”的机关；现有：{known or '（无）'}")
        bound = people.bound_packs(connection, found.id, start)
    packs = [office.packs[pack] for pack in bound]
    if not packs:
        raise BadInput(why=f"{name}在{date_cn(start)}没有绑定任何规则")
    calendar = office.calendar()
    answer = _answer(packs, rule, start, calendar)
    unbound = policies.relevant(found.jurisdiction, start)
    warnings = stricter_unbound(rule, packs, unbound, _facts([*packs, *unbound], rule, start), calendar)
    return {"authority": name, "bound": list(bound), **answer, "warnings": [each.line.text for each in warnings]}


def _facts(packs: Sequence[Pack], rule: str, start: date) -> ClockFacts:
    """Let every event from which one of the packs counts this rule happen on ``start``."""
    limits = [limit for pack in packs if (limit := pack.limit(rule)) is not None]
    return ClockFacts(starts={limit.start: start for limit in limits if limit.start})


def _answer(packs: Sequence[Pack], rule: str, start: date, calendar: WorkCalendar) -> dict[str, Any]:
    found = compute(rule, packs, _facts(packs, rule, start), calendar)
    base = {"rule": rule, "name": rule_names()[rule], "start": start}
    if found is None:
        return {**base, **_no_limit(*_silent(packs, rule))}
    return {
        **base,
        "due_on": found.due_on,
        "provisional": found.provisional,
        **_governing(found),
        "explanation": explain(found),
        "candidates": [asdict(basis_of(each)) for each in found.candidates],
    }


def _governing(found: Deadline) -> dict[str, Any]:
    basis = basis_of(found.ruling)
    return {
        "source": basis.source,
        "article": basis.article,
        "rank": basis.rank,
        "pack": basis.pack,
        "title": basis.title,
        "verified": basis.verified,
        "note": basis.note,
    }


def _silent(packs: Sequence[Pack], rule: str) -> tuple[Pack, Limit]:
    """Return the first pack that says why it has no limit for a rule, with what it says."""
    for pack in packs:
        if rule in pack.limits:
            return pack, pack.limits[rule]
    raise BadInput(why=f"所绑定的规则没有提到“{rule_names()[rule]}”")


def _no_limit(pack: Pack, limit: Limit) -> dict[str, Any]:
    why = limit.note if limit.unit is Unit.SET else limit.none
    return {
        "due_on": None,
        "provisional": False,
        "source": limit.source,
        "article": limit.article,
        "rank": pack.rank.label,
        "pack": pack.id,
        "title": pack.title,
        "verified": limit.verified,
        "note": why,
        "explanation": [why],
        "candidates": [],
    }


def _text(answer: dict[str, Any]) -> Iterator[str]:
    due = date_cn(answer["due_on"]) if answer["due_on"] else "没有固定期限"
    yield f"{answer['name']}（{answer['rule']}）：{due}{'（暂定）' if answer['provisional'] else ''}"
    yield f"依据：{answer['title']}（{answer['rank']}）{answer['article']}{'' if answer['verified'] else '（待核实）'}"
    if answer["source"]:
        yield f"原文：{answer['source']}"
    yield from answer["explanation"]
    for each in answer["candidates"]:
        if each["pack"] != answer["pack"]:
            yield f"另按{each['name']}（{each['rank']}）{each['article']}：{date_cn(each['due_on'])}"
    yield from (f"注意：{warning}" for warning in answer.get("warnings", ()))

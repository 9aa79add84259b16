"""Finds and reads the rule packs under this folder; a new jurisdiction is one more file.

A file is ``<jurisdiction>/<valid-from>.toml``: ``[pack]`` says what the text is, ``[requires]`` what it demands besides
limits, every ``[<process>.<rule>]`` is a limit or, with ``none``, the reason why there is none, and
``[demands.<process>]`` holds what the text demands of one process besides. What a text says of a further process may
stand beside it in ``<valid-from>.<process>.toml``. A file that says less or more than is known is refused, so that a
typing error never becomes a missing deadline.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from workflows.domain.errors import OfficeError
from workflows.domain.policy import Correction, Extension, Limit, Pack, Rank, Requires, Unit
from workflows.domain.words import N_

_FOLDER = Path(__file__).parent
_RANKS = {rank.label: rank for rank in Rank}
_PACK_TEXTS = ("parent", "place", "name", "title", "source", "note")
_PACK_KEYS = {*_PACK_TEXTS, "rank", "valid_from", "valid_to"}
_LIMIT_TEXTS = ("none", "article", "source", "note")
_LIMIT_KEYS = {
    *_LIMIT_TEXTS, "n", "unit", "from", "from_text", "hard", "capped", "correction", "suspend_for", "extend", "roll",
    "verified", "warn_days",
}
_EXTENSION_KEYS = {"n", "max_total", "approver", "article"}
_MARKS = {field.name: field.type for field in fields(Requires)}
#: One of the two word lists of a limit.
_E = TypeVar("_E", Unit, Correction)
_EVENT = re.compile(r"[a-z][a-z_]*")


class BadPack(OfficeError):
    """A pack file cannot be taken; params: ``pack``, ``why``."""

    message = N_("规则包 %(pack)s 有误：%(why)s")
    status = 422


class PackMissing(OfficeError):
    """No such pack, or none of the jurisdiction in force on the day; params: ``pack``."""

    message = N_("没有找到规则包 %(pack)s。")
    status = 404


@cache
def packs() -> Mapping[str, Pack]:
    """Return every shipped pack by its id, jurisdictions and versions in order.

    Raises:
        BadPack: a file is wrong, a parent is unknown, or two versions of a jurisdiction are in force on the same day.
    """
    found: dict[str, Pack] = {}
    files = {path.relative_to(_FOLDER): path.read_text("utf-8") for path in sorted(_FOLDER.glob("*/*.toml"))}
    for path, text in files.items():
        if "." in path.stem:
            continue
        parts = [part for other, part in files.items() if other.stem.startswith(f"{path.stem}.")
                 and other.parent == path.parent]  # fmt: skip
        pack = parse_pack(path.parent.name, path.stem, text, *parts)
        found[pack.id] = pack
    check_together(found)
    return found


def pack(id: str) -> Pack:
    """Return the pack with this id, ``<jurisdiction>/<valid-from>``.

    Raises:
        PackMissing: there is none.
    """
    try:
        return packs()[id]
    except KeyError:
        raise PackMissing(pack=id) from None


def in_force(jurisdiction: str, day: date) -> Pack:
    """Return the version of ``jurisdiction``'s pack that is in force on ``day``.

    Raises:
        PackMissing: there is none on that day.
    """
    for candidate in packs().values():
        if candidate.jurisdiction == jurisdiction and candidate.in_force(day):
            return candidate
    raise PackMissing(pack=f"{jurisdiction} {day}")


def relevant(jurisdiction: str, day: date) -> tuple[Pack, ...]:
    """Return the packs in force on ``day`` of ``jurisdiction`` and of every jurisdiction above it, own first."""
    chain: list[Pack] = []
    while jurisdiction:
        versions = [candidate for candidate in packs().values() if candidate.jurisdiction == jurisdiction]
        chain.extend(version for version in versions if version.in_force(day))
        jurisdiction = versions[-1].parent if versions else ""
    return tuple(chain)


def check_together(found: Mapping[str, Pack]) -> None:
    """Check what no single file can show.

    Raises:
        BadPack: a parent is unknown or leads round in a circle, or two versions overlap.
    """
    parents = {each.jurisdiction: each.parent for each in found.values()}
    for each in found.values():
        if each.parent and each.parent not in parents:
            raise _bad(each.id, N_("上级“%(value)s”没有规则包"), each.parent)
        above, steps = each.parent, 0
        while above:
            above, steps = parents.get(above, ""), steps + 1
            if steps > len(parents):
                raise _bad(each.id, N_("上级关系成环：%(value)s"), each.parent)
        for other in found.values():
            later = other.jurisdiction == each.jurisdiction and other.valid_from > each.valid_from
            if later and (each.valid_to is None or each.valid_to >= other.valid_from):
                raise _bad(each.id, N_("与 %(value)s 的有效期重叠"), other.id)


def parse_pack(jurisdiction: str, version: str, text: str, *parts: str) -> Pack:
    """Read one pack.

    Args:
        jurisdiction: folder name, lower-case letters, digits and hyphens.
        version: file name without its ending; the first day in force.
        text: the TOML text.
        parts: what the text says of further processes, as TOML.

    Raises:
        BadPack: anything is missing, unknown or impossible; the message names it.
    """
    id = f"{jurisdiction}/{version}"
    data = _read(id, text)
    for part in parts:
        _join(id, data, _read(id, part))
    demands = data.pop("demands", {})
    head = _table(id, "pack", data.pop("pack", None), _PACK_KEYS)
    requires = _table(id, "requires", data.pop("requires", None), set(_MARKS))
    for key in ("place", "name", "title", "source"):
        if not head.get(key):
            raise _bad(id, N_("[pack] 缺少 %(value)s"), key)
    if head.get("rank") not in _RANKS:
        raise _bad(id, N_("不认识的位阶“%(value)s”"), head.get("rank"))
    valid_from: Any = head.get("valid_from")
    valid_to: Any = head.get("valid_to")
    if not _is_date(valid_from) or str(valid_from) != version:
        raise _bad(id, N_("valid_from “%(value)s”与文件名不一致"), valid_from)
    if valid_to is not None and (not _is_date(valid_to) or valid_to < valid_from):
        raise _bad(id, N_("valid_to “%(value)s”不是日期或早于 valid_from"), valid_to)
    for key, value in requires.items():
        if not isinstance(value, bool if _MARKS[key] is bool else str):
            raise _bad(id, N_("[requires] 的 %(value)s 类型不对"), key)
    return Pack(
        id=id,
        jurisdiction=jurisdiction,
        rank=_RANKS[head["rank"]],
        valid_from=valid_from,
        valid_to=valid_to,
        limits={limit.rule: limit for limit in _limits(id, data)},
        requires=Requires(**requires),
        demands=_demands(id, demands),
        **{key: _text(id, head, key) for key in _PACK_TEXTS},
    )


def _read(id: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise _bad(id, N_("不是有效的 TOML:%(value)s"), error) from error


def _join(id: str, data: dict[str, Any], part: dict[str, Any]) -> None:
    """Put a part into the pack; what stands there already is not said again."""
    demands = part.pop("demands", {})
    data.setdefault("demands", {}).update(demands)
    for process, rules in part.items():
        if process in data:
            raise _bad(id, N_("重复的项目“%(value)s”"), process)
        data[process] = rules


def _demands(id: str, value: object) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        raise _bad(id, N_("[demands] 的 %(value)s 类型不对"), "demands")
    return value


def _limits(id: str, data: Mapping[str, Any]) -> Iterator[Limit]:
    if not data:
        raise _bad(id, N_("没有任何时限%(value)s"), "")
    for process, rules in data.items():
        if not isinstance(rules, dict):
            raise _bad(id, N_("不认识的项目“%(value)s”"), process)
        for key, value in rules.items():
            rule = f"{process}.{key}"
            yield _limit(id, rule, _table(id, rule, value, _LIMIT_KEYS))


def _limit(id: str, rule: str, entry: Mapping[str, Any]) -> Limit:
    texts: dict[str, Any] = {key: _text(id, entry, key, rule) for key in _LIMIT_TEXTS}
    if "none" in entry:
        if not texts["none"] or entry.keys() - {"none", "article", "note"}:
            raise _bad(id, N_("%(value)s 的 none 应写明理由，且不能同时规定时限"), rule)
        return Limit(rule=rule, **texts)
    unit = _one_of(id, rule, Unit, entry.get("unit"))
    warn_days = entry.get("warn_days", 1)
    if type(warn_days) is not int or not 1 <= warn_days <= 20:
        raise _bad(id, N_("%(value)s 的 warn_days 应为 1 到 20 的整数"), rule)
    if unit is Unit.SET:
        if entry.keys() - {"unit", "article", "source", "note", "warn_days"} or not texts["note"]:
            raise _bad(id, N_("%(value)s 由人指定日期，只能写明 note、article、source 和 warn_days"), rule)
        return Limit(rule=rule, unit=unit, warn_days=warn_days, **texts)
    n, start = entry.get("n"), entry.get("from", "")
    if type(n) is not int or not 1 <= n <= 400:
        raise _bad(id, N_("%(value)s 的 n 应为 1 到 400 的整数"), rule)
    if not isinstance(start, str) or not _EVENT.fullmatch(start):
        raise _bad(id, N_("%(value)s 没有写明起算事件 from"), rule)
    for key in ("article", "source"):
        if not texts[key]:
            raise _bad(id, N_("%(value)s 没有写明条款 article 或出处 source"), rule)
    flags: dict[str, Any] = {key: entry[key] for key in ("hard", "capped", "roll", "verified") if key in entry}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise _bad(id, N_("%(value)s 的 hard、capped、roll、verified 应为 true 或 false"), rule)
    if flags.get("verified") is False and not texts["note"]:
        raise _bad(id, N_("%(value)s 未经核实，应在 note 中写明待核实之处"), rule)
    reasons = entry.get("suspend_for", [])
    if not isinstance(reasons, list) or not all(isinstance(reason, str) and reason for reason in reasons):
        raise _bad(id, N_("%(value)s 的 suspend_for 应为文字列表"), rule)
    return Limit(
        rule=rule,
        n=n,
        unit=unit,
        start=start,
        start_text=_text(id, entry, "from_text", rule),
        correction=_one_of(id, rule, Correction, entry.get("correction", Correction.CONTINUE)),
        suspend_for=tuple(reasons),
        extend=_extension(id, rule, n, entry["extend"]) if "extend" in entry else None,
        warn_days=warn_days,
        **texts,
        **flags,
    )


def _extension(id: str, rule: str, base: int, value: object) -> Extension:
    entry = _table(id, f"{rule}.extend", value, _EXTENSION_KEYS)
    n, total = entry.get("n"), entry.get("max_total")
    numbers = [each for each in (n, total) if each is not None]
    if not numbers or any(type(each) is not int or each < 1 for each in numbers):
        raise _bad(id, N_("%(value)s 的延期应写明 n 或 max_total，为正整数"), rule)
    if total is not None and total <= base:
        raise _bad(id, N_("%(value)s 的延期 max_total 应大于原期限"), rule)
    approver, article = (_text(id, entry, key, rule) for key in ("approver", "article"))
    if not approver or not article:
        raise _bad(id, N_("%(value)s 的延期没有写明批准人或条款"), rule)
    return Extension(n=n, max_total=total, approver=approver, article=article)


def _one_of(id: str, rule: str, kind: type[_E], value: Any) -> _E:
    try:
        return kind(value)
    except ValueError as error:
        raise _bad(id, N_("不认识的值“%(value)s”"), f"{rule}: {value}") from error


def _table(id: str, name: str, value: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _bad(id, N_("缺少 [%(value)s]"), name)
    for key in value:
        if key not in keys:
            raise _bad(id, N_("不认识的项目“%(value)s”"), f"{name}.{key}")
    return value


def _text(id: str, entry: Mapping[str, Any], key: str, rule: str = "pack") -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise _bad(id, N_("%(value)s 应为文字"), f"{rule}.{key}")
    return value


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _bad(id: str, why: str, value: object) -> BadPack:
    return BadPack(pack=id, why=why % {"value": value})

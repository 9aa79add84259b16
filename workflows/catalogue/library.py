"""Reads the catalogue: ``lists.toml`` and ``measures.toml`` beside this module.

Every entry cites text and article; a list says its five parts (S4-02), a measure its departments and lists (S1-15). An
entry that says less or more than is known is refused, so that nothing can be chosen for which nobody has answered.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.domain.errors import OfficeError
from workflows.domain.listing import DOMAINS, REGISTERS, ListKind, Measure, MeasureType, Period, Persons
from workflows.domain.words import N_

_FOLDER = Path(__file__).parent
_LIST_TEXTS = (
    "name", "register", "domain", "organ", "basis", "article", "standard", "procedure", "objection", "exit",
)  # fmt: skip
_LIST_KEYS = {
    *_LIST_TEXTS, "minimum", "maximum", "persons", "consent_above", "jurisdiction", "received_only", "valid_from",
    "valid_to", "verified", "note", "held_by",
}  # fmt: skip
_MEASURE_TEXTS = ("name", "basis", "article", "department")
_MEASURE_KEYS = {
    *_MEASURE_TEXTS, "type", "lists", "persons", "received_only", "valid_from", "valid_to", "verified", "note",
    "held_by",
}  # fmt: skip
_PERIOD_KEYS = {"months", "article"}


class BadCatalogue(OfficeError):
    """An entry of the catalogue cannot be taken; params: ``key``, ``why``."""

    message = N_("名单或措施目录中的 %(key)s 有误：%(why)s")
    status = 422


@cache
def lists() -> Mapping[str, ListKind]:
    """Return every list by its key.

    Raises:
        BadCatalogue: an entry is wrong.
    """
    return parse_lists((_FOLDER / "lists.toml").read_text("utf-8"))


@cache
def measures() -> Mapping[str, Measure]:
    """Return every measure by its key.

    Raises:
        BadCatalogue: an entry is wrong, or names a list that is not in the catalogue.
    """
    return parse_measures((_FOLDER / "measures.toml").read_text("utf-8"), lists())


def measures_for(list_key: str, day: date) -> Mapping[str, Measure]:
    """Return the measures that may be ordered on ``day`` against who stands on a list."""
    return {
        key: each for key, each in measures().items() if list_key in each.lists and each.in_force(day)
    }


def parse_lists(text: str) -> Mapping[str, ListKind]:
    """Read lists; see :func:`lists`."""
    return {key: _list(key, entry) for key, entry in tomllib.loads(text).items()}


def parse_measures(text: str, known: Mapping[str, ListKind]) -> Mapping[str, Measure]:
    """Read measures; see :func:`measures`."""
    return {key: _measure(key, entry, known) for key, entry in tomllib.loads(text).items()}


def _list(key: str, entry: Mapping[str, Any]) -> ListKind:
    _check(key, entry, _LIST_KEYS, _LIST_TEXTS)
    if entry["register"] not in REGISTERS or entry["domain"] not in DOMAINS:
        raise _bad(key, N_("不认识的名单种类或者领域"))
    return ListKind(
        key=key,
        **{name: entry[name] for name in _LIST_TEXTS},
        minimum=_period(key, entry.get("minimum")),
        maximum=_period(key, entry.get("maximum")),
        persons=_one_of(key, Persons, entry.get("persons", Persons.MASKED)),
        consent_above=bool(entry.get("consent_above")),
        jurisdiction=str(entry.get("jurisdiction", "")),
        received_only=bool(entry.get("received_only")),
        **_standing(entry),
    )


def _measure(key: str, entry: Mapping[str, Any], known: Mapping[str, ListKind]) -> Measure:
    _check(key, entry, _MEASURE_KEYS, _MEASURE_TEXTS)
    on = entry.get("lists")
    if not isinstance(on, list) or not on or not set(on) <= known.keys():
        raise _bad(key, N_("lists 应列出目录中的名单"))
    return Measure(
        key=key,
        **{name: entry[name] for name in _MEASURE_TEXTS},
        type=_one_of(key, MeasureType, entry.get("type")),
        lists=frozenset(on),
        persons=bool(entry.get("persons")),
        received_only=bool(entry.get("received_only")),
        **_standing(entry),
    )


def _check(key: str, entry: Mapping[str, Any], keys: set[str], texts: tuple[str, ...]) -> None:
    if unknown := sorted(entry.keys() - keys):
        raise _bad(key, N_("不认识的项目：") + unknown[0])
    for name in texts:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise _bad(key, N_("缺少项目：") + name)
    if type(entry.get("valid_from")) is not date:
        raise _bad(key, N_("缺少项目：") + "valid_from")
    if entry.get("verified") is False and not entry.get("note"):
        raise _bad(key, N_("未经核实的，应在 note 中写明待核实之处"))


def _standing(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: entry[name] for name in ("valid_from", "valid_to", "verified", "note") if name in entry}
    return {**told, "held_by": tuple(entry.get("held_by", ()))}


def _period(key: str, entry: Any) -> Period | None:
    if entry is None:
        return None
    if not isinstance(entry, dict) or entry.keys() != _PERIOD_KEYS or not 1 <= entry["months"] <= 120:
        raise _bad(key, N_("期限应写明 months 和 article"))
    return Period(months=entry["months"], article=entry["article"])


def _one_of(key: str, kind: Any, value: Any) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise _bad(key, N_("不认识的值：") + str(value)) from error


def _bad(key: str, why: str) -> BadCatalogue:
    return BadCatalogue(key=key, why=why)
